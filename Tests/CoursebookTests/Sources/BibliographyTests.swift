import Testing

@testable import Coursebook

@Suite struct `The list of sources` {
  static let entry = """
    he-2016-resnet:
      authors:
        - He, Kaiming
        - Zhang, Xiangyu
        - Ren, Shaoqing
        - Sun, Jian
      title: Deep residual learning for image recognition
      year: 2016
      venue: CVPR 2016 (arXiv:1512.03385)
      url: https://arxiv.org/abs/1512.03385
      says: Deep plain networks have a higher training error than shallower ones.
      opened: text

    """

  /// The complaints about a list whose entries are all cited.
  static func complaints(_ text: String, cited: Set<String>? = nil) -> [String] {
    let list = Bibliography(text)
    return list.lint(cited: cited ?? Set(list.entries.map(\.key))).map(\.description)
  }

  @Test func `gives a work by its key`() throws {
    let work = try #require(Bibliography(Self.entry).source("he-2016-resnet"))
    #expect(work.title == "Deep residual learning for image recognition")
    #expect(work.year == 2016)
    #expect(work.venue == "CVPR 2016 (arXiv:1512.03385)")
    #expect(work.address == "https://arxiv.org/abs/1512.03385")
    #expect(work.opened == .text)
    #expect(Bibliography(Self.entry).source("he-2016") == nil)
    #expect(Self.complaints(Self.entry) == [])
  }

  @Test(arguments: [
    (["Zhang, Richard"], "Zhang"), (["Wu, Yuxin", "He, Kaiming"], "Wu and He"),
    (["Lin, Min", "Chen, Qiang", "Yan, Shuicheng"], "Lin, Chen and Yan"),
    (["He, K.", "Zhang, X.", "Ren, S.", "Sun, J."], "He and others"),
    (["Van Gool, Luc"], "Van Gool"), (["PyTorch contributors"], "PyTorch contributors"),
  ]) func `names up to three authors, of more the first`(authors: [String], names: String) {
    var work = Source(
      key: "k", authors: authors, title: "T", year: nil, venue: "V", says: "S", opened: .no)
    #expect(work.authorNames == names)
    #expect(work.citation.plainText == "\(names), T")
    work.year = 1998
    work.address = "https://a.org"
    #expect(work.listing.plainText == "\(names), T, 1998. V. https://a.org")
    work.venue = "V 1998"
    #expect(work.listing.plainText == "\(names), T. V 1998. https://a.org")
  }

  @Test func `passes over remarks and empty lines, whatever ends the lines`() {
    let text = "# Works.\r\n\r\n" + Self.entry.replacing("\n", with: "\r\n# Another.\r\n")
    #expect(Bibliography(text).source("he-2016-resnet")?.year == 2016)
    #expect(Self.complaints(text) == [])
  }

  private static let start = "a-2016:\n  authors: [A]\n  title: T\n"

  static let badEntries: [(entry: String, complaints: [String])] = [
    (
      start + "  year: 2016\n  venue: V\n  says: S\n",
      ["2:3: source needs the field `opened`."]
    ),
    (
      start + "  year: then\n  venue: V\n  says: S\n  opened: no\n",
      ["4:9: `year` of source is a number such as 2016, or `undated` where the work bears none."]
    ),
    (
      start + "  year: 99999\n  venue: V\n  says: S\n  opened: no\n",
      ["4:9: `year` of source is a number such as 2016, or `undated` where the work bears none."]
    ),
    (
      start + "  year: 2017\n  venue: V\n  says: S\n  opened: no\n",
      ["4:9: The key a-2016 says 2016, `year` says 2017."]
    ),
    (
      start + "  year: 2016\n  venue: ''\n  says: [S]\n  opened: perhaps\n",
      [
        "5:10: `venue` of source is one line of at most 300 letters.",
        "6:9: `says` of source is one text; quote it.",
        "7:11: `opened` of source is what of the work itself was read for this entry: text, abstract or no.",
      ]
    ),
    (
      start + "  year: 2016\n  venue: V\n  url: www.a.org\n  says: S\n  opened: no\n  pages: 3\n",
      [
        "6:8: `url` of source is a whole address, https://…",
        "9:3: source has no field `pages`; its fields are authors, title, year, venue, url, says, opened.",
      ]
    ),
    (
      "b:\n  title: T\n  year: undated\n  venue: V\n  says: S\n  opened: no\n",
      ["2:3: `authors` of source is a list of names: a line each that begins with `- `."]
    ),
    (
      "b:\n",
      [
        "2:1: A source is a list of fields, `authors: …` first; its fields are authors, title, year, venue, url, says, opened."
      ]
    ),
  ]

  @Test(arguments: badEntries)
  func `is checked field by field, at its place`(entry: String, complaints: [String]) {
    #expect(Self.complaints(entry) == complaints.map { "sources.yaml:" + $0 })
    #expect(Bibliography(entry).source(String(entry.prefix { $0 != ":" })) == nil)
  }

