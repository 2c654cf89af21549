import Screen
import Testing

@Suite struct WrapTests {
  @Test func `text breaks between words`() {
    #expect(
      wrapped([Span("The quick brown fox jumps")], width: 11) == [
        "The quick", "brown fox", "jumps",
      ])
  }

  @Test func `inline code stays whole where it fits a line`() {
    let spans = [Span("Write "), Span("x + y", .code), Span(", then look.")]
    #expect(wrapped(spans, width: 10) == ["Write", "x + y,", "then look."])
  }

  @Test func `a word longer than the line is cut`() {
    #expect(wrapped([Span("an abcdefghij")], width: 4) == ["an", "abcd", "efgh", "ij"])
  }

  @Test func `list items hang`() {
    #expect(wrapped([Span("- one two three")], width: 9, hanging: 2) == ["- one two", "  three"])
  }

  @Test func `a line feed ends the line and empty text is one line`() {
    #expect(wrapped([Span("a\n\nb")], width: 9) == ["a", "", "b"])
    #expect(wrapped([], width: 9) == [""])
  }

  @Test(arguments: [-3, 0, 1, 2]) func `any width does`(width: Int) {
    #expect(wrapped([Span("ab c")], width: width, hanging: 4).joined().contains("c"))
  }

  @Test func `a size and a share in percent stay on one line`() {
    #expect(
      wrapped([Span("with a 5 × 5 kernel")], width: 10) == ["with a", "5 × 5", "kernel"])
    #expect(
      wrapped([Span("maps of n × n × 64 each")], width: 14) == ["maps of", "n × n × 64", "each"])
    #expect(wrapped([Span("a 5 x 5 kernel")], width: 6) == ["a", "5 x 5", "kernel"])
    #expect(wrapped([Span("all 98 %")], width: 6) == ["all", "98 %"])
    #expect(wrapped([Span("all of 98 % of it")], width: 9) == ["all of", "98 % of", "it"])
    // Words around a sign are no size, and a size longer than the line breaks where it can.
    #expect(wrapped([Span("batch × channels")], width: 9) == ["batch ×", "channels"])
    #expect(wrapped([Span("10 × 10 × 10")], width: 8) == ["10 × 10", "× 10"])
  }

  @Test func `a size stays together across styles`() {
    #expect(
      wrapped([Span("a 3 "), Span("× 3", .emphasis), Span(" map")], width: 6)
        == ["a", "3 × 3", "map"])
  }

  @Test func `styles survive`() {
    let lines = wrap([Span("a "), Span("b", .emphasis), Span(" c")], width: 3)
    #expect(lines == [[Span("a "), Span("b", .emphasis)], [Span("c")]])
  }

  private func wrapped(_ spans: [Span], width: Int, hanging: Int = 0) -> [String] {
    wrap(spans, width: width, hanging: hanging).map { $0.map(\.text).joined() }
  }
}

@Suite struct TextTableTests {
  let table = TextTable(
    headings: ["name", "what it does", "n"],
    rows: [["blur", "averages neighbours", "9"], ["edge", "takes differences", "12"]],
    alignments: [.left, .left, .right])

  @Test func `with room every row is one line`() {
    #expect(
      "\(table.grid(width: 80))" == """
        name  what it does          n
        ────  ───────────────────  ──
        blur  averages neighbours   9
        edge  takes differences    12
        """)
  }

  @Test func `with less the texts wrap`() {
    #expect(
      "\(table.grid(width: 22, appearance: Appearance(isASCII: true)))" == """
        name  what it does   n
        ----  ------------  --
        blur  averages       9
              neighbours
        edge  takes         12
              differences
        """)
  }

  @Test func `with very little each row becomes a record`() {
    #expect(
      "\(table.grid(width: 14))" == """
        name: blur
        what it does:
          averages
          neighbours
        n: 9
        ──────────────
        name: edge
        what it does:
          takes
          differences
        n: 12
        """)
  }

  @Test func `a short entry keeps its line beside a long one`() {
    let table = TextTable(
      headings: ["layer", "size", "what it is for"],
      rows: [["pooling", "stride / 2", "halves the maps, so that what follows sees more of it"]])
    let lines = "\(table.grid(width: 40))".split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("pooling  stride / 2  halves") })
  }

  @Test func `columns without room fold, and rows stay rows`() {
    let table = TextTable(
      headings: ["network", "parameters", "operations", "accuracy"],
      rows: [
        ["LeNet", "61,706", "416,520", "99.0"],
        ["AlexNet", "61,100,840", "714,188,480", "57.1"],
      ],
      alignments: [.left, .right, .right, .right])
    #expect(
      "\(table.grid(width: 34, appearance: Appearance(isASCII: true)))" == """
        network  parameters   operations
        -------  ----------  -----------
        LeNet        61,706      416,520
        AlexNet  61,100,840  714,188,480
        > the same rows, further columns
        network  accuracy
        -------  --------
        LeNet        99.0
        AlexNet      57.1
        """)
  }

  @Test(arguments: 1...40) func `no width is exceeded`(width: Int) {
    #expect(table.grid(width: width).width <= width)
  }
}
