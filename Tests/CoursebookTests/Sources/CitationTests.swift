import CellLanguage
import Testing

@testable import Coursebook

@Suite struct `A citation` {
  static let list =
    `The list of sources`.entry + """
      zhang-2019-shift:
        authors: ['Zhang, Richard']
        title: 'Network in network'
        year: 2019
        venue: ICML 2019
        says: Small shifts matter.
        opened: abstract
      zz-manual:
        authors: [Makers]
        title: A manual
        year: undated
        venue: a.org
        says: All.
        opened: no

      """
  static let end =
    "\n\n```question\nid: q\nask: Why?\npoints: [So.]\n```\n```cell one\nlet x = 2\n```\n"

  static func book(_ text: String, list: String? = Self.list) -> Book {
    Book(
      files: [
        ("01-a/chapter.md", "# A\n"), ("01-a/01-b.md", "---\nid: b\n---\n# B\n\n" + text + end),
      ] + (list.map { [("sources.yaml", $0)] } ?? []))
  }

  static func complaints(_ text: String, list: String? = Self.list) -> [String] {
    book(text, list: list).lint(
      checkMaths: { _ in nil }, isAllowed: { $0 != "§" }, exists: { _ in true }, surroundings: .none
    ).map(\.description).filter { !$0.contains("No page cites") }
  }

  private func page(_ text: String) throws -> Page {
    try #require(Self.book(text).page(PageID(chapter: 1, page: 1)))
  }

  @Test func `is drawn from the list: whole, or the given text with the year`() throws {
    let page = try page(
      "See ([](source:he-2016-resnet)), and [Zhang\nhimself](source:zhang-2019-shift); [](source:zz-manual), [it](source:zz-manual)."
    )
    guard case .paragraph(let text)? = page.blocks.first else {
      Issue.record("no paragraph")
      return
    }
    #expect(
      text.plainText
        == "See (He and others, Deep residual learning for image recognition, 2016), and Zhang himself (2019); Makers, A manual, it."
    )
    #expect(
      text[1]
        == .citation(
          [
            .text("He and others, "),
            .emphasis([.text("Deep residual learning for image recognition")]),
            .text(", 2016"),
          ], key: "he-2016-resnet"))
    #expect(Self.complaints("[](source:he-2016-resnet)") == [])
  }

  @Test func `puts its work at the page's end, once, questions' last`() throws {
    let page = try page(
      "[a](source:zz-manual) [b](source:he-2016-resnet) [c](source:zz-manual)\n\n```question\nid: r\nask: Why?\npoints:\n  - '[Zhang](source:zhang-2019-shift) says.'\n```"
    )
    #expect(page.sources.map(\.key) == ["zz-manual", "he-2016-resnet", "zhang-2019-shift"])
  }

  @Test func `of what is not in the list is refused at its place, and leaves its text`() throws {
    let refused =
      "01-a/01-b.md:6:%: sources.yaml has no source `he-2016`; write its entry, or its right key."
    #expect(Self.complaints("So [](source:he-2016).") == [refused.replacing("%", with: "7")])
    #expect(
      Self.complaints("So [](source:he-2016).", list: nil) == [refused.replacing("%", with: "7")])
    #expect(
      Self.complaints(
        "x\n\n```question\nid: r\nask: 'By [He](source:he-2016)?'\npoints: [So.]\n```")
        == [
          "01-a/01-b.md:10:6: sources.yaml has no source `he-2016`; write its entry, or its right key."
        ])
    #expect(
      try page("So [](source:he-2016), [He](source:he-2016).").blocks[0].plainText
        == "So he-2016, He.")
    #expect(try page("So [](source:he-2016).").sources == [])
  }

  @Test(arguments: [
    ("(He and others, *Some title*, 2016)", "*Some title*, 2016"),
    ("(He and others, *Network in network*, no year)", "Network in network"),
    ("*Network In Network* by Lin", "Network In Network"),
    ("as He and others (2016) say", "He and others (2016"),
    ("(Kingma and Ba, 2015)", "Kingma and Ba, 2015"),
    ("(Lin, Chen and Yan, 2014)", "Chen and Yan, 2014"),
    ("(Zhang, 2019)", "(Zhang, 2019"),
    ("- in a list (He and others, 2016, figure 3)", "He and others, 2016"),
    ("| a |\n| --- |\n| Glorot and Bengio (2010) |", "Glorot and Bengio (2010"),
  ]) func `is not written by hand`(text: String, told: String) {
    #expect(
      Self.complaints(text) == [
        "01-a/01-b.md:6:1: A citation is written by hand, `\(told)`: cite its entry in sources.yaml, `[](source:he-2016-resnet)` or `[He and others](source:he-2016-resnet)`."
      ])
  }

  @Test func `is not written by hand in a question either`() {
    let told = Self.complaints(
      "x\n\n```question\nid: r\nask: Why?\npoints: ['By (He and others, 2016).']\n```")
    #expect(told.count == 1)
    #expect(told.first?.hasPrefix("01-a/01-b.md:9:1: A citation is written by hand") == true)
  }

  @Test(arguments: [
    "From 2010 to 2017 a challenge was held in *2012*, and *every* year, 2012 too.",
    "The rule of [AlexNet](b) (2012), in `(He and others, 2016)`.",
    "ReLU and Adam, 1024 of them (BatchNorm, 512).", "Networks *in* networks, 2019 of them.",
  ]) func `is not seen where there is none`(text: String) {
    #expect(Self.complaints(text) == [])
  }

  @Test func `is looked for in time in proportion to a text`() {
    for piece in ["A", "A-", "A and ", "*A", "(A, ", "B's "] {
      let text = "In 2016: " + String(repeating: piece, count: 100_000 / piece.utf8.count)
      let clock = ContinuousClock()
      #expect(clock.measure { _ = Self.complaints(text) } < .seconds(5), "\(piece)")
    }
  }

  @Test func `is searched and put into the glossary as it is drawn`() {
    let book = Self.book("A [kernel](term) is small ([](source:zhang-2019-shift)).")
    #expect(
      Glossary(book).entries.map(\.sentence)
        == ["A kernel is small (Zhang, Network in network, 2019)."])
    #expect(SearchIndex(book).hits("Network in network").count == 1)
  }

  @Test func `the list's own glyphs are checked, and it is no page`() {
    let list = Self.list.replacing("ICML 2019", with: "ICML § 2019")
    #expect(
      Self.complaints("x", list: list) == [
        "sources.yaml:17:15: The glyph § (U+A7) is not one that every terminal shows one column wide; write another."
      ])
    #expect(Self.book("x").pageIDs.count == 1)
    #expect(Self.book("x").complaints == [])
  }
}