  @Test func `has its keys in the order of letters, each once`() {
    func entry(_ key: String, _ title: String) -> String {
      "\(key):\n  authors: [A]\n  title: \(title)\n  year: undated\n  venue: V\n  says: S\n  opened: no\n"
    }
    #expect(Self.complaints(entry("a", "T") + entry("b", "U")) == [])
    #expect(
      Self.complaints(entry("b", "T") + entry("a", "U")) == [
        "sources.yaml:8:1: Keys stand in the order of letters: a goes above b."
      ])
    #expect(
      Self.complaints(entry("a", "T") + entry("a", "U")) == [
        "sources.yaml:8:1: The key a stands above already; take one entry away."
      ])
    #expect(
      Self.complaints(entry("a", "T") + entry("b", "U"), cited: ["b", "c"]) == [
        "sources.yaml:1:1: No page cites a; cite it, or take it away."
      ])
  }

  @Test(arguments: [
    ("Another title", "ArXiv:1512.03385v2", "https://a.org"),
    ("Another title", "V", "https://arxiv.org/pdf/1512.03385"),
    ("Deep Residual Learning, for Image Recognition", "V", "https://a.org"),
  ]) func `has each work once`(title: String, venue: String, url: String) {
    let second = """
      he-2016-residual:
        authors: [A]
        title: '\(title)'
        year: 2016
        venue: \(venue)
        url: \(url)
        says: S
        opened: no

      """
    #expect(
      Self.complaints(second + Self.entry) == [
        "sources.yaml:9:1: he-2016-resnet is the work of he-2016-residual; take one entry away."
      ])
  }
}

/// Lists that are made to cost, or that are none.
@Suite struct `A hostile list of sources` {
  func complaints(_ text: String) -> [String] {
    Bibliography(text).lint(cited: []).map(\.description)
  }

  @Test(arguments: [
    "- a\n", "a b:\n", "a: 1\n", "{a: b}\n", "---\n", "Ä:\n", ":\n", "a-:\n", "&a b:\n",
  ])
  func `may have nothing but keys at its margin`(line: String) {
    let told = complaints("\n" + line + "  title: T\n")
    #expect(told.count == 1)
    #expect(
      told.first?.hasPrefix("sources.yaml:2:1: At the margin stands a key and a colon") == true)
  }

  @Test func `may not begin with fields of no key`() {
    #expect(
      complaints("  title: T\n  year: 1\n") == [
        "sources.yaml:1:1: These fields belong to no key; write one above them: `he-2016-resnet:`."
      ])
  }

  @Test func `may not use YAML's aliases, nor be no YAML`() {
    let bomb = "a:\n  x: &x [1, 1]\n  title: *x\n"
    #expect(
      complaints(bomb).contains(
        "sources.yaml:3:10: A source has no YAML aliases (`&name` and `*name`); write the text again."
      ))
    #expect(complaints("a:\n  title: b: c\n").contains { $0.hasPrefix("sources.yaml:2:") })
    #expect(complaints("a:\n\ttitle: b\n").contains { $0.hasPrefix("sources.yaml:2:") })
  }

  @Test func `may not have entries, lines or a file without end`() {
    let long = String(repeating: "x", count: 301)
    #expect(
      complaints("a:\n  title: \(long)\n").contains(
        "sources.yaml:2:10: `title` of source is one line of at most 300 letters."))
    #expect(
      complaints("a:\n  title: \(String(repeating: "[", count: 6_000))\n").contains(
        "sources.yaml:1:1: An entry has at most 5000 bytes."))
    #expect(
      complaints(String(repeating: "a:\n", count: 100_000)) == [
        "sources.yaml:1:1: The sources have at most 200000 bytes."
      ])
    #expect(complaints(String(repeating: "a:\n", count: 60_000)).count > 100_000)
  }

  @Test func `makes no page longer than a page may be`() throws {
    let references = References(works: Bibliography(`The list of sources`.entry))
    let page = "# T\n\n" + String(repeating: "[](source:he-2016-resnet) ", count: 7_000)
    let parser = PageParser(
      page, id: PageID(chapter: 1, page: 1), file: "p.md", references: references,
      sourceFile: { _ in nil })
    #expect(parser.refusal?.description.hasSuffix("A page cites at most 200 times.") == true)
    #expect(parser.page.sources.map(\.key) == ["he-2016-resnet"])
  }

  @Test func `is read or complained of, never a trap`() {
    let pieces = [
      "a:", "b-2016:", "  authors:", "    - A, B", "  title: T", "  year: 2016", "  year: [",
      "  venue: &a b",
      "  says: *a", "  opened: no", "  url: https://a.org", "", "\t", "# c", "-", "  ? a", "é",
      "\u{0}", "  - {a: b}",
      "  title: |", "    T", "\r",
    ]
    var generator = Steps(state: 3)
    for _ in 0..<2_000 {
      let text = (0..<Int.random(in: 0...14, using: &generator)).map { _ in
        pieces.randomElement(using: &generator) ?? ""
      }.joined(separator: "\n")
      let lineCount = 1 + text.utf8.count { $0 == 10 || $0 == 13 }
      for complaint in Bibliography(text).lint(cited: [])
      where !(1...(lineCount + 1) ~= complaint.line) {
        Issue.record("\(complaint) of \(lineCount) lines in \(text.debugDescription)")
      }
    }
  }
}
