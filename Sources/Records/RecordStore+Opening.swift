import Coursebook
import GRDB

extension RecordStore {
  /// Opens the store in a folder, which is made if need be.
  ///
  /// This never fails: where the file cannot be used, the store lives in memory with what could be read of the file, and
  /// `notice` is one sentence about it. A damaged file is set aside under another name, and a new one begun.
  public static func open(folder: String) -> (store: RecordStore, notice: String?) {
    do {
      return try openFile(folder: folder)
    } catch {
      return inMemory(error.reason, progress: readable(path(in: folder)))
    }
  }

  static func path(in folder: String) -> String { folder + "/progress.sqlite" }

  /// Opens the store in a folder, or says why that cannot be; a damaged file is set aside.
  static func openFile(
    folder: String
  ) throws(RecordError) -> (store: RecordStore, notice: String?) {
    let path = path(in: folder)
    do {
      try FileSystem.makeFolder(folder)
      // SQLite would wait for ever for a pipe that stands where it keeps what belongs to the file.
      for ending in ["", "-wal", "-shm", "-journal"] {
        if let what = FileSystem.kindOfNoFile(path + ending) {
          throw RecordError(reason: "\(path + ending) is \(what)")
        }
      }
      if FileSystem.exists(path) && !FileSystem.isWritable(path) {
        throw RecordError(reason: "\(path) cannot be written")
      }
      try FileSystem.makeFile(path)
      return (try openFile(path), nil)
    } catch let error as DatabaseError where error.isDamage {
      return try FileSystem.alone(in: folder) { () throws(RecordError) in
        try replaceDamaged(path)
      }
    } catch {
      throw RecordError(error)
    }
  }

  /// Sets a damaged file aside, unless another tutor has done so in the meantime.
  private static func replaceDamaged(
    _ path: String
  ) throws(RecordError) -> (store: RecordStore, notice: String?) {
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
        throw RecordError(error)
      }
    } catch {
      throw RecordError(error)
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
    // Two tutors that start at once may both want to lay out the file: the later one finds it done. A file that is held
    // for long is not waited for.
    let clock = ContinuousClock()
    let limit = clock.now + .seconds(1)
    while true {
      do {
        return try layOut(path)
      } catch let error as DatabaseError where error.isHaste && clock.now < limit {
        FileSystem.pause(milliseconds: 20)
      }
    }
  }

  private static func layOut(_ path: String) throws -> RecordStore {
    let database = try DatabaseQueue(path: path, configuration: configuration)
    let isDone = try database.read { db in
      guard try !migrator.hasBeenSuperseded(db) else {
        throw RecordError(reason: "\(path) was written by a newer cnn-tutor, and stays as it is")
      }
      guard try db.tableExists("grdb_migrations") || isEmpty(db) else {
        throw RecordError(
          reason: "\(path) is a database of another program, and stays as it is")
      }
      return try migrator.hasCompletedMigrations(db)
    }
    FileSystem.makePrivate(path)
    try database.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
    }
    if !isDone { try migrator.migrate(database) }
    return try RecordStore(database: database, path: path)
  }

  private static func isEmpty(_ db: Database) throws -> Bool {
    try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM sqlite_master") == 0
  }

  static var configuration: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(1)
    configuration.label = "progress"
    return configuration
  }

  // MARK: - In memory

  /// What a file holds that can be read and not written, or that another program holds.
  ///
  /// SQLite writes beside a file even when it only reads; so a copy is read, which is gone afterwards.
  static func readable(_ path: String) -> ReaderProgress {
    let endings = ["", "-wal"]
    guard FileSystem.isReadable(path),
      endings.allSatisfy({ FileSystem.kindOfNoFile(path + $0) == nil }),
      let folder = FileSystem.makeTemporaryFolder()
    else { return ReaderProgress() }
    let copy = folder + "/copy.sqlite"
    defer {
      for ending in endings + ["-shm", "-journal"] { FileSystem.removeMade(copy + ending) }
      FileSystem.removeMade(folder)
    }
    do {
      for ending in endings where FileSystem.exists(path + ending) {
        try FileSystem.copy(path + ending, to: copy + ending)
      }
      let database = try DatabaseQueue(path: copy, configuration: configuration)
      guard try database.read({ try !migrator.hasBeenSuperseded($0) }) else {
        return ReaderProgress()
      }
      return try RecordStore(database: database, path: nil).snapshot()
    } catch {
      // The notice says already that nothing will be saved.
      return ReaderProgress()
    }
  }

  private static func inMemory(
    _ reason: String, progress: ReaderProgress
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
