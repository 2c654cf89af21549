import CellLanguage
import Coursebook
import Screen
import Testing

@testable import Tutor

/// Whatever takes keys on a page: it is seen when it gets the focus, and so is what its keys change.
@Suite struct ConsequenceTests {
  static let sizes = [
    (width: 80, height: 24), (width: 40, height: 12), (width: 120, height: 40),
    (width: 140, height: 16),
  ]

  @Test(arguments: Course.pages.map(\.id), sizes) func `what a key changed is on the screen`(
    id: PageID, size: (width: Int, height: Int)
  ) throws {
    var session = Session.onCourse(page: id, appearance: Appearance(), seed: 1)
    _ = session.receive(.resize(width: size.width, height: size.height))
    for _ in session.open.focusable.indices {
      session.press(.tab)
      let focus = try #require(session.focus)
      #expect(session.isFocusSeen, "\(focus)")
      let before = session.bodyRows
      switch session.context {
      case .cell:
        guard session.open.cells[focus.block]?.literals.isEmpty == false else { continue }
        session.press(.up)
        #expect(session.isFocusSeen, "the knob of \(focus)")
        #expect(session.bodyRows != before, "the knob of \(focus) changes nothing that is seen")
        if let figures = session.layout.consequences[focus.block],
          let knob = session.layout.cursorRow, figures.lowerBound < knob + session.bodyHeight
        {
          #expect(
            (session.row..<session.row + session.bodyHeight).contains(figures.lowerBound),
            "the figures of \(focus)")
        }
        session.press(.down)
      case .prompt("choice"):
        session.press("b")
        try session.expectVerdict(at: focus.block)
      case .prompt("select"):
        session.press("a")
        session.press(.enter)
        try session.expectVerdict(at: focus.block)
      case .prompt("predict"):
        session.press("1")
        session.press(.enter)
        try session.expectVerdict(at: focus.block)
      case .prompt("exercise"):
        session.press(.enter)
        try session.expectVerdict(at: focus.block)
      case .prompt("question"):
        session.press("s")
        try session.expectVerdict(at: focus.block)
      case .prompt("score"):
        session.press(.down)
        #expect(session.isFocusSeen, "\(focus)")
        #expect(session.bodyRows != before || session.open.prompts[focus.block]?.choice == 0)
        try session.expectVerdict(at: focus.block)
      case .stepper:
        session.press(.right)
        #expect(session.isFocusSeen, "\(focus)")
      case .prompt(let kind): Issue.record("no key of \(kind) is tried")
      case .training, .reading, .matrix, .pad, .typing, .editing, .list, .console, .links, .hits,
        .source:
        break
      }
      #expect(session.focus == focus, "keys for \(focus) stay with it")
    }
  }

  @Test(arguments: Course.pages.map(\.id), [80, 120, 140]) func `a click on a number picks it`(
    id: PageID, width: Int
  ) throws {
    var session = Session.onCourse(page: id, appearance: Appearance(), seed: 1)
    _ = session.receive(.resize(width: width, height: 40))
    for case .cell(let index) in session.open.focusable {
      for number in session.open.cells[index]?.literals.indices ?? 0..<0 {
        session.setFocus(.cell(index))
        session.literal = number
        session.refresh()
        let place = try #require(session.layout.literal)
        let top = try #require(session.layout.rows(of: .cell(index))).lowerBound
        // Without the focus a cell has no heading.
        session.focus = nil
        session.refresh()
        let start = try #require(session.layout.rows(of: .cell(index))).lowerBound
        let row = start + place.row - top - 1
        session.row = row
        session.clampRow()
        _ = session.receive(
          .mouse(.press(column: place.columns.lowerBound, row: row - session.row + 1)))
        #expect(session.focus == .cell(index) && session.literal == number, "\(place)")
      }
    }
  }

  @Test(arguments: Course.pages.map(\.id), [120, 140]) func `a click picks what it falls on`(
    id: PageID, width: Int
  ) throws {
    var session = Session.onCourse(page: id, appearance: Appearance(), seed: 1)
    _ = session.receive(.resize(width: width, height: 40))
    for focus in session.open.focusable {
      session.focus = nil
      session.refresh()
      let entry = try #require(session.layout.focusRows.last { $0.focus == focus })
      session.row = entry.rows.lowerBound
      session.clampRow()
      let row = entry.rows.lowerBound - session.row + 1
      _ = session.receive(.mouse(.press(column: entry.column + 4, row: row)))
      #expect(session.focus == focus)
    }
  }

  @Test func `scrolling away from a knob takes the keys from it`() throws {
    var session = Session.onCourse(page: PageID("1.1"), appearance: Appearance(), seed: 1)
    _ = session.receive(.resize(width: 80, height: 24))
    session.press(.tab)
    let texts = session.open.cells.mapValues(\.source)
    session.press(" ")
    session.press(" ")
    session.press(.down, .down, .down)
    #expect(session.open.cells.mapValues(\.source) == texts)
  }
}

extension Session {
  mutating func press(_ keys: Key...) { for key in keys { _ = receive(.key(key)) } }
  mutating func press(_ text: String) {
    for scalar in text.unicodeScalars { _ = receive(.key(.character(scalar))) }
  }

  fileprivate var bodyRows: [Substring] {
    "\(frame(width: width, height: height).grid)".split(
      separator: "\n", omittingEmptySubsequences: false
    )
    .dropFirst().dropLast().map { $0 }
  }

  /// What was said of an answer begins on the screen, and the question is there too where both fit.
  fileprivate func expectVerdict(
    at block: Int, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let said = try #require(
      layout.consequences[block], "nothing is said", sourceLocation: sourceLocation)
    let screen = row..<row + bodyHeight
    #expect(
      screen.contains(said.lowerBound), "\(said) in \(screen)", sourceLocation: sourceLocation)
    let all = try #require(layout.rows(of: .prompt(block)), sourceLocation: sourceLocation)
    if all.count <= bodyHeight {
      #expect(all.clamped(to: screen) == all, "\(all) in \(screen)", sourceLocation: sourceLocation)
    }
  }
}
