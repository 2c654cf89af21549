import CellLanguage
import Coursebook
import Testing

@testable import Tutor

/// What a reader has on the screen above a question does not hold its answer.
@Suite struct LeakLintTests {
  func leaks(_ above: String, _ prompt: String, between: Int = 0) -> [String] {
    let text =
      "---\nid: b\n---\n# B\n\n```cell\nlet x = 12\nlet y = x * 3 + 1\nlet s = 2 + 3\n```\n\n\(above)\n\n"
      + String(repeating: "Nothing.\n\n", count: between)
      + "```predict\nid: p\n\(prompt)\nbecause: So.\n```\n"
    let book = Book(files: [("01-a/chapter.md", "# A\n"), ("01-a/01-b.md", text)])
    return CourseLint(book: book, surroundings: .none, exists: { _ in true }).complaints
      .map(\.message)
  }
  static let number = "kind: number\nask: What is y?\nanswer: y"
  static let small = "kind: number\nask: What is s?\nanswer: s"
  static let half = "kind: number\nask: And half of 1?\nanswer: '0.5'"
  static let shape = "kind: shape\nask: Which shape?\nanswer: '[8, x, x]'"
  static let choice =
    "kind: choice\nask: Which?\noptions: [{text: 'it grows by half', right: true}, {text: 'it shrinks a lot', says: No.}]"

  static func refusal(_ excerpt: String) -> [String] {
    [
      "The page gives the answer of p away on the screen above it: `\(excerpt)`. Move or hide it, ask something else, "
        + "or write `leak: allowed because …`."
    ]
  }

  @Test(arguments: [
    ("The sum is 37.", number, "The sum is 37."),
    ("So 37 remain (of 40).", number, "So 37 remain (of 40)."),
    ("| a | b |\n| --- | --- |\n| 1 | 37 |", number, "1 37"),
    ("```cell\nprint(\"all\", y)\n```", number, "all 37"),
    ("```cell\ntable([\"n\"], [[\"\\(y)\"]])\n```", number, "37"),
    ("There are 5 of them.", small, "There are 5 of them."),
    ("```cell\nprint(\"s =\", s)\n```", small, "s = 5"),
    ("The factor is 1/2.", half, "The factor is 1/2."),
    ("A map of 8×12×12 comes out.", shape, "A map of 8×12×12 comes out."),
    ("So *it grows* by half.", choice, "it grows by half"),
  ])
  func `refuses an answer that stands above its question`(
    above: String, prompt: String, excerpt: String
  ) {
    #expect(leaks(above, prompt) == Self.refusal(excerpt))
  }

  @Test(arguments: [
    ("Page 3.37, 37×37 and x37.", number), ("Five of them.", small),
    ("```cell\nlet m: Tensor = [[5, 2], [1, 5]]\nshow(m)\n```", small),
    ("```cell\nlet z = 37\n```", number), ("A map of 8×12.", shape),
    ("It may grow by half.", choice),
    ("Perhaps it grows by half, perhaps it shrinks a lot.", choice),
    ("```cell\nprint(\"all\", y)\n```", number + "\nfresh: {n: '3...9'}"),
  ])
  func `lets pass what gives nothing away`(above: String, prompt: String) {
    #expect(leaks(above, prompt) == [])
  }

  @Test func `reads one screen up, and no further`() {
    #expect(leaks("The sum is 37.", Self.number, between: 11) == Self.refusal("The sum is 37."))
    #expect(leaks("The sum is 37.", Self.number, between: 12) == [])
  }

  @Test func `what is hidden until the answer is no leak`() {
    #expect(leaks("```cell late\nprint(y)\n```", Self.number + "\nhides: cell late") == [])
  }

  @Test func `an author can allow one with a reason, for as long as there is one`() {
    let allowed = "\nleak: allowed because the reader is to look it up"
    #expect(leaks("The sum is 37.", Self.number + allowed) == [])
    #expect(
      leaks("Nothing.", Self.number + allowed) == [
        "Nothing gives the answer of p away any more: take `leak` out."
      ])
    #expect(
      leaks("The sum is 37.", Self.number + "\nleak: allowed").contains(
        "`leak` says why the page may give the answer away: allowed because …"))
  }
}
