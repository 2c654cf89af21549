import ArgumentParser
import Coursebook
import Screen

/// `cnn-tutor contents`: one line a page.
struct Contents: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the table of contents, one line a page.")

  @OptionGroup var options: BookOptions

  func run() throws {
    let book = try Shelf(chapters: options.chapters).book
    for id in book.pageIDs { print("\(id)  \(sanitized(book.title(of: id) ?? ""))") }
  }
}
