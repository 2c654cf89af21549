import CellLanguage
import Coursebook
import Screen
import Testing

@testable import Tutor

/// The session without a terminal: keys in, screens out.
@Suite struct SessionTests {
  @Test func `paging past the last page stays there and says so`() {
    var session = Session.small()
    session.press("nnnn")
    #expect(session.open.page.id == PageID(chapter: 1, page: 2))
    #expect(session.footer.contains("This is the last page."))
  }

  @Test func `up turns the number under the cursor and the figure follows at once`() {
    var session = Session.small()
    session.press(.tab, .up)
    #expect(session.text.contains("let a = 3"))
    #expect(session.text.contains("9"))
  }

  @Test func `a row of turns is undone in one step`() {
    var session = Session.small()
    session.press(.tab, .up, .up, .up, .character("u"))
    #expect(session.text.contains("let a = 2"))
  }

  @Test func `digits replace the number as they are typed, and minus changes its sign`() {
    var session = Session.small()
    session.press(.tab, .character("1"), .character("2"), .character("-"), .enter)
    #expect(session.text.contains("let a = -12"))
  }

  @Test func `a changed cell is kept, and its reset is kept too`() {
    var session = Session.small()
    let id = ReaderProgress.PromptID(page: PageName("doubling"), prompt: "double")
    session.press(.tab, .up)
    #expect(session.progress.cells[id]?.contains("let a = 3") == true)
    session.press(.character("r"))
    #expect(session.progress.cells[id] == nil)
  }

  @Test func `a wrong answer names its slip, and the right one opens the reason`() {
    var session = Session.small()
    session.press(.tab, .tab)
    #expect(
      session.press("2").contains { if case .record(.answer) = $0 { true } else { false } } == false
    )
    session.press(.enter)
    #expect(session.text.contains("That is one of them."))
    session.press(.character("4"), .enter)
    #expect(session.text.contains("Right: 4"))
    #expect(session.text.contains("Twice two."))
  }

  @Test func `an answer given before is still right after a restart`() {
    var session = Session.small()
    session.press(.tab, .tab, .character("4"), .enter)
    let again = Session.small(progress: session.progress)
    #expect(again.text.contains("Answered before"))
  }

  @Test func `what is pasted goes where text is typed`() {
    var session = Session.small()
    session.press(.character(":"))
    _ = session.receive(.paste("b + 1"))
    session.press(.enter)
    #expect(session.text.contains("5"))
  }

  @Test func `leaving keeps the place`() {
    var session = Session.small()
    #expect(
      session.press("nq").suffix(2) == [
        .record(.place(PageName("last"), focus: -1, row: 0)), .quit,
      ])
  }

  @Test func `g and a number go to a page, o comes back`() {
    var session = Session.small()
    session.press("g1.2")
    session.press(.enter)
    #expect(session.open.page.id == PageID(chapter: 1, page: 2))
    session.press("o")
    #expect(session.open.page.id == PageID(chapter: 1, page: 1))
  }

  @Test func `a page that is not there is told, and nothing moves`() {
    var session = Session.small()
    session.press("g7.7")
    session.press(.enter)
    #expect(session.footer.contains("There is no page 7.7."))
    #expect(session.open.page.id == PageID(chapter: 1, page: 1))
  }

  @Test func `a resize keeps the paragraph at the top`() {
    var session = Session.small()
    _ = session.receive(.resize(width: 40, height: 8))
    session.press("jjjjjj")
    let top = session.layout.anchor(at: session.row)?.block
    _ = session.receive(.resize(width: 34, height: 7))
    #expect(session.layout.anchor(at: session.row)?.block == top)
  }

  @Test func `the same session and size give the same screen`() {
    let session = Session.small()
    #expect(session.frame(width: 50, height: 20) == session.frame(width: 50, height: 20))
  }
}

extension Session {
  /// A book of two pages: a cell that doubles a number, and a prediction of it.
  static func small(
    progress: ReaderProgress = ReaderProgress(), hasWorker: Bool = false
  ) -> Session {
    let first = """
      # Doubling

      A number, twice. This paragraph is long enough to need several lines on a screen that is narrow.

      ```cell double
      let a = 2
      let b = a * 2
      print(a * 3, b)
      ```

      ```predict
      id: twice
      kind: number
      ask: 'What is `b`?'
      answer: 'b'
      slips:
        - {value: 'a', says: 'That is one of them.'}
      because: 'Twice two.'
      ```
      """
    var session = Session(
      book: Book(files: [
        (path: "01-numbers/chapter.md", text: "# Numbers\n"),
        (path: "01-numbers/01-doubling.md", text: first),
        (path: "01-numbers/02-last.md", text: "# Last\n\nThe end.\n"),
      ]), progress: progress, surroundings: .none, appearance: .plain, seed: 1,
      hasWorker: hasWorker)
    _ = session.receive(.resize(width: 60, height: 30))
    return session
  }

  @discardableResult
  mutating func press(_ keys: Key...) -> [Effect] { keys.flatMap { receive(.key($0)) } }

  @discardableResult
  mutating func press(_ text: String) -> [Effect] {
    text.unicodeScalars.flatMap { receive(.key(.character($0))) }
  }

  var text: String { "\(frame(width: width, height: height).grid)" }
  var footer: String {
    text.split(separator: "\n", omittingEmptySubsequences: false).last.map(String.init) ?? ""
  }
}
