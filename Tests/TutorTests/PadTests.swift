import CellLanguage
import Coursebook
import Testing

@testable import Tutor

/// Two numbers of a cell that the arrows steer.
@Suite struct PadTests {
  private static let book = Book(files: [
    ("01-a/chapter.md", "# A\n"),
    (
      "01-a/01-b.md",
      """
      # B

      ```cell shift
      let scale = 3
      let (right, down) = (0, 0)
      let (up, left): (Int, Int) = (5, -7)
      print(scale * right, scale * down, up, left)
      ```
      """
    ),
  ])

  /// With the cursor on the first number of the first pair.
  private func session() -> Session {
    var session = Session(
      book: Self.book, progress: ReaderProgress(), surroundings: .none, appearance: .plain, seed: 1)
    _ = session.receive(.resize(width: 80, height: 24))
    session.press(.tab, .right)
    return session
  }

  private func line(_ number: Int, _ session: Session) -> String {
    let lines = session.open.cells.values.first?.source.split(separator: "\n") ?? []
    return String(lines[number].drop { $0 != "=" })
  }

  @Test func `Enter on a number of the pair gives the arrows to both`() {
    var session = session()
    #expect(session.footer.contains("Enter steer"))
    session.press(.enter)
    #expect(session.context == .pad)
    #expect(session.text.contains("the arrows steer right and down"))
    #expect(session.footer.contains("←→↑↓ steer") && session.footer.contains("Esc done"))
    session.press(.right, .right, .down, .down, .down, .up, .left)
    #expect(line(1, session) == "= (1, 2)")
    #expect(session.text.contains("3 6 5 -7"))
    session.press(.left, .left, .up, .up, .up)
    #expect(line(1, session) == "= (-1, -1)")
    #expect(session.text.contains("-3 -3 5 -7"))
  }

  @Test func `the letters of the arrows steer too, and the second pair stays`() {
    var session = session()
    session.press(.right, .enter)
    session.press("llljjkh")
    #expect(line(1, session) == "= (2, 1)" && line(2, session) == "= (5, -7)")
  }

  @Test(arguments: [Key.escape, .enter, .character("q")])
  func `Esc and Enter give the arrows back`(key: Key) {
    var session = session()
    session.press(.enter, .down)
    session.press(key)
    #expect(session.context == .cell)
    #expect(!session.text.contains("the arrows steer"))
    session.press(.up)
    #expect(line(1, session) == "= (0, 2)", "the knob that was steered last")
  }

  @Test func `all that is steered is one step back`() {
    var session = session()
    session.press(.up)
    session.press(.enter, .right, .down, .right, .up)
    #expect(line(1, session) == "= (3, 0)")
    session.press("u")
    #expect(line(1, session) == "= (1, 0)" && session.context == .pad)
    session.press("u")
    #expect(line(1, session) == "= (0, 0)")
  }

  @Test func `each press is kept, and r brings the book's numbers back`() {
    var session = session()
    session.press(.enter)
    let source = "let scale = 3\nlet (right, down) = (1, 0)\n"
    #expect(
      session.press(.right).contains { effect in
        if case .record(.cell(_, name: "shift", let text?)) = effect {
          text.hasPrefix(source)
        } else {
          false
        }
      })
    session.press("r")
    #expect(line(1, session) == "= (0, 0)" && session.context == .pad)
  }

  @Test func `a click on a number that is in no pair ends it`() throws {
    var session = session()
    session.press(.enter)
    let place = try #require(session.layout.literals[3])
    _ = session.receive(
      .mouse(.press(column: place.columns.lowerBound, row: place.row - session.row + 1)))
    #expect(session.context == .pad)
    session.press(.down)
    #expect(line(2, session) == "= (5, -6)", "on another pair it goes on there")
    let first = try #require(session.layout.literals[0])
    _ = session.receive(
      .mouse(.press(column: first.columns.lowerBound, row: first.row - session.row + 1)))
    #expect(session.context == .cell)
  }

  @Test func `where the text has no pair any more there is nothing to steer`() {
    var session = session()
    session.press("e")
    session.press("1 + ")
    session.press(.escape)
    #expect(line(1, session) == "= (1 + 0, 0)" && session.footer.contains("Enter edit"))
    session.press("e")
    session.press(.delete, .delete, .delete, .delete, .escape)
    session.press(.enter, .right)
    #expect(line(1, session) == "= (1, 0)" && session.context == .pad)
    session.press("u")
    #expect(session.context == .pad)
    session.press("u")
    #expect(line(1, session) == "= (1 + 0, 0)" && session.context == .cell)
  }
}
