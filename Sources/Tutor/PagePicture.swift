import CellLanguage
import Coursebook
import Screen

/// A page as a terminal shows it, as one tall grid: for pictures of the book.
public struct PagePicture {
  let open: OpenPage
  let width: Int
  let appearance: Appearance

  /// Opens a page as the book has it and runs its cells.
  public init(
    _ page: Page, surroundings: Surroundings, width: Int = 80,
    appearance: Appearance = Appearance(), seed: UInt64 = 1
  ) {
    var open = OpenPage(
      page, progress: ReaderProgress(), surroundings: surroundings, seed: seed,
      budget: .page(surroundings))
    open.runNow()
    // A picture cannot be asked again: it hides nothing.
    for index in open.prompts.keys { open.prompts[index]?.isRevealed = true }
    self.open = open
    self.width = width
    self.appearance = appearance
  }

  /// The title, and under it the page with the cursor in its first cell.
  public var grid: Grid {
    var focus: Focus?
    for case .cell(let index) in open.focusable where focus == nil { focus = .cell(index) }
    let view = PageView(
      open: open, width: width, appearance: appearance, focus: focus, mode: .commanding,
      literal: 0, next: nil)
    var layout = PageLayout()
    layout.update(view)
    let style = Style(.title).underlined
    var title = Grid(width: width, height: 1, fill: Glyph(" ", style))
    title.write(
      " \(open.page.id) \(sanitized(open.page.title))", column: 0, row: 0, style: style)
    let grid = Grid.stacked([title, layout.grid])
    return appearance.isASCII ? grid.asciified() : grid
  }

  /// The picture in SVG: so many rows from the top, or all of them.
  public func svg(rows: Int? = nil) -> String {
    let grid = grid
    let shown = rows.map { grid.rows(0..<min(max(1, $0), grid.height)) } ?? grid
    return SVGPicture(shown, appearance: appearance).text
  }
}
