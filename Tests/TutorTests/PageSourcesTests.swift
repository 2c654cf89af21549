import Coursebook
import Screen
import Testing

@testable import Tutor

@Suite struct `The sources of a page` {
  private static let text = """
    # First

    It is so ([](source:lin-2014-nin)), say [Zhang](source:zhang-2019-shift) and [nobody](source:x).

    ## In the code

    - `Sources/a.swift`
    """
  private static let list = """
    lin-2014-nin:
      authors: ['Lin, Min', 'Chen, Qiang', 'Yan, Shuicheng']
      title: Network in network
      year: 2014
      venue: ICLR 2014
      url: https://a.org/1
      says: So.
      opened: abstract
    zhang-2019-shift:
      authors: ['Zhang, Richard']
      title: "Shifts \\e[31m of Mądry"
      year: 2019
      venue: ICML 2019
      says: So.
      opened: no

    """

  private static let book = Book(files: [
    ("01-a/chapter.md", "# A\n"), ("01-a/01-b.md", text), ("sources.yaml", list),
  ])

  private func printed(width: Int = 80, isASCII: Bool = false) throws -> String {
    let page = try #require(Self.book.page(PageID(chapter: 1, page: 1)))
    return PageText(page, surroundings: .none, width: width, isASCII: isASCII).text
  }

  @Test func `stand at its end with where they appeared, above the code`() throws {
    let text = try printed()
    #expect(
      text.contains(
        "It is so (Lin, Chen and Yan, Network in network, 2014), say Zhang (2019) and"))
    #expect(
      text.contains(
        """
        Sources:
         •  Lin, Chen and Yan, Network in network. ICLR 2014. https://a.org/1
         •  Zhang, Shifts
        """))
    let (sources, code) = (text.firstRange(of: "Sources:"), text.firstRange(of: "In the code:"))
    #expect(try #require(sources).upperBound < #require(code).lowerBound)
  }

  @Test func `hold nothing that a terminal obeys, and are ASCII where all is`() throws {
    #expect(try !printed().unicodeScalars.contains("\u{1B}"))
    let text = try printed(isASCII: true)
    #expect(text.utf8.allSatisfy { $0 < 0x80 })
    #expect(text.contains("of Madry"))
  }

  @Test(arguments: [60, 30, 20]) func `are wrapped to the screen`(width: Int) throws {
    let lines = try printed(width: width).split(separator: "\n")
    #expect(lines.allSatisfy { $0.unicodeScalars.count <= width })
  }

  @Test func `are on the screen, and a page without any has no such line`() {
    var session = Session(
      book: Self.book, progress: ReaderProgress(), surroundings: .none, appearance: Appearance(),
      seed: 1)
    _ = session.receive(.resize(width: 80, height: 24))
    #expect(session.text.contains("Sources:"))
    var other = Session(
      book: Book(files: [("01-a/chapter.md", "# A\n"), ("01-a/01-b.md", "# B\n\nText.\n")]),
      progress: ReaderProgress(), surroundings: .none, appearance: Appearance(), seed: 1)
    _ = other.receive(.resize(width: 80, height: 24))
    #expect(!other.text.contains("Sources:"))
    #expect(other.text.contains("This is the last page."))
  }
}
