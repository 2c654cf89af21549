import CellLanguage
import Coursebook
import Screen

/// The console: the cell language with a page's variables in scope.
struct ConsoleState: Sendable {
  /// One line that was entered, and what came of it.
  struct Entry: Sendable {
    var line: String
    /// `nil` while it is being computed.
    var outcome: Outcome?
  }

  var editor = TextEditor()
  /// Lines of this run and of earlier ones, oldest first.
  var history = LineHistory()
  var entries: [Entry] = []
  /// The page whose variables are in scope.
  var page: PageID?
  var scope: Interpreter?
  /// Rows scrolled up from the end.
  var scroll = 0
}

extension Session {
  /// Opens the console over the page; on another page than before it begins with that page's variables.
  mutating func openConsole() -> [Effect] {
    if console.page != open.page.id { console.entries = [] }
    console.page = open.page.id
    console.scope = open.scope
    console.scroll = 0
    overlay = .console(console)
    guard !console.entries.isEmpty else { return [] }
    return order(ConsoleWork(lines: console.entries.map(\.line), scope: open.scope), .console)
  }

  /// A command in the console.
  mutating func actOnConsole(_ action: TextAction) -> [Effect] {
    guard case .console(var state) = overlay else { return [] }
    defer { if case .console = overlay { overlay = .console(state) } }
    switch action {
    case .cancel:
      console = state
      overlay = nil
    case .accept:
      let line = state.editor.text
      guard line.contains(where: { $0 != " " }) else { return [] }
      guard pending[.console] == nil, let scope = state.scope else {
        notice = "The line before is still being computed; Esc stops it."
        return []
      }
      state.entries.append(ConsoleState.Entry(line: line, outcome: nil))
      if state.entries.count > 50 { state.entries.removeFirst() }
      var effects = order(ConsoleWork(lines: [line], scope: scope), .console)
      state.editor = TextEditor()
      state.scroll = 0
      if state.history.add(line) { effects.append(record(.console(line))) }
      return effects
    case .older: state.history.recall(by: 1, into: &state.editor)
    case .newer: state.history.recall(by: -1, into: &state.editor)
    case .complete:
      if let scope = state.scope { notice = state.editor.complete(in: scope) }
    case .screenUp: state.scroll += max(1, bodyHeight / 2)
    case .screenDown: state.scroll = max(0, state.scroll - max(1, bodyHeight / 2))
    }
    return []
  }

  mutating func typeInConsole(_ keys: [Key]) {
    guard case .console(var state) = overlay else { return }
    if keys == [.control("c")], !state.editor.scalars.isEmpty {
      state.editor = TextEditor()
      overlay = .console(state)
      return
    }
    if [[.control("d")], [.control("c")]].contains(keys), state.editor.scalars.isEmpty {
      console = state
      overlay = nil
      return
    }
    state.editor.receive(keys)
    state.history.leave()
    overlay = .console(state)
  }
}
