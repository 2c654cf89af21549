import Testing

@testable import Coursebook

/// What a reader who knows nothing could guess by, over a whole chapter.
@Suite struct ChapterLintTests {
  /// Choices, each with its options; the first one is right unless `right` says another.
  func complaints(
    _ choices: [[String]], right: Int = 0, order: String = "", chapter: String = "# A\n",
    pages: [String] = []
  ) -> [String] {
    let prompts = choices.enumerated().map { number, options in
      let listed = options.enumerated().map {
        "- {text: '\($1)', says: Because., right: \($0 == right)}"
      }.joined(separator: "\n")
      return
        "```predict\nid: q\(number)\nkind: choice\n\(order)\nask: Which?\noptions:\n\(listed)\nbecause: So.\n```\n"
    }.joined(separator: "\n")
    let first = ("01-a/01-p1.md", "---\nid: p1\n---\n# B\n\n\(prompts)\n```cell\nlet x = 1\n```\n")
    let rest = pages.enumerated().map { number, text in
      (
        "01-a/0\(number + 2)-p\(number + 2).md",
        "---\nid: p\(number + 2)\n---\n# B\n\n\(text)\n```cell\nlet x = 1\n```\n"
      )
    }
    return Book(files: [("01-a/chapter.md", chapter), first] + rest).lint(
      checkMaths: { _ in nil }, isAllowed: { _ in true }, exists: { _ in true }, surroundings: .none
    ).map(\.description)
  }

  static let even = ["one way", "two way", "six way", "ten way"]

  @Test func `drawn options lean to no letter`() {
    #expect(complaints(Array(repeating: Self.even, count: 8)) == [])
  }

  @Test func `refuses a chapter in which one letter is right too often, and names the questions`() {
    let found = complaints(Array(repeating: Self.even, count: 8), order: "order: fixed")
    #expect(
      found == [
        "01-a/chapter.md:1:1: Of the 8 choices with 4 options the right one is a 100 %, b 0 %, c 0 %, d 0 %; "
          + "20 % to 30 % each is even. Those in a kept order: 1.1 q0, 1.1 q1, 1.1 q2, 1.1 q3, 1.1 q4, 1.1 q5, 1.1 q6, 1.1 q7."
      ])
  }

  @Test func `a right option that stays the last leans too`() {
    let found = complaints(
      Array(repeating: Self.even, count: 8), right: 3, order: "order: last")
    #expect(found.count == 1 && found[0].contains("d 100 %"))
  }

  @Test func `refuses a chapter in which the longest option is right too often`() {
    let long = ["the long one", "short", "brief"]
    let fair = ["short", "the long one", "brief"]
    let found = complaints(Array(repeating: long, count: 5) + Array(repeating: fair, count: 4))
    #expect(
      found == [
        "01-a/chapter.md:1:1: The right option is the longest in 5 of 9 choices; chance makes 3, and 4.4 pass. Give the wrong ones "
          + "as much to say: 1.1 q0, 1.1 q1, 1.1 q2, 1.1 q3, 1.1 q4."
      ])
    #expect(complaints(Array(repeating: long, count: 4) + Array(repeating: fair, count: 5)) == [])
  }

  @Test func `says nothing of a few choices`() {
    #expect(
      complaints(
        Array(repeating: ["the long one", "short", "brief"], count: 7), order: "order: fixed")
        == [])
  }

  static let exercise =
    "```exercise\nid: e\nask: Write.\nstarter: let y = 0\nsolution: let y = 2\nchecks: [{try: y, equals: '2'}]\n```\n"
  static let question = "```question\nid: q\nask: Why?\npoints: [So.]\n```\n"

  @Test func `asks for something to write on one page of three, where a chapter wants it`() {
    let chapter = "---\nwriting: required\n---\n# A\n"
    let three = [Self.question, Self.question, Self.question]
    #expect(
      complaints([Self.even], chapter: chapter, pages: [Self.exercise] + three.dropFirst()) == [
        "01-a/chapter.md:1:1: Chapter 1 has 4 pages and 1 exercise; one on three pages is 2."
      ])
    #expect(
      complaints([Self.even], chapter: chapter, pages: [Self.exercise, Self.exercise] + three)
        == [])
    #expect(complaints([Self.even], pages: three) == [])
  }
}
