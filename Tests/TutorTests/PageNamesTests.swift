import Coursebook
import Screen
import Testing

@testable import Tutor

/// A page is what it is called, wherever it stands.
@Suite struct PageNamesTests {
  static func page(_ name: String, link: String = "https://example.org") -> String {
    """
    ---
    id: \(name)
    ---

    # Page \(name)

    See [there](\(link)).

    ```cell double
    let a = 2
    ```

    ```predict
    id: twice
    kind: number
    ask: 'What is twice `a`?'
    answer: '2 * a'
    because: 'Twice.'
    hints: ['Add.', 'Add it to itself.']
    ```
    """
  }

  static func session(
    _ pages: [String], progress: ReaderProgress = ReaderProgress()
  ) -> Session {
    var files = [(path: "01-numbers/chapter.md", text: "# Numbers\n")]
    for (number, page) in pages.enumerated() {
      files.append((path: "01-numbers/0\(number + 1)-x.md", text: page))
    }
    var session = Session(
      book: Book(files: files), progress: progress, surroundings: .none, appearance: .plain, seed: 1
    )
    _ = session.receive(.resize(width: 60, height: 30))
    return session
  }

  @Test func `place, answer, changed cell and bookmark go with their page when it moves`() {
    var before = Self.session([Self.page("first"), Self.page("second")])
    before.press("nB")
    before.press(.tab, .up, .tab, .character("6"), .enter)
    #expect(before.press("qq").contains(.quit))
    let after = Self.session(
      [Self.page("new"), Self.page("second"), Self.page("other"), Self.page("first")],
      progress: before.progress)
    #expect(after.open.page.id == PageID(chapter: 1, page: 2))
    #expect(after.text.contains("Page second") && after.text.contains("bookmark"))
    #expect(after.text.contains("let a = 3") && after.text.contains("Answered before"))
    for page in ["new", "first"] {
      let other = Self.session([Self.page(page)], progress: before.progress)
      #expect(!other.text.contains("Answered before") && other.text.contains("let a = 2"))
    }
  }

  @Test func `the place on a page that is gone opens the book at its beginning`() {
    var progress = ReaderProgress()
    progress.apply(.place(PageName("gone"), focus: 1, row: 4))
    #expect(Self.session([Self.page("first")], progress: progress).open.page.id.page == 1)
  }

  @Test func `a link goes by a name or a number, and shows where the page stands`() {
    for link in ["second", "1.2"] {
      let session = Self.session([Self.page("first", link: link), Self.page("second")])
      #expect(session.text.contains("See there (1.2)."))
    }
  }

  @Test func `a prompt that gets the focus, its hints and its answer are entries, in this order`() {
    var session = Self.session([Self.page("first")])
    let page = PageName("first")
    var entries: [ProgressEntry] = []
    for effect in session.press(
      .tab, .tab, .character("H"), .character("H"), .character("H"), .character("4"), .enter,
      .backTab, .tab)
    {
      if case .record(let entry) = effect, entry != .read(page) { entries.append(entry) }
    }
    #expect(
      entries == [
        .met(page, prompt: "twice"), .hint(page, prompt: "twice", number: 1),
        .hint(page, prompt: "twice", number: 2),
        .answer(page, prompt: "twice", typed: "4", isRight: true, hints: 2),
      ])
  }

  @Test func `hints of an earlier sitting count for an answer of this one`() {
    var before = Self.session([Self.page("first")])
    before.press(.tab, .tab, .character("H"), .character("H"))
    var after = Self.session([Self.page("first")], progress: before.progress)
    after.press(.tab, .tab, .character("5"), .enter)
    let id = ReaderProgress.PromptID(page: PageName("first"), prompt: "twice")
    #expect(after.progress.prompts[id]?.firstAnswer?.hints == 2)
  }

  @Test func `what cannot be saved is said until it is mended, whatever is pressed`() {
    var session = Self.session([Self.page("first")])
    _ = session.receive(.saving("the disk is full"))
    #expect(session.text.contains("Not saved: the disk is full."))
    for _ in 0..<3 {
      session.press("j")
      #expect(session.text.contains("not saved"))
    }
    _ = session.receive(.saving(nil))
    #expect(session.footer.contains("All that you did is saved again."))
    session.press("j")
    #expect(!session.text.contains("saved"))
  }
}
