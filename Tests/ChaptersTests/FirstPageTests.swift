import Coursebook
import Screen
import Testing

@testable import Tutor

/// The first page says which key to press, the key does it, and what it did can be seen.
@Suite struct FirstPageTests {
  @Test func `a reader without a record begins there`() {
    #expect(Session.onCourse().pageID == PageID("1.0"))
  }

  @Test(arguments: [(80, 24), (60, 18), (120, 40)])
  func `each key does what the page says, with the next one in sight`(width: Int, height: Int) {
    var session = Session.onCourse(width: width, height: height)
    #expect(session.text.contains("Press Tab"))
    session.press(.tab)
    #expect(session.context == .cell)
    #expect(session.footer.contains("↑↓ turn"))
    #expect(session.footer.contains("Esc read on"))
    let before = session.text
    session.press(.up)
    #expect(session.text.contains("let n = 4"))
    #expect(session.text != before)
    // On a smaller screen the picture takes all of it, and the footer names Tab.
    #expect(session.text.contains("Press Tab again") || height < 24)
    session.press(.tab)
    #expect(session.context == .prompt("predict"))
    #expect(session.text.contains("press Enter"))
    #expect(session.footer.contains("Enter answer"))
    session.press("4")
    session.press(.enter)
    #expect(session.text.contains("Right: 4"))
    #expect(session.text.contains("press Esc"))
    session.press(.escape)
    #expect(session.context == .reading)
    #expect(session.footer.contains("Space on"))
    #expect(session.footer.contains("? help"))
  }

  @Test func `the page is two screens long at most`() {
    let session = Session.onCourse(width: 80, height: 24)
    #expect(session.layout.grid.height <= 2 * session.bodyHeight)
  }
}

extension Session {
  fileprivate var text: String { "\(frame(width: width, height: height).grid)" }
  fileprivate var footer: String {
    text.split(separator: "\n", omittingEmptySubsequences: false).last.map(String.init) ?? ""
  }
}
