import ArgumentParser
import Coursebook
import Records
import Tutor

/// `cnn-tutor quiz`: the interview questions, outside of the book.
struct QuizCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quiz",
    abstract: "Ask the interview questions, one after the other, and mark what you had.",
    discussion: """
      Think or speak your answer, press Enter to see it point by point, and say y or n for each. q, Control-D or Control-C \
      leave the quiz; every mark is kept.
      """)

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "Keep the marks in this folder instead of the usual one.", valueName: "folder"))
  var state: String?

  @OptionGroup var options: BookOptions

  func run() throws {
    let folder = state ?? TerminalSurroundings.stateFolder
    let (store, notice) = RecordStore.open(folder: folder)
    if let notice { StandardStreams.say(notice) }
    let shelf = try Shelf(
      chapters: options.chapters, records: RecordKeeper(folder: folder, store: store))
    var quiz = Quiz(
      try shelf.book, progress: try store.snapshot(), isASCII: !TerminalSurroundings.isUTF8)
    try StandardStreams.print(quiz.opening)
    while !quiz.isOver {
      try StandardStreams.print("\n" + quiz.invitation, terminator: "")
      guard let line = try StandardStreams.readLine() else {
        return try StandardStreams.print("\n" + quiz.summary)
      }
      let reply = quiz.receive(line)
      // Kept before it is answered: Control-C may come at any moment.
      if let entry = reply.entry {
        shelf.record(entry)
        if let loss = shelf.finish() { StandardStreams.say(loss) }
      }
      try StandardStreams.print(reply.text)
      if reply.leaves { return }
    }
  }
}
