import Coursebook
import GRDB

/// What the reader did, in one SQLite file: `progress.sqlite`.
///
/// Entries are added, and an entry that a later one makes void (an earlier place) is dropped; so two tutors at
/// once lose nothing. Where no file can be had, the store lives in memory and says so once.
public final class RecordStore: Sendable {
  private let database: DatabaseQueue
  /// The file; `nil` in memory.
  public let path: String?
  /// What was read when the store was opened, and the last entry in it.
  private let start: (progress: ReaderProgress, lastEntry: Int64)

  init(database: DatabaseQueue, path: String?, progress: ReaderProgress = ReaderProgress()) throws {
    self.database = database
    self.path = path
    start = try database.read { try Self.read(into: progress, after: 0, $0) }
  }

  /// What the tutor remembers now, other tutors' entries included.
  public func snapshot() throws -> ReaderProgress {
    do {
      return try database.read { db in
        try Self.read(into: self.start.progress, after: self.start.lastEntry, db).progress
      }
    } catch {
      throw RecordError(error)
    }
  }

  /// Adds an entry; throws `RecordError`.
  public func record(_ entry: ProgressEntry) throws {
    do {
      try database.write { try Self.insert(entry.row, $0) }
    } catch {
      throw RecordError(error)
    }
  }

  /// Forgets everything, or the answers, marks and changed cells of a part of the book.
  ///
  /// Before that the file is copied beside itself; the copy's path is given back, `nil` in memory.
  @discardableResult public func reset(_ part: BookPart = .everything) throws -> String? {
    do {
      let copy = try backup()
      try database.write { db in
        // Other tutors' entries stand here too: what this one read at its start says nothing of them.
        for (id, row) in try Self.rows(after: 0, db) where part.holds(row) {
          try db.execute(sql: "DELETE FROM entry WHERE id = ?", arguments: [id])
        }
        try Self.insert(part.row, db)
      }
      return copy
    } catch {
      throw RecordError(error)
    }
  }

  /// Copies the file beside itself under a name that is free.
  private func backup() throws -> String? {
    guard let path else { return nil }
    let stem = path.hasSuffix(".sqlite") ? String(path.dropLast(7)) : path
    for number in 1... {
      let copy = "\(stem).backup-\(number).sqlite"
      guard try FileSystem.makeFile(copy) else { continue }
      try database.writeWithoutTransaction { db in
        try db.execute(sql: "VACUUM INTO ?", arguments: [copy])
      }
      return copy
    }
    return nil
  }

  // MARK: - Rows

  private static func insert(_ row: EntryRow, _ db: Database) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO entry (kind, page, name, text, first, second) VALUES (?, ?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      row.kind, row.page, row.name, row.text, row.first, row.second,
    ])
    let id = db.lastInsertedRowID
    if row.kind == "place" {
      let older = try db.cachedStatement(sql: "DELETE FROM entry WHERE kind = 'place' AND id < ?")
      try older.execute(arguments: [id])
    } else if row.replacesEarlier {
      let older = try db.cachedStatement(
        sql: "DELETE FROM entry WHERE kind = ? AND page IS ? AND name IS ? AND id < ?")
      try older.execute(arguments: [row.kind, row.page, row.name, id])
    } else if row.kind == "console" {
      let older = try db.cachedStatement(
        sql: """
          DELETE FROM entry WHERE kind = 'console' AND id <= (
            SELECT id FROM entry WHERE kind = 'console' ORDER BY id DESC LIMIT 1 OFFSET 500)
          """)
      try older.execute()
    }
  }

  private static func read(
    into progress: ReaderProgress, after id: Int64, _ db: Database
  ) throws -> (progress: ReaderProgress, lastEntry: Int64) {
    var progress = progress
    var last = id
    for (id, row) in try rows(after: id, db) {
      last = id
      if row.kind == "reset" {
        if let part = BookPart(row) { progress.forget(part) }
      } else if let entry = ProgressEntry(row) {
        progress.apply(entry)
      }
    }
    return (progress, last)
  }

  private static func rows(after id: Int64, _ db: Database) throws -> [(id: Int64, row: EntryRow)] {
    let rows = try Row.fetchCursor(
      db, sql: "SELECT \(EntryRow.columns) FROM entry WHERE id > ? ORDER BY id", arguments: [id])
    var all: [(id: Int64, row: EntryRow)] = []
    while let row = try rows.next() { all.append((row[0], EntryRow(row))) }
    return all
  }
}
