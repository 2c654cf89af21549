import Coursebook
import Screen

/// Every term of the course: the sentence that introduces it, and the page where it stands.
struct GlossaryOverlay: ListOverlay {
  var list = ListState()

  /// Opens it; the first time, the book is read for it.
  static func open(in session: inout Session) -> [Effect] {
    session.overlay = Self()
    return session.readingBook()
  }

  func title(in session: Session) -> String {
    guard let glossary = session.glossary else { return "Glossary: the book is being read" }
    return glossary.entries.isEmpty
      ? "This course marks no terms" : "Glossary: \(glossary.entries.count) terms"
  }

  func rows(in session: Session) -> [ListRow] {
    let entries = session.glossary?.entries ?? []
    let nameWidth = ListRow.nameWidth(of: entries.map(\.name), width: session.width)
    let shown = session.appearance.sentence
    return entries.found(list.editor.text, name: \.name, says: \.sentence).map { entry in
      ListRow(
        Span(shown(entry.name), .literal),
        says: [[Span(shown(entry.sentence)), Span(" (\(entry.page))", .muted)]],
        nameWidth: nameWidth, width: session.width, page: entry.page)
    }
  }
}
