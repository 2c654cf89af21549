import CNNEngine
import Foundation
import Interchange
import Testing

/// A folder of runs with other people's things in it: only what was made here, whole and under its own name, is deleted.
@Suite struct ForeignFilesTests {
  /// Folders and files that are not the program's, with their bytes; some look much like its own.
  static func fill(_ folder: KeptRunFolder) throws -> [String: Data?] {
    let run = KeptRunFolderTests.run("mine")
    let bytes = Data(encodeKeptRun(run))
    var damaged = bytes
    damaged[damaged.count / 2] ^= 1
    var things: [String: Data?] = [:]
    for number in 0..<60 { things["project-\(number)"] = .some(nil) }
    for number in 0..<20 {
      // Hexadecimal digits and the ending of a run, with nothing of a run inside.
      things[String(0xA000_0000 + number, radix: 16) + ".run"] = Data("notes \(number)".utf8)
    }
    // A folder with a run's name, a run whose reader named it, one that is damaged, one that was cut off.
    things["00ff.run"] = .some(nil)
    things["my-best.run"] = bytes
    things["0123456789abcdef.run"] = bytes
    things[keptRunFileName(for: "torn")] = damaged
    things[keptRunFileName(for: "short")] = bytes.prefix(40)
    things[keptRunFileName(for: "mine") + ".aside-1"] = bytes
    things[".cnn-tutor-1-0.new"] = Data("CNNRUN1\n".utf8)
    things["README.md"] = Data("# Mine\n".utf8)
    for (name, data) in things {
      let url = URL(fileURLWithPath: "\(folder.path)/\(name)")
      if let data {
        try data.write(to: url)
      } else {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        try Data("inside".utf8).write(to: url.appendingPathComponent("file"))
      }
    }
    // A link with a run's name leads to a run of somebody's.
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/\(keptRunFileName(for: "linked"))",
      withDestinationPath: "\(folder.path)/my-best.run")
    return things
  }

  static func expectUntouched(_ things: [String: Data?], in folder: KeptRunFolder) throws {
    for (name, data) in things {
      let path = "\(folder.path)/\(name)"
      if let data {
        #expect(FileManager.default.contents(atPath: path) == data, "\(name)")
      } else {
        #expect(FileManager.default.contents(atPath: path + "/file") == Data("inside".utf8))
      }
    }
    let link = "\(folder.path)/\(keptRunFileName(for: "linked"))"
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: link).hasSuffix("my-best.run"))
  }

  @Test func `a hundred runs push out the oldest of themselves and nothing else`() throws {
    try KeptRunFolderTests.inFolder { folder in
      let things = try Self.fill(folder)
      for number in 0..<100 {
        let run = KeptRunFolderTests.run("run \(number)")
        try folder.keep(run)
        let file = try #require(folder.file(of: run.key))
        try FileManager.default.setAttributes(
          [.modificationDate: Date(timeIntervalSince1970: Double(1_000_000 + number))],
          ofItemAtPath: file)
      }
      try Self.expectUntouched(things, in: folder)
      let kept = (0..<100).filter { folder.step(of: "run \($0)") != nil }
      // Four files begin as runs do and cannot be told to be ours: they stay, and count.
      #expect(kept == Array(54..<100))
    }
  }

  @Test func `forgetting everything deletes every run and nothing else, and says what stays`()
    throws
  {
    try KeptRunFolderTests.inFolder { folder in
      let things = try Self.fill(folder)
      for number in 0..<5 { try folder.keep(KeptRunFolderTests.run("run \(number)")) }
      // What a program that was killed at that moment leaves: whole, and without its name yet.
      let left = "\(folder.path)/.cnn-tutor-7-0.new"
      try Data(encodeKeptRun(KeptRunFolderTests.run("left"))).write(to: URL(fileURLWithPath: left))
      let (deleted, foreign) = folder.forgetAll()
      #expect(deleted == 6 && foreign == things.count + 1)
      try Self.expectUntouched(things, in: folder)
      #expect((0..<5).allSatisfy { folder.step(of: "run \($0)") == nil })
      #expect(!FileManager.default.fileExists(atPath: left))
      #expect(folder.forgetAll() == (0, things.count + 1))
    }
  }

  @Test func `a folder with nothing but runs goes with them`() throws {
    try KeptRunFolderTests.inFolder { folder in
      let runs = KeptRunFolder(path: folder.path + "/deep/runs")
      try runs.keep(KeptRunFolderTests.run("run"))
      #expect(runs.forgetAll() == (1, 0))
      #expect(try KeptRunFolderTests.files(folder) == ["deep"])
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/deep") == [])
      #expect(runs.forgetAll() == (0, 0))
    }
  }

  @Test func `forgetting one run deletes it and its fork, not a file that took its name`() throws {
    try KeptRunFolderTests.inFolder { folder in
      try folder.keep(KeptRunFolderTests.run("run"))
      var fork = KeptRunFolderTests.run(KeptRun.forkKey(of: "run"))
      fork.fork = KeptRun.Fork(factor: 3, earlier: [])
      try folder.keep(fork)
      #expect(folder.forget("run") == nil)
      #expect(try KeptRunFolderTests.files(folder) == [])
      let file = try #require(folder.file(of: "run"))
      try Data("mine".utf8).write(to: URL(fileURLWithPath: file))
      #expect(
        folder.forget("run")
          == "\(file) cannot be deleted: the run will be here again next time.")
      #expect(FileManager.default.contents(atPath: file) == Data("mine".utf8))
      // A run that is kept under that name later leaves it whole, too.
      try folder.keep(KeptRunFolderTests.run("run"))
      #expect(folder.step(of: "run") == 12)
      #expect(FileManager.default.contents(atPath: file + ".aside-1") == Data("mine".utf8))
    }
  }

  @Test func `a fork is found before the run that it left, to the same bits`() throws {
    try KeptRunFolderTests.inFolder { folder in
      try folder.keep(KeptRunFolderTests.run("run", step: 2))
      var fork = KeptRunFolderTests.run(KeptRun.forkKey(of: "run"), step: 7)
      fork.fork = KeptRun.Fork(
        factor: 1 / 3,
        earlier: [
          KeptRun.Earlier(
            accuracy: KeptRun.Curve(epochs: [1, 2], values: [0.5, .nan]),
            loss: KeptRun.Curve(epochs: [1], values: [2.5]))
        ])
      try folder.keep(fork)
      let found = try #require(folder.find("run") { _ in true }.run)
      #expect(found.key == "run" && found.checkpoint.step == 7)
      #expect(found.fork?.factor == 1 / 3 && found.fork?.earlier.first?.accuracy.epochs == [1, 2])
      #expect(found.fork?.earlier.first?.loss.values == [2.5])
      var again = found
      again.key = fork.key
      #expect(encodeKeptRun(again) == encodeKeptRun(fork))
      #expect(folder.forgetFork(of: "run") == nil)
      #expect(folder.find("run") { _ in true }.run?.checkpoint.step == 2)
    }
  }
}
