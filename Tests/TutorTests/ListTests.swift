import CellLanguage
import Coursebook
import Screen
import Testing

@testable import Tutor

/// The glossary, the list of functions, and what all lists do.
@Suite struct ListTests {
  static let book = Book(files: [
    ("01-a/chapter.md", "# A\n"),
    ("01-a/01-b.md", "---\nid: b\n---\n# B\n\nA [kernel](term) is weights.\n"),
    ("01-a/02-c.md", "---\nid: c\n---\n# C\n\nA [stride](term) is a step of the kernel.\n"),
  ])

  func session() -> Session {
    var session = Session(
      book: Self.book, progress: ReaderProgress(), surroundings: .none, appearance: Appearance(),
      seed: 1)
    _ = session.receive(.resize(width: 80, height: 24))
    return session
  }

  @Test func `w lists the terms, and Enter opens the page of one`() {
    var session = session()
    session.press("w")
    #expect("\(session.frame(width: 80, height: 24).grid)".contains("A stride is a step of the"))
    session.press("stride")
    session.press(.enter)
    #expect(session.overlay == nil && session.pageID == PageID(chapter: 1, page: 2))
  }

  @Test func `what is called so stands before what only speaks of it`() {
    var session = session()
    session.press("wstri")
    #expect(session.list?.picked == 0)
    session.press(.backspace, .backspace, .backspace, .backspace)
    session.press("kernel")
    let rows = (session.overlay as? GlossaryOverlay)?.rows(in: session) ?? []
    #expect(rows.map(\.page) == [PageID(chapter: 1, page: 1), PageID(chapter: 1, page: 2)])
  }

  @Test func `c lists every function, and Enter takes one into the console`() {
    var session = session()
    session.press("c")
    let rows = (session.overlay as? FunctionsOverlay)?.rows(in: session) ?? []
    #expect(Set(rows.compactMap(\.value)) == Set(Interpreter.functionNames))
    session.press("IM2COL")
    session.press(.enter)
    #expect(session.context == .console)
    #expect(session.console.editor.text == "im2col(")
  }

  @Test(arguments: ["t", "/", "w", "c", "'", "?"])
  func `what is picked stays on the screen when that grows small`(key: String) {
    var session = session()
    session.press(key)
    session.press(.end)
    _ = session.receive(.resize(width: 40, height: 8))
    guard let list = session.list else {
      Issue.record("no list is open")
      return
    }
    #expect((list.top..<list.top + session.listHeight).contains(list.picked))
  }
}
