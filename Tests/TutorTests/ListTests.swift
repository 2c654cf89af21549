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

  func session(_ progress: ReaderProgress = ReaderProgress()) -> Session {
    var session = Session(
      book: Self.book, progress: progress, surroundings: .none, appearance: Appearance(),
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

  @Test func `a reports what was right at once, and what is still wrong`() {
    var progress = ReaderProgress()
    let (b, c) = (PageName("b"), PageName("c"))
    progress.apply(.answer(b, prompt: "one", typed: "1", isRight: true, hints: 0))
    progress.apply(.answer(b, prompt: "two", typed: "1", isRight: false, hints: 0))
    progress.apply(.answer(b, prompt: "two", typed: "2", isRight: true, hints: 0))
    progress.apply(.answer(c, prompt: "three", typed: "1", isRight: true, hints: 1))
    progress.apply(.answer(c, prompt: "four", typed: "1", isRight: false, hints: 0))
    progress.apply(.revealed(c, prompt: "five"))
    var session = session(progress)
    session.press("a")
    let text = "\(session.frame(width: 80, height: 24).grid)"
    #expect(text.contains("Answers: 4 answered, 1 right at once, 1 wrong, 1 shown"))
    let rows = text.split(separator: "\n").filter { $0.contains("answered") }
    #expect(rows.count == 4)
    #expect(rows[2].contains("1.1   B") && rows[2].contains("2 answered, 1 right at once"))
    #expect(!rows[2].contains("wrong") && rows[3].contains("1 wrong, 1 shown"))
    session.press("C")
    session.press(.down, .enter)
    #expect(session.pageID == PageID(chapter: 1, page: 2))
  }

  @Test(arguments: ["t", "/", "w", "c", "a", "'", "?"])
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
