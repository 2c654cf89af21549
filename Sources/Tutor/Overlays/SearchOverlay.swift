import Coursebook
import Screen

/// The search through the book: what is typed, and where it stands.
struct SearchOverlay: ListOverlay {
  var list = ListState()
  private(set) var hits: [SearchHit] = []

  /// Every letter is looked for.
  var isClosedByLetters: Bool { false }
  var invitation: String { "type what you look for" }

  func title(in session: Session) -> String {
    session.searchIndex == nil || list.editor.text.count < 2
      ? "Search the book" : "Search: \(hits.count) \(hits.count == 1 ? "place" : "places")"
  }

  func count(in session: Session) -> Int { hits.count }

  /// Of the hundreds of rows, only those that are seen are made.
  func rows(_ range: Range<Int>, in session: Session) -> ArraySlice<ListRow> {
    // The titles give way on a narrow screen: what was found is what the reader looks for.
    let titleWidth = session.width < 72 ? 0 : min(26, session.width - 48)
    return hits[range.clamped(to: hits.indices)].map { hit in
      let heading = " " + "\(hit.page)".padded(to: 6)
      // A hit in a title is the title.
      let title =
        titleWidth == 0 || hit.place.block == nil
        ? "" : session.title(of: hit.page).shortened(to: titleWidth).padded(to: titleWidth + 2)
      let room = session.width - 1 - heading.unicodeScalars.count - title.unicodeScalars.count
      return ListRow(
        [Span(heading, .muted), Span(title)] + Self.spans(of: hit, width: room),
        page: hit.page)
    }[...]
  }

  func rows(in session: Session) -> [ListRow] { Array(rows(0..<hits.count, in: session)) }

  mutating func narrow(in session: Session) {
    let text = list.editor.text
    hits = text.unicodeScalars.count < 2 ? [] : session.searchIndex?.hits(text) ?? []
  }

  func open(_ row: ListRow?, at index: Int, in session: inout Session) -> [Effect] {
    if hits.indices.contains(index) { session.show(hits, from: index) }
    return []
  }

  func act(_ command: ListAction, in session: inout Session) -> [Effect] {
    if command == .open, session.pending[.index] != nil {
      session.notice = "The book is still being read for its first search."
      return []
    }
    return move(command, in: &session)
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
}

extension Session {
  /// Opens the search, and has the index made where there is none.
  mutating func openSearch() -> [Effect] {
    overlay = SearchOverlay()
    return readingBook()
  }

  /// Has the whole book read for searches and the glossary, once.
  mutating func readingBook() -> [Effect] {
    guard searchIndex == nil, pending[.index] == nil else { return [] }
    return order(SearchWork(book: book), .index)
  }
}
