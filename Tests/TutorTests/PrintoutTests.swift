import Screen
import Testing

@testable import Tutor

@Suite struct PrintoutTests {
  private static func lines(_ text: String, width: Int) -> [String] {
    "\(Printout(text: text, width: width).grid)".split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
  }

  @Test func `columns stay columns`() {
    #expect(
      Self.lines("  1    10\n 20     5\na\tb\nabc\td", width: 20) == [
        "  1    10", " 20     5", "a       b", "abc     d",
      ])
  }

  @Test func `a long line goes on behind a mark, cut between words where it can be`() {
    #expect(
      Self.lines("first second third fourth", width: 14) == ["first second", "↪ third fourth"])
    #expect(Self.lines("abcdefghijkl", width: 6) == ["abcdef", "↪ ghij", "↪ kl"])
  }

  @Test func `both kinds of line ends end a line, and no control character gets through`() {
    #expect(Self.lines("a\r\nb\u{1B}\n", width: 9) == ["a", "b␛", ""])
  }

  @Test(arguments: 1...12) func `no width is exceeded and nothing is lost`(width: Int) {
    let text = "a bc  def 0123456789abcdef\n\n-1"
    let grid = Printout(text: text, width: width, indent: 0).grid
    #expect(grid.width == width)
    let shown = "\(grid)".filter { $0 != " " && $0 != "\n" && $0 != "↪" }
    if width > 2 { #expect(shown == text.filter { $0 != " " && $0 != "\n" }) }
  }
}
