import Screen

/// What lies over the page and takes the keys: a list, the console, a line to fill in.
///
/// The session holds at most one, as a value. Each function is given the session and puts a changed overlay, another one or
/// none back into it. Adding an overlay is adding a conformer, and a key that opens it.
protocol Overlay: Sendable {
  /// What the rows of the keymap ask of it.
  associatedtype Command

  /// Which rows of the keymap apply.
  var context: Context { get }
  /// What an action asks of it; `nil` leaves the action to the program.
  static func command(_ action: Action) -> Command?
  /// Does what was asked.
  func act(_ command: Command, in session: inout Session) -> [Effect]

  /// Whether nothing is typed: there, one letter may still be a command.
  func isFieldEmpty(in session: Session) -> Bool
  /// Takes keys that no row of the keymap knows.
  func type(_ keys: [Key], in session: inout Session)
  func paste(_ text: String, in session: inout Session)
  func scroll(by rows: Int, in session: inout Session)
  func click(row: Int, in session: inout Session) -> [Effect]

  /// Draws it between the title and the footer.
  func show(in frame: inout Frame, top: Int, of session: Session)
  /// Draws the footer; `false` leaves that to the keymap's words.
  func showFooter(in frame: inout Frame, of session: Session) -> Bool
}

extension Overlay {
  /// Does what an action asks of it; `nil` where it asks nothing of it.
  func act(_ action: Action, in session: inout Session) -> [Effect]? {
    Self.command(action).map { act($0, in: &session) }
  }

  func scroll(by rows: Int, in session: inout Session) {}
  func click(row: Int, in session: inout Session) -> [Effect] { [] }
  func showFooter(in frame: inout Frame, of session: Session) -> Bool { false }
}
