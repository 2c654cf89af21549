import CellLanguage
import Testing

@testable import Coursebook

@Suite struct `The course linter` {
  static let question = "```question\nid: q\nask: Why?\npoints: [So.]\n```\n"
  static let cell = "```cell one\nlet x = 2\n```\n"
  static let score = "\n```score\nid: score\n```\n"

  func complaints(_ page: String, chapter: String = "# A\n") -> [String] {
    Book(files: [("01-a/chapter.md", chapter), ("01-a/01-b.md", "---\nid: b\n---\n" + page)]).lint(
      checkMaths: { $0.contains("\\") ? "no commands" : nil },
      isAllowed: { $0.isASCII && $0.value >= 0x20 || $0 == "ä" },
      exists: { $0 == "Sources/a.swift" }, surroundings: .none
    ).map(\.description)
  }

  @Test(arguments: [
    ("In the cell `one`, turn the 2.", true), ("In the cells `x` and `one`, turn it.", true),
    ("In the cell `x`, turn the 2.", false), ("The *cell* `one` is first.", true),
    ("A cell prints `one`.", false),
  ])
  func `a cell is pointed at by what readers see of it`(text: String, isRefused: Bool) {
    let page = "# T\n\n\(text)\n\n" + Self.cell + Self.question
    #expect(
      complaints(page).contains { $0.contains("a name that readers do not see") } == isRefused)
  }

  @Test func `finds nothing wrong with a good page`() {
    let page = """
      # T

      See [this](1.1), $x$ and [that](https://example.org).

      ```predict
      id: p
      kind: number
      ask: '{n}?'
      answer: n + x
      hides: x
      slips: [{value: n, says: Short.}]
      because: So.
      right: ['{n} + 2']
      wrong: ['{n}', five]
      fresh: {n: '8...64'}
      ```

      """
    let foot = "\n## In the code\n\n- `Sources/a.swift`\n"
    #expect(complaints(page + Self.cell + foot) == [])
  }

  static let badFronts: [(String, String)] = [
    (
      "",
      "1:1: A page says what it is called, in three lines above its title: `---`, `id: b`, `---`."
    ),
    ("---\nid: b\n", "1:1: The front matter ends in a line of three dashes: ---"),
    (
      "---\nid: B c\n---\n",
      "2:1: A page's id is words of small letters and digits with dashes between, such as "
        + "`sliding-a-kernel`, a letter first."
    ),
    (
      "---\nid: b\ntitle: B\n---\n",
      "3:1: The front matter of a page has the fields `id: its-name`, `uses: term, term`, `everyday: term, term` and `checks: chapter`."
    ),
  ]

  @Test(arguments: badFronts)
  func `refuses a page that does not say what it is called`(front: String, complaint: String) {
    let book = Book(files: [
      ("01-a/chapter.md", "# A\n"), ("01-a/01-b.md", front + "# T\n\n" + Self.question + Self.cell),
    ])
    let complaints = book.lint(
      checkMaths: { _ in nil }, isAllowed: { _ in true }, exists: { _ in true }, surroundings: .none
    )
    #expect(complaints.map(\.description).contains("01-a/01-b.md:" + complaint))
  }

  @Test func `needs no cell where the book talks`() {
    let chapter = "---\ncells: optional\n---\n\n# A\n"
    #expect(complaints("# T\n\n" + Self.question, chapter: chapter) == [])
  }

  @Test func `a page that checks its chapter leads to each of its pages`() {
    func complaints(_ links: String) -> [String] {
      let rest = "\n" + Self.question + Self.cell
      let check =
        "```predict\nid: p\nkind: number\nask: '[B](b)?'\nanswer: 2\nslips: [{value: '3', says: No.}]\nbecause: So.\n"
        + "right: ['2']\nwrong: ['3']\n```\n" + Self.score
      return Book(files: [
        ("01-a/chapter.md", "# A\n"), ("01-a/01-b.md", "---\nid: b\n---\n# B\n" + rest),
        ("01-a/02-c.md", "---\nid: c\n---\n# C\n" + rest),
        ("01-a/03-d.md", "---\nid: d\nchecks: chapter\n---\n# D\n\n\(links)\n" + rest + check),
      ]).lint(
        checkMaths: { _ in nil }, isAllowed: { _ in true }, exists: { _ in true },
        surroundings: .none
      ).map(\.description)
    }
    #expect(complaints("[b](b) and [c](1.2)") == [])
    #expect(
      complaints("[b](b)") == [
        "01-a/03-d.md:1:1: This page checks its chapter, and links to no page 1.2: ask something about each."
      ])
  }

  @Test func `a page that checks its chapter ends with a score`() {
    let page = "---\nid: d\nchecks: chapter\n---\n# D\n\n" + Self.question + Self.cell
    let found = Book(files: [("01-a/chapter.md", "# A\n"), ("01-a/01-d.md", page)]).lint(
      checkMaths: { _ in nil }, isAllowed: { _ in true }, exists: { _ in true }, surroundings: .none
    )
    #expect(
      found.map(\.description) == [
        "01-a/01-d.md:1:1: This page checks its chapter, and gives no score: end it with a `score` block."
      ])
  }

  @Test(arguments: [
    ("ask: '[This](1.2)?'", nil), ("ask: This?\nbecause: '[So](c).'", nil),
    ("ask: This?\nhints: ['[Look](c)']", nil),
    ("ask: This?", "q"), ("ask: '[This](b), [that](https://example.org)?'", "q"),
  ])
  func `each question that counts for a score links to another page`(fields: String, id: String?) {
    let question =
      "```predict\nid: q\nkind: number\n\(fields)\nanswer: 2\nright: ['2']\nwrong: ['3']\n"
      + (fields.contains("because") ? "" : "because: So.\n") + "slips: []\n```\n\n"
    let found = Book(files: [
      ("01-a/chapter.md", "# A\n"),
      ("01-a/01-b.md", "---\nid: b\n---\n# B\n\n" + question + Self.cell + Self.score),
      ("01-a/02-c.md", "---\nid: c\n---\n# C\n\n" + Self.question + Self.cell),
    ]).lint(
      checkMaths: { _ in nil }, isAllowed: { _ in true }, exists: { _ in true }, surroundings: .none
    ).map(\.description).filter { $0.contains("score") }
    #expect(
      found
        == (id.map {
          [
            "01-a/01-b.md:7:1: \($0) counts for the score, and links to no other page: link to the one to reread when it is missed."
          ]
        } ?? []))
  }

  @Test func `a page with a score asks something`() {
    let found = complaints("# T\n\n" + Self.cell + Self.score)
    #expect(
      found == [
        "01-a/01-b.md:1:1: A page asks something: add a predict, exercise or question block.",
        "01-a/01-b.md:11:1: score scores nothing: the page has no question that is judged.",
      ])
  }

  @Test func `knows the fields that a chapter's front matter has`() {
    #expect(
      complaints("# T\n\n" + Self.question + Self.cell, chapter: "---\ncells: none\n---\n# A\n")
        == [
          "01-a/chapter.md:2:1: The front matter of a chapter has the fields `cells: optional`, `terms: ordered` and `writing: required`."
        ])
  }

  static let badPages: [(String, String)] = [
    ("", "1:1: A page asks something: add a predict, exercise or question block."),
    (question, "1:1: A page computes something: add a cell."),
    (question + cell + "\n" + cell, "15:1: Two cells of this page are named one; rename one."),
    (
      cell + question + "\n" + question, "16:1: Two prompts of this page have the id q; rename one."
    ),
    (
      question + cell + "\n[a](1.9)\n", "15:5: There is no page 1.9 to link to."
    ),
    (
      question + cell + "\n[a](b.md)\n",
      "15:5: A link leads to a page, [padding](padding-and-borders) or [padding](1.5), or to a whole https:// address, not to `b.md`."
    ),
    (question + cell + "\n$\\x$\n", "15:2: The formula `\\x` fails: no commands"),
    (question + cell + "\n```math\n\\y\n```\n", "16:1: The formula `\\y` fails: no commands"),
    (
      question + cell + "\n<<<<<<< ours\na\n",
      "15:1: Two versions of this page were merged, and a mark of it was left."
    ),
    (
      question + cell + "\n[Same](term:same padding) is a term.\n",
      "15:1: A term of several words stands in angle brackets: `](<term:same padding>)`."
    ),
    (
      question + cell + "\nä♥\n",
      "15:2: The glyph ♥ (U+2665) is not one that every terminal shows one column wide; write another."
    ),
    (
      question + cell + "\n\ta\n",
      "15:1: The glyph (U+9) is not one that every terminal shows one column wide; write another."
    ),
    (
      question + cell + "\n## In the code\n\n- `Sources/a.swift`\n- `Sources/b.swift`\n",
      "18:1: There is no file Sources/b.swift; name the file that does what the page tells."
    ),
  ]

  @Test(arguments: badPages)
  func `refuses a page`(rest: String, complaint: String) {
    #expect(complaints("# T\n\n" + rest).contains("01-a/01-b.md:" + complaint))
  }

  @Test func `refuses a cell that does not run, where it fails`() {
    let page = "# T\n\n```cell one\nlet x = 1\nlet y = x + z\n```\n\n" + Self.question
    let found = complaints(page)
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("01-a/01-b.md:8:13: The cell one does not run: ") == true)
  }

  static let badPredictions: [(String, String)] = [
    ("answer: x + 2\nright: ['5']", "p refuses `5`, which is planted as right; it takes 4."),
    ("answer: x + 2\nwrong: ['4.0']", "p accepts `4.0`, which is planted as wrong."),
    ("answer: '[1, 2]'", "The answer of p is a number, not [1, 2]."),
    (
      "answer: x + 2\nslips: [{value: '4', says: a}]",
      "The slip `4` of p gives the right answer; it is never told."
    ),
    (
      "answer: x\nslips: [{value: '4', says: a}, {value: '2 + 2', says: a}]",
      "The slip `2 + 2` of p gives what one above it gives; it is never told."
    ),
    (
      "answer: x\nfresh: {n: '4'}",
      "The fresh number n of p comes from a range, 8...64, or an array, [1, 3, 5], not from `4`."
    ),
  ]

  @Test(arguments: badPredictions)
  func `refuses a prediction that judges wrongly`(fields: String, complaint: String) {
    let page =
      "# T\n\n\(Self.cell)\n```predict\nid: p\nkind: number\nask: a\nbecause: b\n\(fields)\n```\n"
    #expect(complaints(page) == ["01-a/01-b.md:11:1: " + complaint])
  }

  @Test func `refuses a cell that changes an answer above it`() {
    let page =
      "# T\n\n\(Self.cell)\n```predict\nid: p\nkind: number\nask: a\nbecause: b\nanswer: x\n```\n"
      + "\n```exercise\nid: e\nask: a\nstarter: a\nsolution: let y = 2\n"
      + "checks: [{try: y, equals: x}]\n```\n\n```cell two\nlet x = 3\n```\n"
    #expect(
      complaints(page)
        == ["p", "e"].enumerated().map {
          "01-a/01-b.md:\([11, 19][$0]):1: A cell below \($1) changes what is right; give its variables "
            + "other names."
        })
  }

  @Test func `refuses an answer or a hidden name that is not there`() {
    for field in ["answer: z", "answer: x\nhides: z"] {
      let page =
        "# T\n\n\(Self.cell)\n```predict\nid: p\nkind: number\nask: a\nbecause: b\n\(field)\n```\n"
      #expect(complaints(page).count == 1)
    }
  }

  static let badChoices: [(String, String)] = [
    (
      "- {text: a, says: c}\n- {text: b, says: d}",
      "0 options of p are right; give exactly one `right: true`."
    ),
    (
      "- {text: a, right: true}\n- {text: b, right: true}",
      "2 options of p are right; give exactly one `right: true`."
    ),
    ("- {text: a, right: true}\n- {text: b}", "Option 2 of p is wrong and says not why."),
    (
      "- {text: 2, right: true}\n- {text: 5, says: a}",
      "Option 1 of p reads 2, which chooses option 2; put it there, or add a word."
    ),
  ]

  @Test(arguments: badChoices)
  func `refuses a choice that cannot be made`(options: String, complaint: String) {
    let page =
      "# T\n\n\(Self.cell)\n```predict\nid: p\nkind: choice\nask: a\nbecause: b\noptions:\n\(options)\n```\n"
    #expect(complaints(page) == ["01-a/01-b.md:11:1: " + complaint])
  }

  static let badExercises: [(String, String, String, String)] = [
    (
      "'let y = 3'", "'let y = 1'", "'let y = 4'", "The solution of e is refused: y gives 3, not 2."
    ),
    (
      "'let y = 2'", "'let y = 2 + 0'", "'let y = 3'",
      "The starter of e solves it already; leave something to do."
    ),
    (
      "'let y = 2'", "'let y = 1'", "'let y = 1 + 1'",
      "Wrong program 1 of e is accepted; add a check that tells it apart."
    ),
  ]

  @Test(arguments: badExercises)
  func `refuses an exercise that judges wrongly`(
    solution: String, starter: String, wrong: String, complaint: String
  ) {
    let page =
      "# T\n\n\(Self.cell)\n```exercise\nid: e\nask: a\nstarter: \(starter)\nsolution: \(solution)\n"
      + "checks: [{try: y, equals: x}]\nwrong: [{program: \(wrong)}]\n```\n"
    #expect(complaints(page) == ["01-a/01-b.md:11:1: " + complaint])
  }

  static let badRefusals: [(String, String)] = [
    (
      "refuses: [rel]\nsolution: let y = 2", "e refuses `rel`, which is no function of the library."
    ),
    (
      "refuses: [sqrt]\nsolution: let y = Int(sqrt(4.0))",
      "The solution of e is refused: Write it without sqrt: what it does is what you are to write."
    ),
    (
      "fresh: {n: 7}\nsolution: let y = 2",
      "The fresh number n of e comes from a range, 8...64, or an array, not from `7`."
    ),
  ]

  @Test(arguments: badRefusals)
  func `refuses an exercise that refuses or draws what it cannot`(
    fields: String, complaint: String
  ) {
    let page =
      "# T\n\n\(Self.cell)\n```exercise\nid: e\nask: a\nstarter: let y = 1\n\(fields)\n"
      + "checks: [{try: y, equals: x}]\n```\n"
    #expect(complaints(page) == ["01-a/01-b.md:11:1: " + complaint])
  }
}
