import Coursebook
import Screen

/// Every key and what it does.
struct HelpOverlay: ListOverlay {
  var list = ListState()

  func title(in session: Session) -> String { "Keys" }

  func rows(in session: Session) -> [ListRow] {
    let text = list.editor.text
    let sections =
      Keymap.sections.map { section in
        (section.title, section.bindings.map { (keys: $0.keyNames, help: $0.help) })
      } + [("Editing text, as in a shell", Keymap.editing)]
    return sections.flatMap { title, rows -> [ListRow] in
      let rows = rows.filter { text.isEmpty || $0.help.matches(text) }
        .flatMap { ListRow.folded($0.keys, .footerKey, $0.help, width: session.width) }
      guard !rows.isEmpty else { return [] }
      let heading = wrap([Span(title, .heading)], width: max(1, session.width - 1))
      return heading.map { ListRow(spans: $0) } + rows
    }
  }
}

extension ListRow {
  /// A name and what is said of it, side by side, each folded where the screen is narrower than they are.
  static func folded(
    _ name: String, _ style: Role, _ text: String, width: Int, page: PageID? = nil,
    value: String? = nil
  ) -> [ListRow] {
    let nameWidth = max(1, min(24, width / 3))
    let names = wrap([Span(name, style)], width: nameWidth)
    // A row has its mark before it, two blanks, the name, and a blank.
    let text = wrap([Span(text)], width: max(1, width - nameWidth - 4))
    return (0..<max(names.count, text.count)).map { i in
      let left = names.indices.contains(i) ? names[i] : []
      let blanks = nameWidth - Screen.width(of: left) + 1
      return ListRow(
        spans: [Span("  ")] + left + [Span(String(repeating: " ", count: blanks))]
          + (text.indices.contains(i) ? text[i] : []), page: page, value: value)
    }
  }
}
