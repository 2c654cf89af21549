import Coursebook
import GRDB

extension RecordStore {
  /// Opens the store in a folder, which is made if need be.
  ///
  /// This never fails: where the file cannot be used, the store lives in memory, and `notice` is one sentence about
  /// it. A damaged file is set aside under another name, and a new one begun.
  public static func open(folder: String) -> (store: RecordStore, notice: String?) {
    let path = folder + "/progress.sqlite"
    do {
      try FileSystem.makeFolder(folder)
      guard !FileSystem.isFolder(path) else {
        throw RecordError(reason: "\(path) is a folder")
      }
      if FileSystem.exists(path) && !FileSystem.isWritable(path) {
        return inMemory("\(path) cannot be written", progress: readOnly(path))
      }
      try FileSystem.makeFile(path)
      FileSystem.makePrivate(path)
      return (try openFile(path), nil)
    } catch let error as DatabaseError where error.isDamage {
      return FileSystem.alone(in: folder) { replaceDamaged(path) }
    } catch {
      return inMemory(RecordError(error).reason)
    }
  }

  /// Sets a damaged file aside, unless another tutor has done so in the meantime.
  private static func replaceDamaged(_ path: String) -> (store: RecordStore, notice: String?) {
    do {
      return (try openFile(path), nil)
    } catch let error as DatabaseError where error.isDamage {
      do {
        let other = try setAside(path)
        try FileSystem.makeFile(path)
        return (
          try openFile(path),
          "The record of your progress was damaged; it is kept as \(other), and a new one begins."
        )
      } catch {
        return inMemory(RecordError(error).reason)
      }
    } catch {
      return inMemory(RecordError(error).reason)
    }
  }

  /// Renames the file, and what SQLite keeps beside it; the new name.
  private static func setAside(_ path: String) throws(RecordError) -> String {
    var number = 1
    func name(_ ending: String) -> String { "\(path).damaged-\(number)\(ending)" }
    let endings = ["", "-wal", "-shm"]
    while endings.contains(where: { FileSystem.exists(name($0)) }) { number += 1 }
    for ending in endings where FileSystem.exists(path + ending) {
      try FileSystem.move(path + ending, to: name(ending))
    }
    return name("")
  }

  // MARK: - In a file

  private static func openFile(_ path: String) throws -> RecordStore {
    // Two tutors that start at once may both want to lay out the file: the later one finds it done.
    for _ in 0..<20 {
      do {
        return try layOut(path)
      } catch let error as DatabaseError where error.isHaste {
        FileSystem.pause(milliseconds: 20)
      }
    }
    return try layOut(path)
  }

  private static func layOut(_ path: String) throws -> RecordStore {
    let database = try DatabaseQueue(path: path, configuration: configuration)
    let isDone = try database.read { db in
      guard try !migrator.hasBeenSuperseded(db) else {
        throw RecordError(reason: "\(path) was written by a newer cnn-tutor, and stays as it is")
      }
      return try migrator.hasCompletedMigrations(db)
    }
    try database.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
    }
    if !isDone { try migrator.migrate(database) }
    return try RecordStore(database: database, path: path)
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(2)
    configuration.label = "progress"
    return configuration
  }

  /// The steps by which the file came to its present form; a step is never changed once it has shipped.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { db in
      try db.execute(
        sql: """
          CREATE TABLE entry (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            moment TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
            kind TEXT NOT NULL,
            page TEXT,
            name TEXT,
            text TEXT,
            first INTEGER,
            second INTEGER
          );
          CREATE INDEX entryByKind ON entry (kind, page, name);
          """)
    }
    return migrator
  }

  // MARK: - In memory

  /// What a file holds that can be read and not written.
  private static func readOnly(_ path: String) -> ReaderProgress {
    do {
      var configuration = configuration
      configuration.readonly = true
      let database = try DatabaseQueue(path: path, configuration: configuration)
      return try RecordStore(database: database, path: nil).snapshot()
    } catch {
      // The notice says already that nothing will be saved.
      return ReaderProgress()
    }
  }

  private static func inMemory(
    _ reason: String, progress: ReaderProgress = ReaderProgress()
  ) -> (store: RecordStore, notice: String?) {
    do {
      let database = try DatabaseQueue()
      try migrator.migrate(database)
      let store = try RecordStore(database: database, path: nil, progress: progress)
      return (store, "Progress is not saved: \(reason).")
    } catch {
      fatalError("SQLite cannot make a database in memory: \(error)")
    }
  }
}

extension DatabaseError {
  fileprivate var isDamage: Bool {
    resultCode == .SQLITE_CORRUPT || resultCode == .SQLITE_NOTADB
  }

  /// Another tutor lays out the file at this moment, or has just done it.
  fileprivate var isHaste: Bool {
    resultCode == .SQLITE_BUSY || resultCode == .SQLITE_LOCKED || resultCode == .SQLITE_CONSTRAINT
      || message?.hasSuffix("already exists") == true
  }
}
