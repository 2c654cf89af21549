import ArgumentParser
import CTerminal

/// `cnn-tutor restore`: puts a terminal right in which the book was killed.
struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Put a terminal right that shows no typing, after the book was killed in it.",
    discussion: """
      `kill -9` gives the book no chance to put the terminal back. Type `cnn-tutor restore` unseen and press Control-J: \
      echo, line ends, cursor and screen are as usual again, and the mouse is the terminal's own. Opening the book and \
      leaving it does the same.
      """)

  func run() throws {
    guard cterminal_restore() else {
      throw CommandError.failed(
        "There is no terminal here to put right: run this in the one that is broken.")
    }
  }
}
