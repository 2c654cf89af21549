import Chapters
import Coursebook
import Foundation
import GRDB
import Testing

@testable import Records

/// Databases as earlier versions wrote them, by the numbers that pages had then.
@Suite struct `A record of an earlier version` {
  let folder: Folder

  init() throws { folder = try Folder() }

  /// Makes the database of a dump: `today` was written by the program before pages had names, with an answer to every
  /// prompt, a changed number in every cell and a bookmark on every page; `first` by the first version.
  func progress(of dump: String) throws -> ReaderProgress {
    let url = try #require(Bundle.module.url(forResource: "Former/\(dump).sql", withExtension: nil))
    let database = try DatabaseQueue(path: folder.file.path)
    try database.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA journal_mode = WAL")
      try db.execute(sql: try String(contentsOf: url, encoding: .utf8))
    }
    let (store, notice) = RecordStore.open(folder: folder.path)
    #expect(notice == nil && store.path == folder.file.path)
    return try store.snapshot()
  }

  /// The course's files; `path` puts each of them elsewhere.
  func book(_ path: (String) -> String = { $0 }) throws -> Book {
    let root = Chapters.packageFolder.appendingPathComponent("Chapters").path
    var files: [(path: String, text: String)] = []
    for folder in try FileManager.default.contentsOfDirectory(atPath: root)
    where folder.first?.isNumber == true {
      for name in try FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)") {
        let text = try String(contentsOfFile: "\(root)/\(folder)/\(name)", encoding: .utf8)
        files.append((path("\(folder)/\(name)"), text))
      }
    }
    return Book(files: files)
  }

  /// The names of a page's cells, and of its prompts.
  func items(of page: Page) -> (cells: Set<String>, prompts: Set<String>, questions: Set<String>) {
    var (cells, prompts, questions): (Set<String>, Set<String>, Set<String>) = ([], [], [])
    for block in page.blocks {
      if case .cell(let cell) = block { cells.insert(cell.name) }
      switch block.prompt {
      case let question as Question: questions.insert(question.id)
      case let prompt?: prompts.insert(prompt.id)
      case nil: break
      }
    }
    return (cells, prompts, questions)
  }

  /// Questions that were taken away since: what was answered stays in the record, and shows nowhere.
  static let retired: [PageName: String] = ["shift-in-shift-out": "word"].reduce(into: [:]) {
    $0[PageName($1.key)] = $1.value
  }

  /// Everything that is remembered stands on a page that has it.
  func expectInPlace(_ progress: ReaderProgress, in book: Book) throws {
    func page(_ name: PageName) throws -> Page {
      let id = try #require(book.id(of: name), "there is no page \(name)")
      return try #require(book.page(id))
    }
    for name in progress.bookmarks.union(progress.readPages) {
      #expect(try page(name).name == name)
    }
    for id in progress.prompts.keys where Self.retired[id.page] != id.prompt {
      #expect(items(of: try page(id.page)).prompts.contains(id.prompt), "\(id)")
    }
    for id in progress.marks.keys {
      #expect(items(of: try page(id.page)).questions.contains(id.prompt), "\(id)")
    }
    for id in progress.cells.keys {
      #expect(items(of: try page(id.page)).cells.contains(id.prompt), "\(id)")
    }
  }

  @Test func `stands on its pages, whatever was put in before them and however they were ordered`()
    throws
  {
    let progress = try progress(of: "today")
    let today = try book()
    #expect(progress.bookmarks.count == 59)
    #expect(progress.prompts.count > 100 && progress.cells.count > 60 && progress.marks.count >= 7)
    #expect(progress.place?.page == PageName("train-it-here"))
    #expect(progress.console == ["1 + 2"] && progress.settings["theme"] == "light")
    try expectInPlace(progress, in: today)
    // The chapters and their pages from last to first, each chapter after a page that is new.
    func reversed(_ path: String) -> String {
      let chapter = Int(path.prefix(2)) ?? 0
      let parts = path.split(separator: "/")
      guard let number = Int(parts[1].prefix(2)) else {
        return "\(20 - chapter)\(parts[0].dropFirst(2))/\(parts[1])"
      }
      return "\(20 - chapter)\(parts[0].dropFirst(2))/\(80 - number)\(parts[1].dropFirst(2))"
    }
    let other = try book(reversed)
    #expect(other.id(of: PageName("sliding-a-kernel")) == PageID(chapter: 19, page: 78))
    try expectInPlace(progress, in: other)
  }

  @Test func `has each page's entries under the name of the page that had that number`() throws {
    let progress = try progress(of: "today")
    let book = try book()
    // What each number stood for then, from the database itself.
    let rows = try DatabaseQueue(path: folder.file.path).read {
      try Row.fetchAll($0, sql: "SELECT page, name FROM entry WHERE kind = 'answer'")
    }
    #expect(rows.count > 100)
    for row in rows {
      let (page, name): (String, String) = (row[0], row[1])
      let id = ReaderProgress.PromptID(page: PageName(page), prompt: name)
      #expect(PageID(page) == nil && progress.prompts[id]?.firstAnswer?.moment != nil)
      #expect(book.id(of: PageName(page)) != nil)
    }
  }

  @Test func `of the first version stands where its pages have gone since`() throws {
    let progress = try progress(of: "first")
    #expect(
      Set(progress.prompts.keys.map { "\($0.page) \($0.prompt)" }) == [
        "sliding-a-kernel corner", "max-pooling largest", "max-pooling losers",
        "the-break-it-lab patient-1", "layers-check momentum", "the-break-it-lab zero-start",
      ])
    #expect(progress.cells.keys.map { "\($0.page) \($0.prompt)" } == ["max-pooling pool"])
    #expect(progress.readPages == [PageName("pictures-are-numbers")])
    #expect(progress.bookmarks == [PageName("interview-padding")])
    #expect(progress.place?.page == PageName("the-output-size"))
    let answer = progress.prompts[
      .init(page: PageName("sliding-a-kernel"), prompt: "corner")]?.firstAnswer
    // 23 November 2026, 14:01:02 UTC.
    #expect(answer?.moment == Moment(milliseconds: 1_795_442_462_000))
    // The same at the next opening.
    #expect(try RecordStore.open(folder: folder.path).store.snapshot() == progress)
  }

  @Test func `that is still written by an open tutor of that version is read by names`() throws {
    let store = RecordStore.open(folder: folder.path).store
    try DatabaseQueue(path: folder.file.path).write { db in
      try db.execute(
        sql: "INSERT INTO entry (kind, page, first) VALUES ('bookmark', '2.19', 1)")
    }
    #expect(try store.snapshot().bookmarks == [PageName("train-it-here")])
  }

  @Test func `that holds pages of a book that nobody knows keeps them`() throws {
    let store = RecordStore.open(folder: folder.path).store
    try store.record(.bookmark(PageName("9.9"), isSet: true), at: moment)
    #expect(
      try RecordStore.open(folder: folder.path).store.snapshot().bookmarks == [PageName("9.9")])
  }
}
