import CellLanguage
import Coursebook
import Screen
import Testing

@testable import Tutor

@Suite struct SearchTests {
  @Test func `what is typed before the index is there is found when it comes`() throws {
    var session = Session.small(hasWorker: true)
    session.pending = [:]
    let order = try #require(session.press("/").compactMap(\.indexOrder).first)
    session.press("doubl")
    #expect(!session.text.contains("place"))
    session.press(.enter)
    #expect(session.footer.contains("The book is still being read for its first search."))
    order.perform(Interruption()) { _ = session.receive(.delivery($0)) }
    #expect(session.text.contains("Search: 1 place"))
    session.press(.escape)
    #expect(session.press("/").compactMap(\.indexOrder).isEmpty)
  }

  @Test func `Esc closes a search whose index takes long`() {
    var session = Session.small(hasWorker: true)
    session.pending = [:]
    session.press("/")
    _ = session.receive(.tick(.late))
    session.press(.escape)
    #expect(session.overlay == nil)
  }

  @Test(arguments: [(60, 12), (80, 24), (40, 12)])
  func `every row of a search shows a word that was looked for`(width: Int, height: Int) {
    var session = Session.small()
    _ = session.receive(.resize(width: width, height: height))
    session.press("/narrow")
    let rows = session.text.split(separator: "\n").filter { $0.contains("1.1") }
    #expect(rows.count == 2)
    #expect(rows.last?.contains("narrow") == true)
    #expect(rows.last?.contains("…") == true)
  }
}

extension Effect {
  /// The order to make an index.
  fileprivate var indexOrder: Order? {
    guard case .perform(let order) = self, order.lane == .index else { return nil }
    return order
  }
}
