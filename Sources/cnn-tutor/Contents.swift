import ArgumentParser
import Coursebook
import Screen

/// `cnn-tutor contents`: one line a page.
struct Contents: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the table of contents, one line a page.")

  @OptionGroup var options: BookOptions

  func run() throws {
    let shelf = try Shelf(chapters: options.chapters)
    let book = try shelf.book
    for id in book.pageIDs {
      try StandardStreams.print("\(id)  \(sanitized(book.title(of: id) ?? ""))")
    }
    try shelf.tellRefusals(of: book)
  }
}
