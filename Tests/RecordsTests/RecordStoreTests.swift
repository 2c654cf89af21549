import Coursebook
import Foundation
import GRDB
import Records
import Testing

/// A folder of its own for each test, gone afterwards.
final class Folder {
  let url: URL
  var path: String { url.path }
  var file: URL { url.appendingPathComponent("progress.sqlite") }

  init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("records-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }
  deinit {
    do {
      try FileManager.default.removeItem(at: url)
    } catch {
      print("\(url.path) stays: \(error)")
    }
  }

  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }
  func permissions(_ url: URL) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions] as? Int
  }
}

/// The moment of entries whose moment does not matter: 27 November 2025, 03:45:00.123 UTC.
let moment = Moment(milliseconds: 1_764_215_100_123)

@Suite struct `The record of progress` {
  let folder: Folder
  let page = PageName("sliding-a-kernel")
  let other = PageName("what-a-layer-promises")

  init() throws { folder = try Folder() }

  func open() throws -> RecordStore {
    let (store, notice) = RecordStore.open(folder: folder.path)
    #expect(notice == nil)
    return store
  }

  var everyKind: [ProgressEntry] {
    [
      .place(page, focus: 1, row: 2), .place(other, focus: 3, row: 40), .read(page), .read(page),
      .met(page, prompt: "size"), .hint(page, prompt: "size", number: 1),
      .answer(page, prompt: "size", typed: "4", isRight: false, hints: 0),
      .answer(page, prompt: "size", typed: "5 ⌊½⌋", isRight: true, hints: 2),
      .revealed(other, prompt: "shape"), .marked(page, question: "why", had: [0, 2], of: 4),
      .marked(other, question: "none", had: [], of: 2),
      .cell(page, name: "edge", source: "let x = 1\n"), .cell(page, name: "edge", source: "x"),
      .cell(page, name: "gone", source: "y"), .cell(page, name: "gone", source: nil),
      .bookmark(page, isSet: true), .bookmark(other, isSet: true), .bookmark(other, isSet: false),
      .console("print(1)"), .console(""), .setting(name: "theme", value: "light"),
      .setting(name: "theme", value: "dark"),
    ]
  }

  func folded(_ entries: [ProgressEntry]) -> ReaderProgress {
    entries.reduce(into: ReaderProgress()) { $0.apply($1, at: moment) }
  }

  @Test func `is the same after a restart`() throws {
    do {
      let store = try open()
      for entry in everyKind { try store.record(entry, at: moment) }
      #expect(try store.snapshot() == folded(everyKind))
    }
    #expect(try open().snapshot() == folded(everyKind))
  }

  @Test func `is empty at first, and nobody else's to read`() throws {
    let deep = folder.path + "/a/b"
    let (store, notice) = RecordStore.open(folder: deep)
    #expect(notice == nil)
    #expect(try store.snapshot() == ReaderProgress())
    #expect(store.path == deep + "/progress.sqlite")
    try store.record(.read(page), at: moment)
    #expect(try folder.permissions(URL(fileURLWithPath: deep)) == 0o700)
    for name in try FileManager.default.contentsOfDirectory(atPath: deep) {
      #expect(try folder.permissions(URL(fileURLWithPath: deep + "/" + name)) == 0o600)
    }
  }

