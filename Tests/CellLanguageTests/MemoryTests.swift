import CNNEngine
import Testing

@testable import CellLanguage

/// A cell may hold so much at a time; what it lets go of is free again.
@Suite struct MemoryTests {
  /// An interpreter whose cells may hold so many megabytes.
  private static func interpreter(megabytes: Int) -> Interpreter {
    var budget = Budget()
    budget.memory = megabytes * 1_000_000
    return Interpreter(surroundings: .none, budget: budget)
  }

  /// Each turn makes 4 MB, and 50 turns make 200.
  @Test(arguments: [
    "for _ in 0..<50 { let x = zeros(1_000_000) }",
    "var x = zeros(1)\nfor _ in 0..<50 { x = ones(1_000_000) }",
    "for _ in 0..<50 { _ = zeros(1_000_000).sum() }",
    "_ = (0..<50).map { _ in zeros(1_000_000).sum() }",
    "_ = (0..<50).reduce(zeros(1_000_000)) { a, _ in a + 1.0 }",
    "func f() -> Float { let x = zeros(1_000_000); return x.sum() }\nfor _ in 0..<50 { _ = f() }",
    "for _ in 0..<50 { let a = Array(repeating: 0, count: 80_000) }",
    "for _ in 0..<50 { var a = [Int](); a.append(contentsOf: 0..<40_000) }",
    "for _ in 0..<50 { let a = zip(0..<10_000, 0..<10_000) }",
    "for i in 0..<50 { let a = (0..<40).map { _ in String(repeating: \"a\", count: 60_000) } }",
    "for _ in 0..<50 { let n = Network(Sequential(Flatten(), Dense(inputs: 700, outputs: 700)), input: [7, 10, 10]) }",
    "var x = zeros(1_000_000)\nfor i in 0..<50 { x[i] = 1.0 }",
    "let x = zeros(1_000_000)\nlet a = (0..<50).map { _ in x }\nlet b = (0..<50).map { _ in x.flattened() }",
    "let x = zeros(1_000_000)\nfor _ in 0..<50 { show(x) }",
  ])
  func `what is made and dropped takes the same room again`(program: String) {
    var interpreter = Self.interpreter(megabytes: 16)
    let error = interpreter.run(program).error
    #expect(error == nil, "\(program): \(error?.message ?? "")")
  }

  /// The cells of a page keep the scope before each of them.
  @Test func `what a name meant in the cells above counts as long as their scopes are kept`() {
    var scope = Self.interpreter(megabytes: 16)
    var kept: [Interpreter] = []
    for _ in 0..<3 {
      #expect(scope.run("let x = zeros(1_000_000)").error == nil)
      kept.append(scope)
    }
    let refused = scope.run("let x = zeros(1_000_000)").error
    #expect(refused?.message.contains("12 MB are in use") == true)
    kept = []
    #expect(scope.run("let x = zeros(1_000_000)").error == nil)
  }

  @Test func `a run that would only be repeated counts as it did`() {
    var scope = Self.interpreter(megabytes: 16)
    let start = scope
    let first = scope.run("let x = zeros(1_000_000)", after: nil).run
    let second = scope.run("let x = zeros(2_000_000)", after: nil).run
    var again = start
    #expect(!again.run("let x = zeros(1_000_000)", after: first).isNew)
    #expect(!again.run("let x = zeros(2_000_000)", after: second).isNew)
    #expect(again.run("let y = zeros(1_500_000)").error != nil)
  }

