import CellLanguage
import Synchronization
import Testing

@testable import Coursebook

/// Pages whose cells are each within what a cell may take, and not all together.
@Suite struct `A page of many slow cells` {
  /// A clock that goes on by a tenth of a second each time somebody looks at it.
  private final class Clock: Sendable {
    let looks = Atomic(0)
    var surroundings: Surroundings {
      Surroundings(
        digits: { nil }, picture: { _ in nil }, pictureNames: [],
        clock: { Double(self.looks.add(1, ordering: .relaxed).newValue) / 10 })
    }
  }

  @Test func `is linted no longer than a reader of it would wait`() {
    let clock = Clock()
    let cells = (1...100).map {
      "```cell c\($0)\nvar x\($0) = 0\nfor i in 0..<300 { x\($0) += i }\n```\n"
    }
    let book = Book(files: [
      ("01-a/chapter.md", "# A\n"), ("01-a/01-b.md", "---\nid: b\n---\n# T\n\n" + cells.joined()),
    ])
    let slow = book.lint(
      checkMaths: { _ in nil }, isAllowed: { _ in true }, exists: { _ in true },
      surroundings: clock.surroundings
    ).map(\.description).filter { $0.contains("does not run") }
    #expect(slow.count > 90)
    #expect(
      slow.last?.hasSuffix(
        "the cells of this page take too long together; make the loops, the tensors or the networks smaller"
      ) == true)
    #expect(slow.first?.contains("c1 ") == false)
  }
}
