import ArgumentParser
import Coursebook
import Foundation
import Records

/// `cnn-tutor reset`: begins a page, a chapter or the whole book anew.
struct ResetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reset",
    abstract: "Forget answers, marks and changed cells, after a copy of the record.",
    discussion: """
      `cnn-tutor reset 1.3` forgets a page, `cnn-tutor reset 1` a chapter, `cnn-tutor reset all` everything: places, \
      bookmarks, settings and networks that were trained too.
      """)

  @Argument(help: ArgumentHelp("A page (1.3), a chapter (1) or all.", valueName: "part"))
  var part: String

  @ArgumentParser.Option(
    help: ArgumentHelp("The folder with the record, if not the usual one.", valueName: "folder"))
  var state: String?

  @OptionGroup var options: BookOptions

  func run() throws {
    let part = try bookPart
    let folder = state ?? TerminalSurroundings.stateFolder
    guard FileManager.default.fileExists(atPath: folder + "/progress.sqlite") else {
      throw CommandError.failed("There is no record in \(folder): nothing to forget.")
    }
    let (store, notice) = RecordStore.open(folder: folder)
    if let notice { throw CommandError.failed(notice) }
    let copy = try store.reset(part)
    if part == .everything {
      // They can be trained again; the copy holds what took a reader's time.
      let runs = folder + "/runs"
      if FileManager.default.fileExists(atPath: runs) {
        try FileManager.default.removeItem(atPath: runs)
      }
    }
    try StandardStreams.print("Forgotten: \(name(of: part)).")
    if let copy { try StandardStreams.print("What stood there before is in \(copy).") }
  }

  private var bookPart: BookPart {
    get throws {
      if part == "all" { return .everything }
      let book = try Shelf(chapters: options.chapters).book
      if let id = PageID(part), book.title(of: id) != nil { return .page(id) }
      if let number = Int(part), book.chapters.contains(where: { $0.number == number }) {
        return .chapter(number)
      }
      throw CommandError.failed(
        "There is no page or chapter \(part); `cnn-tutor contents` lists them, `all` is everything."
      )
    }
  }

  private func name(of part: BookPart) -> String {
    switch part {
    case .everything: "everything"
    case .chapter(let number): "chapter \(number)"
    case .page(let id), .prompt(let id, _): "page \(id)"
    }
  }
}
