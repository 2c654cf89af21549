import Coursebook
import Screen

/// A list that lies over the page: what is typed to narrow it, which row is picked, and which is the first on the screen.
struct ListState: Equatable, Sendable {
  var editor = TextEditor()
  var picked = 0
  var top = 0
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
  /// What is said where nothing is typed yet.
  var invitation: String { get }
  /// What Enter does, for the footer; `nil` where it does nothing.
  var openWord: String? { get }
  /// What is typed has changed.
  mutating func narrow(in session: Session)
  /// Opens the row that is picked; the list has been closed.
  func open(_ row: ListRow?, at index: Int, in session: inout Session) -> [Effect]
}

extension ListOverlay {
  var context: Context { .list }
  var isClosedByLetters: Bool { true }
  var invitation: String { "type to narrow the list" }
  var openWord: String? { "open" }

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
    case .screenDown: moved.list.picked = picked(movedBy: session.listHeight, in: session)
    case .screenUp: moved.list.picked = picked(movedBy: -session.listHeight, in: session)
    case .top: moved.list.picked = 0
    case .bottom: moved.list.picked = count(in: session) - 1
    case .close:
      session.overlay = nil
      return []
    case .open: return openPicked(in: &session)
    }
    moved.keepPickedVisible(in: session, goingDown: moved.list.picked >= list.picked)
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
    moved.list.picked = picked(movedBy: rows, in: session)
    moved.keepPickedVisible(in: session, goingDown: rows >= 0)
    session.overlay = moved
  }

  func click(row: Int, in session: inout Session) -> [Effect] {
    var line = row - (session.height >= 4 ? 1 : 0) - 2
    guard line >= 0 else { return [] }
    var picked = self
    picked.list.picked = list.top
    for row in rows(list.top..<list.top + session.listHeight, in: session) {
      if line < row.lines.count {
        session.overlay = picked
        return picked.openPicked(in: &session)
      }
      line -= row.lines.count
      picked.list.picked += 1
    }
    return []
  }

  /// The row that is picked when the list is gone through by so many lines: another one, whatever its height.
  private func picked(movedBy lines: Int, in session: Session) -> Int {
    let (picked, most) = (list.picked, abs(lines))
    if lines < 0 { return min(picked - 1, firstRow(above: picked, within: most + 1, in: session)) }
    let heights = rows(picked..<picked + most, in: session).map(\.lines.count)
    return picked + max(1, fitting(heights, within: most))
  }

  /// The first row of a screen of so many lines on which a row is the last one.
  private func firstRow(above row: Int, within height: Int, in session: Session) -> Int {
    let heights = rows(max(0, row + 1 - height)..<row + 1, in: session).map(\.lines.count)
    return row + 1 - max(1, fitting(heights.reversed(), within: height))
  }

  /// How many of them, from the first, are together no higher than that.
  private func fitting(_ heights: [Int], within height: Int) -> Int {
    var room = height
    return heights.prefix {
      room -= $0
      return room >= 0
    }.count
  }

  /// Keeps what is picked within the list, on the screen, and on no heading that opens nothing.
  mutating func keepPickedVisible(in session: Session, goingDown: Bool = true) {
    let (count, height) = (count(in: session), session.listHeight)
    list.picked = min(max(0, list.picked), max(0, count - 1))
    guard count > 0 else {
      list.top = 0
      return
    }
    let way = goingDown ? 1 : -1
    list.picked =
      nextStop(from: list.picked, by: way, of: count, in: session)
      ?? nextStop(from: list.picked, by: -way, of: count, in: session) ?? list.picked
    // A heading is seen with the first of what it stands over.
    var first = list.picked
    while first > 0, isHeading(first - 1, in: session) { first -= 1 }
    list.top = min(
      max(min(list.top, first), firstRow(above: list.picked, within: height, in: session)),
      list.picked, firstRow(above: count - 1, within: height, in: session))
  }

  private func isHeading(_ index: Int, in session: Session) -> Bool {
    rows(index..<index + 1, in: session).first?.isHeading == true
  }

  private func nextStop(from index: Int, by way: Int, of count: Int, in session: Session) -> Int? {
    var index = index
    while (0..<count).contains(index) {
      guard isHeading(index, in: session) else { return index }
      index += way
    }
    return nil
  }

  func show(in frame: inout Frame, top: Int, of session: Session) {
    let width = session.width
    var column = frame.grid.write(
      " " + title(in: session), column: 0, row: top, style: Style(.heading))
    column = frame.grid.write("   ", column: column, row: top)
    let typed = sanitized(list.editor.text(from: 0, count: width))
    if typed.isEmpty {
      frame.grid.write(invitation, column: column, row: top, style: Style(.muted))
    } else {
      frame.grid.write(typed, column: column, row: top, style: Style(.literal))
    }
    frame.cursor = Frame.Position(column: min(width - 1, column + list.editor.cursor), row: top)
    var y = top + 2
    let end = y + session.listHeight
    let seen = rows(list.top..<list.top + session.listHeight, in: session)
    for (index, row) in zip(list.top..., seen) {
      for (number, line) in row.lines.prefix(end - y).enumerated() {
        show(line, isPicked: index == list.picked, isFirst: number == row.firstLine, at: y + number)
      }
      y = min(end, y + row.lines.count)
    }
    /// A blank line sets a row apart from the one above; it is not marked with it.
    func show(_ line: [Span], isPicked: Bool, isFirst: Bool, at y: Int) {
      guard isPicked, !line.isEmpty else {
        frame.grid.write([Span(" ")] + line, column: 0, row: y)
        return
      }
      for x in 0..<width { frame.grid[x, y] = Glyph(" ", Style(.selection)) }
      let texts = [isFirst ? ">" : " "] + line.map(\.text)
      frame.grid.write(texts.map { Span($0, .selection) }, column: 0, row: y)
    }
  }
}

extension Session {
  /// The rows of a list that fit on the screen under its heading.
  var listHeight: Int { max(1, bodyHeight - 2) }

  /// The list that is open, if one is.
  var list: ListState? { (overlay as? any ListOverlay)?.list }

  /// A page's title, safe for the screen.
  func title(of id: PageID) -> String { appearance.sentence(book.title(of: id) ?? "") }
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

  /// The text, or as much of it as fits and `…`.
  func shortened(to width: Int) -> String {
    unicodeScalars.count <= width
      ? self : String(String.UnicodeScalarView(unicodeScalars.prefix(max(0, width - 1)))) + "…"
  }
}
