import Coursebook
import Screen

/// A work that the page cites: who wrote it, where it appeared, what the book uses it for, and whether it was read for that.
struct SourceOverlay: Overlay {
  let source: Source
  /// How many of its rows are above the screen.
  private var top = 0

  init(source: Source) { self.source = source }

  var context: Context { .source }

  static func command(_ action: Action) -> SourceAction? {
    if case .source(let command) = action { command } else { nil }
  }

  func act(_ command: SourceAction, in session: inout Session) -> [Effect] {
    switch command {
    case .up: scroll(by: -1, in: &session)
    case .down: scroll(by: 1, in: &session)
    case .close: session.overlay = nil
    case .copy:
      guard let address = source.address else {
        session.notice = "This source has no address."
        return []
      }
      return [.copy(address + "\n", name: "source-\(source.key)", ending: "txt")]
    }
    return []
  }

  /// What a key will do now, for the footer; `nil` where it would do nothing.
  func word(of action: SourceAction, _ word: String, in session: Session) -> String? {
    switch action {
    case .up, .down: lines(in: session).count > session.bodyHeight ? word : nil
    case .copy: source.address == nil ? nil : word
    case .close: word
    }
  }

  func isFieldEmpty(in session: Session) -> Bool { true }
  func type(_ keys: [Key], in session: inout Session) {}
  func paste(_ text: String, in session: inout Session) {}

  func scroll(by rows: Int, in session: inout Session) {
    var scrolled = self
    let last = lastTop(lines(in: session).count, in: session)
    scrolled.top = min(max(0, min(top, last) + rows), last)
    session.overlay = scrolled
  }

  /// The first row of the last screen.
  private func lastTop(_ count: Int, in session: Session) -> Int {
    max(0, count - session.bodyHeight)
  }

  // MARK: - Its picture

  func show(in frame: inout Frame, top: Int, of session: Session) {
    let lines = lines(in: session)
    let first = min(self.top, lastTop(lines.count, in: session))
    for (y, line) in lines.dropFirst(first).prefix(session.bodyHeight).enumerated() {
      frame.grid.write(line, column: 0, row: top + y)
    }
  }

  private func lines(in session: Session) -> [[Span]] {
    let width = session.width
    let title = Span(session.appearance.sentence(source.title), .heading)
    let fields = fields.map { name, text in
      (name, Span(session.appearance.sentence(text), name == "address" ? .link : .text))
    }
    let nameWidth = ListRow.nameWidth(of: fields.map(\.0), width: width)
    return wrap([title], width: max(1, width - 2), indent: 1, hanging: 1) + [[]]
      + fields.flatMap { name, text in
        ListRow(Span(name, .muted), says: [[text]], nameWidth: nameWidth, width: width).lines
      }
  }

  private var fields: [(name: String, text: String)] {
    [
      ("authors", source.fullNames),
      ("year", source.year.map { "\($0)" } ?? "undated"),
      ("appeared in", source.venue),
      ("address", source.address ?? "none"),
      ("the book uses", source.says),
      ("read", Self.reading(source.opened)),
    ]
  }

  /// How much of the work its entry rests on.
  private static func reading(_ opened: Source.Opened) -> String {
    switch opened {
    case .text: "The passages that this book uses were read in the work itself."
    case .abstract: "Its abstract or its beginning was read for this book, the rest was not."
    case .no:
      "It was not read for this book: what it says is known from works that describe or quote it."
    }
  }
}
