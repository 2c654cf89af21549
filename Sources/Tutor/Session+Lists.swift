import Coursebook
import Screen

/// A list that lies over the page: what is typed to narrow it, and which row is picked.
struct ListState: Equatable, Sendable {
  var editor = TextEditor()
  var picked = 0
  var top = 0
}

/// One row of a list, and the page that it opens.
struct ListRow: Equatable, Sendable {
  var spans: [Span]
  var page: PageID?
}

extension Session {
  /// The state of the list that is open, if one is.
  var list: ListState? {
    get {
      switch overlay {
      case .contents(let list), .search(let list, _), .bookmarks(let list), .help(let list): list
      default: nil
      }
    }
    set {
      guard let newValue else { return }
      switch overlay {
      case .contents: overlay = .contents(newValue)
      case .search(_, let hits): overlay = .search(newValue, hits: hits)
      case .bookmarks: overlay = .bookmarks(newValue)
      case .help: overlay = .help(newValue)
      default: break
      }
    }
  }

  /// Opens the contents at the page that is open.
  mutating func openContents() {
    overlay = .contents(ListState())
    let here = listRows.firstIndex { $0.page == open.page.id } ?? 0
    list?.picked = here
    keepPickedVisible()
  }

  /// How many rows the open list has.
  var listCount: Int {
    if case .search(_, let hits) = overlay { return hits.count }
    return listRows.count
  }

  /// The rows of the open list of which some are seen: of a search with its hundreds, only those are made.
  func listRows(_ range: Range<Int>) -> ArraySlice<ListRow> {
    if case .search(_, let hits) = overlay {
      return ArraySlice(searchRows(hits[range.clamped(to: hits.indices)]))
    }
    let rows = listRows
    return rows[range.clamped(to: rows.indices)]
  }

  private var listRows: [ListRow] {
    switch overlay {
    case .contents(let list): contentsRows(matching: list.editor.text)
    case .bookmarks: bookmarkRows
    case .help(let list): helpRows(matching: list.editor.text)
    default: []
    }
  }

  /// The rows of a list that fit on the screen under its heading.
  var listHeight: Int { max(1, bodyHeight - 2) }

  mutating func actOnList(_ action: ListAction) -> [Effect] {
    let (count, screen) = (listCount, listHeight)
    switch action {
    case .down: list?.picked += 1
    case .up: list?.picked -= 1
    case .screenDown: list?.picked += screen
    case .screenUp: list?.picked -= screen
    case .top: list?.picked = 0
    case .bottom: list?.picked = count - 1
    case .close: overlay = nil
    case .open: openPicked()
    }
    keepPickedVisible()
    return []
  }

  private mutating func openPicked() {
    if case .search = overlay, pending[.index] != nil {
      notice = "The book is still being read for its first search."
      return
    }
    guard let picked = list?.picked, let page = listRows(picked..<picked + 1).first?.page else {
      overlay = nil
      return
    }
    overlay = nil
    turn(to: page)
  }

  mutating func typeInList(_ keys: [Key]) {
    guard var state = list else { return }
    if state.editor.scalars.isEmpty, [[.character("q")], [.character("?")]].contains(keys),
      !isSearching
    {
      overlay = nil
      return
    }
    let before = state.editor
    state.editor.receive(keys)
    guard state.editor != before else { return }
    state.picked = 0
    state.top = 0
    list = state
    findHits()
    keepPickedVisible()
  }

  private var isSearching: Bool {
    if case .search = overlay { return true }
    return false
  }

  mutating func scrollList(by rows: Int) -> [Effect] {
    if case .console(var state) = overlay {
      state.scroll = max(0, state.scroll - rows)
      overlay = .console(state)
      return []
    }
    list?.picked += rows
    keepPickedVisible()
    return []
  }

  mutating func click(onListAt screenRow: Int) -> [Effect] {
    guard let state = list else { return [] }
    let index = state.top + screenRow - (height >= 4 ? 1 : 0) - 2
    guard (0..<listCount).contains(index) else { return [] }
    list?.picked = index
    openPicked()
    return []
  }

  mutating func keepPickedVisible() {
    guard var state = list else { return }
    state.picked = min(max(0, state.picked), max(0, listCount - 1))
    if state.picked < state.top { state.top = state.picked }
    if state.picked >= state.top + listHeight { state.top = state.picked - listHeight + 1 }
    state.top = max(0, min(state.top, max(0, listCount - listHeight)))
    list = state
  }

  // MARK: - What the lists hold

