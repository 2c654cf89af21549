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

/// The console over the page; its lines are the session's, so that they stay while the reader comes and goes.
struct ConsoleOverlay: Overlay {
  var context: Context { .console }

  /// Opens the console; on another page than before it begins with that page's variables.
  static func open(in session: inout Session) -> [Effect] {
    guard !session.isHeld else {
      session.notice = "The console works with what the cells came to; R runs them first."
      return []
    }
    let page = session.open
    if session.console.page != page.page.id { session.console.entries = [] }
    session.console.page = page.page.id
    session.console.scope = page.scope
    session.console.scroll = 0
    session.overlay = Self()
    guard !session.console.entries.isEmpty else { return [] }
    return session.order(
      ConsoleWork(lines: session.console.entries.map(\.line), scope: page.scope), .console)
  }

  static func command(_ action: Action) -> TextAction? {
    if case .text(let command) = action { command } else { nil }
  }

  func act(_ command: TextAction, in session: inout Session) -> [Effect] {
    switch command {
    case .cancel: session.overlay = nil
    case .accept: return enter(in: &session)
    case .older: session.console.history.recall(by: 1, into: &session.console.editor)
    case .newer: session.console.history.recall(by: -1, into: &session.console.editor)
    case .complete:
      if let scope = session.console.scope {
        session.notice = session.console.editor.complete(in: scope)
      }
    case .screenUp: session.console.scroll += max(1, session.bodyHeight / 2)
    case .screenDown: scroll(by: max(1, session.bodyHeight / 2), in: &session)
    }
    return []
  }

  /// Has the line computed.
  private func enter(in session: inout Session) -> [Effect] {
    let line = session.console.editor.text
    guard line.contains(where: { $0 != " " }) else { return [] }
    guard session.pending[.console] == nil, let scope = session.console.scope else {
      session.notice = "The line before is still being computed; Esc stops it."
      return []
    }
    session.console.entries.append(ConsoleState.Entry(line: line, outcome: nil))
    if session.console.entries.count > 50 { session.console.entries.removeFirst() }
    var effects = session.order(ConsoleWork(lines: [line], scope: scope), .console)
    session.console.editor = TextEditor()
    session.console.scroll = 0
    if session.console.history.add(line) { effects.append(session.record(.console(line))) }
    return effects
  }

  func isFieldEmpty(in session: Session) -> Bool { session.console.editor.scalars.isEmpty }

  func type(_ keys: [Key], in session: inout Session) {
    let isEmpty = isFieldEmpty(in: session)
    if keys == [.control("c")], !isEmpty {
      session.console.editor = TextEditor()
    } else if [[.control("d")], [.control("c")]].contains(keys), isEmpty {
      session.overlay = nil
    } else {
      session.console.editor.receive(keys)
      session.console.history.leave()
    }
  }

  func paste(_ text: String, in session: inout Session) { session.console.editor.paste(text) }

  func scroll(by rows: Int, in session: inout Session) {
    session.console.scroll = max(0, session.console.scroll - rows)
  }

  func show(in frame: inout Frame, top: Int, of session: Session) {
    let (state, width, view) = (session.console, session.width, view(in: session))
    let (room, margin) = (max(1, session.bodyHeight - 1), view.margin)
    let picture = picture(of: session, as: view)
    let end = max(0, picture.height - max(0, min(state.scroll, max(0, picture.height - room))))
    let start = max(0, end - room)
    for y in start..<max(start, end) {
      for x in 0..<min(width - margin, picture.width) {
        frame.grid[margin + x, top + y - start] = picture[x, y]
      }
    }
    let y = min(session.height - 1, top + min(room, max(0, end - start)))
    let column = frame.grid.write(": ", column: margin, row: y, style: Style(.prompt))
    let shift = max(0, state.editor.cursor - max(1, width - column - 1))
    let text = sanitized(state.editor.text(from: shift, count: width))
    for (x, scalar) in text.unicodeScalars.enumerated() {
      frame.grid[column + x, y] = Glyph(scalar, Style(.code))
    }
    frame.cursor = Frame.Position(
      column: min(width - 1, column + state.editor.cursor - shift), row: y)
  }

  /// The console's lines have the page's margins.
  private func view(in session: Session) -> PageView {
    PageView(
      open: session.open, width: session.width, appearance: session.appearance, focus: nil,
      mode: .commanding, literal: 0, next: nil)
  }

  /// All that was entered, and what came of it.
  private func picture(of session: Session, as view: PageView) -> Grid {
    let width = view.figureWidth
    var parts: [Grid] = [
      Screen.grid(
        of: wrap(
          [
            Span("The cell language with page \(session.open.page.id)'s variables. ", .muted),
            Span("Tab", .footerKey), Span(" finishes a name, ", .muted), Span("Esc", .footerKey),
            Span(" leads back to the page.", .muted),
          ], width: width), width: width)
    ]
    for entry in session.console.entries.suffix(20) {
      parts.append(
        Screen.grid(
          of: wrap(
            [Span(": ", .prompt), Span(sanitized(entry.line), .code)], width: width, hanging: 2),
          width: width))
      if let outcome = entry.outcome {
        parts += view.pictures(of: outcome)
      } else if session.pending[.console]?.isLate == true {
        parts.append(Screen.grid(of: [[Span("computing; Esc stops it", .muted)]], width: width))
      }
    }
    return view.stack(parts, gap: 0)
  }
}
