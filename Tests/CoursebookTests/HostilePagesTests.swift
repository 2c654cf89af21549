import Testing

@testable import Coursebook

/// Pages that are made to cost: each is refused at its place, and what is read of it is freed again.
@Suite struct `A hostile page` {
  func refusal(_ source: String) -> String? {
    PageParser(
      "# T\n\n" + source, id: PageID(chapter: 1, page: 1), file: "p.md", sourceFile: { _ in nil }
    ).refusal?.description
  }

  static let deep =
    "Quotes, lists, links and emphasis stand at most 32 deep in one another."

  @Test(arguments: [
    String(repeating: ">", count: 90_000) + " x", String(repeating: "> ", count: 90_000) + "x",
    String(repeating: "- ", count: 90_000) + "x", String(repeating: "* ", count: 90_000),
    String(repeating: "1. ", count: 60_000) + "x",
    "text\n" + String(repeating: "> - ", count: 40) + "x",
  ]) func `may not open more quotes and lists on a line than may be open`(source: String) {
    let line = source.hasPrefix("text") ? 4 : 3
    #expect(refusal(source) == "p.md:\(line):1: \(Self.deep)")
  }

  @Test func `may not nest its lists line by line either`() throws {
    let lines = (0..<200).map { String(repeating: "  ", count: $0) + "- a\n" }.joined()
    let told = try #require(self.refusal(lines + String(repeating: "\n", count: 100_000)))
    #expect(told.hasSuffix(Self.deep) && told.hasPrefix("p.md:1"))
  }

  @Test func `may not nest its links and emphasis`() {
    let opened = (0..<40).map { $0 % 2 == 0 ? "*a " : "_a " }.joined()
    let closed = (0..<40).map { $0 % 2 == 0 ? " a_" : " a*" }.joined()
    #expect(refusal(opened + "x" + closed)?.hasSuffix(Self.deep) == true)
    #expect(refusal(String(repeating: "*a* [b](1.2) ", count: 5_000)) == nil)
  }

  @Test func `may not have a table that is filled up to the longest row`() throws {
    let table =
      String(repeating: "|a", count: 20_000) + "|\n" + String(repeating: "|---", count: 20_000)
      + "|\n" + String(repeating: "|\n", count: 20_000)
    let told = try #require(self.refusal(table))
    #expect(told.hasSuffix("The tables of a page have at most 10000 entries together."))
  }

  @Test func `may not hold more cells and questions than a page needs`() {
    #expect(
      refusal(String(repeating: "```cell\n1\n```\n", count: 10_000))
        == "p.md:303:1: A page has at most 100 cells and questions; this and what follows is not read."
    )
    #expect(refusal(String(repeating: "```cell\n1\n```\n", count: 100)) == nil)
    #expect(refusal(String(repeating: "```text\n1\n```\n", count: 1_000)) == nil)
  }

  @Test
  func `may not have more bytes than a page needs, and is read in time in proportion to them`() {
    #expect(
      refusal(String(repeating: "word\n", count: 400_000))
        == "p.md:1:1: A page has at most 200000 bytes; make several of this one.")
    let clock = ContinuousClock()
    func seconds(_ words: Int) -> Double {
      let source = String(repeating: "word\n", count: words)
      return clock.measure { _ = Markdown(source) } / .seconds(1)
    }
    _ = seconds(1_000)
    // Sixteen times the text: joined line by line it would take 256 times as long.
    let (short, long) = (seconds(20_000), seconds(320_000))
    #expect(long < 80 * short + 0.1, "\(short) s, \(long) s")
  }

  @Test func `may not use YAML's aliases, which stand for more than memory holds`() {
    let bomb =
      "a0: &a0 [x, x]\n"
      + (1..<40).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }.joined()
    let source = "# T\n\n```predict\n\(bomb)? *a39\n: c\n```\n"
    let complaints = Page.parse(source, id: PageID(chapter: 1, page: 1), file: "p.md").complaints
    #expect(
      complaints.map(\.description) == [
        "p.md:5:10: A predict has no YAML aliases (`&name` and `*name`); write the text again."
      ])
    // Emphasis, products and `&` in a text are none.
    let fine = """
      # T

      ```question
      id: a
      ask: 'Is *a* a * b & c &amp; more?'
      points:
        - '*b* is'
      ```
      """
    #expect(Page.parse(fine, id: PageID(chapter: 1, page: 1), file: "p.md").complaints.isEmpty)
  }

  @Test func `is told without what a terminal obeys, and in one line`() {
    let file = "01-\u{1B}[31m\u{202E}\n.md"
    let source =
      "# T\n\n```\u{1B}]0;x\u{7}\u{202E}\n```\n\n```predict\n\"\\e[31m\\u202e\": 1\n```\n"
    for complaint in Page.parse(source, id: PageID(chapter: 1, page: 1), file: file).complaints {
      #expect(
        complaint.description.unicodeScalars.allSatisfy {
          $0.value >= 0x20 && $0.value != 0x7F && $0 != "\u{202E}"
        })
    }
  }
}

@Suite struct `A course's folder` {
  @Test func `tells the files that could not be read among its complaints`() {
    let refused = PageComplaint(file: "02-b/01-x.md", line: 1, column: 1, message: "It is a pipe.")
    let book = Book(
      files: [("01-a/chapter.md", "# A\n"), ("01-a/01-b.md", "# B\n")], refusals: [refused])
    #expect(book.complaints == [refused])
    #expect(book.refusals == [refused])
  }

  @Test func `says why a page is not shown whole`() {
    let book = Book(files: [
      ("01-a/chapter.md", "# A\n"), ("01-a/01-b.md", "# B\n\n" + String(repeating: ">", count: 99)),
    ])
    let id = PageID(chapter: 1, page: 1)
    #expect(book.refusal(of: id)?.line == 3)
    #expect(book.page(id) != nil)
    #expect(book.refusal(of: PageID(chapter: 1, page: 2)) == nil)
  }
}
