import Coursebook
import Screen
import Testing

@testable import Tutor

/// Where lines of the whole book end.
@Suite struct BreakingTests {
  @Test(arguments: Course.book.pageIDs) func `no size and no percentage is broken, at any width`(
    id: PageID
  ) throws {
    let page = try #require(Course.book.page(id))
    for width in [60, 66, 72, 80, 84] {
      let lines = PageText(page, surroundings: Course.surroundings, width: width).text
        .split(separator: "\n", omittingEmptySubsequences: false)
      for (line, next) in zip(lines, lines.dropFirst()) {
        #expect(!line.contains(/[0-9] ×$/) && !next.contains(/^[│ ]*× [0-9]/), "\(line)\n\(next)")
        #expect(!(line.contains(/[0-9]$/) && next.contains(/^[│ ]*%/)), "\(line)\n\(next)")
      }
    }
  }
}
