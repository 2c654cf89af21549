import CNNEngine
import CellLanguage
import Testing

/// Whatever is typed: an answer or a sentence, never a trap.
@Suite struct FuzzTests {
  private struct Draws: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 29
    }
  }

  private static var small: Budget {
    var budget = Budget()
    (budget.steps, budget.entries, budget.multiplications) = (5_000, 50_000, 500_000)
    return budget
  }

  private static let words = [
    "let", "var", "x", "y", "=", "1", "-1", "0", "2.5", "(", ")", "[", "]", "{", "}", ",", ":", "+",
    "-", "*", "/", "..<", "...", "if",
    "else", "for", "in", "while", "func", "return", "ones", "conv2d", "show", "trace", ".", "shape",
    "map", "$0", "\"a\"", "\n", "->",
    "Tensor", "Int", "?", "&&", "==", "<", "true", "break", ";", "99999999999", "1e300",
    "0.123456789", "stride", "!", "é",
    "\\(",
  ]

  @Test(arguments: 0..<8) func `random words`(seed: Int) {
    var draws = Draws(state: UInt64(seed) &+ 1)
    for _ in 0..<600 {
      let words = (0..<Int.random(in: 1...30, using: &draws)).map { _ in
        Self.words.randomElement(using: &draws) ?? "x"
      }
      let source = words.joined(separator: Bool.random(using: &draws) ? " " : "")
      var interpreter = Interpreter(surroundings: .none, budget: Self.small)
      let outcome = interpreter.run(source)
      if let error = outcome.error {
        #expect(error.line >= 1 && error.column >= 1 && !error.message.isEmpty)
      }
      _ = Literal.all(in: source).map { source.replacing($0, with: $0.turned(by: 1)) }
      _ = SyntaxToken.all(in: source)
    }
  }

  @Test func `every library function takes odd arguments without a trap`() {
    let odd = [
      "0", "-1", "3", "1000000", "9223372036854775807", "-9223372036854775807", "0.0", "-2.5",
      "1e300", "true", "\"a\"", "[]", "[1]",
      "[-1, 0]", "zeros(0)", "zeros(0, 3)", "zeros(2, 0)", "ones(3)", "ones(3, 3)", "ones(2, 3, 3)",
      "ones(1, 2, 3, 3)",
      "ones(1, 1, 1, 1, 1)", "(0, -1)", "(1, 2)", "{ $0 }", "Flatten()", "Sequential()", ".zero",
      "0..<3", "nil",
    ]
    var draws = Draws(state: 7)
    var answered = 0
    for name in Interpreter.functionNames {
      let labels = (Interpreter.help(on: name)?.signature ?? "").split { "(,".contains($0) }
        .dropFirst()
        .map { $0.split(separator: ":").first.map(String.init) ?? "" }
      for _ in 0..<120 {
        let arguments = labels.prefix(Int.random(in: 0...max(0, labels.count), using: &draws)).map {
          label -> String in
          let value = odd.randomElement(using: &draws) ?? "0"
          let name = label.filter { $0 != " " }
          return label.contains("_ ") ? value : "\(name): \(value)"
        }
        var interpreter = Interpreter(surroundings: .none, budget: Self.small)
        if interpreter.run("\(name)(\(arguments.joined(separator: ", ")))").error == nil {
          answered += 1
        }
      }
    }
    #expect(answered > 200)
  }

  @Test func `every method of a tensor takes odd arguments without a trap`() {
    var interpreter = Interpreter(surroundings: .none, budget: Self.small)
    for value in [
      "zeros(0)", "zeros(2, 0)", "ones(3)", "ones(2, 3)", "ones(1, 2, 3, 4)",
      "Tensor(shape: [], scalars: [1.0])",
    ] {
      _ = interpreter.run("let x = 0")
      interpreter["x"] = interpreter.run(value).value
      for member in interpreter.completions(of: "x.") {
        for arguments in [
          "", "()", "(0)", "(-1)", "(3, 3)", "(along: 0)", "(along: -1)", "(along: [0, 9])",
          "(down: 99999999999)", "(0.0, 1.0)", "(rows: 0..<9, columns: 1..<2)", " { $0 * 2 }",
          "(than: 1.0)",
        ] {
          _ = interpreter.run(member + arguments)
        }
      }
    }
    #expect(interpreter.run("1").value?.number == 1)
  }

  @Test(arguments: ["(", "[", "{", "-", "!", "if true {", "f(", "a.b(", "[[", "x ? "])
  func `depth has a limit`(opening: String) {
    var interpreter = Interpreter(surroundings: .none)
    #expect(interpreter.run(String(repeating: opening, count: 5_000)).error != nil)
  }

  /// Programs that run, with a few words dropped, doubled, exchanged or replaced: nearer to what is typed than chance.
  @Test(arguments: 0..<8) func `mutated programs`(seed: Int) {
    var draws = Draws(state: UInt64(seed) &+ 99)
    let odd = [
      "0", "-1", "1000000", "9223372036854775807", "0.0", "1e300", "nil", "[]", "zeros(0, 3)",
      "{ $0 }",
      "(1, 2)", "\"a\"", "&x", "x", "-", "Sequential()",
    ]
    var failures = 0
    for (program, _) in PlainPrograms.all + FlowPrograms.all + TensorPrograms.all {
      for _ in 0..<20 {
        var words = SyntaxToken.all(in: program).map { token in
          String(decoding: Array(program.utf8)[token.range], as: UTF8.self)
        }
        for _ in 0..<Int.random(in: 1...3, using: &draws) where words.count > 1 {
          let (i, j) = (
            Int.random(in: 0..<words.count, using: &draws),
            Int.random(in: 0..<words.count, using: &draws)
          )
          switch Int.random(in: 0..<5, using: &draws) {
          case 0: words.remove(at: i)
          case 1: words.insert(words[j], at: i)
          case 2: words.swapAt(i, j)
          case 3: words[i] = odd.randomElement(using: &draws) ?? "0"
          default: words.insert(odd.randomElement(using: &draws) ?? "0", at: i)
          }
        }
        var interpreter = Interpreter(surroundings: .none, budget: Self.small)
        if interpreter.run(words.joined(separator: " ")).error != nil { failures += 1 }
      }
    }
    #expect(failures > 0)
  }

  /// Every number of every program turned far beyond its range.
  @Test func `programs with odd numbers`() {
    for (program, _) in PlainPrograms.all + FlowPrograms.all + TensorPrograms.all {
      for literal in Literal.all(in: program) {
        for odd in ["0", "-1", "7", "100000", "9223372036854775807", "0.5", "-1e30", "1e300"] {
          var interpreter = Interpreter(surroundings: .none, budget: Self.small)
          _ = interpreter.run(program.replacing(literal, with: odd))
        }
      }
    }
  }
}
