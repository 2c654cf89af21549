import Foundation

/// What the program finds around itself.
enum TerminalSurroundings {
  /// Whether someone sits at a terminal that can do more than print.
  static var isInteractive: Bool {
    isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
      && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  /// Whether the terminal may have a clipboard: Linux's own has none, and older ones print what is meant for it.
  static var mayHaveClipboard: Bool {
    ProcessInfo.processInfo.environment["TERM"]?.hasPrefix("linux") != true
  }

  /// Whether the locale's text is UTF-8.
  ///
  /// Takes the locale from the environment. One that asks for UTF-8 and is not installed here is taken for `C.UTF-8`, which
  /// every system has: the terminal shows what it was told to show all the same.
  static var isUTF8: Bool {
    if setlocale(LC_ALL, "") == nil, asksForUTF8 { setlocale(LC_ALL, "C.UTF-8") }
    guard let name = nl_langinfo(Int32(CODESET)) else { return false }
    return String(cString: name).uppercased() == "UTF-8"
  }

  /// Source: POSIX.1-2024, 8.2: the first of these that is set and not empty counts.
  private static var asksForUTF8: Bool {
    let variables = ProcessInfo.processInfo.environment
    let name = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { variables[$0] }.first { !$0.isEmpty }
    let letters = (name ?? "").uppercased().filter { $0 != "-" }
    return letters.split(separator: "@").first?.hasSuffix(".UTF8") ?? false
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
