import Screen
import Testing

@testable import Tutor

@Suite struct CodeViewTests {
  private static func lines(_ source: String, width: Int, cursor: (Int, Int)? = nil) -> [String] {
    var view = CodeView(source: source, isSwift: true, width: width)
    view.cursor = cursor.map { (line: $0.0, column: $0.1) }
    return "\(view.picture(bar: "|", barStyle: .text).grid)".split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
  }

  @Test func `a line that is just full ends there`() {
    #expect(Self.lines("let a = 1\nb", width: 9) == ["| let a = 1", "| b"])
  }

  @Test func `a long line goes on before a word, a longer word is cut`() {
    #expect(
      Self.lines("let sum = first + second", width: 16) == ["| let sum = first", "| + second"])
    #expect(
      Self.lines("  let total = first + second", width: 20) == [
        "|   let total = first", "|     + second",
      ])
    #expect(
      Self.lines("let abc = first + second", width: 17) == ["| let abc = first +", "| second"])
    #expect(Self.lines("abcdefghijkl", width: 5) == ["| abcde", "| fghij", "| kl"])
    #expect(Self.lines("    abcdefgh", width: 8) == ["|     abcd", "| efgh"])
  }

  @Test func `the cursor behind a full line stands on the next`() throws {
    for source in ["let a = 1\nb", "let a = 1"] {
      var view = CodeView(source: source, isSwift: true, width: 9)
      view.cursor = (line: 0, column: 9)
      let picture = view.picture(bar: "|", barStyle: .text)
      let cursor = try #require(picture.cursor)
      #expect(cursor.column == 2 && cursor.row == 1)
      #expect(cursor.row < picture.grid.height)
    }
  }
}
