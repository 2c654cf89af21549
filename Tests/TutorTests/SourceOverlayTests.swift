import Coursebook
import Screen
import Testing

@testable import Tutor

/// A source that is cited on a page, opened.
@Suite struct SourceOverlayTests {
  private static let list = """
    he-2016-resnet:
      authors: ['He, Kaiming', 'Zhang, Xiangyu', 'Ren, Shaoqing', 'Sun, Jian']
      title: Deep residual learning for image recognition
      year: 2016
      venue: CVPR 2016, 770–778
      url: https://arxiv.org/abs/1512.03385
      says: Shortcuts let networks of a hundred layers train.
      opened: text
    lin-2014-nin:
      authors: ['Lin, Min']
      title: "Network \\e[31m in network"
      year: 2014
      venue: ICLR 2014
      url: https://a.org/1
      says: So.
      opened: abstract
    makers:
      authors: [PyTorch contributors]
      title: Conv2d
      year: undated
      venue: The manual
      says: So.
      opened: no

    """

  private static let book = Book(files: [
    ("01-a/chapter.md", "# A\n"),
    (
      "01-a/01-b.md",
      "# B\n\nThey are [deep](source:he-2016-resnet), see [this page](1.2), so ([](source:lin-2014-nin)), [they](source:makers)"
        + " and [nobody](source:x).\n"
    ), ("01-a/02-c.md", "# C\n\nText.\n"), ("sources.yaml", list),
  ])

  private func session(width: Int = 80, height: Int = 24, isASCII: Bool = false) -> Session {
    var session = Session(
      book: Self.book, progress: ReaderProgress(), surroundings: .none,
      appearance: Appearance(depth: .monochrome, isASCII: isASCII), seed: 1)
    _ = session.receive(.resize(width: width, height: height))
    return session
  }

  /// What lies between the title and the footer, without the blanks around.
  private func shown(_ session: Session) -> [String] {
    session.text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().dropLast()
      .map { $0.split(separator: " ").joined(separator: " ") }.filter { !$0.isEmpty }
  }

  @Test func `a letter opens it with all that the list of sources knows, and Esc closes it`() {
    var session = session()
    let page = shown(session)
    session.press("La")
    #expect(
      shown(session) == [
        "Deep residual learning for image recognition",
        "authors Kaiming He, Xiangyu Zhang, Shaoqing Ren, Jian Sun", "year 2016",
        "appeared in CVPR 2016, 770–778", "address https://arxiv.org/abs/1512.03385",
        "the book uses Shortcuts let networks of a hundred layers train.",
        "read The passages that this book uses were read in the work itself.",
      ])
    #expect(session.footer.contains("y copy the address") && session.footer.contains("Esc close"))
    session.press(.escape)
    #expect(shown(session) == page && session.context == .reading)
  }

  @Test func `Enter on its link opens it, among links to pages`() {
    var session = session()
    session.press("L")
    session.press(.tab, .tab, .enter)
    #expect(shown(session).contains("authors Min Lin"))
    session.press(.enter)
    #expect(session.context == .reading)
    session.press("Lb")
    #expect(session.pageID == PageID(chapter: 1, page: 2))
  }

  @Test func `a click opens it, in the text and in the list at the page's end`() throws {
    let links = session().visibleLinks
    #expect(
      links.map(\.target) == [
        .source(0), .page(PageID(chapter: 1, page: 2)), .source(1), .source(2), .source(0),
        .source(1), .source(2), .page(PageID(chapter: 1, page: 2)),
      ])
    for link in [links[2], links[5]] {
      var session = session()
      _ = session.receive(.mouse(.press(column: link.column + 1, row: link.row + 1)))
      #expect(shown(session).contains("authors Min Lin"))
    }
  }

  @Test func `it says how much of the work was read, and that a work bears no date`() {
    var session = session(width: 120)
    session.press("Lc")
    #expect(
      shown(session).contains(
        "read Its abstract or its beginning was read for this book, the rest was not."))
    session.press(.escape)
    session.press("Ld")
    #expect(shown(session).contains("year undated"))
    #expect(shown(session).contains("authors PyTorch contributors"))
    #expect(session.text.contains("It was not read for this book"))
  }

  @Test func `y copies its address, where it has one`() {
    var session = session()
    session.press("La")
    #expect(
      session.press("y") == [
        .copy("https://arxiv.org/abs/1512.03385\n", name: "source-he-2016-resnet", ending: "txt")
      ])
    session.press("q")
    session.press("Ld")
    #expect(!session.footer.contains("copy"))
    #expect(session.press("y").isEmpty && session.footer.contains("has no address"))
  }

  @Test(arguments: [(40, 8), (20, 5), (60, 18)])
  func `all of it can be seen on a small screen`(width: Int, height: Int) {
    var session = session(width: width, height: height)
    while session.visibleLinks.isEmpty { session.press(.down) }
    session.press("La")
    var seen = shown(session).joined(separator: " ")
    for _ in 0..<40 {
      session.press(.down)
      seen += " " + (shown(session).last ?? "")
    }
    for word in ["recognition", "Sun", "2016", "train.", "itself."] {
      #expect(seen.contains(word), "\(word)")
    }
    let last = shown(session)
    session.press(.up)
    #expect(shown(session) != last || height >= 18)
  }

  @Test func `it scrolls from what is seen, also when the screen has grown`() {
    var session = session(width: 40, height: 6)
    session.press("La")
    for _ in 0..<40 { session.press(.down) }
    _ = session.receive(.resize(width: 40, height: 9))
    let last = shown(session)
    session.press(.up)
    #expect(shown(session) != last)
    _ = session.receive(.mouse(.wheelDown(column: 0, row: 3)))
    #expect(shown(session) == last)
  }

  @Test func `it holds nothing that a terminal obeys, and is ASCII where all is`() {
    var session = session(isASCII: true)
    session.press("La")
    #expect(session.text.utf8.allSatisfy { $0 < 0x80 })
    session.press(.escape)
    session.press("Lc")
    #expect(!session.text.unicodeScalars.contains("\u{1B}"))
  }
}
