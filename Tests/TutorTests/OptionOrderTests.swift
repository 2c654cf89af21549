import Coursebook
import Screen
import Testing

@testable import Tutor

/// Options stand in an order drawn for the sitting; letters belong to it, records do not.
@Suite struct OptionOrderTests {
  static let words = ["one", "two", "three", "four"]

  static func book(_ order: String = "") -> Book {
    let options = words.map { "- {text: word \($0), says: It is \($0)., right: \($0 == "one")}" }
      .joined(separator: "\n")
    return Book(files: [
      ("01-a/chapter.md", "# A\n"),
      (
        "01-a/01-b.md",
        """
        ---
        id: b
        ---
        # B

        ```predict
        id: first
        kind: choice
        ask: Which comes first?
        \(order)
        options:
        \(options)
        because: It does.
        ```
        """
      ), ("01-a/02-c.md", "---\nid: c\n---\n# C\n\nText.\n"),
    ])
  }

  static func session(
    seed: UInt64, order: String = "", progress: ReaderProgress = ReaderProgress()
  ) -> Session {
    var session = Session(
      book: book(order), page: PageID(chapter: 1, page: 1), progress: progress, surroundings: .none,
      appearance: Appearance(), seed: seed)
    _ = session.receive(.resize(width: 80, height: 24))
    session.press(.tab)
    return session
  }

  /// The words from the top.
  static func shown(_ session: Session) -> [String] {
    session.text.split(separator: "\n").compactMap { line in
      words.first { line.contains("word \($0)") }
    }
  }

  @Test func `each letter is right for about a quarter of the sittings`() {
    var counts = Array(repeating: 0, count: 4)
    for seed in 0..<200 {
      let place = Self.shown(Self.session(seed: UInt64(seed))).firstIndex(of: "one") ?? 0
      counts[place] += 1
    }
    #expect(counts.allSatisfy { 40...60 ~= $0 }, "\(counts)")
  }

  @Test(arguments: 0..<8)
  func `a letter picks what stands beside it, and the record has its source`(
    seed: UInt64
  ) throws {
    let shown = Self.shown(Self.session(seed: seed))
    #expect(shown.sorted() == Self.words.sorted())
    for (letter, word) in zip("abcd", shown) {
      var session = Self.session(seed: seed)
      let number = try #require(Self.words.firstIndex(of: word)) + 1
      let effects = session.press(String(letter))
      #expect(effects.contains { $0.isAnswer("\(number)", isRight: word == "one") })
      #expect(session.text.contains("It is \(word)."))
    }
  }

  @Test func `Enter answers with the option under the cursor`() throws {
    var session = Self.session(seed: 3)
    let shown = Self.shown(session)
    session.press(.down, .down)
    let number = try #require(Self.words.firstIndex(of: shown[2])) + 1
    #expect(session.press(.enter).contains { $0.isAnswer("\(number)", isRight: number == 1) })
  }

  @Test func `the order is that of the sitting wherever the reader has been`() {
    var session = Self.session(seed: 5)
    let shown = Self.shown(session)
    session.press(.escape)
    session.press("np")
    #expect(Self.shown(session) == shown)
    session.press(.tab)
    session.press("s")
    session.press("r")
    #expect(Self.shown(session) == shown)
    // A page that was opened long ago is made anew.
    #expect(Self.shown(Self.session(seed: 5)) == shown)
  }

  @Test func `an answer of a sitting with another order is still the right one`() {
    var progress = ReaderProgress()
    progress.apply(
      .answer(PageName("b"), prompt: "first", typed: "1", isRight: true, hints: 0))
    #expect(Self.session(seed: 9, progress: progress).text.contains("The answer: word one"))
  }

