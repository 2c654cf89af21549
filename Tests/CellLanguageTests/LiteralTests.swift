import CellLanguage
import Testing

@Suite struct LiteralTests {
  @Test func `a minus belongs to the number where no value stands before it`() {
    let values = Literal.all(in: "let k: Tensor = [-1, a - 2, -3.5]\nf(x, by: -4) - 5").map(\.value)
    #expect(values == [-1, 2, -3.5, -4, 5])
  }

  @Test func `entries of a literal matrix know their row and column`() {
    let places = Literal.all(in: "let k: Tensor = [[1, 2], [3, 4]]\nf([[5]], [6])").map(\.matrix)
    #expect(
      places.map { $0.map { [$0.index, $0.row, $0.column] } } == [
        [0, 0, 0], [0, 0, 1], [0, 1, 0], [0, 1, 1], [1, 0, 0], nil,
      ])
  }

  @Test func `two whole numbers that two names are given at once are a pair`() {
    let pads = Literal.all(
      in: "let (a, b) = (0, -2)\nvar (right, down): (Int, Int) = (3, 4)\nprint(5)"
    ).map(\.pad)
    #expect(
      pads.map { $0.map { "\($0.index) \($0.isSecond) \($0.name)" } } == [
        "0 false a", "0 true b", "1 false right", "1 true down", nil,
      ])
  }

  @Test(arguments: [
    "let (a, b) = (0.5, 0.5)", "let (a, b, c) = (1, 2, 3)", "let p = (1, 2)",
    "let (a, b) = (1, c)", "let (a, b) = (1 + 1, 2)", "let (a, (b, c)) = (1, (2, 3))",
    "let (a, b) = (1,", "let (a, b): (Double, Double) = (1, 2)", "let (_, b) = (1, 2)", "let",
    "// let (a, b) = (1, 2)", "f((a, b) = (1, 2))",
  ])
  func `nothing else is`(source: String) {
    #expect(Literal.all(in: source).allSatisfy { $0.pad == nil })
  }

  @Test(arguments: [
    ("8", "9", "7"), ("0", "1", "-1"), ("-1", "0", "-2"), ("150", "160", "140"),
    ("2000", "2100", "1900"), ("0.5", "0.6", "0.4"),
    ("0.25", "0.30", "0.20"), ("1.0", "1.1", "0.9"), ("0.0", "0.1", "-0.1"),
    ("12.0", "13.0", "11.0"),
  ])
  func `a turn goes by a step that suits the size`(text: String, up: String, down: String) throws {
    let literal = try #require(Literal.all(in: text).first)
    #expect(literal.turned(by: 1) == up)
    #expect(literal.turned(by: -1) == down)
  }

  @Test func `literals are found in text that does not parse`() {
    #expect(Literal.all(in: "let k = [[1, 2").map(\.value) == [1, 2])
  }

  @Test func `a literal is replaced where it stands`() throws {
    let source = "let α = 3 // drei"
    let literal = try #require(Literal.all(in: source).first)
    #expect(source.replacing(literal, with: "-12") == "let α = -12 // drei")
  }

  @Test(arguments: [("1", "1"), ("007", "7"), ("1.", "1.0"), (".5", "0.5"), ("-2", "-2")])
  func `typed digits become a number`(typed: String, text: String) {
    #expect(Literal.text(typed: typed) == text)
  }

  @Test(arguments: ["", "-", "9999999999"]) func `what is no number yet changes nothing`(
    typed: String
  ) {
    #expect(Literal.text(typed: typed) == nil)
  }

  @Test func `names are completed from the scope, the library and a value's members`() {
    var interpreter = Interpreter(surroundings: .none)
    _ = interpreter.run("let convolved = ones(2, 2)")
    #expect(interpreter.completions(of: "conv2dD") == ["conv2dDirect"])
    #expect(interpreter.completions(of: "convo") == ["convolve", "convolved"])
    #expect(
      interpreter.completions(of: "convolved.tr") == ["convolved.transposed"])
  }

  @Test func `a named argument may be left out before one without a name`() {
    var interpreter = Interpreter(surroundings: .none)
    #expect(interpreter.run("plot(\"t\", [(\"a\", [1.0, 2.0])])").outputs.count == 1)
    #expect(interpreter.run("plot(\"t\", x: [0, 5], [(\"a\", [1.0, 2.0])])").error == nil)
  }
}
