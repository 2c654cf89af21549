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
  /// Which file that was when it was opened.
  private let file: FileSystem.Identity?
  /// What was read when the store was opened, and the last entry in it.
  private let start: (progress: ReaderProgress, lastEntry: Int64)

  init(database: DatabaseQueue, path: String?, progress: ReaderProgress = ReaderProgress()) throws {
    self.database = database
    self.path = path
    file = path.flatMap { FileSystem.identity(of: $0) }
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

  /// Adds an entry of a moment; throws `RecordError`.
  public func record(_ entry: ProgressEntry, at moment: Moment) throws(RecordError) {
    try record([(entry, moment)])
  }

  /// Adds entries in their order, all of them or none; throws `RecordError`.
  func record(_ entries: [(entry: ProgressEntry, moment: Moment)]) throws(RecordError) {
    do {
      try database.write { db in
        for (entry, moment) in entries {
          try Self.insert(entry.row, at: moment.milliseconds, db)
        }
      }
    } catch {
      throw RecordError(error)
    }
  }

  /// Forgets everything, or the answers, marks and changed cells of a part of the book.
  ///
  /// Before that the file is copied beside itself; the copy's path is given back, `nil` in memory.
  @discardableResult
  public func reset(_ part: BookPart = .everything, at moment: Moment) throws -> String? {
    do {
      let copy = try backup()
      try database.write { db in
        // Other tutors' entries stand here too: what this one read at its start says nothing of them.
        for stored in try Self.rows(after: 0, db) where part.holds(stored.row) {
          try db.execute(sql: "DELETE FROM entry WHERE id = ?", arguments: [stored.id])
        }
        for row in part.rows { try Self.insert(row, at: moment.milliseconds, db) }
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
      do {
        try database.writeWithoutTransaction { db in
          try db.execute(sql: "VACUUM INTO ?", arguments: [copy])
        }
      } catch {
        // Half a copy helps nobody, and its room may be what is missing.
        FileSystem.removeMade(copy)
        throw error
      }
      return copy
    }
    return nil
  }

  // MARK: - A file that was taken away

  /// Whether the store's path is still that of its file: SQLite goes on writing into one that was taken away.
  var isInPlace: Bool { path.map { FileSystem.identity(of: $0) == file } ?? true }

  /// Adds all that another store knows and that is not here: what is here and later stays.
  ///
  /// What was forgotten is left alone: it is in neither of them.
  func take(allOf other: RecordStore) throws(RecordError) {
    do {
      let known = try other.database.read { try Self.rows(after: 0, $0) }
      try database.write { db in
        let here = try Self.rows(after: 0, db)
        let same = Set(here.map { KnownRow(moment: $0.moment, row: $0.row) })
        var latest: [EntryRow: Int64] = [:]
        for stored in here where stored.row.replacesEarlier {
          latest[stored.row.replaced, default: .min] = max(
            latest[stored.row.replaced] ?? .min, stored.moment)
        }
        for stored in known where stored.row.kind != "reset" {
          if stored.row.replacesEarlier {
            guard latest[stored.row.replaced] ?? .min < stored.moment else { continue }
          } else if same.contains(KnownRow(moment: stored.moment, row: stored.row)) {
            continue
          }
          try Self.insert(stored.row, at: stored.moment, db)
        }
      }
    } catch {
      throw RecordError(error)
    }
  }

  private struct KnownRow: Hashable {
    var moment: Int64
    var row: EntryRow
  }

  // MARK: - Rows

  private static func insert(_ row: EntryRow, at moment: Int64, _ db: Database) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO entry (moment, kind, page, name, text, first, second)
        VALUES (strftime('%Y-%m-%d %H:%M:%f', ? / 1000.0, 'unixepoch'), ?, ?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      moment, row.kind, row.page, row.name, row.text, row.first, row.second,
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
    for stored in try rows(after: id, db) {
      last = stored.id
      if stored.row.kind == "reset" {
        if let part = BookPart(stored.row) { progress.forget(part) }
      } else if let entry = ProgressEntry(stored.row) {
        progress.apply(entry, at: Moment(milliseconds: stored.moment))
      }
    }
    return (progress, last)
  }

  private static func rows(
    after id: Int64, _ db: Database
  ) throws -> [(id: Int64, moment: Int64, row: EntryRow)] {
    let rows = try Row.fetchCursor(
      db, sql: "SELECT \(EntryRow.columns) FROM entry WHERE id > ? ORDER BY id", arguments: [id])
    var all: [(id: Int64, moment: Int64, row: EntryRow)] = []
    // A moment that is no moment says that nothing is known of it: the earliest there is.
    while let row = try rows.next() { all.append((row[0] ?? 0, row[1] ?? 0, EntryRow(row))) }
    return all
  }
}
