import Foundation
import Testing

@testable import Interchange

@Suite struct NewFileTests {
  private func save(_ text: String, _ folder: String) throws -> String {
    let path = try writeNewFile(text, folder: folder, name: "page", ending: "svg")
    return String(path.dropFirst(folder.count + 1))
  }

  private func expect(
    _ text: String, in folder: String, as name: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let saved = try save(text, folder)
    let read = try readText(path: folder + "/" + saved)
    #expect(saved == name && read == text, sourceLocation: sourceLocation)
  }

  @Test func `a new file takes no other's place`() throws {
    try inFolder { folder in
      try expect("a", in: folder, as: "page.svg")
      try expect("b", in: folder, as: "page-2.svg")
      try expect("c", in: folder, as: "page-3.svg")
      let first = try readText(path: folder + "/page.svg")
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(first == "a" && names.count == 3)
    }
  }

  @Test func `the same once more is the same file`() throws {
    try inFolder { folder in
      try expect("a", in: folder, as: "page.svg")
      try expect("b", in: folder, as: "page-2.svg")
      try expect("a", in: folder, as: "page.svg")
      try expect("b", in: folder, as: "page-2.svg")
    }
  }

  @Test func `folders, pipes and links that lead nowhere stay what they are`() throws {
    try inFolder { folder in
      try FileManager.default.createDirectory(
        atPath: folder + "/page.svg", withIntermediateDirectories: false)
      mkfifo(folder + "/page-2.svg", 0o600)
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/page-3.svg", withDestinationPath: folder + "/nowhere")
      try expect("a", in: folder, as: "page-4.svg")
      #expect(!FileManager.default.fileExists(atPath: folder + "/nowhere"))
    }
  }

  @Test func `a folder that takes no file is told with the file's name, and nothing stays`() {
    #expect(
      throws: InterchangeError.file(
        path: "/proc/self/page.svg", .system("No such file or directory"))
    ) { try save("a", "/proc/self") }
    #expect(
      throws: InterchangeError.file(path: "/no/such/page.svg", .system("No such file or directory"))
    ) { try save("a", "/no/such") }
  }
}
