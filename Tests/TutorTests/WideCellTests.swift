import Coursebook
import Screen
import Testing

@testable import Tutor

/// On a wide screen a cell's figures stand beside its text, and everything that reads rows and columns knows it.
@Suite struct WideCellTests {
  @Test func `from 110 columns on the figure begins beside the first line`() {
    let wide = Session.wide(width: 110)
    let line = wide.lines.first { $0.contains("let x: Tensor") }
    #expect(line?.contains("x [3, 3]") == true, "\(wide.text)")
    let narrow = Session.wide(width: 109)
    #expect(narrow.lines.allSatisfy { !$0.contains("let x") || !$0.contains("x [3, 3]") })
  }

  @Test func `what is too wide stays below, and so does what was only printed`() {
    let session = Session.wide(width: 120)
    let row = session.lines.firstIndex { $0.contains("show(ramp(2, 20)") } ?? 0
    #expect(session.lines[row + 2].hasPrefix("    ramp(2, 20)"), "\(session.text)")
    let printed = session.lines.firstIndex { $0.contains("print(1 + 1)") } ?? 0
    #expect(session.lines[printed + 1].hasPrefix("    2"))
  }

  @Test func `a page that is printed reads from top to bottom`() throws {
    let page = try #require(Session.wideBook.page(PageID(chapter: 1, page: 1)))
    let text = PageText(page, surroundings: .none, width: 120).text
    #expect(
      text.split(separator: "\n").allSatisfy { !$0.contains("let x") || !$0.contains("[3, 3]") })
  }

  @Test func `a click picks the number, or the figure beside it`() throws {
    var session = Session.wide(width: 120)
    let row = try #require(session.lines.firstIndex { $0.contains("[4, 5, 6]") })
    let line = Array(session.lines[row].unicodeScalars)
    let five = try #require(line.firstIndex(of: "5"))
    _ = session.receive(.mouse(.press(column: five, row: row)))
    #expect(session.focus == .cell(0) && session.literal == 4)
    // The heading that the cell has now moved the rest by a row.
    let stepper = try #require(session.layout.focusRows.first { $0.focus == .stepper(0, 0) })
    #expect(stepper.column > five)
    _ = session.receive(.mouse(.press(column: stepper.column + 3, row: row + 1)))
    #expect(session.focus == .stepper(0, 0))
    let last = try #require(session.lines.firstIndex { $0.contains("[7, 8, 9]") })
    _ = session.receive(.mouse(.press(column: five, row: last)))
    #expect(session.focus == .cell(0) && session.literal == 7)
  }

  @Test func `nothing moves while numbers are turned, text is typed, and steps are taken`() {
    var session = Session.wide(width: 120)
    session.press(.tab)
    let column = session.figureColumn
    #expect(column > 0)
    for _ in 0..<12 {
      session.press(.up)
      #expect(session.figureColumn == column)
    }
    session.press("e")
    session.press("let thisIsALongNameOfAVariableThatIsNotInTheBook = 1234567 + 2345678; ")
    #expect(session.figureColumn == column)
    session.press(.enter, .enter)
    #expect(session.figureColumn == column)
    session.press(.escape)
    session.press("r")
    session.press(.tab)
    #expect(session.focus == .stepper(0, 0))
    for _ in 0..<6 {
      session.press(.character("."), .right)
      #expect(session.figureColumn == column)
    }
  }

  @Test func `an error stands where the figures stand`() {
    var session = Session.wide(width: 120)
    session.press(.tab)
    session.press("eoops(")
    session.press(.escape)
    let line = session.lines.first { $0.contains("line 1, column") }
    #expect(line?.contains("let x") == true, "\(session.text)")
  }
}

extension Session {
  fileprivate static var wideBook: Book {
    let page = """
      # Wide

      ```cell sliding
      let x: Tensor = [[1, 2, 3],
                       [4, 5, 6],
                       [7, 8, 9]]
      let k: Tensor = [[1, 0], [0, 1]]
      let y = conv2d(x, k)
      trace(y)
      ```

      ```cell row
      show(ramp(2, 20), style: .numbers)
      ```

      ```cell printed
      print(1 + 1)
      ```
      """
    return Book(files: [
      (path: "01-wide/chapter.md", text: "# Wide\n"), (path: "01-wide/01-first.md", text: page),
    ])
  }

  fileprivate static func wide(width: Int) -> Session {
    var session = Session(
      book: wideBook, progress: ReaderProgress(), surroundings: .none, appearance: .plain, seed: 1)
    _ = session.receive(.resize(width: width, height: 60))
    return session
  }

  fileprivate var lines: [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// Where the first cell's figure begins.
  fileprivate var figureColumn: Int {
    layout.focusRows.first { $0.focus == .stepper(0, 0) }?.column ?? 0
  }
}
