import CellLanguage
import Coursebook
import Screen
import Testing

@testable import Tutor

/// Typing, in every place that takes text.
@Suite struct TypingTests {
  /// What opens each field on the small book's first page.
  enum Field: CaseIterable {
    case cell, prompt, program, ownWords, console, goTo
    case contents, search, bookmarks, help, glossary, functions

    var isMultiline: Bool { [.cell, .program, .ownWords].contains(self) }

    func open(in session: inout Session) {
      switch self {
      case .cell: session.press(.tab, .character("e"))
      case .prompt: session.press(.tab, .tab, .enter)
      case .program: session.press(.tab, .tab, .tab, .character("e"))
      case .ownWords: session.press(.tab, .tab, .tab, .tab, .enter)
      case .console: session.press(":")
      case .goTo: session.press("g")
      case .contents: session.press("t")
      case .search: session.press("/")
      case .bookmarks: session.press("'")
      case .help: session.press("?")
      case .glossary: session.press("w")
      case .functions: session.press("c")
      }
    }
  }

  @Test(arguments: Field.allCases) func `keys that come together do what they do one by one`(
    field: Field
  ) {
    for text in [
      "g", "q?", "gg1.2", "?x", "ab", "12\r", "let c = 4\r\r  c", "digit\u{7f}\u{7f}it\u{1B}n",
      "a\u{3}",
      "one\ttwo", "x\u{4}y", "double\u{1B}[A\u{1B}[Bz", "\u{1B}[200~p\u{1B}[201~q",
    ] {
      var decoder = KeyDecoder()
      let events = decoder.receive(text.utf8)
      var (single, together) = (Self.session(), Self.session())
      field.open(in: &single)
      field.open(in: &together)
      let effects = events.flatMap { single.receive($0) }
      #expect(together.receive(events).filter(\.isRecord) == effects.filter(\.isRecord))
      #expect(together.frame(width: 60, height: 30) == single.frame(width: 60, height: 30))
    }
  }

  @Test(arguments: Field.allCases) func `time grows with the number of keys that come together`(
    field: Field
  ) {
    let short = Self.time(of: 1_000, in: field)
    let long = Self.time(of: 16_000, in: field)
    // Sixteen times the keys: 256 times the time if it were quadratic.
    #expect(long < short * 64)
  }

  @Test func `a row of text is drawn once`() {
    var session = Self.session()
    Field.program.open(in: &session)
    let before = session.open.revisions
    _ = session.receive(Array(repeating: .key(.character("x")), count: 500))
    let drawn = zip(before, session.open.revisions).map { $1 - $0 }
    #expect(drawn.reduce(0, +) <= 2)
  }

  @Test func `up brings back the answer just given, down what was being typed`() {
    var session = Session.small()
    session.press(.tab, .tab, .character("2"), .enter)
    session.press(.character("3"), .enter)
    session.press(.enter, .character("7"), .up)
    #expect(session.text.contains("> 3"))
    session.press(.up)
    #expect(session.text.contains("> 2"))
    session.press(.up)
    #expect(session.text.contains("> 2"))
    session.press(.down, .down)
    #expect(session.text.contains("> 7"))
    session.press(.down)
    #expect(session.text.contains("> 7"))
  }

  @Test func `up brings back an answer of an earlier sitting`() {
    var session = Session.small()
    session.press(.tab, .tab, .character("2"), .enter)
    var again = Session.small(progress: session.progress)
    again.press(.tab, .tab, .character("9"), .up)
    #expect(again.text.contains("> 2"))
  }

  @Test func `down keeps what is typed in the console where nothing was brought back`() {
    var session = Session.small()
    session.press(.character(":"), .character("b"), .down)
    #expect(session.text.contains(": b"))
  }

  private static func time(of count: Int, in field: Field) -> Duration {
    // Enter gives a line to fields of one line; what comes then are commands.
    let lines = Array((field.isMultiline ? "let y = conv2d(x, k)\r" : "let y = conv2d(x, k);").utf8)
    let bytes = (0..<count).map { lines[$0 % lines.count] }
    return processorTime(of: 3) {
      var session = session()
      field.open(in: &session)
      var decoder = KeyDecoder()
      // A terminal hands out so much at a time.
      for start in stride(from: 0, to: bytes.count, by: 4_095) {
        _ = session.receive(decoder.receive(bytes[start..<min(bytes.count, start + 4_095)]))
      }
    }
  }

  /// The small book with a program to write and a question for one's own words.
  private static func session() -> Session {
    let page = """
      # Fields

      ```cell double
      let a = 2
      ```

      ```predict
      id: twice
      kind: number
      ask: 'What is `a`?'
      answer: 'a'
      ```

      ```exercise
      id: program
      ask: 'Write `y`.'
      starter: |
        let y = 0
      checks:
        - {try: 'y', equals: '1', says: 'One.'}
      solution: 'let y = 1'
      ```

      ```question
      id: words
      ask: 'Why?'
      points:
        - 'Because.'
      ```
      """
    var session = Session(
      book: Book(files: [
        (path: "01-fields/chapter.md", text: "# Fields\n"),
        (path: "01-fields/01-fields.md", text: page),
        (path: "01-fields/02-last.md", text: "# Last\n\nThe end.\n"),
      ]), progress: ReaderProgress(), surroundings: .none, appearance: .plain, seed: 1)
    _ = session.receive(.resize(width: 60, height: 30))
    return session
  }
}

extension Effect {
  fileprivate var isRecord: Bool { if case .record = self { true } else { false } }
}
