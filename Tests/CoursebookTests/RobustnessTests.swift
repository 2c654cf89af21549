import CellLanguage
import Testing

@testable import Coursebook

@Suite struct `Whatever is typed` {
  static let pieces = [
    "1", "23", "456", "0", ".", ",", " ", "-", "−", "+", "*", "×", "/", "^", "**", "(", ")", "[",
    "]", "x", "by", "e", "e+", "%", "=", "½", "²", "√", "π", "'", "_", "k", "million", "per cent",
    "\t", "\n", "\u{0}", "é", "👩‍👩‍👧", "1e308", "99999999999999999999", "a", "B)", "nan", "inf",
  ]

  @Test func `is judged or asked for again, never a trap`() {
    var generator = Steps(state: 7)
    let scope = scope("let n = 5")
    let options = [
      Option(text: [.text("1,5")], isRight: false, says: []),
      Option(text: [.text("−2")], isRight: true, says: []),
    ]
    let asked = [
      Prediction(id: "n", kind: .number, ask: [], answer: "n"),
      Prediction(id: "s", kind: .shape, ask: [], answer: "[n, 4, 4]"),
      Prediction(id: "c", kind: .choice, ask: [], answer: "2", options: options),
    ]
    for _ in 0..<5_000 {
      let count = Int.random(in: 0...8, using: &generator)
      let typed = (0..<count).map { _ in
        Self.pieces.randomElement(using: &generator) ?? ""
      }.joined()
      for prediction in asked { _ = prediction.grade(typed, in: scope) }
    }
  }
}

@Suite struct `Whatever stands in a page's file` {
  static let lines = [
    "# T", "## In the code", "text *a **b** `c` $d$ [e](1.2)", "- a", "  - b", "1. c", "> q", "```",
    "```cell a timed", "```predict", "```exercise", "```question", "```math", "```source a func b",
    "id: a", "kind: number", "ask: 'b'", "answer: [", "options: {a: b}", "fresh: {n: 1}",
    "- {a: b}",
    "| a | b |", "| --- | --- |", "&amp; &#x41; &bogus;", "\\", "    code", "---", "", "\t", "ä½",
    "![a](b)", "<b>", "hints: [a, {b: c}]", "tolerance: x", "a: *b", "a: &b c", "\u{0}", "\r",
  ]

  @Test func `is read or complained of, in the file, never a trap`() {
    var generator = Steps(state: 11)
    for _ in 0..<1_000 {
      let count = Int.random(in: 0...16, using: &generator)
      let source = (0..<count).map { _ in
        Self.lines.randomElement(using: &generator) ?? ""
      }.joined(separator: "\n")
      let lineCount = 1 + source.utf8.count { $0 == 10 || $0 == 13 }
      let (_, complaints) = Page.parse(source, id: PageID(chapter: 1, page: 1), file: "p.md") { $0 }
      for complaint in complaints where !(1...(lineCount + 1) ~= complaint.line) {
        Issue.record("\(complaint) of \(lineCount) lines in \(source.debugDescription)")
      }
    }
  }
}
