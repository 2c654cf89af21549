import CNNEngine
import Foundation
import Interchange
import Testing

@Suite struct KeptRunFolderTests {
  /// Does something with a folder of its own.
  static func inFolder(_ body: (KeptRunFolder) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("cnn-tutor-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(KeptRunFolder(path: folder))
  }

  static func run(_ key: String, step: Int = 12) -> KeptRun {
    var run = KeptRunFileTests.run
    run.key = key
    run.checkpoint.step = step
    return run
  }

  static func write(_ run: KeptRun, as key: String, in folder: KeptRunFolder) throws {
    try writeKeptRun(run, path: try #require(folder.file(of: key)))
  }

  static func files(_ folder: KeptRunFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test func `where nothing was kept, nothing is found and nothing is said`() throws {
    try Self.inFolder { folder in
      let found = folder.find("new", before: "old") { _ in true }
      #expect(found == KeptRunFolder.Found())
      #expect(folder.file(of: "") == nil)
    }
    let nowhere = KeptRunFolder(path: "/nowhere/at/all")
    #expect(nowhere.find("new", before: "old") { _ in true } == KeptRunFolder.Found())
  }

  @Test func `the run of the new key comes before that of the old one, which stays`() throws {
    try Self.inFolder { folder in
      try Self.write(Self.run("new", step: 2), as: "new", in: folder)
      try Self.write(Self.run("old", step: 1), as: "old", in: folder)
      let found = folder.find("new", before: "old") { _ in true }
      #expect(found.run?.checkpoint.step == 2 && found.notice == nil)
      #expect(try Self.files(folder).count == 2)
    }
  }

  @Test func `a run of the old key is handed out under the new one, and its file moves with it`()
    throws
  {
    try Self.inFolder { folder in
      try Self.write(Self.run("old"), as: "old", in: folder)
      var asked: [String] = []
      let found = folder.find("new", before: "old") {
        asked.append($0.key)
        return true
      }
      #expect(found.run?.key == "new" && asked == ["new"])
      #expect(found.run?.checkpoint == Self.run("old").checkpoint)
      #expect(try Self.files(folder) == [keptRunFileName(for: "new")])
      #expect(
        folder.find("new") { _ in true }.run.map(encodeKeptRun) == found.run.map(encodeKeptRun))
    }
  }

  @Test(arguments: [false, true])
  func `a file that is damaged, not a run, or that of another run is set aside whole`(isOld: Bool)
    throws
  {
    var damaged = encodeKeptRun(Self.run(isOld ? "old" : "new"))
    damaged[damaged.count / 2] ^= 1
    let files = [damaged, [], Array("CNNRUN2\n".utf8), encodeKeptRun(Self.run("another"))]
    for (i, bytes) in files.enumerated() {
      try Self.inFolder { folder in
        let path = try #require(folder.file(of: isOld ? "old" : "new"))
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let found = folder.find("new", before: "old") { _ in true }
        let why = i == 3 ? "does not fit this cell" : "cannot be read"
        #expect(found.run == nil)
        #expect(found.notice == "A run that was kept \(why); it is set aside as \(path).aside-1.")
        #expect(FileManager.default.contents(atPath: path + ".aside-1") == Data(bytes))
        #expect(try Self.files(folder).count == 1)
        // Nothing is said twice.
        #expect(folder.find("new", before: "old") { _ in true } == KeptRunFolder.Found())
      }
    }
  }

  @Test func `what was set aside before keeps its place`() throws {
    try Self.inFolder { folder in
      let path = try #require(folder.file(of: "new"))
      for n in 1...3 {
        try Data([UInt8(n)]).write(to: URL(fileURLWithPath: path))
        #expect(folder.find("new") { _ in true }.notice?.hasSuffix(".aside-\(n).") == true)
      }
      for n in 1...3 {
        #expect(FileManager.default.contents(atPath: "\(path).aside-\(n)") == Data([UInt8(n)]))
      }
    }
  }

  @Test func `behind a damaged file of the new key the run of the old one is found`() throws {
    try Self.inFolder { folder in
      try Data([1]).write(to: URL(fileURLWithPath: try #require(folder.file(of: "new"))))
      try Self.write(Self.run("old"), as: "old", in: folder)
      let found = folder.find("new", before: "old") { _ in true }
      #expect(found.run?.key == "new" && found.notice?.contains("cannot be read") == true)
      #expect(
        folder.find("new") { _ in true }.run.map(encodeKeptRun) == found.run.map(encodeKeptRun))
    }
  }
}
