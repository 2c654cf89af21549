import ArgumentParser

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
    version: "0.1.0",
    subcommands: [
      Read.self, Contents.self, PageCommand.self, Eval.self, Lint.self, QuizCommand.self,
      ResetCommand.self, RestoreCommand.self,
    ],
    defaultSubcommand: Read.self)
}

/// Where the chapters come from.
struct BookOptions: ParsableArguments {
  @ArgumentParser.Option(
    help: ArgumentHelp(
      "Read the chapters in this folder instead of those that ship.", valueName: "folder"))
  var chapters: String?
}
