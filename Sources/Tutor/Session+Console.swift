import CellLanguage
import Coursebook
import Screen

/// The console: the cell language with a page's variables in scope.
struct ConsoleState: Sendable {
  /// One line that was entered, and what came of it.
  struct Entry: Sendable {
    var line: String
    var outcome: Outcome
  }

  var editor = TextEditor()
  /// Lines of this run and of earlier ones, oldest first.
  var history: [String] = []
  /// The line of the history that is shown, from the end; `nil` for the new line.
  var recalled: Int?
  /// What was typed before the history was opened.
  var draft = ""
  var entries: [Entry] = []
  /// The page whose variables are in scope.
  var page: PageID?
  var scope: Interpreter?
  /// Rows scrolled up from the end.
  var scroll = 0
}

extension Session {
  /// Opens the console over the page; on another page than before it begins with that page's variables.
  mutating func openConsole() {
    if console.page != open.page.id { console.entries = [] }
    console.page = open.page.id
    console.scope = open.scope
    console.scroll = 0
    for entry in console.entries { _ = console.scope?.run(entry.line) }
    overlay = .console(console)
  }

  /// A command in the console.
  mutating func actOnConsole(_ action: Action, key: Key) -> [Effect] {
    guard case .console(var state) = overlay else { return [] }
    defer { if case .console = overlay { overlay = .console(state) } }
    switch action {
    case .cancel:
      if key == .control("c"), !state.editor.text.isEmpty {
        state.editor = TextEditor()
      } else {
        console = state
        overlay = nil
      }
    case .accept:
      let line = state.editor.text
      guard line.contains(where: { $0 != " " }) else { return [] }
      if var scope = state.scope {
        state.entries.append(ConsoleState.Entry(line: line, outcome: scope.run(line)))
        state.scope = scope
      }
      if state.entries.count > 50 { state.entries.removeFirst() }
      state.editor = TextEditor()
      state.recalled = nil
      state.scroll = 0
      if state.history.last != line {
        state.history.append(line)
        return [record(.console(line))]
      }
    case .older: recall(&state, by: 1)
    case .newer: recall(&state, by: -1)
    case .complete:
      if let scope = state.scope { notice = state.editor.complete(in: scope) }
    case .screenUp: state.scroll += max(1, bodyHeight / 2)
    case .screenDown: state.scroll = max(0, state.scroll - max(1, bodyHeight / 2))
    case .redraw: return [.redraw]
    case .suspend: return [recordPlace(), .suspend]
    default: break
    }
    return []
  }

  private func recall(_ state: inout ConsoleState, by step: Int) {
    let next = (state.recalled ?? -1) + step
    guard next < state.history.count else { return }
    if state.recalled == nil { state.draft = state.editor.text }
    state.recalled = next < 0 ? nil : next
    state.editor.replace(
      with: next < 0 ? state.draft : state.history[state.history.count - 1 - next])
  }

  mutating func typeInConsole(_ key: Key) {
    guard case .console(var state) = overlay else { return }
    if key == .control("d"), state.editor.text.isEmpty {
      console = state
      overlay = nil
      return
    }
    if state.editor.receive(key) { state.recalled = nil }
    overlay = .console(state)
  }
}
