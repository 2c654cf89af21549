import ArgumentParser
import Coursebook
import Foundation
import Records
import Screen
import Tutor

/// `cnn-tutor quiz`: the interview questions, outside of the book.
struct QuizCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quiz",
    abstract: "Ask the interview questions, one after the other, and mark what you had.",
    discussion: """
      Think or speak your answer, press Enter to see it point by point, and say y or n for each. Control-D ends the quiz; \
      what was marked is kept.
      """)

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "Keep the marks in this folder instead of the usual one.", valueName: "folder"))
  var state: String?

  @OptionGroup var options: BookOptions

  func run() throws {
    let (store, notice) = RecordStore.open(folder: state ?? TerminalSurroundings.stateFolder)
    if let notice { print(notice) }
    let shelf = try Shelf(chapters: options.chapters, records: store)
    let book = try shelf.book
    let questions = book.pageIDs.compactMap { book.page($0) }.flatMap { page in
      page.blocks.compactMap { block -> (PageID, Question)? in
        if case .question(let question) = block { (page.id, question) } else { nil }
      }
    }
    let progress = try store.snapshot()
    let view = PlainProse(isASCII: !TerminalSurroundings.isUTF8)
    // What was never asked comes first, then what was missed most.
    let order = questions.sorted { share(of: $0, in: progress) < share(of: $1, in: progress) }
    for (number, (page, question)) in order.enumerated() {
      print("\nQuestion \(number + 1) of \(order.count)  (page \(page))\n")
      print(view.text(question.ask))
      guard ask("Enter shows the answer. ") != nil else { return }
      var had: Set<Int> = []
      for (index, point) in question.points.enumerated() {
        print("\n" + view.text(point, prefix: "\(index + 1)  "))
        guard let reply = ask("Had it? y or n ") else { return }
        if reply.lowercased().hasPrefix("y") { had.insert(index) }
      }
      print("\nYou had \(had.count) of \(question.points.count) points.")
      if !question.followUp.isEmpty {
        print(view.text(question.followUp, prefix: "Next they ask: "))
      }
      if let notice = shelf.record(
        .marked(page, question: question.id, had: had, of: question.points.count))
      {
        print(notice)
      }
    }
  }

  private func share(of question: (PageID, Question), in progress: ReaderProgress) -> Double {
    guard let mark = progress.marks[.init(page: question.0, prompt: question.1.id)], mark.of > 0
    else { return -1 }
    return Double(mark.had.count) / Double(mark.of)
  }

  /// A line from the reader; `nil` at the end of input.
  private func ask(_ prompt: String) -> String? {
    print(prompt, terminator: "")
    fflush(nil)
    return readLine()
  }
}
