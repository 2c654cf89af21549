import CNNEngine
import Foundation
import Testing

@testable import Interchange

@Suite struct FilesTests {
  @Test func `a file that is not there is named`() {
    #expect(
      throws: InterchangeError.file(path: "/no/such.npy", .system("No such file or directory"))
    ) { try readNPY(path: "/no/such.npy") }
    #expect(
      throws: InterchangeError.file(path: "/no/such.npy", .system("No such file or directory"))
    ) { try writeNPY([1], path: "/no/such.npy") }
  }

  @Test(arguments: [
    ("a folder", "/tmp"), ("a device", "/dev/zero"), ("a device", "/dev/null"), ("a pipe", nil),
  ]) func `folders, devices and pipes are refused by every reader and writer, and not waited for`(
    kind: String, path: String?
  ) throws {
    try inFolder { folder in
      let path = path ?? folder + "/pipe"
      mkfifo(folder + "/pipe", 0o600)
      let refused = InterchangeError.file(path: path, .notAFile(kind))
      #expect(throws: refused) { try readArray(path) }
      #expect(throws: refused) { try readNPY(path: path) }
      #expect(throws: refused) { try readPNG(path: path) }
      #expect(throws: refused) { try readIDX(path: path) }
      #expect(throws: refused) { try readText(path: path) }
      #expect(throws: refused) { try readKeptRun(path: path) }
      #expect(throws: refused) { try readCIFAR10Batch(path: path) }
      #expect(throws: refused) { try writeNPY([1], path: path) }
      #expect(throws: refused) { try writeNPZ([("x", [1])], path: path) }
      if kind != "a folder" { #expect(throws: refused) { try readCIFAR10(path: path) } }
    }
  }

  @Test func `a file is told by what is in it, and an unknown one by what could be`() throws {
    try inFolder { folder in
      try Data(bytes("grey.png")).write(to: URL(fileURLWithPath: folder + "/x.npy"))
      #expect(try readArray(folder + "/x.npy").tensor.shape == [2, 3])
    }
    for unknown in ["", "P", "\u{0}\u{0}", "GIF89a", "%PDF-1.7"] {
      let error = #expect(throws: InterchangeError.self) { try decodeArray(Array(unknown.utf8)) }
      #expect(
        error?.description
          == "this is not a file that is read: NumPy (.npy, .npz), PNG, JPEG, PBM, PGM, PPM or IDX")
    }
  }

  @Test func `names are cut in the middle and lose what a terminal would obey`() {
    #expect(echoed("Größe 猫.npy") == "Größe 猫.npy")
    #expect(echoed("a\u{1B}[2J\n\u{7F}\u{9B}\u{202E}b") == "a␛[2J␊␡□□b")
    let long = echoed(String(repeating: "a", count: 100_000) + ".npy")
    #expect(long.unicodeScalars.count == 200 && long.hasSuffix("aaa.npy") && long.contains("a…a"))
    #expect(echoed("e" + String(repeating: "\u{301}", count: 999)).unicodeScalars.count == 200)
  }

  @Test func `no sentence about a file is long, or repeats what a terminal would obey`() {
    let nasty = "\u{1B}]0;\u{7}" + String(repeating: "x", count: 50_000) + "\u{202E}"
    let headers = [
      "{'\(nasty)': 1}", "{'descr': '\(nasty)', 'fortran_order': False, 'shape': ()}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (\(nasty))}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (\(String(repeating: "9", count: 5_000)))}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (\(String(repeating: "1,", count: 5_000)))}",
    ]
    var errors: [InterchangeError] = [.file(path: nasty, .arrays(asked: nasty, found: [nasty]))]
    for header in headers {
      let error = #expect(throws: InterchangeError.self) { try decodeNPY(npy(header)) }
      if let error { errors.append(error) }
    }
    for error in errors {
      #expect(error.description.unicodeScalars.count < 700)
      #expect(error.description.unicodeScalars.allSatisfy { echoed("\($0)") == "\($0)" })
    }
  }

  // MARK: - Writing

  @Test func `a file takes the place of another, whose rights and links stay`() throws {
    try inFolder { folder in
      let (path, link) = (folder + "/a.npy", folder + "/link.npy")
      try writeNPY([1], path: path)
      chmod(path, 0o640)
      symlink("a.npy", link)
      try writeNPY([2, 3], path: link)
      #expect(try readNPY(path: path) == [2, 3])
      #expect(try contents(of: folder) == ["a.npy", "link.npy"])
      var status = stat()
      lstat(path, &status)
      #expect(status.st_mode & 0o7777 == 0o640)
      lstat(link, &status)
      #expect(status.st_mode & S_IFMT == S_IFLNK)
    }
  }

  @Test(arguments: [0, 1, 100, 4095])
  func `when the disk is full the old file stays whole, and nothing beside it`(room: Int) throws {
    try inFolder { folder in
      let path = folder + "/a.npy"
      try writeNPY([1], path: path)
      var left = room
      let fullDisk = { (descriptor: Int32, bytes: UnsafeRawBufferPointer) -> Int in
        guard left > 0 else {
          errno = ENOSPC
          return -1
        }
        let count = write(descriptor, bytes.baseAddress, min(left, bytes.count))
        left -= count
        return count
      }
      for target in [path, folder + "/new.npy"] {
        left = room
        #expect(throws: InterchangeError.system("No space left on device")) {
          try replaceFile(target, with: encodeNPY(ramp(1_000)), write: fullDisk)
        }
      }
      #expect(try readNPY(path: path) == [1])
      #expect(try contents(of: folder) == ["a.npy"])
    }
  }

  @Test func `what the system writes in pieces arrives whole`() throws {
    try inFolder { folder in
      let path = folder + "/a.npy"
      try replaceFile(path, with: encodeNPY(ramp(100))) {
        errno = EINTR
        return $1.count % 3 == 0 && $1.count > 300
          ? write($0, $1.baseAddress, 1) : write($0, $1.baseAddress, min(7, $1.count))
      }
      #expect(try readNPY(path: path) == ramp(100))
    }
  }
}

/// Runs a test in a folder of its own.
func inFolder(_ body: (String) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("cnn-tutor-\(UUID().uuidString)").path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try body(folder)
}

private func contents(of folder: String) throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
}
