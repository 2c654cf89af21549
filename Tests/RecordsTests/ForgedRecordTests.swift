import Coursebook
import Foundation
import GRDB
import Testing

@testable import Records

/// Files that SQLite takes for sound, and in which something stands that no tutor has written.
@Suite struct `A record with values that do not belong there` {
  let folder: Folder
  let page = PageName("sliding-a-kernel")

  init() throws { folder = try Folder() }

  /// Opens a record in which one statement was carried out by another program.
  func progress(after statement: String) throws -> ReaderProgress {
    let store = RecordStore.open(folder: folder.path).store
    try store.record(.answer(page, prompt: "a", typed: "5", isRight: true, hints: 0), at: moment)
    try store.record(.bookmark(page, isSet: true), at: moment)
    try DatabaseQueue(path: folder.file.path).writeWithoutTransaction {
      try $0.execute(sql: "PRAGMA ignore_check_constraints = ON; " + statement)
    }
    return try RecordStore.open(folder: folder.path).store.snapshot()
  }

  @Test(arguments: ["moment", "kind", "page", "name", "text", "first", "second"])
  func `opens whatever stands in a column, and the other entries are there`(column: String) throws {
    for value in ["x'FF00C328'", "1e308", "'\u{1B}[31m'", "-9223372036854775808", "''"] {
      let progress = try progress(
        after: "UPDATE entry SET \(column) = \(value) WHERE kind = 'answer'")
      #expect(progress.bookmarks == [page])
    }
  }

  @Test func `opens where a value is missing`() throws {
    let progress = try progress(
      after: """
        PRAGMA writable_schema = ON;
        UPDATE sqlite_schema SET sql = replace(sql, 'NOT NULL', '') WHERE name = 'entry';
        PRAGMA writable_schema = RESET;
        UPDATE entry SET kind = NULL, moment = NULL WHERE kind = 'answer'
        """)
    #expect(progress.prompts.isEmpty && !progress.bookmarks.isEmpty)
  }

  @Test func `is carried over from earlier numbers where a page is no text`() throws {
    let database = try DatabaseQueue(path: folder.file.path)
    let url = try #require(Bundle.module.url(forResource: "Former/first.sql", withExtension: nil))
    try database.writeWithoutTransaction { db in
      try db.execute(sql: try String(contentsOf: url, encoding: .utf8))
      try db.execute(
        sql: "UPDATE entry SET page = x'FF00', name = x'FE' WHERE kind = 'answer' AND page = '1.2'")
    }
    let (store, notice) = RecordStore.open(folder: folder.path)
    #expect(notice == nil)
    #expect(try !store.snapshot().prompts.isEmpty)
  }

  @Test(arguments: ["-wal", "-shm", "-journal"])
  func `a pipe where SQLite keeps what belongs to it is not waited for`(ending: String) throws {
    _ = try progress(after: "SELECT 1")
    try? FileManager.default.removeItem(atPath: folder.file.path + ending)
    #expect(mkfifo(folder.file.path + ending, 0o600) == 0)
    let (store, notice) = RecordStore.open(folder: folder.path)
    #expect(notice == "Progress is not saved: \(folder.file.path + ending) is a pipe, not a file.")
    #expect(store.path == nil)
  }
}
