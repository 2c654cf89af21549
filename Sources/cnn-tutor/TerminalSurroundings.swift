import Foundation

/// What the program finds around itself.
enum TerminalSurroundings {
  /// Whether someone sits at a terminal that can do more than print.
  static var isInteractive: Bool {
    isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
      && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  /// Whether the locale's text is UTF-8.
  ///
  /// Takes the locale from the environment.
  static var isUTF8: Bool {
    setlocale(LC_ALL, "")
    guard let name = nl_langinfo(Int32(CODESET)) else { return false }
    return String(cString: name).uppercased() == "UTF-8"
  }

  /// Where progress is kept: `$XDG_STATE_HOME/cnn-tutor`, or `~/.local/state/cnn-tutor`.
  ///
  /// Source: XDG Base Directory Specification 0.8: a path that is not absolute counts for nothing.
  static var stateFolder: String {
    let variables = ProcessInfo.processInfo.environment
    if let folder = variables["XDG_STATE_HOME"], folder.hasPrefix("/") {
      return folder + "/cnn-tutor"
    }
    let home = variables["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? NSHomeDirectory()
    return home + "/.local/state/cnn-tutor"
  }
}
