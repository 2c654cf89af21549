import CellLanguage
import Coursebook
import Screen
import Testing

@testable import Tutor

@Suite struct HitTests {
  @Test(arguments: [(80, 24), (120, 40), (60, 18)])
  func `a hit stands in the upper third of the screen, marked`(width: Int, height: Int) {
    var session = Session.searched("walrus", width: width, height: height)
    session.press(.enter)
    #expect(session.pageID == PageID("1.1"))
    #expect(session.marks.map(\.text) == ["walrus"])
    #expect(session.marks[0].row <= height / 3 + 1)
    #expect(session.footer.hasSuffix("hit 1 of 2"))
  }

  @Test func `n goes to the next hit, on another page too, and N to the one before`() {
    var session = Session.searched("walrus")
    session.press(.enter)
    session.press("n")
    #expect(session.pageID == PageID("1.2"))
    #expect(session.marks.map(\.text) == ["Walruses"])
    session.press("n")
    #expect(session.pageID == PageID("1.1"))
    #expect(session.footer.contains("After the last hit: the first."))
    session.press("N")
    #expect(session.pageID == PageID("1.2"))
  }

  @Test func `Esc takes the marks away, and n turns the page again`() {
    var session = Session.searched("walrus")
    session.press(.enter)
    #expect(session.footer.contains("n next hit"))
    session.press(.escape)
    #expect(session.marks.isEmpty)
    #expect(session.footer.contains("n next "))
    #expect(!session.footer.contains("hit"))
    session.press("n")
    #expect(session.pageID == PageID("1.2"))
    #expect(session.marks.isEmpty)
  }

  @Test func `o leads back to where the reader came from, however many hits were seen`() {
    var session = Session.searched("walrus", from: "1.3")
    session.press(.enter)
    session.press("nn")
    session.press("o")
    #expect(session.pageID == PageID("1.3"))
    #expect(session.marks.isEmpty)
    #expect(session.context == .reading)
  }

  @Test func `o leads back on the page itself`() {
    var session = Session.searched("walrus", from: "1.1")
    session.press(.enter)
    #expect(session.row > 0)
    session.press("o")
    #expect(session.row == 0)
  }

  @Test
  func `where something has the focus n is the next hit all the same, and the footer says so`() {
    var session = Session.searched("knob")
    _ = session.receive(.resize(width: 120, height: 24))
    session.press(.enter, .tab)
    #expect(session.context == .cell)
    #expect(session.footer.contains("n next hit"))
    session.press(.escape)
    #expect(session.context == .hits)
    session.press(.tab)
    session.press("n")
    #expect(session.context == .hits)
    #expect(session.footer.contains("This is the only hit."))
  }

  @Test func `a page whose cells run after it opened keeps the hit where it was put`() {
    var session = Session.searched("walrus", from: "1.2", hasWorker: true)
    let effects = session.press(.enter)
    let before = session.marks
    let height = session.layout.grid.height
    for case .perform(let order) in effects {
      order.perform(Interruption()) { _ = session.receive(.delivery($0)) }
    }
    #expect(session.layout.grid.height > height + 10)
    #expect(session.marks == before)
    #expect(before.map(\.text) == ["walrus"])
  }

  @Test(arguments: [
    ("second word", ["second", "word"]), ("turned", ["turned"]), ("logits", ["logits"]),
    ("seaweed", ["seaweed"]), ("title", ["title"]), ("quoted", ["quoted"]), ("column", ["column"]),
    ("bullet", ["bullet"]), ("epsilon_m", ["epsilon_m"]),
  ])
  func `a hit is marked wherever it stands`(query: String, words: [String]) {
    for isASCII in [false, true] {
      var session = Session.searched(query, isASCII: isASCII)
      #expect(session.hitCount == 1, "\(query)")
      session.press(.enter)
      #expect(session.marks.map(\.text) == words, "\(query)")
    }
  }

  @Test func `of a word that stands twice in a paragraph each line's own is marked`() {
    var session = Session.searched("again")
    #expect(session.hitCount == 2)
    session.press(.enter)
    #expect(session.marks.map { session.row + $0.row } == [7])
    session.press("n")
    #expect(session.marks.map { session.row + $0.row } == [9])
  }

