import CellLanguage
import Coursebook
import Screen
import Testing

@testable import Tutor

/// A page on which the program died opens with its cells not run.
@Suite struct HeldPageTests {
  private static let name = PageName("work")

  private static func session(
    held: Set<PageName> = [name], page: PageID? = nil, progress: ReaderProgress = ReaderProgress()
  ) -> Session {
    let work = """
      # Work

      ```cell first
      let a = 2
      print("a is", a)
      ```

      ```predict
      id: a
      kind: number
      ask: 'What is `a`?'
      answer: 'a'
      ```
      """
    var session = Session(
      book: Book(files: [
        (path: "01-w/chapter.md", text: "# W\n"),
        (path: "01-w/01-other.md", text: "# Other\n\n```cell c\nprint(\"other\")\n```\n"),
        (path: "01-w/02-work.md", text: work),
      ]), page: page, progress: progress, surroundings: .none, appearance: Appearance(), seed: 1,
      heldPages: held, hasWorker: true)
    _ = session.carryOut(.resize(width: 80, height: 24))
    return session
  }

  @Test func `it opens there, runs nothing, and says what to press`() {
    let session = Self.session()
    #expect(
      session.footer.contains("The program died while page 1.2 ran; R runs its cells."))
    #expect(session.text.contains("has not run, R runs the cells"))
    #expect(session.text.contains("let a = 2"))
    #expect(!session.text.contains("a is 2"))
    #expect(session.heldPages == [Self.name])
  }

  @Test func `R runs the cells`() {
    var session = Self.session()
    let orders = session.carryOut(.key(.character("R")))
    #expect(orders == [Self.name])
    #expect(session.text.contains("a is 2"))
    #expect(!session.text.contains("has not run"))
    #expect(session.heldPages.isEmpty)
  }

  @Test func `a change runs them too: that is how a cell is mended`() {
    var session = Self.session()
    _ = session.carryOut(.key(.tab))
    #expect(!session.text.contains("a is 2"))
    _ = session.carryOut(.key(.up))
    #expect(session.text.contains("a is 3"))
    #expect(session.heldPages.isEmpty)
  }

  @Test func `looking around runs nothing, and turning away and back neither`() {
    var session = Self.session()
    for key in [Key.character("j"), .tab, .tab, .escape, .character("?"), .escape] {
      #expect(session.carryOut(.key(key)).isEmpty)
    }
    #expect(session.carryOut(.key(.character("p"))) == [PageName("other")])
    #expect(session.text.contains("other"))
    #expect(session.carryOut(.key(.character("n"))).isEmpty)
    #expect(session.footer.contains("The program died while page 1.2 ran"))
    #expect(session.heldPages == [Self.name])
  }

  @Test func `an answer waits for the cells, and what was typed stays`() {
    var session = Self.session()
    for key in [Key.tab, .tab, .character("2"), .enter] { _ = session.carryOut(.key(key)) }
    #expect(session.footer.contains("R runs them first"))
    #expect(!session.text.contains("Right"))
    _ = session.carryOut(.key(.character("R")))
    for key in [Key.enter, .enter] { _ = session.carryOut(.key(key)) }
    #expect(session.text.contains("Right"))
  }

  @Test func `the console waits too`() {
    var session = Self.session()
    _ = session.carryOut(.key(.character(":")))
    #expect(session.footer.contains("R runs them first"))
    #expect(session.overlay == nil)
  }

  @Test func `a reader who has read on since is not called back to it`() {
    var progress = ReaderProgress()
    progress.apply(.place(PageName("other"), focus: 0, row: 0))
    let session = Self.session(progress: progress)
    #expect(session.text.contains("other") && session.heldPages == [Self.name])
    #expect(!session.footer.contains("died"))
  }

  @Test func `another page that was asked for opens and runs`() {
    let session = Self.session(page: PageID(chapter: 1, page: 1))
    #expect(session.text.contains("other"))
    #expect(!session.footer.contains("died"))
  }

  @Test func `an answer is kept before it is judged`() {
    var session = Self.session(held: [])
    for key in [Key.character("n"), .tab, .tab, .character("7")] {
      _ = session.carryOut(.key(key))
    }
    let effects = session.receive(.key(.enter))
    #expect(effects.contains(.record(.given(Self.name, prompt: "a", typed: "7"))))
    let progress = session.progress
    var next = Self.session(progress: progress)
    for key in [Key.tab, .tab, .enter, .up] { _ = next.carryOut(.key(key)) }
    #expect(next.text.contains("> 7"))
  }
}

extension Session {
  /// Takes in an event and does what it orders; the pages that were ordered to run.
  fileprivate mutating func carryOut(_ event: Event) -> [PageName] {
    var pages: [PageName] = []
    var waiting = receive(event)[...]
    while let effect = waiting.popFirst() {
      guard case .perform(let order) = effect else { continue }
      if let page = order.page { pages.append(page) }
      order.perform(Interruption()) { waiting += receive(.delivery($0)) }
    }
    return pages
  }
}
