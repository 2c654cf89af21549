import CellLanguage
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

  @Test func `comments one under the other wrap as one paragraph`() {
    let source = """
        // The input's rows and columns that lie
        // under the kernel, and no others.
        let rows = 3
      """
    #expect(
      Self.lines(source, width: 32) == [
        "|   // The input's rows and", "|   // columns that lie under the",
        "|   // kernel, and no others.", "|   let rows = 3",
      ])
    // With room for all of them every line stays as it was written, and so it does while it is edited.
    #expect(Self.lines(source, width: 60).count == 3)
    #expect(
      Self.lines(source, width: 32, cursor: (0, 0)).contains("|   // under the kernel, and no"))
  }

  @Test func `what of a comment goes on below is a comment there`() {
    #expect(
      Self.lines("let y = x  // the sum of all products", width: 30) == [
        "| let y = x  // the sum of all", "|   // products",
      ])
  }

  @Test func `an argument stays with its label, an indented comment with its indent`() {
    #expect(
      Self.lines("let column = g.entry(at: q, offset: s)", width: 34) == [
        "| let column = g.entry(at: q,", "|   offset: s)",
      ])
    #expect(
      Self.lines("///     y = x + the bias of the layer", width: 30) == [
        "| ///     y = x + the bias of", "| ///     the layer",
      ])
  }

  @Test func `lists and headings in comments keep their lines`() {
    let source = "// - one\n// - two and more words than fit\n//\n// three"
    #expect(
      Self.lines(source, width: 24) == [
        "| // - one", "| // - two and more words", "| // than fit", "| //", "| // three",
      ])
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

  @Test(arguments: [
    (1, 9, "foo(2)", "foo"), (2, 1, "ü + 1", "ü"), (1, 9, "bar", ""), (9, 1, "a", ""),
    (1, 99, "a", ""), (0, 0, "", ""),
  ])
  func `the word with which a mistake begins is marked, while it stands there`(
    line: Int, column: Int, text: String, marked: String
  ) {
    var view = CodeView(source: "let x = foo(2)\nü + 1", isSwift: true, width: 40)
    view.mistake = CellError(line: line, column: column, text: text, message: "wrong")
    let grid = view.picture(bar: "|", barStyle: .text).grid
    var found = String.UnicodeScalarView()
    for y in 0..<grid.height {
      for x in 0..<grid.width where grid[x, y].style == Style(.wrong).underlined {
        found.append(grid[x, y].scalar)
      }
    }
    #expect(String(found) == marked)
  }
}
