import Coursebook
import Testing

@testable import Tutor

/// A matrix of a cell, walked as a grid, is a drawing pad.
@Suite struct DrawingTests {
  static let book = Book(files: [
    ("01-a/chapter.md", "# A\n"),
    (
      "01-a/01-b.md",
      """
      ---
      id: b
      ---
      # B

      ```cell pad
      let x: Tensor = [[0, 0, 0, 0],
                       [0, 0, 0, 0]]
      let k: Tensor = [[0.5, 0.25]]
      print(x.sum())
      ```
      """
    ),
  ])

  func session() -> Session {
    var session = Session(
      book: Self.book, progress: ReaderProgress(), surroundings: .none, appearance: .plain, seed: 1)
    _ = session.receive(.resize(width: 80, height: 24))
    session.press(.tab, .enter)
    return session
  }

  func rows(_ session: Session) -> [String] {
    let lines = session.open.cells.values.first?.source.split(separator: "\n") ?? []
    return lines.prefix(3).map { String($0.drop { $0 != "[" }) }
  }

  /// Where an entry of the first matrix stands on the screen.
  func place(_ row: Int, _ column: Int, _ session: Session) throws -> (column: Int, row: Int) {
    let place = try #require(session.layout.literals[4 * row + column])
    return (place.columns.lowerBound, place.row - session.row + 1)
  }

  func press(_ row: Int, _ column: Int, in session: inout Session) throws {
    let place = try place(row, column, session)
    _ = session.receive(.mouse(.press(column: place.column, row: place.row)))
  }

  func drag(_ row: Int, _ column: Int, in session: inout Session) throws {
    let place = try place(row, column, session)
    _ = session.receive(.mouse(.drag(column: place.column, row: place.row)))
  }

  @Test func `x fills the entry under the cursor, and empties a filled one`() {
    var session = session()
    #expect(session.context == .matrix)
    session.press(.right)
    session.press("x")
    #expect(rows(session)[0] == "[[0, 1, 0, 0],")
    #expect(session.text.contains("1.0"))
    session.press("x")
    #expect(rows(session)[0] == "[[0, 0, 0, 0],")
  }

  @Test func `what fills is the largest number of the matrix, as it is written`() {
    var session = session()
    session.press("7")
    session.press(.right)
    session.press("x")
    #expect(rows(session)[0] == "[[7, 7, 0, 0],")
    session.press(.down, .down)
    for _ in 0..<10 { session.press(.right) }
    session.press("x")
    #expect(rows(session)[2] == "[[0.5, 0.5]]")
    session.press("x")
    #expect(rows(session)[2] == "[[0.5, 0.0]]")
  }

  @Test func `the mouse draws a stroke, which is one step back`() throws {
    var session = session()
    try press(0, 0, in: &session)
    #expect(rows(session)[0] == "[[0, 0, 0, 0],", "a press alone picks")
    try drag(0, 1, in: &session)
    try drag(1, 2, in: &session)
    #expect(rows(session).prefix(2) == ["[[1, 1, 0, 0],", "[0, 0, 1, 0]]"])
    #expect(session.text.contains("3.0"))
    try press(1, 2, in: &session)
    try drag(1, 3, in: &session)
    #expect(rows(session)[1] == "[0, 0, 0, 0]]", "from a filled entry on a stroke empties")
    session.press("u")
    #expect(rows(session)[1] == "[0, 0, 1, 0]]")
    session.press("u")
    #expect(rows(session).prefix(2) == ["[[0, 0, 0, 0],", "[0, 0, 0, 0]]"])
  }

  @Test func `a stroke stays in its matrix, and draws only in the grid`() throws {
    var session = session()
    try press(1, 0, in: &session)
    try drag(1, 1, in: &session)
    let other = try #require(session.layout.literals[8])
    _ = session.receive(
      .mouse(.drag(column: other.columns.lowerBound, row: other.row - session.row + 1)))
    #expect(rows(session) == ["[[0, 0, 0, 0],", "[1, 1, 0, 0]]", "[[0.5, 0.25]]"])
    session.press(.escape)
    try press(0, 0, in: &session)
    try drag(0, 3, in: &session)
    #expect(rows(session)[0] == "[[0, 0, 0, 0],")
  }
}
