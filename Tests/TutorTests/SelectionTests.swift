import Coursebook
import Screen
import Testing

@testable import Tutor

@Suite struct SelectionTests {
  static let book = Book(files: [
    ("01-a/chapter.md", "# A\n"),
    (
      "01-a/01-b.md",
      """
      ---
      id: b
      ---
      # B

      ```select
      id: larger
      ask: What makes the output larger?
      order: fixed
      options:
      - {text: Padding, right: true, says: It adds places.}
      - {text: A stride of 2, says: It skips places.}
      - {text: A larger input, right: true, says: There is more to slide over.}
      because: Padding adds places.
      ```
      """
    ),
  ])

  func session(_ progress: ReaderProgress = ReaderProgress()) -> Session {
    var session = Session(
      book: Self.book, progress: progress, surroundings: .none, appearance: Appearance(), seed: 1)
    _ = session.receive(.resize(width: 80, height: 24))
    session.press(.tab)
    return session
  }

  @Test func `letters pick and leave again, Enter answers`() {
    var session = session()
    session.press("abb")
    #expect(session.text.contains("[x] a") && session.text.contains("[ ] b"))
    session.press("b")
    session.press(.enter)
    #expect(session.text.contains("Not yet. 2 options stand wrong. b: It skips places."))
    session.press("bc")
    #expect(session.press(.enter).contains { $0.isAnswer("ac", isRight: true) })
    #expect(session.text.contains("Right: these and no others."))
  }

  @Test func `an answered selection changes only after a deliberate again`() {
    var session = session()
    session.press("ac")
    session.press(.enter)
    session.press("b")
    #expect(session.text.contains("This is answered; r asks again."))
    session.press("r")
    session.press("b")
    #expect(session.text.contains("[x] b") && session.text.contains("[ ] a"))
  }

  @Test func `nothing picked is no answer`() {
    var session = session()
    #expect(session.press(.enter).allSatisfy { !$0.isAnswer("", isRight: false) })
    #expect(session.text.contains("Pick what holds by its letter"))
  }

  @Test func `a page in print shows what holds at its end`() throws {
    let page = try #require(Self.book.page(PageID(chapter: 1, page: 1)))
    let text = PageText(page, surroundings: .none).text
    #expect(text.contains("Padding · A larger input"))
    #expect(!text.contains("[x]"))
  }
}

extension Effect {
  fileprivate func isAnswer(_ typed: String, isRight: Bool) -> Bool {
    if case .record(.answer(_, _, typed, isRight, _)) = self { true } else { false }
  }
}
