import Coursebook
import Screen

/// Every key and what it does.
struct HelpOverlay: ListOverlay {
  var list = ListState()
  var openWord: String? { nil }

  func title(in session: Session) -> String { "Keys" }

  func rows(in session: Session) -> [ListRow] {
    let text = list.editor.text
    let isASCII = session.appearance.isASCII
    let sections =
      (Keymap.sections.map { section in
        (section.title, section.bindings.map { (keys: $0.keyNames, help: $0.help) })
      } + [("Editing text, as in a shell", Keymap.editing)]).map { title, rows in
        (title, rows.map { (keys: isASCII ? $0.keys.arrowsInWords : $0.keys, help: $0.help) })
      }
    let nameWidth = ListRow.nameWidth(
      of: sections.flatMap { $0.1.map(\.keys) }, width: session.width)
    var isFirst = true
    return sections.flatMap { title, rows -> [ListRow] in
      let rows = rows.filter { text.isEmpty || $0.help.matches(text) }.map {
        ListRow(
          Span($0.keys, .footerKey), says: [[Span($0.help)]], nameWidth: nameWidth,
          width: session.width)
      }
      guard !rows.isEmpty else { return [] }
      let heading = ListRow(
        heading: [Span(title, .heading)], width: session.width, isFirst: isFirst)
      isFirst = false
      return [heading] + rows
    }
  }
}
