import CellLanguage
import Screen

/// The functions that cells may call; Enter takes one into the console.
struct FunctionsOverlay: ListOverlay {
  var list = ListState()
  var openWord: String? { "into the console" }

  func title(in session: Session) -> String { "Functions for cells" }

  func rows(in session: Session) -> [ListRow] {
    let text = list.editor.text
    let functions = Interpreter.functionNames.compactMap { name in
      Interpreter.help(on: name).map { (name: name, signature: $0.signature, says: $0.summary) }
    }
    let nameWidth = ListRow.nameWidth(of: Interpreter.functionNames, width: session.width)
    return functions.found(text, name: \.name, says: \.says).map { function in
      ListRow(
        Span(function.name, .code),
        says: [[Span(function.says)], [Span(function.signature, .muted)]],
        nameWidth: nameWidth, width: session.width, value: function.name)
    }
  }

  func open(_ row: ListRow?, at index: Int, in session: inout Session) -> [Effect] {
    guard let name = row?.value else { return [] }
    let effects = ConsoleOverlay.open(in: &session)
    session.console.editor = TextEditor(name + "(")
    session.notice = Interpreter.help(on: name)?.signature
    return effects
  }
}