  private func contentsRows(matching text: String) -> [ListRow] {
    book.chapters.flatMap { chapter -> [ListRow] in
      let pages = chapter.pageIDs.filter { text.isEmpty || title(of: $0).matches(text) }
      guard !pages.isEmpty else { return [] }
      let read = chapter.pageIDs.compactMap(book.name(of:)).count {
        progress.readPages.contains($0)
      }
      let heading = ListRow(
        spans: [
          Span("\(chapter.number)  \(chapter.title)", .heading),
          Span("   \(read) of \(chapter.pageIDs.count) read", .muted),
        ], page: pages.first)
      return [heading] + pages.map(contentsRow)
    }
  }

  private func contentsRow(of id: PageID) -> ListRow {
    let name = book.name(of: id)
    let isRead = name.map { progress.readPages.contains($0) } ?? false
    let answered = progress.prompts.count { $0.key.page == name && $0.value.isRight }
    var spans = [
      Span(id == open.page.id ? " > " : "   ", .focus),
      Span(isRead ? "• " : "  ", .correct),
      Span("\(id)".padded(to: 6), .muted),
      Span(title(of: id)),
    ]
    if answered > 0 { spans.append(Span("  \(answered) answered", .correct)) }
    if name.map({ progress.bookmarks.contains($0) }) ?? false {
      spans.append(Span("  bookmark", .notice))
    }
    return ListRow(spans: spans, page: id)
  }

  private func searchRows(_ hits: ArraySlice<SearchHit>) -> [ListRow] {
    // The titles give way on a narrow screen: what was found is what the reader looks for.
    let titleWidth = min(26, max(0, width - 48))
    return hits.map { hit in
      let heading = "\(hit.page)".padded(to: 6)
      let title = titleWidth < 8 ? "" : title(of: hit.page).padded(to: titleWidth) + "  "
      let room = width - 1 - heading.unicodeScalars.count - title.unicodeScalars.count
      return ListRow(
        spans: [Span(heading, .muted), Span(title)] + Self.spans(of: hit, width: room),
        page: hit.page)
    }
  }

  /// What was found, the words that were looked for apart from the rest.
  private static func spans(of hit: SearchHit, width: Int) -> [Span] {
    let excerpt = hit.excerpt(width: width)
    let scalars = Array(sanitized(excerpt.text).unicodeScalars)
    var spans: [Span] = []
    var end = 0
    func add(_ range: Range<Int>, _ style: Style) {
      if !range.isEmpty {
        spans.append(Span(String(String.UnicodeScalarView(scalars[range])), style))
      }
    }
    for match in excerpt.matches {
      add(end..<match.lowerBound, Style(.muted))
      add(match, Style(.literal))
      end = match.upperBound
    }
    add(end..<scalars.count, Style(.muted))
    return spans
  }

  private var bookmarkRows: [ListRow] {
    progress.bookmarks.compactMap(book.id(of:)).sorted().map { id in
      ListRow(spans: [Span("\(id)".padded(to: 6), .muted), Span(title(of: id))], page: id)
    }
  }

  private func helpRows(matching text: String) -> [ListRow] {
    let sections =
      Keymap.sections.map { section in
        (section.title, section.bindings.map { (keys: $0.keyNames, help: $0.help) })
      } + [("Editing text, as in a shell", Keymap.editing)]
    return sections.flatMap { title, rows -> [ListRow] in
      let rows = rows.filter { text.isEmpty || $0.help.matches(text) }
        .flatMap { helpRows(keys: $0.keys, help: $0.help) }
      guard !rows.isEmpty else { return [] }
      let heading = wrap([Span(title, .heading)], width: max(1, width - 1))
      return heading.map { ListRow(spans: $0) } + rows
    }
  }

  /// Keys and what they do, side by side, each folded where the screen is narrower than they are.
  private func helpRows(keys: String, help: String) -> [ListRow] {
    let keyWidth = max(1, min(24, width / 3))
    let keys = wrap([Span(keys, .footerKey)], width: keyWidth)
    // A row has its mark before it, two blanks, the keys, and a blank.
    let help = wrap([Span(help)], width: max(1, width - keyWidth - 4))
    return (0..<max(keys.count, help.count)).map { i in
      let left = keys.indices.contains(i) ? keys[i] : []
      let blanks = keyWidth - Screen.width(of: left) + 1
      return ListRow(
        spans: [Span("  ")] + left + [Span(String(repeating: " ", count: blanks))]
          + (help.indices.contains(i) ? help[i] : []))
    }
  }

  private func title(of id: PageID) -> String { sanitized(book.title(of: id) ?? "") }
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
