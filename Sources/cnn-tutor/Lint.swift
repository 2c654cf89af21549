import ArgumentParser
import Coursebook
import Tutor

/// `cnn-tutor lint`: the course linter.
struct Lint: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check the whole course: cells, figures, formulas, questions, links.")

  @OptionGroup var options: BookOptions

  func run() throws {
    let shelf = try Shelf(chapters: options.chapters)
    let book = try shelf.book
    let complaints = CourseLint(
      book: book, surroundings: shelf.surroundings, exists: { Shelf.exists($0) }
    ).complaints
    for complaint in complaints { try StandardStreams.print("\(complaint)") }
    guard complaints.isEmpty else {
      let count = complaints.count == 1 ? "1 complaint" : "\(complaints.count) complaints"
      throw CommandError.failed("\(count) in \(book.pageIDs.count) pages.")
    }
    try StandardStreams.print("\(book.pageIDs.count) pages, nothing to complain of.")
  }
}
