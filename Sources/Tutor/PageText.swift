import CellLanguage
import Coursebook
import Figures
import Screen

/// A page as plain text, with its figures: for pipes, screen readers and terminals that cannot do more.
public struct PageText {
  let open: OpenPage
  let width: Int
  let appearance: Appearance

  /// Opens a page as the book has it and runs its cells.
  public init(
    _ page: Page, surroundings: Surroundings, width: Int = 80, isASCII: Bool = false,
    seed: UInt64 = 1
  ) {
    var open = OpenPage(
      page, progress: ReaderProgress(), surroundings: surroundings, seed: seed,
      budget: .page(surroundings))
    open.runNow()
    self.open = open
    self.width = width
    appearance = Appearance(depth: .monochrome, isASCII: isASCII)
  }

  /// The page's text, the answers to its questions at the end.
  public var text: String {
    let view = PageView(
      open: open, width: width, appearance: appearance, focus: nil, mode: .commanding, literal: 0,
      next: nil,
      isPlain: true)
    let title = Screen.grid(
      of: wrap([Span("\(open.page.id)  \(sanitized(open.page.title))")], width: width, hanging: 5),
      width: width)
    var parts = [
      lines(of: title), String(repeating: appearance.isASCII ? "=" : "═", count: title.width),
    ]
    parts += (0..<view.blockCount).map { lines(of: view.picture(of: $0).grid) + "\n" }
    let answers = answers(view)
    if !answers.isEmpty { parts += ["Answers", ""] + answers }
    return parts.joined(separator: "\n") + "\n"
  }

  private func answers(_ view: PageView) -> [String] {
    open.page.blocks.enumerated().compactMap { index, block in
      block.livePrompt?.printedAnswer(in: view, at: index).map(lines)
    }
  }

  private func lines(of grid: Grid) -> String { "\(appearance.isASCII ? grid.asciified() : grid)" }
}

/// Running text in lines, for commands that print.
public struct PlainProse {
  private let isASCII: Bool
  private let width: Int

  public init(isASCII: Bool, width: Int = 78) {
    self.isASCII = isASCII
    self.width = width
  }

  /// The text in lines of at most `width` columns, further lines under the first one's text.
  public func text(_ inlines: [Inline], prefix: String = "") -> String {
    let appearance = Appearance(depth: .monochrome, isASCII: isASCII)
    let page = OpenPage(.missing, progress: ReaderProgress(), surroundings: .none, seed: 0)
    let view = PageView(
      open: page, width: width, appearance: appearance, focus: nil, mode: .commanding, literal: 0,
      next: nil,
      isPlain: true)
    let lines = wrap(
      [Span(prefix)] + view.spans(inlines), width: width,
      hanging: min(16, prefix.unicodeScalars.count))
    let grid = Screen.grid(of: lines, width: width)
    return "\(isASCII ? grid.asciified() : grid)"
  }
}
