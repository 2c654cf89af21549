import Testing

@testable import Coursebook

/// No term before the page that explains it, in chapters that ask for it.
@Suite struct TermOrderTests {
  static let question =
    "\n```question\nid: q\nask: Why?\npoints: [So.]\n```\n```cell\nlet x = 1\n```\n"

  /// What is wrong with a page that stands before the one on strides.
  func complaints(
    _ text: String, front: String = "", chapter: String = "---\nterms: ordered\n---\n# A\n",
    later: String =
      "The [stride](term) is a step. A [feature map](term) is an output, its [bias](term) a number.",
    laterFront: String = ""
  ) -> [String] {
    Book(files: [
      ("01-a/chapter.md", chapter),
      ("01-a/01-b.md", "---\nid: b\n\(front)---\n# B\n\n\(text)\n" + Self.question),
      ("01-a/02-c.md", "---\nid: c\n\(laterFront)---\n# C\n\n\(later)\n" + Self.question),
    ]).lint(
      checkMaths: { _ in nil }, isAllowed: { _ in true }, exists: { _ in true }, surroundings: .none
    ).map(\.description)
  }

  static func refusal(_ name: String, line: Int) -> String {
    "01-a/01-b.md:\(line):1: The term `\(name)` is explained later, on page 1.2: say it in other words, link to that page, "
      + "or name it under `uses:` above the title."
  }

  @Test(arguments: [
    ("A stride of 2.", "stride"), ("Strides matter.", "stride"),
    ("- one\n- its *stride*", "stride"),
    ("| a | Stride |\n| --- | --- |\n| 1 | 2 |", "stride"), ("Two feature maps.", "feature map"),
    ("The Feature-maps.", "feature map"), ("With biases.", "bias"),
    ("> quoted strides", "stride"),
  ])
  func `refuses a term before the page that explains it`(text: String, name: String) {
    #expect(complaints(text) == [Self.refusal(name, line: 6)])
  }

  @Test(arguments: [
    "A `stride` in code, $stride$ in maths.", "A feature, and a map.", "Striding on.",
    "```text\nstride\n```", "See the [stride](c).",
    "See the [stride](1.2). A stride is no secret then.",
  ])
  func `leaves alone what is no use of it, or says where to look`(text: String) {
    #expect(complaints(text) == [])
  }

  @Test func `says it once a page, where it is used first`() {
    #expect(complaints("Text.\n\nA stride.\n\nStrides.") == [Self.refusal("stride", line: 8)])
  }

  @Test func `looks into questions, and into what is said after them`() {
    let prompt =
      "```predict\nid: p\nkind: number\nask: How many?\nanswer: 1 + 1\nbecause: The stride is 2.\n```"
    #expect(complaints(prompt) == [Self.refusal("stride", line: 6)])
  }

  @Test func `a page may say that it knows, and not when it does not need to`() {
    #expect(
      complaints("A stride.", front: "uses: bias, stride\n") == [
        "01-a/01-b.md:1:1: `bias` stands under `uses:`, and the page does not use it before it is explained."
      ])
  }

  @Test func `an everyday word is one where its page says so`() {
    #expect(
      complaints("A stride and a bias.", laterFront: "everyday: stride\n") == [
        Self.refusal("bias", line: 6)
      ])
  }

  @Test func `a longer term hides the shorter ones in it`() {
    let later = "A [map](term) and a [feature](term) are later."
    #expect(complaints("The [feature map](term) is here. Feature maps.", later: later) == [])
  }

  @Test func `holds only where a chapter asks for it`() {
    #expect(complaints("A stride.", chapter: "# A\n") == [])
  }
}
