import Coursebook
import Screen

/// The line that asks for a page's number, in the footer's place.
struct GoToOverlay: Overlay {
  private var editor = TextEditor()

  init() {}

  var context: Context { .typing }

  static func command(_ action: Action) -> TextAction? {
    if case .text(let command) = action { command } else { nil }
  }

  func act(_ command: TextAction, in session: inout Session) -> [Effect] {
    switch command {
    case .accept:
      session.overlay = nil
      session.goTo(editor.text)
    case .cancel: session.overlay = nil
    // A number of three characters has nothing to finish, to remember or to scroll.
    case .complete, .older, .newer, .screenUp, .screenDown: break
    }
    return []
  }

  func isFieldEmpty(in session: Session) -> Bool { editor.scalars.isEmpty }

  func type(_ keys: [Key], in session: inout Session) {
    if keys == [.character("g")], editor.scalars.isEmpty {
      session.overlay = nil
      session.row = 0
      return
    }
    var typed = self
    typed.editor.receive(keys)
    session.overlay = typed
  }

  func paste(_ text: String, in session: inout Session) {
    var pasted = self
    pasted.editor.paste(text)
    session.overlay = pasted
  }

  func show(in frame: inout Frame, top: Int, of session: Session) {
    session.showPage(in: &frame, top: top)
  }

  func showFooter(in frame: inout Frame, of session: Session) -> Bool {
    let y = session.height - 1
    let column = frame.grid.write(
      " Go to page (1.3, or a chapter's number): ", column: 0, row: y, style: Style(.notice))
    frame.grid.write(sanitized(editor.text), column: column, row: y, style: Style(.literal))
    frame.cursor = Frame.Position(
      column: min(session.width - 1, column + editor.cursor), row: y)
    return true
  }
}

extension Session {
  /// Turns to the page or the chapter that a text names.
  fileprivate mutating func goTo(_ text: String) {
    let text = String(text.filter { $0 != " " })
    if let id = book.id(written: text) {
      turn(to: id)
    } else if let number = Int(text),
      let chapter = book.chapters.first(where: { $0.number == number }),
      let first = chapter.pageIDs.first
    {
      turn(to: first)
    } else if !text.isEmpty {
      notice = "A page's number looks like 1.3; a chapter's like 2."
    }
  }
}
