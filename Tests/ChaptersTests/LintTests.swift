import Coursebook
import Foundation
import Testing

@testable import Tutor

/// The course as it ships has nothing that its linter complains of; the source files that pages name exist.
@Suite struct LintTests {
  @Test func `the course linter finds nothing`() {
    let lint = CourseLint(
      book: Course.book, surroundings: Course.surroundings,
      exists: { FileManager.default.fileExists(atPath: Course.packageFolder.path + "/" + $0) })
    #expect(lint.complaints.map(\.description) == [])
  }

  @Test func `every chapter ships with the program`() throws {
    let manifest = try String(
      contentsOf: Course.packageFolder.appendingPathComponent("Package.swift"), encoding: .utf8)
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: Course.packageFolder.path + "/Chapters"
    ).filter { $0.first?.isNumber ?? false }
    try #require(folders.count >= 8)
    for folder in folders { #expect(manifest.contains(".copy(\"\(folder)\")"), "\(folder)") }
  }

  @Test func `a figure, a line or a formula that does not fit is refused with its place`() {
    let page = """
      # Wide

      ```cell wide
      let aVeryLongName = ones(3, 3) + ones(3, 3) + ones(3, 3) + ones(3, 3) + ones(3, 3)
      show(aVeryLongName)
      ```

      ```math
      \\fraction{a}{b}
      ```
      """
    let book = Book(files: [
      (path: "01-a/chapter.md", text: "# A\n"), (path: "01-a/01-wide.md", text: page),
    ])
    let found = CourseLint(book: book, surroundings: .none, exists: { _ in true }).complaints.map(
      \.description)
    #expect(
      found.contains { $0.hasPrefix("01-a/01-wide.md:4:75: this line of the cell has 82 columns") })
    #expect(found.contains { $0.contains("fraction") })
    #expect(found.contains { $0.contains("question") || $0.contains("predict") })
  }
}
