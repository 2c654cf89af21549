import Coursebook
import Screen
import Testing

@testable import Tutor

@Suite struct LinkTests {
  private static func session(width: Int = 60) -> Session {
    let text = """
      # First

      A way [to the second page](1.2), and one [to the third page, in a text of some length](1.3).

      - [again the second](1.2)
      """
    var session = Session(
      book: Book(files: [
        (path: "01-l/chapter.md", text: "# L\n"), (path: "01-l/01-first.md", text: text),
        (path: "01-l/02-second.md", text: "# Second\n\nText."),
        (path: "01-l/03-third.md", text: "# Third\n\nText."),
      ]),
      progress: ReaderProgress(), surroundings: .none, appearance: Appearance(), seed: 1)
    _ = session.receive(.resize(width: width, height: 20))
    return session
  }

  @Test(arguments: [60, 30]) func `a letter opens its link, and o leads back`(width: Int) {
    var session = Self.session(width: width)
    session.press("L")
    #expect(
      session.visibleLinks.map(\.target)
        == ["1.2", "1.3", "1.2", "1.2"].compactMap { PageID($0).map(LinkTarget.page) })
    session.press("b")
    #expect(session.pageID == PageID("1.3"))
    session.press("o")
    #expect(session.pageID == PageID("1.1"))
  }

  @Test func `the letters stand on the links until a key is pressed`() {
    var session = Self.session()
    #expect(session.text.contains("to the second page"))
    session.press("L")
    #expect(session.text.contains("ao the second page"))
    session.press("z")
    #expect(session.pageID == PageID("1.1"))
    #expect(session.footer.contains("No link has that letter."))
    #expect(session.text.contains("to the second page"))
  }

  @Test func `Tab goes from link to link, Enter opens it`() {
    var session = Self.session()
    session.press("L")
    session.press(.tab, .enter)
    #expect(session.pageID == PageID("1.3"))
  }

  @Test func `a click opens a link, the last line's too`() throws {
    for number in [1, 3] {
      var session = Self.session()
      let link = session.visibleLinks[number]
      _ = session.receive(.mouse(.press(column: link.column + 2, row: link.row + 1)))
      #expect(.page(session.pageID) == link.target)
    }
  }

  @Test func `Esc takes the letters away`() {
    var session = Self.session()
    session.press("L")
    session.press(.escape)
    #expect(session.context == .reading)
  }
}