  @Test func `an author can keep the order, or the last option in its place`() {
    for seed in 0..<20 {
      #expect(Self.shown(Self.session(seed: UInt64(seed), order: "order: fixed")) == Self.words)
      #expect(
        Self.shown(Self.session(seed: UInt64(seed), order: "order: last")).last == "four")
    }
    let orders = Set((0..<60).map { Self.shown(Self.session(seed: $0, order: "order: last")) })
    #expect(orders.count == 6)
  }

  @Test func `a choice whose author gave no options takes no answer`() {
    let page = "# B\n\n```predict\nid: p\nkind: choice\nask: Which?\nbecause: So.\n```\n"
    var session = Session(
      book: Book(files: [("01-a/chapter.md", "# A\n"), ("01-a/01-b.md", page)]),
      progress: ReaderProgress(), surroundings: .none, appearance: Appearance(), seed: 1)
    session.press(.tab, .enter, .down, .enter, .up, .enter)
    #expect(!session.press("a1").contains { $0.isAnswer("1", isRight: false) })
  }

  @Test func `a printed page has the same order every time`() throws {
    let page = try #require(Self.book().page(PageID(chapter: 1, page: 1)))
    let text = PageText(page, surroundings: .none).text
    #expect(text == PageText(page, surroundings: .none).text)
    #expect(text.contains("Which comes first? word one"))
  }

  @Test(arguments: 0..<6) func `a search marks the option that it found`(seed: UInt64) {
    var session = Self.session(seed: seed)
    for number in Self.words.indices {
      let hit = SearchHit(
        place: .init(page: PageID(chapter: 1, page: 1), block: 0, word: "word", occurrence: number),
        line: "word \(Self.words[number])", matches: [0..<4], number: number)
      session.marked = MarkedHits(hits: [hit], number: 0, trailCount: 0)
      let grid = session.frame(width: 80, height: 24).grid
      let rows = (1..<23).filter { row in
        (0..<80).contains { grid[$0, row].style.isReversed && grid[$0, row].scalar == "w" }
      }
      let lines = rows.map { row in
        String(String.UnicodeScalarView((0..<80).map { grid[$0, row].scalar }))
      }
      #expect(lines.count == 1 && lines[0].contains("word \(Self.words[number])"), "\(lines)")
    }
  }
}

/// A selection's letters are those of the screen as well.
@Suite struct SelectionOrderTests {
  static func session(seed: UInt64, progress: ReaderProgress = ReaderProgress()) -> Session {
    let options = ["one", "two", "three"].map {
      "- {text: word \($0), says: It is \($0)., right: \($0 != "two")}"
    }.joined(separator: "\n")
    let page =
      "---\nid: b\n---\n# B\n\n```select\nid: odd\nask: Which are odd?\noptions:\n\(options)\n"
      + "because: So.\n```\n"
    var session = Session(
      book: Book(files: [("01-a/chapter.md", "# A\n"), ("01-a/01-b.md", page)]),
      progress: progress, surroundings: .none, appearance: Appearance(), seed: seed)
    _ = session.receive(.resize(width: 80, height: 24))
    session.press(.tab)
    return session
  }

  static func letter(of word: String, in session: Session) -> String {
    session.text.split(separator: "\n").first { $0.contains("word \(word)") }
      .flatMap { $0.firstMatch(of: #/\] ([abc]) /#) }.map { String($0.output.1) } ?? ""
  }

  @Test(arguments: 0..<8) func `letters pick, records keep the source, verdicts name what is seen`(
    seed: UInt64
  ) {
    var session = Self.session(seed: seed)
    let letters = ["one", "two", "three"].map { Self.letter(of: $0, in: session) }
    #expect(letters.sorted() == ["a", "b", "c"])
    session.press(letters[1])
    #expect(session.press(.enter).contains { $0.isAnswer("b", isRight: false) })
    #expect(session.text.contains("stand wrong. \(letters[1]): It is two."))
    session.press(letters[1] + letters[2] + letters[0])
    #expect(session.press(.enter).contains { $0.isAnswer("ac", isRight: true) })
  }

  @Test(arguments: 0..<4) func `what an earlier sitting picked is picked`(seed: UInt64) {
    var progress = ReaderProgress()
    progress.apply(.answer(PageName("b"), prompt: "odd", typed: "bc", isRight: false, hints: 0))
    let session = Self.session(seed: seed, progress: progress)
    let picked = session.text.split(separator: "\n").filter { $0.contains("[x]") }
    #expect(picked.count == 2 && !picked.contains { $0.contains("one") })
  }
}

extension Effect {
  fileprivate func isAnswer(_ typed: String, isRight: Bool) -> Bool {
    if case .record(.answer(_, _, typed, isRight, _)) = self { true } else { false }
  }
}