  /// Each turn keeps 4 MB, in one way or another.
  @Test(arguments: [
    "let a = (0..<50).map { _ in zeros(1_000_000) }",
    "var a = [Tensor]()\nfor _ in 0..<50 { a.append(zeros(1_000_000)) }",
    "var a = [Tensor]()\nfor _ in 0..<50 { a += [zeros(1_000_000)] }",
    "let x = zeros(1_000_000)\nvar a = Array(repeating: x, count: 50)\nfor i in 0..<50 { a[i][0] = 1.0 }",
    "let x = zeros(1_000_000)\nvar a = Array(repeating: x, count: 50)\nfor i in 0..<50 { a[i] += 1 }",
    "let a = (0..<50).map { _ in (0..<80_000).reversed() }",
    "let a = (0..<50).map { _ in (0..<10_000).enumerated() }",
    "let a = (0..<50).map { i in (i, zeros(1_000_000)) }",
    "let a = (0..<4000).map { _ in String(repeating: \"a\", count: 4_000) }",
    "var a = [String]()\nfor _ in 0..<4000 { var t = \"\"; t += String(repeating: \"a\", count: 4_000); a.append(t) }",
    "let a = (0..<50).map { _ in Network(Sequential(Flatten(), Dense(inputs: 700, outputs: 700)), input: [7, 10, 10]) }",
    "for _ in 0..<50 { show(zeros(1_000_000)) }",
    "for _ in 0..<50 { trace(conv2d(zeros(1_000, 1_000), ones(1, 1))) }",
    "let l = Dense(inputs: 1_000, outputs: 1)\nlet p = l.initialParameters(seed: 1)\nlet a = (0..<50).map { _ in l.forward(zeros(1_000, 1_000), parameters: p).kept }",
    "let a = (0..<50).map { _ in\nlet x = zeros(1_000_000)\nreturn { x } }",
    "for i in 0..<50 { plot(\"p\", [(\"c\", zeros(300_000))]) }",
    "let x = zeros(1_500, 1_500)\nlet y = x.flipped()",
    "let x = zeros(5_000_000)",
    "var a = Array(repeating: 0, count: 200_000)\nfor _ in a { a.append(1) }",
  ])
  func `more than a cell may hold is refused`(program: String) {
    var interpreter = Self.interpreter(megabytes: 16)
    let message = interpreter.run(program).error?.message ?? ""
    #expect(
      message.hasSuffix(
        "a cell may hold 16 MB at a time; make its tensors or arrays smaller, or fewer of them"),
      "\(program): \(message)")
  }

  @Test func `the sentence says what is asked for and what is in use`() {
    var interpreter = Self.interpreter(megabytes: 16)
    let outcome = interpreter.run("let x = zeros(3_000_000)\nlet y = zeros(2_000_000)")
    #expect(
      outcome.error?.message
        == "this needs 8 MB of memory more, and 12 MB are in use; a cell may hold 16 MB at a time; make its tensors or arrays smaller, or fewer of them"
    )
  }

  @Test func `what the cells above hold is counted, until nobody has it`() {
    var interpreter = Self.interpreter(megabytes: 16)
    #expect(interpreter.run("var x = zeros(3_000_000)\nlet same = [x, x]").error == nil)
    #expect(interpreter.run("let y = zeros(2_000_000)").error != nil)
    interpreter["same"] = nil
    #expect(interpreter.run("x = zeros(1)\nlet y = zeros(3_000_000)").error == nil)
  }

  @Test func `a value that is given back is no longer counted`() {
    let meter = MemoryMeter()
    var value = Value.tensor(Tensor(zeros: [1_000]))
    value.count(on: meter)
    #expect(meter.held > 4_000)
    var other: Value? = value
    value = .none
    #expect(meter.held > 4_000)
    if case .tensor(let x, _)? = other { #expect(x.count == 1_000) }
    other = nil
    #expect(meter.held == 0)
  }

  @Test func `storage that several values share is counted once`() {
    let meter = MemoryMeter()
    var value = Value.array([.string(String(repeating: "a", count: 1_000))])
    value.countParts(on: meter)
    let once = meter.held
    #expect(once > 1_000)
    let copies = Array(repeating: value, count: 10)
    #expect(meter.held == once)
    withExtendedLifetime(copies) {}
  }

  /// A megabyte that is not there: it would be taken before the sentence came.
  @Test func `what is refused is never taken`() {
    var interpreter = Interpreter(surroundings: .none)
    let message = interpreter.run("let x = zeros(1_000_000_000_000)").error?.message
    #expect(message?.hasPrefix("this needs 4,000,000 MB of memory;") == true)
  }

  @Test func `a text grows where it stands`() {
    var budget = Budget()
    budget.entries = 1_000_000
    var interpreter = Interpreter(surroundings: .none, budget: budget)
    let outcome = interpreter.run(
      "var t = \"\"\nfor _ in 0..<60000 { t += \"x\" }\nprint(t.count)\nlet u = t\nt += \"y\"\nprint(u.count)"
    )
    #expect(outcome.error == nil && outcome.outputs == [.text("60000"), .text("60000")])
  }
}
