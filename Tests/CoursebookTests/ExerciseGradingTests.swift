import CNNEngine
import CellLanguage
import Testing

@testable import Coursebook

@Suite struct `An exercise` {
  let exercise = Exercise(
    id: "relu", ask: [],
    starter: "func rectify(_ x: Tensor) -> Tensor {\n  x\n}\n",
    checks: [
      .init(try: "rectify(hidden)", equals: "relu(hidden)", says: [.text("On a matrix:")]),
      .init(try: "rectify(full(1, value: 2))[0]", equals: "2", says: []),
    ],
    wrong: [
      .init(
        program: "func rectify(_ x: Tensor) -> Tensor { abs(x) }",
        says: [.text("That is the absolute value.")])
    ],
    solution: "func rectify(_ x: Tensor) -> Tensor { max(x, 0) }")
  let page = scope("let hidden: Tensor = [[-1, 2], [3, -4]]")

  @Test func `is solved by any program that does the same`() {
    #expect(exercise.grade(exercise.solution, in: page) == .right)
    #expect(
      exercise.grade(
        "func rectify(_ x: Tensor) -> Tensor {\n  x * x.greater(than: 0)\n}", in: page) == .right)
  }

  /// A task whose very function stands in the library, tried on numbers that are drawn.
  let fresh = Exercise(
    id: "relu", ask: [], starter: "", refuses: ["relu"], fresh: [("n", "1...1000000")],
    checks: [
      .init(
        try: "rectify(normal(4, seed: {n}))", equals: "relu(normal(4, seed: {n}))",
        says: [.text("With seed {n}:")])
    ], solution: "func rectify(_ x: Tensor) -> Tensor { max(x, 0) }")

  func drawn(_ seed: UInt64) -> Interpreter {
    var generator = SplitMix64(seed: seed)
    return fresh.drawing(using: &generator, in: page)
  }

  @Test(arguments: [
    "func rectify(_ x: Tensor) -> Tensor { relu(x) }",
    "let f = relu\nfunc rectify(_ x: Tensor) -> Tensor { f(x) }",
    "func rectify(_ x: Tensor) -> Tensor { // mine\n x.relu() }",
  ])
  func `refuses the very function that it asks for`(program: String) {
    #expect(
      fresh.grade(program, in: drawn(1))
        == .wrong(says: [
          .text("Write it without "), .code("relu"),
          .text(": what it does is what you are to write."),
        ]))
  }

  @Test func `takes a function of the learner's own by that name, and its name in words`() {
    let own =
      "func relu(_ x: Tensor) -> Tensor { max(x, 0) }\nfunc rectify(_ x: Tensor) -> Tensor { relu(x) }"
    #expect(fresh.grade(own, in: drawn(1)) == .right)
    let words =
      "// relu\nfunc rectify(_ x: Tensor) -> Tensor {\n  print(\"relu\")\n  return max(x, 0)\n}"
    #expect(fresh.grade(words, in: drawn(1)) == .right)
  }

  @Test(arguments: [
    "let relu = 0\nfunc rectify(_ x: Tensor) -> Tensor { max(x, Float(relu)) }",
    "func rectify(_ x: Tensor) -> Tensor { let relu = max(x, 0)\n return relu }",
    "func positive(_ relu: Tensor) -> Tensor { max(relu, 0) }\nfunc rectify(_ x: Tensor) -> Tensor { positive(x) }",
    "func positive(relu x: Tensor) -> Tensor { max(x, 0) }\nfunc rectify(_ x: Tensor) -> Tensor { positive(relu: x) }",
    "func rectify(_ x: Tensor) -> Tensor { let t = (relu: max(x, 0), n: 1)\n return t.relu }",
    "func rectify(_ x: Tensor) -> Tensor { x.map { relu in relu > 0 ? relu : 0 } }",
  ])
  func `takes a variable of the learner's own by that name`(program: String) {
    #expect(fresh.grade(program, in: drawn(1)) == .right)
  }

  @Test func `takes a variable of the page by that name`() {
    var padded = exercise
    padded.refuses = ["pad"]
    let program = "func rectify(_ x: Tensor) -> Tensor { max(x, pad) }"
    let page = scope("let hidden: Tensor = [[-1, 2], [3, -4]]\nlet pad: Float = 0")
    #expect(padded.grade(program, in: page) == .right)
  }

  @Test(arguments: [
    "func rectify(_ x: Tensor) -> Tensor { let y = relu(x)\n let relu = y\n return relu }",
    "func rectify(_ x: Tensor) -> Tensor { [x].map(relu)[0] }",
    "func rectify(_ x: Tensor) -> Tensor {\n  print(\"\\(relu(x))\")\n  return max(x, 0) }",
  ])
  func `refuses it wherever the library's is meant`(program: String) {
    guard case .wrong(let says?) = fresh.grade(program, in: drawn(1)) else {
      Issue.record("accepted")
      return
    }
    #expect(says.plainText.hasPrefix("Write it without relu"))
  }

  @Test func `a number that is drawn does not hide the page's variable of its name`() {
    var page = scope("let hidden: Tensor = [[-1, 2], [3, -4]]\nvar n: Float = 0")
    var generator = SplitMix64(seed: 1)
    page = fresh.drawing(using: &generator, in: page)
    let program = "n += 0\nfunc rectify(_ x: Tensor) -> Tensor { max(x, n) }"
    #expect(fresh.grade(program, in: page) == .right)
    // Drawn once more, it is still the page's.
    page = fresh.drawing(using: &generator, in: page)
    #expect(fresh.grade(program, in: page) == .right)
  }

  @Test func `a table of the answers of one try fails in the next`() throws {
    let n = try #require(drawn(1)["n"])
    guard case .tensor(let answers, _) = try page.value(of: "relu(normal(4, seed: \(n)))") else {
      Issue.record("no tensor")
      return
    }
    let table =
      "func rectify(_ x: Tensor) -> Tensor { Tensor(shape: [4], scalars: \(answers.scalars)) }"
    #expect(fresh.grade(table, in: drawn(1)) == .right)
    let other = try #require(drawn(2)["n"])
    guard case .wrong(let says?) = fresh.grade(table, in: drawn(2)) else {
      Issue.record("accepted")
      return
    }
    let tried = "With seed \(other): rectify(normal(4, seed: \(other))) gives "
    #expect(says.plainText.hasPrefix(tried))
  }

  @Test func `a program knows nothing of the numbers that are drawn`() {
    let program = "let known = n\nfunc rectify(_ x: Tensor) -> Tensor { max(x, 0) }"
    #expect(
      fresh.grade(program, in: drawn(1))
        == .unreadable("Line 1, column 13: `n` is not known here"))
  }

  @Test func `is not solved by its starter`() {
    #expect(
      exercise.grade("func rectify(_ x: Tensor) -> Tensor {\n\n  x\n}", in: page)
        == .wrong(says: [.text("This is still the text that stood here at first: change it.")]))
  }

  @Test func `knows the programs that people write`() {
    #expect(
      exercise.grade("func rectify(_ x: Tensor) -> Tensor { max(x, -x) }", in: page)
        == .wrong(says: [.text("That is the absolute value.")]))
  }

  @Test func `says what a wrong program gives`() {
    #expect(
      exercise.grade("func rectify(_ x: Tensor) -> Tensor { -x }", in: page)
        == .wrong(says: [
          .text("On a matrix:"), .text(" "), .code("rectify(hidden)"), .text(" gives "),
          .code("[[1.0, -2.0], [-3.0, 4.0]]"), .text(", not "),
          .code("[[0.0, 2.0], [3.0, 0.0]]"), .text("."),
        ]))
    guard case .wrong(let says?) = exercise.grade("let other = 1", in: page) else {
      Issue.record("accepted")
      return
    }
    #expect(says.plainText.hasPrefix("On a matrix: rectify(hidden) does not run: "))
  }

  @Test func `asks for a program that runs`() {
    guard case .unreadable(let message) = exercise.grade("let x = 1\nlet y = \n", in: page) else {
      Issue.record("accepted")
      return
    }
    #expect(message.hasPrefix("Line "))
  }

  @Test(arguments: [
    ("1", "1.0", true), ("1.00001", "1", true), ("1.01", "1", false),
    ("[1, 2]", "[1, 2]", true), ("[1, 2]", "[1, 3]", false), ("[1, 2]", "[1, 2, 3]", false),
    ("zeros(2, 2)", "zeros(2, 2)", true), ("zeros(2, 2)", "zeros(4)", false),
    ("zeros(2)", "ones(2)", false), ("true", "true", true), ("true", "false", false),
    ("\"a\"", "\"a\"", true), ("(1, 2)", "(1, 2)", true), ("(1, 2)", "(1, 3)", false),
    ("log(-1.0)", "log(-1.0)", true), ("log(-1.0)", "1", false), ("1", "\"1\"", false),
    ("relu(full(2, value: 1e-9))", "zeros(2)", true), ("Flatten()", "Flatten()", true),
    ("Dense(inputs: 2, outputs: 3)", "Dense(inputs: 2, outputs: 4)", false),
    ("MaxPool2D(size: 2)", "MaxPool2D(size: 3)", false),
    ("MaxPool2D(size: 2)", "MaxPool2D(size: 2)", true),
    ("61700", "61706", false), ("61706.0", "61706", true), ("61705.5", "61706", false),
    ("[61700, 6]", "[61706, 6]", false), ("zeros(2) + [0, 40]", "zeros(2) + [0.001, 40]", false),
    ("(zeros(2) + [0.1, 0.2]) * 3", "zeros(2) + [0.3, 0.6]", true),
  ])
  func `compares values, not texts`(a: String, b: String, isSame: Bool) throws {
    let page = scope()
    #expect(try page.value(of: a).agrees(with: page.value(of: b)) == isSame)
  }
}
