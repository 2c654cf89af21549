import ArgumentParser
import Coursebook
import Screen
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
    for complaint in complaints { print(complaint) }
    guard complaints.isEmpty else {
      throw CommandError.failed("\(complaints.count) complaints in \(book.pageIDs.count) pages.")
    }
    print("\(book.pageIDs.count) pages, nothing to complain of.")
  }
}
