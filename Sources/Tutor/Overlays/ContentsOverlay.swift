import Coursebook
import Screen

/// The table of contents: what was read, answered and marked.
struct ContentsOverlay: ListOverlay {
  var list = ListState()

  /// Opens it at the page that is open.
  static func open(in session: inout Session) {
    var contents = Self()
    contents.list.picked =
      contents.rows(in: session).firstIndex { $0.page == session.open.page.id } ?? 0
    contents.keepPickedVisible(in: session)
    session.overlay = contents
  }

  func title(in session: Session) -> String { "Contents" }

  func rows(in session: Session) -> [ListRow] {
    let text = list.editor.text
    var isFirst = true
    return session.book.chapters.flatMap { chapter -> [ListRow] in
      let pages = chapter.pageIDs.filter { text.isEmpty || session.title(of: $0).matches(text) }
      guard !pages.isEmpty else { return [] }
      let read = chapter.pageIDs.compactMap(session.book.name(of:)).count {
        session.progress.readPages.contains($0)
      }
      let heading = ListRow(
        heading: [
          Span("\(chapter.number)  \(chapter.title)", .heading),
          Span("   \(read) of \(chapter.pageIDs.count) read", .muted),
        ], width: session.width, isFirst: isFirst, page: pages.first)
      isFirst = false
      return [heading] + pages.map { row(of: $0, in: session) }
    }
  }

  private func row(of id: PageID, in session: Session) -> ListRow {
    let (progress, name) = (session.progress, session.book.name(of: id))
    let isRead = name.map { progress.readPages.contains($0) } ?? false
    let answered = progress.prompts.count { $0.key.page == name && $0.value.isRight }
    // The open page is told by its style: the list's mark stands before the row that is picked.
    let isOpen = id == session.open.page.id
    var spans = [
      Span(isRead ? " • " : "   ", .correct),
      Span("\(id)".padded(to: 6), isOpen ? .focus : .muted),
      Span(session.title(of: id), isOpen ? .focus : .text),
    ]
    // Where there are no colours a notice is reversed: the blanks before it are not.
    if answered > 0 { spans += [Span("  "), Span("\(answered) answered", .correct)] }
    if name.map({ progress.bookmarks.contains($0) }) ?? false {
      spans += [Span("  "), Span("bookmark", .notice)]
    }
    return ListRow(spans, page: id)
  }
}
