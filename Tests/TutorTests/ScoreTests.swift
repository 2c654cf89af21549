import Coursebook
import Screen
import Testing

@testable import Tutor

@Suite struct `A score` {
  /// A question whose answer is 2.
  private static func question(_ id: String, _ ask: String) -> String {
    """
    ```predict
    id: \(id)
    kind: number
    ask: '\(ask)'
    answer: 2
    hints: ['One and one.']
    because: 'So.'
    ```

    """
  }

  private static let book = Book(files: [
    ("01-a/chapter.md", "# A\n"), ("01-a/01-kernels.md", "# Kernels\n\nText.\n"),
    ("01-a/02-strides.md", "# Strides\n\nText.\n"),
    (
      "01-a/03-check.md",
      "# Check\n\n" + question("one", "[A](kernels)?") + question("two", "[B](1.2)?")
        + question("three", "[C](kernels), [D](strides)?") + "```score\nid: score\n```\n"
    ),
  ])

  private static let check = PageID(chapter: 1, page: 3)

  private func session(
    _ progress: ReaderProgress = ReaderProgress(), width: Int = 80, height: Int = 40
  ) -> Session {
    var session = Session(
      book: Self.book, page: Self.check, progress: progress, surroundings: .none,
      appearance: .plain, seed: 1)
    _ = session.receive(.resize(width: width, height: height))
    return session
  }

  /// The lines of the score as they are seen.
  private func score(_ session: Session) -> String {
    let rows = session.layout.rows(of: .prompt(3)) ?? 0..<0
    let lines = session.text.split(separator: "\n", omittingEmptySubsequences: false)
    return rows.map { lines[$0 - session.row + 1].dropFirst(4) }.joined(separator: "\n")
  }

  private func answered(_ answers: String...) -> Session {
    var session = session()
    for answer in answers {
      session.press(.tab)
      session.press(answer)
      session.press(.enter)
    }
    return session
  }

  @Test func `says what it will give before anything is answered`() {
    var session = session()
    #expect(
      score(session) == """
        Score  While you answer, this counts how many of the 3 questions you had
        right at the first try, without a hint. Of those that you missed it names
        the pages to reread.
        """)
    session.press(.backTab)
    #expect(session.context == .prompt("score"))
    #expect(!session.footer.contains("reread") && !session.footer.contains("again"))
    session.press(.enter)
    #expect(session.footer.contains("There is nothing to reread."))
    session.press("r")
    #expect(session.footer.contains("No question is answered yet."))
  }

  @Test func `counts while the reader answers`() {
    let session = answered("2", "3")
    #expect(
      score(session) == """
        Score  1 of 3 right at the first try, 1 right by now, 1 open.
        To reread, with how many were missed there. An answer after a hint, or one
          that was shown, counts as missed:
        • 1.2 Strides  1 missed
        """)
  }

  @Test func `says in a sentence that nothing was missed`() {
    #expect(score(answered("2")).hasSuffix("So far nothing was missed."))
    #expect(
      score(answered("2", "2", "2")) == """
        Score  3 of 3 right at the first try, 3 right by now, none open.
        Nothing was missed: there is nothing to reread.
        """)
  }

  @Test func `keeps first answers through other answers and another sitting`() {
    var session = answered("2", "3", "3")
    session.press("2")
    session.press(.enter)
    let expected = "1 of 3 right at the first try, 2 right by now, none open."
    #expect(score(session).contains(expected))
    session.press("r2")
    session.press(.enter)
    #expect(score(session).contains(expected))
    #expect(score(self.session(session.progress)).contains(expected))
  }

  @Test func `opens the page that is picked, and o leads back to it`() {
    var session = answered("3", "3", "3")
    session.press(.tab)
    #expect(score(session).contains("> 1.1 Kernels  2 missed\n• 1.2 Strides  2 missed"))
    session.press(.down, .down)
    #expect(score(session).contains("• 1.1 Kernels  2 missed\n> 1.2 Strides  2 missed"))
    #expect(session.footer.contains("Enter reread"))
    session.press(.enter)
    #expect(session.pageID == PageID(chapter: 1, page: 2))
    session.press("o")
    #expect(session.pageID == Self.check && session.context == .prompt("score"))
  }

  @Test func `opens a page by a click, and by its letter`() throws {
    var session = answered("3")
    let link = try #require(session.visibleLinks.last)
    #expect(link.target == .page(PageID(chapter: 1, page: 1)))
    var other = session
    _ = session.receive(.mouse(.press(column: link.column + 3, row: link.row - session.row + 1)))
    #expect(.page(session.pageID) == link.target)
    other.press("L")
    for _ in 0..<20 { other.press(.tab) }
    other.press(.enter)
    #expect(.page(other.pageID) == link.target)
  }

  @Test func `begins again when it is asked twice, and the first answers stay in the record`() {
    var session = answered("2", "3", "3")
    session.press(.tab)
    session.press("r")
    #expect(session.footer.contains("r once more") || session.text.contains("r once more"))
    session.press(.down)
    session.press("r")
    #expect(score(session).contains("none open"), "another key between takes the first r back")
    let effects = session.press("r")
    #expect(effects.contains(.record(.begunAgain(session.open.page.name))))
    #expect(score(session).hasPrefix("Score  While you answer"))
    #expect(!session.text.contains("Right: 2") && !session.text.contains("Not 3"))
    session.press(.tab)
    session.press("3")
    session.press(.enter)
    session.press(.tab)
    session.press("2")
    session.press(.enter)
    let expected = """
      Score  1 of 3 right at the first try, 1 right by now, 1 open.
      The first time it was 1 of 3.
      To reread
      """
    #expect(score(session).hasPrefix(expected))
    #expect(score(session).contains("1.1 Kernels  1 missed"))
    let again = self.session(session.progress)
    #expect(score(again).hasPrefix(expected))
    #expect(again.text.contains("Answered before. The answer: 2"))
    let first = session.progress.prompts[.init(page: session.open.page.name, prompt: "one")]
    #expect(first?.firstAnswer?.isRight == true && first?.attempts == 2)
  }

  @Test func `counts no hint of the time before`() {
    var session = session()
    session.press(.tab)
    session.press("H2")
    session.press(.enter)
    #expect(score(session).contains("0 of 3 right at the first try, 1 right by now"))
    session.press(.backTab)
    session.press("rr")
    session.press(.tab)
    session.press("2")
    session.press(.enter)
    #expect(score(session).contains("1 of 3 right at the first try"))
  }

  @Test func `is seen with the page that is picked where it is higher than the screen`() {
    var session = answered("3", "3", "3")
    _ = session.receive(.resize(width: 40, height: 8))
    session.press(.tab)
    for key in [Key.down, .up] {
      session.press(key)
      let rows = session.text.split(separator: "\n")
      #expect(rows.contains { $0.contains(">") })
    }
  }

  @Test func `names in print the page of each question, and its answers stand below`() throws {
    let page = try #require(Self.book.page(Self.check))
    let text = PageText(page, surroundings: .none).text
    let (score, answers) = (text.firstRange(of: "Score"), text.firstRange(of: "Answers"))
    #expect(try #require(score).upperBound < #require(answers).lowerBound)
    #expect(
      text.contains(
        """
        │ 1   1.1 Kernels
        │ 2   1.2 Strides
        │ 3   1.1 Kernels, 1.2 Strides
        """))
  }
}
