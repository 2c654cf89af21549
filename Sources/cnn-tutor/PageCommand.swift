import ArgumentParser
import CNNEngine
import Coursebook
import Foundation
import Screen
import Tutor

/// `cnn-tutor page 1.3`: pages as plain text.
struct PageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "page",
    abstract: "Print pages as plain text with their figures, for pipes and screen readers.",
    discussion: "With --svg, one page as a picture: cnn-tutor page 1.2 --svg > page.svg")

  @Argument(
    help: ArgumentHelp(
      "Pages by their numbers or names, such as 1.3, or whole chapters, such as 2.",
      valueName: "page"))
  var pages: [String]

  @ArgumentParser.Option(
    help: ArgumentHelp("The columns of a line, 20 to 400.", valueName: "columns"))
  var width = 80

  @Flag(help: "Print nothing but ASCII.")
  var ascii = false

  @Flag(help: "Print one page as a picture in SVG, as a terminal shows it.")
  var svg = false

  @ArgumentParser.Option(
    help: ArgumentHelp("The rows of the picture, from the top; all by default.", valueName: "rows"))
  var rows: Int?

  @OptionGroup var options: BookOptions

  func validate() throws {
    if svg, pages.count != 1 || Int(pages[0]) != nil {
      throw ValidationError("--svg draws one page, such as 1.2.")
    }
    if let rows, !svg || rows < 1 {
      throw ValidationError("--rows takes a number from 1, and goes with --svg.")
    }
    guard (20...400).contains(width) else {
      throw ValidationError("--width takes 20 to 400 columns, not \(width).")
    }
  }

  func run() throws {
    let shelf = try Shelf(chapters: options.chapters)
    let book = try shelf.book
    for id in try pages.flatMap({ try ids(of: $0, in: book) }) {
      guard let page = book.page(id) else {
        try shelf.tellRefusals(of: book)
        throw CommandError.noPage("\(id)")
      }
      if let refusal = book.refusal(of: id) { throw CommandError.failed("\(refusal)") }
      if svg {
        let picture = PagePicture(
          page, surroundings: shelf.surroundings, width: width,
          appearance: Appearance(isASCII: ascii))
        try StandardStreams.print(picture.svg(rows: rows), terminator: "")
        continue
      }
      let text = PageText(
        page, surroundings: shelf.surroundings, width: width,
        isASCII: ascii || !TerminalSurroundings.isUTF8)
      try StandardStreams.print(text.text, terminator: "")
    }
  }

  private func ids(of text: String, in book: Book) throws -> [PageID] {
    if let id = book.id(written: text) { return [id] }
    if let number = Int(text), let chapter = book.chapters.first(where: { $0.number == number }) {
      return chapter.pageIDs
    }
    throw CommandError.noPage(text)
  }
}

/// Why a command did not do what was asked.
enum CommandError: Error, CustomStringConvertible {
  case noPage(String)
  case failed(String)

  var description: String {
    switch self {
    case .noPage(let page): "There is no page \(echoed(page)); `cnn-tutor contents` lists them."
    case .failed(let sentence): sentence
    }
  }
}
