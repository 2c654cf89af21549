import Coursebook
import Screen

/// A list that lies over the page: what is typed to narrow it, and which row is picked.
struct ListState: Equatable, Sendable {
  var editor = TextEditor()
  var picked = 0
  var top = 0
}

/// One row of a list, and what it opens.
struct ListRow: Equatable, Sendable {
  var spans: [Span]
  var page: PageID?
  /// What else it stands for.
  var value: String?
}

/// An overlay that is a list: rows, narrowed by what is typed, of which one is picked.
protocol ListOverlay: Overlay where Command == ListAction {
  var list: ListState { get set }
  func title(in session: Session) -> String
  /// How many rows there are.
  func count(in session: Session) -> Int
  /// The rows of which some are seen, those of `range` alone.
  func rows(_ range: Range<Int>, in session: Session) -> ArraySlice<ListRow>
  /// All rows; the two above are made of them where making all is cheap.
  func rows(in session: Session) -> [ListRow]
  /// Whether a letter may close the list while nothing is typed: not where every letter is looked for.
  var isClosedByLetters: Bool { get }
  /// What is typed has changed.
  mutating func narrow(in session: Session)
  /// Opens the row that is picked; the list has been closed.
  func open(_ row: ListRow?, at index: Int, in session: inout Session) -> [Effect]
}

extension ListOverlay {
  var context: Context { .list }
  var isClosedByLetters: Bool { true }

  static func command(_ action: Action) -> ListAction? {
    if case .list(let command) = action { command } else { nil }
  }

  func count(in session: Session) -> Int { rows(in: session).count }

  func rows(_ range: Range<Int>, in session: Session) -> ArraySlice<ListRow> {
    let rows = rows(in: session)
    return rows[range.clamped(to: rows.indices)]
  }

  mutating func narrow(in session: Session) {}

  func open(_ row: ListRow?, at index: Int, in session: inout Session) -> [Effect] {
    if let page = row?.page { session.turn(to: page) }
    return []
  }

  func act(_ command: ListAction, in session: inout Session) -> [Effect] {
    move(command, in: &session)
  }

  /// What every list does for a command.
  func move(_ command: ListAction, in session: inout Session) -> [Effect] {
    var moved = self
    switch command {
    case .down: moved.list.picked += 1
    case .up: moved.list.picked -= 1
    case .screenDown: moved.list.picked += session.listHeight
    case .screenUp: moved.list.picked -= session.listHeight
    case .top: moved.list.picked = 0
    case .bottom: moved.list.picked = count(in: session) - 1
    case .close:
      session.overlay = nil
      return []
    case .open: return openPicked(in: &session)
    }
    moved.keepPickedVisible(in: session)
    session.overlay = moved
    return []
  }

  private func openPicked(in session: inout Session) -> [Effect] {
    let row = rows(list.picked..<list.picked + 1, in: session).first
    session.overlay = nil
    return open(row, at: list.picked, in: &session)
  }

  func isFieldEmpty(in session: Session) -> Bool { list.editor.scalars.isEmpty }

  func type(_ keys: [Key], in session: inout Session) {
    if list.editor.scalars.isEmpty, isClosedByLetters,
      [[.character("q")], [.character("?")]].contains(keys)
    {
      session.overlay = nil
      return
    }
    var narrowed = self
    narrowed.list.editor.receive(keys)
    guard narrowed.list.editor != list.editor else { return }
    (narrowed.list.picked, narrowed.list.top) = (0, 0)
    narrowed.narrow(in: session)
    narrowed.keepPickedVisible(in: session)
    session.overlay = narrowed
  }

  func paste(_ text: String, in session: inout Session) {
    type(text.unicodeScalars.prefix(100).map { .character($0) }, in: &session)
  }

  func scroll(by rows: Int, in session: inout Session) {
    var moved = self
    moved.list.picked += rows
    moved.keepPickedVisible(in: session)
    session.overlay = moved
  }

  func click(row: Int, in session: inout Session) -> [Effect] {
    let index = list.top + row - (session.height >= 4 ? 1 : 0) - 2
    guard (0..<count(in: session)).contains(index) else { return [] }
    var picked = self
    picked.list.picked = index
    session.overlay = picked
    return picked.openPicked(in: &session)
  }

  mutating func keepPickedVisible(in session: Session) {
    let (count, height) = (count(in: session), session.listHeight)
    list.picked = min(max(0, list.picked), max(0, count - 1))
    if list.picked < list.top { list.top = list.picked }
    if list.picked >= list.top + height { list.top = list.picked - height + 1 }
    list.top = max(0, min(list.top, max(0, count - height)))
  }

  func show(in frame: inout Frame, top: Int, of session: Session) {
    let width = session.width
    var column = frame.grid.write(
      " " + title(in: session), column: 0, row: top, style: Style(.heading))
    column = frame.grid.write("   ", column: column, row: top)
    let typed = sanitized(list.editor.text(from: 0, count: width))
    if typed.isEmpty {
      frame.grid.write("type to narrow the list", column: column, row: top, style: Style(.muted))
    } else {
      frame.grid.write(typed, column: column, row: top, style: Style(.literal))
    }
    frame.cursor = Frame.Position(column: min(width - 1, column + list.editor.cursor), row: top)
    let seen = rows(list.top..<list.top + session.listHeight, in: session)
    for (y, listRow) in seen.enumerated() {
      let isPicked = list.top + y == list.picked
      var row = listRow.spans
      if isPicked { row = row.map { Span($0.text, Style(.selection)) } }
      if isPicked {
        for x in 0..<width { frame.grid[x, top + 2 + y] = Glyph(" ", Style(.selection)) }
      }
      frame.grid.write(
        [Span(isPicked ? ">" : " ", isPicked ? .selection : .text)] + row, column: 0,
        row: top + 2 + y)
    }
  }
}

extension Session {
  /// The rows of a list that fit on the screen under its heading.
  var listHeight: Int { max(1, bodyHeight - 2) }

  /// The list that is open, if one is.
  var list: ListState? { (overlay as? any ListOverlay)?.list }

  /// A page's title, safe for the screen.
  func title(of id: PageID) -> String { sanitized(book.title(of: id) ?? "") }
}

extension Array {
  /// Those that match a text: first whose name begins so, then who has it in the name, then who speaks of it.
  func found(
    _ text: String, name: KeyPath<Element, String>, says: KeyPath<Element, String>
  ) -> [Element] {
    guard !text.isEmpty else { return self }
    let start = text.lowercased()
    var found: [[Element]] = [[], [], []]
    for element in self {
      if element[keyPath: name].lowercased().hasPrefix(start) {
        found[0].append(element)
      } else if element[keyPath: name].matches(text) {
        found[1].append(element)
      } else if element[keyPath: says].matches(text) {
        found[2].append(element)
      }
    }
    return found.flatMap { $0 }
  }
}

extension String {
  /// Whether every word of `text` occurs, whatever its case.
  func matches(_ text: String) -> Bool {
    let own = lowercased()
    return text.lowercased().split(separator: " ").allSatisfy { own.contains($0) }
  }

  /// The text with blanks behind it, at least `width` columns; longer text is cut there.
  func padded(to width: Int) -> String {
    let count = unicodeScalars.count
    return count >= width
      ? String(prefix(width)) : self + String(repeating: " ", count: width - count)
  }
}
