import ArgumentParser
import CNNEngine
import Foundation

/// The program: its commands.
@main
struct CNNTutor: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cnn-tutor",
    abstract: "A coursebook on convolutional neural networks, every figure computed live.",
    discussion: """
      Without a command the book opens where you left it. In a pipe, or on a terminal that can only print, the page is \
      printed as text instead.
      """,
    // Asking the system takes a moment that no other start should wait for.
    version: CommandLine.arguments.contains("--version") ? Version.text : Version.number,
    subcommands: [
      Read.self, Contents.self, PageCommand.self, Eval.self, Lint.self, QuizCommand.self,
      ResetCommand.self, RestoreCommand.self, InstallCommand.self, Manual.self,
    ],
    defaultSubcommand: Read.self)

  /// Runs the command that was typed; what it prints, help and errors too, goes through `StandardStreams`.
  static func main() {
    StandardStreams.prepare()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      let code = exitCode(for: error)
      let message = echoingArguments(fullMessage(for: error))
      guard code.isSuccess else {
        if !message.isEmpty { StandardStreams.say(message) }
        Foundation.exit(code.rawValue)
      }
      do {
        if !message.isEmpty { try StandardStreams.print(message) }
      } catch {
        StandardStreams.say("Error: \(error)")
        Foundation.exit(ExitCode.failure.rawValue)
      }
    }
  }

  /// A message with each argument that it repeats cut, and its control characters shown.
  private static func echoingArguments(_ message: String) -> String {
    var message = message
    for argument in CommandLine.arguments.dropFirst() where message.utf8.count > argument.utf8.count
    {
      let value = argument.firstIndex(of: "=").map {
        String(argument[argument.index(after: $0)...])
      }
      for text in [argument, value ?? ""] where !text.isEmpty && echoed(text) != text {
        message = message.replacing(text, with: echoed(text))
      }
    }
    return message
  }
}

/// Where the chapters come from.
struct BookOptions: ParsableArguments {
  @ArgumentParser.Option(
    help: ArgumentHelp(
      "Read the chapters in this folder instead of those that ship.", valueName: "folder"))
  var chapters: String?
}
