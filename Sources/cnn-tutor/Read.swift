import ArgumentParser
import CTerminal
import CellLanguage
import Coursebook
import Foundation
import Records
import Screen
import Tutor

/// The book itself: what `cnn-tutor` alone does.
struct Read: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Open the book where you left it, or at a page.")

  @Argument(
    help: ArgumentHelp("The page to open, by its number or its name: 1.3.", valueName: "page"))
  var page: String?

  @ArgumentParser.Option(
    help: ArgumentHelp("How many colours: auto, truecolor, 256, 16 or mono.", valueName: "depth"))
  var color = "auto"

  @Flag(help: "Draw with nothing but ASCII.")
  var ascii = false

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "Colours for a dark or a light ground: auto, dark or light.", valueName: "theme"))
  var theme = "auto"

  @OptionGroup var threading: ThreadOptions

  @Flag(help: "Leave the mouse to the terminal.")
  var noMouse = false

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "Keep your progress in this folder instead of the usual one.", valueName: "folder"))
  var state: String?

  @Flag(help: "Keep nothing of what you do.")
  var noSave = false

  @OptionGroup var options: BookOptions

  func validate() throws {
    guard color == "auto" || TerminalTraits.depth(named: color) != nil else {
      throw ValidationError("--color takes auto, truecolor, 256, 16 or mono, not `\(color)`.")
    }
    guard ["auto", "dark", "light"].contains(theme) else {
      throw ValidationError("--theme takes auto, dark or light, not `\(theme)`.")
    }
    if let page, PageID(page) == nil, !PageName(page).isWellFormed {
      throw ValidationError(
        "A page's number looks like 1.3, its name like padding-and-borders, not `\(page)`.")
    }
  }

  func run() throws {
    var notice: String?
    var store: RecordStore?
    var keeper: RecordKeeper?
    if !noSave {
      let folder = state ?? TerminalSurroundings.stateFolder
      let opened = RecordStore.open(folder: folder)
      (store, notice) = (opened.store, opened.notice)
      keeper = RecordKeeper(folder: folder, store: opened.store) { cterminal_wake() }
    }
    let shelf = try Shelf(chapters: options.chapters, records: keeper)
    let book = try shelf.book
    var progress = ReaderProgress()
    do {
      if let store { progress = try store.snapshot() }
    } catch {
      notice = "Your progress could not be read (\(error))."
    }
    let opening = page.flatMap { book.id(written: $0) }
    if let page, opening.flatMap({ book.title(of: $0) }) == nil {
      try shelf.tellRefusals(of: book)
      throw CommandError.noPage(page)
    }
    if !book.refusals.isEmpty {
      notice = "Files of this course are left out; `cnn-tutor lint` says which and why."
    }
    guard TerminalSurroundings.isInteractive else {
      return try printPage(
        opening ?? progress.place.flatMap { book.id(of: $0.page) }, of: book, shelf)
    }
    let (marker, dead) =
      noSave ? (nil, []) : CrashMarker.open(folder: state ?? TerminalSurroundings.stateFolder)
    let held = dead.filter { book.id(of: $0) != nil }
    let code = MainActor.assumeIsolated {
      show(book, opening, progress, shelf, notice, held: held, marker)
    }
    if code < 0 {
      throw CommandError.failed("This terminal can only print; `cnn-tutor page 1.1` prints a page.")
    }
    if code > 0 { cterminal_die(code) }
  }

  /// Without a terminal the page is printed.
  private func printPage(_ id: PageID?, of book: Book, _ shelf: Shelf) throws {
    guard
      let id = [id, book.pageIDs.first].compactMap({ $0 }).first(where: {
        book.title(of: $0) != nil
      }),
      let page = book.page(id)
    else {
      try shelf.tellRefusals(of: book)
      throw CommandError.failed("There is no page in this course.")
    }
    if let refusal = book.refusal(of: id) { throw CommandError.failed("\(refusal)") }
    let text = PageText(
      page, surroundings: shelf.surroundings, isASCII: ascii || !TerminalSurroundings.isUTF8)
    try StandardStreams.print(text.text, terminator: "")
  }

  /// Opens the terminal and runs the loop: 0, the signal that ended it, or −1 when no terminal can be had.
  @MainActor
  private func show(
    _ book: Book, _ page: PageID?, _ progress: ReaderProgress, _ shelf: Shelf, _ notice: String?,
    held: Set<PageName>, _ marker: CrashMarker?
  ) -> Int32 {
    var notice = notice
    let isUTF8 = TerminalSurroundings.isUTF8
    let variables = ProcessInfo.processInfo.environment
    // The terminal's own number of colours is known only once it is open; truecolour must be known before.
    var traits = TerminalTraits(variables: variables, colors: 256, isUTF8: isUTF8)
    let asked = TerminalTraits.depth(named: color)
    var appearance = Appearance(
      depth: traits.depth(asked: asked), isASCII: ascii || !isUTF8,
      theme: themeNow(progress, traits))
    guard let terminal = Terminal(appearance: appearance, notice: &notice) else { return -1 }
    if appearance.depth != .truecolor {
      traits.colors = Terminal.colors
      appearance.depth = traits.depth(asked: asked)
      if appearance.depth.rawValue > Appearance.ColorDepth.ansi16.rawValue, traits.colors < 256 {
        appearance.depth = .ansi16
      }
      if traits.colors < 8 { appearance.depth = .monochrome }
    }
    let session = Session(
      book: book, page: page, progress: progress, surroundings: shelf.surroundings,
      appearance: appearance,
      seed: UInt64.random(in: 0...UInt64.max), notice: notice, heldPages: held, hasWorker: true)
    let hasMouse = !noMouse && progress.settings["mouse"] != "off"
    let folder = noSave ? nil : state ?? TerminalSurroundings.stateFolder
    let trainer = Trainer(threads: threading.count, folder: folder.map { $0 + "/runs" })
    let files = ReaderFiles(folder: folder)
    var loop = EventLoop(
      terminal: terminal, session: session, shelf: shelf, trainer: trainer, files: files,
      marker: marker)
    let signal = loop.run(mouse: hasMouse)
    marker?.finish()
    trainer.finish(within: 0.5)
    files.finish(within: 1)
    let loss = shelf.finish()
    cterminal_close()
    if let loss { StandardStreams.say(loss) }
    return signal
  }

  private func themeNow(_ progress: ReaderProgress, _ traits: TerminalTraits) -> Appearance.Theme {
    switch theme == "auto" ? progress.settings["theme"] : theme {
    case "light": .light
    case "dark": .dark
    default: traits.theme
    }
  }
}
