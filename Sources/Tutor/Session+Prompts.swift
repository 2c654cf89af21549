import CellLanguage
import Coursebook
import Screen

/// What is typed: answers, programs, the text of cells.
extension Session {
  /// Gives the keys to the focused prompt's text.
  mutating func beginTyping(clearing: Bool) {
    guard case .prompt(let index) = focus else { return }
    if clearing { open.changePrompt(at: index) { $0.editor.replace(with: "") } }
    mode = .typing
    showFocusSoon()
  }

  /// Keys for the text that is being typed.
  mutating func type(_ keys: [Key]) {
    switch (mode, focus) {
    case (.editing(var editor), .cell):
      editor.receive(keys)
      mode = .editing(editor)
      showLiteral()
    case (.typing, .prompt(let index)):
      open.changePrompt(at: index) { state in
        state.editor.receive(keys)
        state.answers.leave()
      }
      showFocusSoon()
    default: break
    }
  }

  /// A command while something is being typed.
  mutating func actOnTyping(_ action: TextAction) -> [Effect] {
    switch action {
    case .accept: return acceptTyped()
    case .cancel: mode = .commanding
    case .complete: completeName()
    case .older: recallAnswer(by: 1)
    case .newer: recallAnswer(by: -1)
    case .screenUp, .screenDown: break
    }
    return []
  }

  /// Brings back what was answered before, into the field of a prediction.
  private mutating func recallAnswer(by step: Int) {
    guard case .prompt(let index) = focus else { return }
    open.changePrompt(at: index) { $0.answers.recall(by: step, into: &$0.editor) }
    showFocusSoon()
  }

  private mutating func acceptTyped() -> [Effect] {
    switch (mode, focus) {
    case (.editing(let editor), .cell(let index)):
      mode = .commanding
      open.change(cellAt: index) { $0.setSource(editor.text) }
      awaitConsequence(of: index)
      literal = min(literal, max(0, (open.cells[index]?.literals.count ?? 1) - 1))
      return rememberCell()
    case (.typing, .prompt(let index)):
      mode = .commanding
      showFocusSoon()
      let text = open.prompts[index]?.editor.text ?? ""
      return open.page.blocks[index].livePrompt?.accept(text, at: index, in: &self) ?? []
    default:
      mode = .commanding
      return []
    }
  }

  /// Finishes the name before the cursor in a cell's or an exercise's text.
  private mutating func completeName() {
    switch (mode, focus) {
    case (.editing(var editor), .cell(let index)):
      let scope = open.cells[index].map { cell -> Interpreter in
        var scope = cell.scope
        scope.budget = .glance
        _ = scope.run(editor.text)
        return scope
      }
      notice = editor.complete(in: scope ?? open.scope)
      mode = .editing(editor)
    case (.typing, .prompt(let index)) where focusedPromptIsProgram:
      var said: String?
      let scope = open.scope
      open.changePrompt(at: index) { said = $0.editor.complete(in: scope) }
      notice = said
    default: break
    }
  }

  mutating func paste(_ text: String) {
    if let overlay {
      overlay.paste(text, in: &self)
      return
    }
    switch (mode, focus) {
    case (.editing(var editor), .cell):
      editor.paste(text)
      mode = .editing(editor)
    case (.typing, .prompt(let index)):
      open.changePrompt(at: index) { $0.editor.paste(text) }
    default:
      notice = "Paste goes where text is being typed: e edits a cell, Enter answers a question."
    }
  }

  mutating func showFocusSoon() {
    refresh()
    showFocus()
  }
}
