import Coursebook
import Foundation
import GRDB
import Testing

@testable import Records

/// Files under the record's name that are another program's, or that can be read only.
@Suite struct `A file that is not ours to write` {
  let folder: Folder
  let page = PageName("kernels")

  init() throws { folder = try Folder() }

  @Test func `another program's database stays as it is, to the byte and in its rights`() throws {
    try DatabaseQueue(path: folder.file.path).write {
      try $0.execute(sql: "CREATE TABLE entry (recipe TEXT); INSERT INTO entry VALUES ('soup')")
    }
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o644], ofItemAtPath: folder.file.path)
    let before = try Data(contentsOf: folder.file)
    let (store, notice) = RecordStore.open(folder: folder.path)
    #expect(
      notice
        == "Progress is not saved: \(folder.file.path) is a database of another program, "
        + "and stays as it is.")
    #expect(store.path == nil)
    #expect(try Data(contentsOf: folder.file) == before)
    #expect(try folder.permissions(folder.file) == 0o644)
    #expect(try folder.names() == ["progress.sqlite"])
  }

  @Test func `a pipe is not waited for`() throws {
    #expect(mkfifo(folder.file.path, 0o600) == 0)
    let (store, notice) = RecordStore.open(folder: folder.path)
    #expect(notice == "Progress is not saved: \(folder.file.path) is a pipe, not a file.")
    #expect(store.path == nil)
  }

  @Test func `what stands beside the file, not yet in it, is read, and nothing is written there`()
    throws
  {
    let store = RecordStore.open(folder: folder.path).store
    try store.record(.bookmark(page, isSet: true), at: moment)
    try store.record(.place(page, focus: 1, row: 2), at: moment)
    // As a program leaves it that is killed: the entries are in the log beside the file.
    let left = folder.path + "/left"
    try FileManager.default.createDirectory(atPath: left, withIntermediateDirectories: true)
    for ending in ["", "-wal"] {
      try FileManager.default.copyItem(
        atPath: folder.file.path + ending, toPath: "\(left)/progress.sqlite\(ending)")
    }
    let bytes = try Data(contentsOf: URL(fileURLWithPath: left + "/progress.sqlite"))
    let temporary = try temporaryFolders()
    let progress = RecordStore.readable(left + "/progress.sqlite")
    #expect(progress.bookmarks == [page] && progress.place?.row == 2)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: left).sorted()
        == ["progress.sqlite", "progress.sqlite-wal"])
    #expect(try Data(contentsOf: URL(fileURLWithPath: left + "/progress.sqlite")) == bytes)
    #expect(try temporaryFolders().subtracting(temporary).isEmpty)
  }

  @Test func `a record that another program holds for itself is read, and told within two seconds`()
    throws
  {
    do {
      let store = RecordStore.open(folder: folder.path).store
      try store.record(.bookmark(page, isSet: true), at: moment)
    }
    let other = try DatabaseQueue(path: folder.file.path)
    try other.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE")
      let clock = ContinuousClock()
      let begin = clock.now
      let (store, notice) = RecordStore.open(folder: folder.path)
      #expect(clock.now - begin < .seconds(4))
      #expect(notice == "Progress is not saved: another program holds the file.")
      #expect(try store.snapshot().bookmarks == [page])
      try db.execute(sql: "COMMIT")
    }
  }

  private func temporaryFolders() throws -> Set<String> {
    let parent = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    return Set(
      try FileManager.default.contentsOfDirectory(atPath: parent).filter {
        // Six letters by chance: other tests' folders have longer names.
        $0.hasPrefix("cnn-tutor-") && $0.count == 16
      })
  }
}
