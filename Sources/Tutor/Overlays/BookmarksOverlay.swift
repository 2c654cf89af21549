import Coursebook
import Screen

/// The pages with a bookmark.
struct BookmarksOverlay: ListOverlay {
  var list = ListState()

  func title(in session: Session) -> String {
    session.progress.bookmarks.isEmpty ? "No bookmarks yet: B sets one" : "Bookmarks"
  }

  func rows(in session: Session) -> [ListRow] {
    session.progress.bookmarks.compactMap(session.book.id(of:)).sorted()
      .filter { list.editor.text.isEmpty || session.title(of: $0).matches(list.editor.text) }
      .map { id in
        ListRow(
          [Span(" " + "\(id)".padded(to: 6), .muted), Span(session.title(of: id))], page: id)
      }
  }
}
