import Testing

@testable import Coursebook

@Suite struct `A page` {
  let id = PageID(chapter: 1, page: 2)

  func parse(_ source: String) -> (page: Page, complaints: [PageComplaint]) {
    Page.parse(source, id: id, file: "page.md") { path in
      path == "Sources/a.swift" ? "/// Doubles.\nfunc double(_ x: Int) -> Int {\n  2 * x\n}\n" : nil
    }
  }

  @Test func `is its title, its blocks and its foot`() {
    let (page, complaints) = parse(
      """
      # Sliding *a* kernel

      An edge is **sharp**: $x_1$ and `y`, see [padding](1.5).

      ## More

      - one
      - two

      | a | b |
      | --- | ---: |
      | 1 | 2 |

      > quoted

      ```math
      y = x
      ```

      ```cell edge timed

      let x = 1
      show(x)
      ```

      ```cell
      ```

      ```source Sources/a.swift func double
      ```

      ## In the code

      - `Sources/a.swift`
      """)
    #expect(complaints == [])
    #expect(page.title == "Sliding a kernel")
    #expect(page.code == ["Sources/a.swift"])
    #expect(
      page.blocks == [
        .paragraph([
          .text("An edge is "), .strong([.text("sharp")]), .text(": "), .maths("x_1"),
          .text(" and "), .code("y"), .text(", see "),
          .link([.text("padding")], target: "1.5"), .text("."),
        ]),
        .heading(level: 2, [.text("More")]),
        .list(items: [[.paragraph([.text("one")])], [.paragraph([.text("two")])]], start: nil),
        .table(
          headings: [[.text("a")], [.text("b")]], alignments: [.left, .right],
          rows: [[[.text("1")], [.text("2")]]]),
        .quote([.paragraph([.text("quoted")])]),
        .maths("y = x"),
        .cell(Cell(name: "edge", source: "\nlet x = 1\nshow(x)", isTimed: true, line: 21)),
        .cell(Cell(name: "cell-2", source: "", line: 27)),
        .listing(
          "/// Doubles.\nfunc double(_ x: Int) -> Int {\n  2 * x\n}", language: "swift"),
      ])
  }

  @Test func `may come with the line endings of other systems`() {
    let source = "# T\n\nText.\n\n```cell a\nlet x = 1\nx\n```\n"
    let other = source.split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: "\r\n")
    #expect(parse(other) == parse(source))
    #expect(
      declaration("func", "f", in: "let a = \"}\"\r\n\r\n/// F.\r\nfunc f() { // }\r\n}\r\n")
        == "/// F.\nfunc f() { // }\n}")
  }

  @Test func `asks for a prediction`() throws {
    let (page, complaints) = parse(
      """
      # T

      ```predict
      id: size
      kind: number
      ask: 'How large is `{n}`?'
      answer: n + 1
      hides: y[1, 1]
      slips:
        - {value: n, says: 'One *short*.'}
      tolerance: 0.01
      hints: ['a', 'b']
      because: It grows.
      right: ['5', '5.0']
      wrong: ['4']
      fresh: {n: '8...64', m: '[1, 3]'}
      ```
      """)
    #expect(complaints == [])
    #expect(
      page.blocks == [
        posed(
          Prediction(
            id: "size", kind: .number, ask: [.text("How large is "), .code("{n}"), .text("?")],
            answer: "n + 1", hides: "y[1, 1]",
            slips: [
              Slip(
                value: "n", says: [.text("One "), .emphasis([.text("short")]), .text(".")])
            ], tolerance: 0.01, hints: [[.text("a")], [.text("b")]],
            because: [.text("It grows.")], planted: (["5", "5.0"], ["4"]),
            fresh: [("n", "8...64"), ("m", "[1, 3]")], line: 4))
      ])
  }

  private func posed(_ prompt: any Prompt) -> Block { .prompt(PosedPrompt(prompt)) }

  @Test func `gives a choice its right option's number as the answer`() throws {
    let (page, complaints) = parse(
      """
      # T

      ```predict
      id: grows
      kind: choice
      ask: Which?
      options:
        - {text: 'It grows.', says: 'No.'}
        - {text: 'It *stays*.', right: true, says: 'Yes.'}
      because: So it is.
      ```
      """)
    #expect(complaints == [])
    let prediction = try #require(page.blocks.first?.prompt as? Prediction)
    #expect(prediction.answer == "2")
    #expect(prediction.options.map(\.isRight) == [false, true])
  }

  @Test func `holds exercises and questions`() throws {
    let (page, complaints) = parse(
      """
      # T

      ```exercise
      id: relu
      ask: Write `relu`.
      starter: |
        func f(_ x: Tensor) -> Tensor {
          x
        }
      checks:
        - {try: 'f(2)', equals: '2', says: 'Keep what is positive.'}
      wrong:
        - program: |
            func f(_ x: Tensor) -> Tensor { -x }
          says: 'The sign.'
      solution: |
        func f(_ x: Tensor) -> Tensor { max(x, 0) }
      ```

      ```question
      id: why
      ask: Why?
      points: [First., Second.]
      followUp: And then?
      ```
      """)
    #expect(complaints == [])
    #expect(
      page.blocks == [
        posed(
          Exercise(
            id: "relu", ask: [.text("Write "), .code("relu"), .text(".")],
            starter: "func f(_ x: Tensor) -> Tensor {\n  x\n}\n",
            checks: [
              Exercise.Check(
                try: "f(2)", equals: "2", says: [.text("Keep what is positive.")])
            ],
            wrong: [
              Exercise.WrongProgram(
                program: "func f(_ x: Tensor) -> Tensor { -x }\n", says: [.text("The sign.")])
            ],
            solution: "func f(_ x: Tensor) -> Tensor { max(x, 0) }", line: 4)),
        posed(
          Question(
            id: "why", ask: [.text("Why?")], points: [[.text("First.")], [.text("Second.")]],
            followUp: [.text("And then?")], line: 21)),
      ])
  }

  @Test(arguments: [
    ("Text.", "page.md:1:1: A page begins with its title: `# Title`."),
    ("# T\n\n# U\n", "page.md:3:3: A page has one title; further headings begin with `##`."),
    (
      "# T\n\n```predct x\n```\n",
      "page.md:3:1: No block is named `predct`; there are cell, math, predict, select, exercise, "
        + "question, score, source, swift and text."
    ),
    (
      "# T\n\n```question\nid: a\nask: b\npoints: [c]\nanswer: d\n```\n",
      "page.md:7:1: question has no field `answer`; its fields are id, ask, points, followUp."
    ),
    (
      "# T\n\n```question\nid: a\npoints: [c]\n```\n",
      "page.md:4:1: question needs the field `ask`."
    ),
    (
      "# T\n\n```question\nid: a\nask: b\npoints: c\n```\n",
      "page.md:6:9: `points` of question is a list: a line each that begins with `- `."
    ),
    (
      "# T\n\n```question\nid: a\nask: b: c\n```\n",
      "page.md:5:7: This question is no YAML: mapping values are not allowed in this context. "
        + "Quote texts that hold `: ` or `#`."
    ),
    (
      "# T\n\n- a\n\n  ```cell\n  1\n  ```\n",
      "page.md:5:1: `cell` stands in a list or a quote; move it out to the margin."
    ),
    (
      "# T\n\n```source Sources/b.swift func f\n```\n",
      "page.md:3:1: There is no file Sources/b.swift."
    ),
    (
      "# T\n\n```source Sources/a.swift func f\n```\n",
      "page.md:3:1: Sources/a.swift has no `func f`."
    ),
    (
      "# T\n\n| a | b |\n| - | - |\n| 1 | 2 |\n",
      "page.md:3:1: Under a table's headings stands a line of at least three dashes a column: "
        + "| --- | ---: |"
    ),
    (
      "# T\n\nä ![x](y.png)\n",
      "page.md:3:8: A terminal page shows no pictures; compute one in a cell."
    ),
    (
      "# T\n\n## In the code\n\nNothing.\n",
      "page.md:3:1: `## In the code` is the last heading of a page; under it stands one list of "
        + "`Sources/…` paths."
    ),
  ])
  func `tells its author what to mend`(source: String, complaint: String) {
    #expect(parse(source).complaints.first?.description == complaint)
  }
}