  @Test func `a formula in which the word cannot be read is marked as a whole`() {
    var session = Session.searched("ℓᵢ²")
    #expect(session.hitCount == 1)
    session.press(.enter)
    #expect(!session.marks.isEmpty)
  }

  @Test func `no search finds what an open question keeps`() {
    #expect(Session.searched("hidden").hitCount == 0)
    #expect(Session.searched("twelve").hitCount == 0)
  }

  @Test func `without colours the marks are reversed and underlined`() {
    var session = Session.searched("again")
    session.press(.enter)
    let styles = session.frame(width: 80, height: 24).grid.glyphStyles(of: "again")
    let told = styles.map { Palette.colors(for: $0, appearance: .plain) }
    #expect(told.map(\.isReversed) == [true, false])
    #expect(told.map(\.isUnderlined) == [false, true])
  }
}

extension Session {
  fileprivate static func searched(
    _ query: String, from page: String = "1.3", width: Int = 80, height: Int = 24,
    hasWorker: Bool = false, isASCII: Bool = false
  ) -> Session {
    let filler = String(repeating: "A line that fills.\n\n", count: 30)
    let files = [
      (path: "01-hits/chapter.md", text: "# Hits\n"),
      (
        path: "01-hits/01-long.md",
        text: """
        # Long

        ```cell tall
        for i in 0..<20 { print(i) }
        ```

        \(filler)
        Here lies a walrus, says the page.

        \(filler)
        """
      ),
      (path: "01-hits/02-other.md", text: "# Other\n\n\(filler)\nTwo Walruses.\n\n\(filler)"),
      (
        path: "01-hits/03-kinds.md",
        text: """
        # Kinds in a title

        A first and a second word of a paragraph.

        - one bullet

        > quoted text

        ```cell again
        // once again
        let knob = 3
        // twice again, then turned
        let epsilon_m = 0.5
        ```

        ```math
        z = \\mathrm{logits} + 1
        ```

        ```math
        x = ℓ_i^2 + \\frac{1}{2}
        ```

        | column | b |
        | --- | --- |
        | 1 | 2 |

        ```predict
        id: a
        kind: choice
        ask: 'Which one?'
        options:
          - {text: 'seaweed', right: true, says: 'hidden'}
          - {text: 'stone', says: 'hidden'}
        hints: ['hidden']
        because: 'twelve'
        ```
        """
      ),
    ]
    var appearance = Appearance.plain
    appearance.isASCII = isASCII
    var session = Session(
      book: Book(files: files), page: PageID(page), progress: ReaderProgress(),
      surroundings: .none, appearance: appearance, seed: 1, hasWorker: hasWorker)
    _ = session.receive(.resize(width: width, height: height))
    session.pending = [:]
    for case .perform(let order) in session.press("/") where order.lane == .index {
      order.perform(Interruption()) { _ = session.receive(.delivery($0)) }
    }
    session.press(query)
    return session
  }

  fileprivate struct Mark: Equatable {
    var text: String
    var row: Int
  }

  /// What is marked as the hit that the reader is at.
  fileprivate var marks: [Mark] {
    let grid = frame(width: width, height: height).grid
    var marks: [Mark] = []
    for row in 0..<grid.height - 1 {
      var isBefore = false
      for column in 0..<grid.width {
        let glyph = grid[column, row]
        if glyph.style.isReversed {
          if !isBefore { marks.append(Mark(text: "", row: row)) }
          marks[marks.count - 1].text.unicodeScalars.append(glyph.scalar)
        }
        isBefore = glyph.style.isReversed
      }
    }
    return marks
  }
}

extension Grid {
  /// The styles of a word's first letter wherever it stands.
  fileprivate func glyphStyles(of word: String) -> [Style] {
    let scalars = Array(word.unicodeScalars)
    return (0..<height).flatMap { row in
      (0..<width).filter { column in
        scalars.indices.allSatisfy { self[column + $0, row].scalar == scalars[$0] }
      }.map { self[$0, row].style }
    }
  }
}

extension Session {
  /// How many rows the open search has.
  fileprivate var hitCount: Int { (overlay as? SearchOverlay)?.count(in: self) ?? 0 }
}
