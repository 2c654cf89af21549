import Coursebook
import Foundation
import GRDB
import Testing

@testable import Records

@Suite struct `What is forgotten` {
  let folder: Folder
  let page = PageName("kernels")
  let same = PageName("kernels-of-old")
  let other = PageName("layers")

  init() throws { folder = try Folder() }

  @Test(
    arguments: [
      (BookPart.everything, [], []),
      (
        .pages([PageName("kernels"), PageName("kernels-of-old")]), ["layers a", "layers b"],
        ["layers a"]
      ),
      (
        .pages([PageName("kernels")]),
        ["kernels-of-old a", "kernels-of-old b", "layers a", "layers b"],
        ["kernels-of-old a", "layers a"]
      ),
      (
        .prompt(PageName("kernels"), "a"),
        ["kernels b", "kernels-of-old a", "kernels-of-old b", "layers a", "layers b"],
        ["kernels a", "kernels-of-old a", "layers a"]
      ),
    ] as [(BookPart, [String], [String])])
  func `is that part of the book, in every tutor that is open`(
    part: BookPart, prompts: [String], cells: [String]
  ) throws {
    let stores = (0..<2).map { _ in RecordStore.open(folder: folder.path).store }
    for page in [page, same, other] {
      for name in ["a", "b"] {
        try stores[0].record(
          .answer(page, prompt: name, typed: "1", isRight: true, hints: 0), at: moment)
      }
      try stores[1].record(.cell(page, name: "a", source: "let x = 1"), at: moment)
    }
    try stores[1].reset(part, at: moment)
    for store in stores + [RecordStore.open(folder: folder.path).store] {
      let progress = try store.snapshot()
      #expect(progress.prompts.keys.map { "\($0.page) \($0.prompt)" }.sorted() == prompts)
      #expect(progress.cells.keys.map { "\($0.page) \($0.prompt)" }.sorted() == cells)
    }
    #expect(try folder.names().contains("progress.backup-1.sqlite"))
  }
}

@Suite struct `A file in trouble` {
  let folder: Folder
  let page = PageName("kernels")

  init() throws { folder = try Folder() }

  @Test func `on a full disk says so, and keeps what it has`() throws {
    let database = try DatabaseQueue()
    try RecordStore.migrator.migrate(database)
    try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 12") }
    let store = try RecordStore(database: database, path: nil)
    try store.record(.read(page), at: moment)
    let long = String(repeating: "x", count: 100_000)
    #expect(throws: RecordError(reason: "the disk is full")) {
      try store.record(.cell(page, name: "long", source: long), at: moment)
    }
    #expect(try store.snapshot().readPages == [page])
    #expect(try store.snapshot().cells.isEmpty)
  }

  @Test func `that is torn in the middle is set aside as it is`() throws {
    do {
      let store = RecordStore.open(folder: folder.path).store
      for number in 0..<400 {
        try store.record(.console("\(number) " + String(repeating: "y", count: 100)), at: moment)
      }
    }
    var bytes = try Data(contentsOf: folder.file)
    for index in 4096..<bytes.count { bytes[index] = 0x5A }
    try bytes.write(to: folder.file)
    let (store, notice) = RecordStore.open(folder: folder.path)
    let aside = folder.file.path + ".damaged-1"
    #expect(
      notice
        == "The record of your progress was damaged; it is kept as \(aside), and a new one begins."
    )
    #expect(try Data(contentsOf: URL(fileURLWithPath: aside)) == bytes)
    try store.record(.read(page), at: moment)
    #expect(try RecordStore.open(folder: folder.path).store.snapshot().readPages == [page])
  }
}