  @Test func `loses nothing when two tutors write at once`() async throws {
    let stores = try [open(), open()]
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (index, store) in stores.enumerated() {
        group.addTask {
          for number in 0..<200 {
            let page = PageName("page-\(index)-\(number)")
            try store.record(.read(page), at: moment)
            try store.record(.place(page, focus: number, row: 0), at: moment)
            try store.record(
              .answer(page, prompt: "p", typed: "\(number)", isRight: true, hints: 0), at: moment)
          }
        }
      }
      try await group.waitForAll()
    }
    for store in stores + [try open()] {
      let progress = try store.snapshot()
      #expect(progress.readPages.count == 400)
      #expect(progress.prompts.count == 400)
      #expect(progress.place?.focus == 199)
    }
  }

  @Test func `may be opened for the first time by many at once`() async throws {
    let path = folder.path
    let notices = await withTaskGroup(of: String?.self) { group in
      for number in 1...6 {
        group.addTask {
          let (store, notice) = RecordStore.open(folder: path)
          do {
            try store.record(.read(PageName("page-\(number)")), at: moment)
          } catch {
            return "\(error)"
          }
          return notice
        }
      }
      var notices: [String] = []
      for await notice in group { if let notice { notices.append(notice) } }
      return notices
    }
    #expect(notices == [])
    #expect(try open().snapshot().readPages.count == 6)
  }

  @Test func `keeps the console's last 500 lines`() throws {
    let store = try open()
    for number in 0..<510 { try store.record(.console("\(number)"), at: moment) }
    #expect(try store.snapshot().console == (10..<510).map(String.init))
    #expect(try open().snapshot().console == (10..<510).map(String.init))
  }

  @Test func `is forgotten on request, after a copy`() throws {
    let store = try open()
    for entry in everyKind { try store.record(entry, at: moment) }
    let copy = try #require(try store.reset(at: moment))
    #expect(try store.snapshot() == ReaderProgress())
    #expect(try open().snapshot() == ReaderProgress())
    #expect(try folder.permissions(URL(fileURLWithPath: copy)) == 0o600)
    let second = try #require(try store.reset(at: moment))
    #expect(second != copy)

    let elsewhere = folder.path + "/elsewhere"
    try FileManager.default.createDirectory(atPath: elsewhere, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: copy, toPath: elsewhere + "/progress.sqlite")
    let (old, notice) = RecordStore.open(folder: elsewhere)
    #expect(notice == nil)
    #expect(try old.snapshot() == folded(everyKind))
  }

  @Test func `is forgotten page by page`() throws {
    let store = try open()
    for entry in everyKind { try store.record(entry, at: moment) }
    try store.reset(.pages([page]), at: moment)
    for progress in [try store.snapshot(), try open().snapshot()] {
      #expect(Set(progress.prompts.keys.map(\.page)) == [other])
      #expect(Set(progress.marks.keys.map(\.page)) == [other])
      #expect(progress.cells.isEmpty)
      #expect(progress.readPages == [page])
    }
  }
}

@Suite struct `Progress that cannot be saved` {
  let folder: Folder
  let page = PageName("sliding-a-kernel")

  init() throws { folder = try Folder() }

  /// The store works for this session all the same.
  func expectMemory(_ opened: (store: RecordStore, notice: String?), _ notice: String) throws {
    #expect(opened.notice == notice)
    #expect(opened.store.path == nil)
    try opened.store.record(.read(page), at: moment)
    #expect(try opened.store.snapshot().readPages == [page])
    #expect(try opened.store.reset(at: moment) == nil)
  }

  @Test func `because the folder is a file`() throws {
    try Data().write(to: folder.url.appendingPathComponent("state"))
    let path = folder.path + "/state/inner"
    try expectMemory(
      RecordStore.open(folder: path),
      "Progress is not saved: the folder \(folder.path)/state cannot be made: file exists.")
  }

  @Test func `because the file is a folder`() throws {
    try FileManager.default.createDirectory(at: folder.file, withIntermediateDirectories: true)
    try expectMemory(
      RecordStore.open(folder: folder.path),
      "Progress is not saved: \(folder.path)/progress.sqlite is a folder.")
  }

  @Test func `because there is no such place`() throws {
    try expectMemory(
      RecordStore.open(folder: "/proc/nothing"),
      "Progress is not saved: the folder /proc/nothing cannot be made: no such file or directory.")
  }

  @Test func `because the file was written by a newer tutor, which stays as it is`() throws {
    do {
      let (store, _) = RecordStore.open(folder: folder.path)
      try store.record(.read(page), at: moment)
    }
    try addMigration("99999", to: folder.file)
    let before = try Data(contentsOf: folder.file)
    try expectMemory(
      RecordStore.open(folder: folder.path),
      "Progress is not saved: \(folder.path)/progress.sqlite was written by a newer cnn-tutor, "
        + "and stays as it is.")
    #expect(try Data(contentsOf: folder.file) == before)
    #expect(try folder.names() == ["progress.sqlite"])
  }

  @Test(arguments: ["not a database, and long enough to be seen as none", "SQLite format 3\u{0}xx"])
  func `because the file is damaged, which is set aside`(text: String) throws {
    for number in 1...2 {
      try Data((text + String(repeating: "x", count: 2000)).utf8).write(to: folder.file)
      let (store, notice) = RecordStore.open(folder: folder.path)
      let aside = "\(folder.path)/progress.sqlite.damaged-\(number)"
      #expect(
        notice
          == "The record of your progress was damaged; it is kept as \(aside), and a new one begins."
      )
      #expect(try Data(contentsOf: URL(fileURLWithPath: aside)).count > 2000)
      try store.record(.read(page), at: moment)
      #expect(store.path == folder.path + "/progress.sqlite")
    }
    #expect(try RecordStore.open(folder: folder.path).store.snapshot().readPages == [page])
  }

  /// Writes an entry into the table of migrations, as a later version would.
  func addMigration(_ name: String, to file: URL) throws {
    try DatabaseQueue(path: file.path).write { db in
      try db.execute(sql: "INSERT INTO grdb_migrations VALUES (?)", arguments: [name])
    }
  }
}
