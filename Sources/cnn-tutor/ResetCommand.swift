import ArgumentParser
import Coursebook
import Foundation
import Interchange
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
    let copy = try store.reset(part, at: .now)
    try StandardStreams.print("Forgotten: \(name).")
    if let copy { try StandardStreams.print("What stood there before is in \(copy).") }
    guard part == .everything else { return }
    // They can be trained again; the copy holds what took a reader's time.
    let kept = KeptRunFolder(path: folder + "/runs").forgetAll()
    if kept.foreign > 0 {
      let what = kept.foreign == 1 ? "One file" : "\(kept.foreign) files"
      try StandardStreams.print(
        "\(what) in \(folder)/runs cannot be told to be networks that were trained here, and "
          + (kept.foreign == 1 ? "stays." : "stay."))
    }
  }

  private var bookPart: BookPart {
    get throws {
      if part == "all" { return .everything }
      let book = try Shelf(chapters: options.chapters).book
      if let name = book.id(written: part).flatMap({ book.name(of: $0) }) { return .pages([name]) }
      if let number = Int(part), let chapter = book.chapters.first(where: { $0.number == number }) {
        return .pages(chapter.pageIDs.compactMap { book.name(of: $0) })
      }
      throw CommandError.failed(
        "There is no page or chapter \(part); `cnn-tutor contents` lists them, `all` is everything."
      )
    }
  }

  private var name: String {
    if part == "all" { return "everything" }
    return part.contains(".") ? "page \(part)" : "chapter \(part)"
  }
}
