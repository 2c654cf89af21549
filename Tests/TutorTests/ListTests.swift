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

  /// A list whose rows have the numbers of lines that are given.
  struct Rows: ListOverlay {
    var list = ListState()
    var heights: [Int]
    func title(in session: Session) -> String { "Rows" }
    func rows(in session: Session) -> [ListRow] {
      heights.enumerated().map { index, height in
        var row = ListRow([Span("row \(index)")], page: PageID(chapter: 1, page: index % 2 + 1))
        row.lines += (1..<height).map { [Span("line \($0) of \(index)")] }
        return row
      }
    }
  }

  func session(listing heights: [Int], height: Int = 24) -> Session {
    var session = session()
    _ = session.receive(.resize(width: 80, height: height))
    session.overlay = Rows(heights: heights)
    return session
  }

  /// The rows of the screen that are drawn as picked.
  func marked(_ session: Session) -> [String] {
    let grid = session.frame(width: session.width, height: session.height).grid
    return (0..<grid.height).filter { grid[40, $0].style.role == .selection }.map { y in
      let line = (0..<grid.width).map { String(grid[$0, y].scalar) }.joined()
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  @Test func `down goes from row to row, and all lines of a row are marked`() {
    var session = session(listing: [1, 3, 2])
    #expect(marked(session) == [">row 0"])
    session.press(.down)
    #expect(marked(session) == [">row 1", " line 1 of 1", " line 2 of 1"])
    session.press(.down)
    #expect(marked(session) == [">row 2", " line 1 of 2"])
    session.press(.down)
    #expect(session.list?.picked == 2)
    session.press(.up, .up)
    #expect(session.list?.picked == 0)
  }

  @Test func `a row that is picked stands on the screen with all its lines`() {
    // Eight lines below the heading.
    var session = session(listing: [3, 3, 3, 3, 1], height: 12)
    #expect(session.listHeight == 8)
    session.press(.down, .down)
    #expect(session.list?.top == 1)
    #expect(marked(session).count == 3)
    session.press(.up, .up)
    #expect(session.list?.top == 0)
    session.press(.end)
    #expect(session.list?.top == 2 && session.list?.picked == 4)
  }

  @Test func `a row higher than the screen is shown from its first line`() {
    var session = session(listing: [1, 30, 1], height: 12)
    session.press(.down)
    #expect(session.list?.top == 1 && marked(session).count == 8)
    session.press(.down)
    #expect(session.list?.picked == 2 && session.list?.top == 2)
  }

  @Test func `a screen down and up goes by lines, and to another row at least`() {
    var session = session(listing: [3, 3, 3, 30, 3, 1, 1], height: 12)
    var seen: [Int?] = []
    for _ in 0..<4 {
      session.press(.pageDown)
      seen.append(session.list?.picked)
    }
    #expect(seen == [2, 3, 4, 6])
    for _ in 0..<4 {
      session.press(.pageUp)
      seen.append(session.list?.picked)
    }
    #expect(seen.suffix(4) == [4, 3, 2, 0])
  }

  @Test func `a click opens the row whose line is hit`() {
    var session = session(listing: [2, 3, 1])
    // Title, heading and a blank stand above the list.
    _ = session.receive(.mouse(.press(column: 4, row: 7)))
    #expect(session.overlay == nil && session.pageID == PageID(chapter: 1, page: 2))
  }

  /// Two headings with a row under each; the headings open pages, or stand only over their rows.
  struct Headings: ListOverlay {
    var list = ListState()
    var page: PageID?
    func title(in session: Session) -> String { "Headings" }
    func rows(in session: Session) -> [ListRow] {
      ["first", "second"].flatMap { name in
        [
          ListRow(heading: [Span(name)], width: 80, isFirst: name == "first", page: page),
          ListRow([Span("under \(name)")]),
        ]
      }
    }
  }

  @Test func `a blank line over a heading is not marked with it`() {
    var session = session()
    session.overlay = Headings(page: PageID(chapter: 1, page: 1))
    session.press(.down, .down)
    #expect(marked(session) == [">second"])
  }

  @Test func `the arrows go past headings that open nothing`() {
    var session = session()
    session.overlay = Headings()
    session.press(.up)
    #expect(marked(session) == [">under first"])
    session.press(.down)
    #expect(marked(session) == [">under second"])
    session.press(.down)
    #expect(marked(session) == [">under second"])
    session.press(.up)
    #expect(marked(session) == [">under first"])
  }

  @Test func `the help opens on its first key, its first heading seen`() {
    var session = session()
    session.press("?")
    #expect(session.list == ListState(picked: 1, top: 0))
    session.press(.end)
    session.press(.home)
    #expect(session.list?.picked == 1 && session.list?.top == 0)
  }

  @Test(arguments: [44, 60, 80, 120]) func `names of functions are not broken`(width: Int) {
    var session = session()
    _ = session.receive(.resize(width: width, height: 24))
    let lines = FunctionsOverlay().rows(in: session).flatMap(\.lines)
    for line in lines { #expect(Screen.width(of: line) < width, "\(line)") }
    let names = lines.compactMap { line in
      line.dropFirst().first.flatMap { $0.style.role == .code ? $0.text : nil }
    }
    #expect(names == Interpreter.functionNames)
  }

  @Test func `the footer names Enter as what it does in the list`() {
    var session = session()
    for (key, said) in [("t", "Enter open"), ("c", "Enter into the console"), ("?", "Esc close")] {
      session.press(key)
      #expect(session.footer.contains(said))
      #expect(session.footer.contains("Enter") == (key != "?"))
      session.press(.escape)
    }
  }

  @Test(arguments: [(60, 2), (80, 2), (100, 1)])
  func `a report says all of a page at every width`(width: Int, lines: Int) {
    var progress = ReaderProgress()
    for prompt in 1...12 {
      progress.apply(
        .answer(PageName("b"), prompt: "\(prompt)", typed: "1", isRight: prompt > 10, hints: 0))
    }
    progress.apply(.revealed(PageName("b"), prompt: "13"))
    var session = session(progress)
    _ = session.receive(.resize(width: width, height: 24))
    let row = ReportOverlay().rows(in: session)[1]
    #expect(row.lines.count == lines)
    #expect(row.lines.allSatisfy { Screen.width(of: $0) < width })
    let text = row.lines.joined().map(\.text).joined()
    #expect(text.contains("12 answered, 2 right at once, 10 wrong, 1 shown"))
  }
}
