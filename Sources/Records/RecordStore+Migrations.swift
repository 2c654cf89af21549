import GRDB

extension RecordStore {
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
    // Pages by their names; until then they went by the numbers that they had.
    migrator.registerMigration("2") { db in
      let pages = try Row.fetchAll(
        db,
        sql: """
          SELECT DISTINCT page, name FROM entry
          WHERE typeof(page) = 'text' AND typeof(name) IN ('text', 'null')
          """)
      for row in pages {
        let (page, item): (String, String?) = (row[0], row[1])
        let name = FormerNumbers.name(of: page, item: item)
        guard name != page else { continue }
        try db.execute(
          sql: "UPDATE entry SET page = ? WHERE page = ? AND name IS ?",
          arguments: [name, page, item])
      }
      // "CNNT": by this `file` and other programs can tell what the database is.
      try db.execute(sql: "PRAGMA application_id = 0x434E4E54")
    }
    return migrator
  }
}
