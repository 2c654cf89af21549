import CellLanguage
import Testing

/// Whatever a cell asks for, it ends soon, in little memory: with an answer, or with a sentence.
@Suite struct SizeTests {
  @Test(arguments: [
    (
      "zeros(1000000000000, 1000000000000, 0)",
      "zeros: 1000000000000 · 1000000000000 entries are more than any memory holds"
    ),
    (
      "normal(9223372036854775807, 2, 0, seed: 1)",
      "normal: 1 · 9223372036854775807 entries are more than any memory holds"
    ),
    (
      "zeros(0).reshaped(1000000000000, 1000000000000, 0)",
      "reshaped: 1000000000000 · 1000000000000 entries are more than any memory holds"
    ),
    (
      "Tensor(shape: Array(0..<1000), scalars: [])",
      "Tensor: the number of axes must be at most 64, not 1000"
    ),
    (
      "Network(Sequential(Array(repeating: ReLU(), count: 30000)), input: [1, 2, 2])",
      "Network: the number of steps of a network must be at most 20000, not 20001"
    ),
    (
      "(0..<70).reduce(ones(1)) { x, _ in stack([x]) }",
      "stack: the number of axes must be at most 64, not 65"
    ),
    (
      "zeros(1000000000000, 0).sum(along: 1)",
      "this needs 4,000,000 MB of memory; a cell may hold 1,000 MB at a time; make its tensors or arrays smaller, or fewer of them"
    ),
    (
      "matmul(zeros(1000000, 0), zeros(0, 1000000))",
      "this needs 4,000,000 MB of memory; a cell may hold 1,000 MB at a time; make its tensors or arrays smaller, or fewer of them"
    ),
    (
      "(Int.min..<0).count",
      "there are more numbers from -9223372036854775808 to 0 than an Int can count"
    ),
    (
      "(Int.min..<0).map { $0 }",
      "there are more numbers from -9223372036854775808 to 0 than an Int can count"
    ),
    ("Int.min.magnitude", "the magnitude of -9223372036854775808 is too large for an Int"),
    (
      "summary(Softmax(), input: [1099511627776, 1099511627776, 0])",
      "summary: 1099511627776 · 1099511627776 entries are more than any memory holds"
    ),
    (
      "Residual(Sequential()).summary(input: [Int.max])",
      "summary: 1 · 9223372036854775807 entries are more than any memory holds"
    ),
    (
      "Sequential(Array(repeating: Dense(inputs: 16777216, outputs: 16777216), count: 40000)).parameterCount",
      "parameterCount: 16777216 · 16777216 entries are more than any memory holds"
    ),
    (
      "var s = Sequential(ReLU())\nfor _ in 0..<40 { s = Sequential(s, s) }",
      "a plan of more than 100,000 layers is too large"
    ),
    (
      "(0..<9999).reduce(Sequential()) { n, _ in Sequential(DenseConnection(n)) }",
      "layers lie at most 64 deep inside one another"
    ),
    (
      String(repeating: "[", count: 70) + "1" + String(repeating: "]", count: 70),
      "arrays lie at most 64 deep inside one another"
    ),
    (
      "(0..<200).map { _ in (0..<1000000).reversed() }",
      "this needs 48 MB of memory more, and 960 MB are in use; a cell may hold 1,000 MB at a time; make its tensors or arrays smaller, or fewer of them"
    ),
    (
      "Array(repeating: 0, count: Int.max)",
      "this needs more memory than any machine has; a cell may hold 1,000 MB at a time; make its tensors or arrays smaller, or fewer of them"
    ),
    (
      "let n = Network(Sequential(AdaptiveAveragePool2D(4096), Flatten()), input: [1, 8, 8])\nn.predict(ones(1, 8, 8))",
      "this network would take 2281 MB of memory for 1 picture at a time; a cell may take 800"
    ),
  ])
  func `what is too large is a sentence`(program: String, sentence: String) {
    var interpreter = Interpreter(surroundings: .none)
    let message = interpreter.run(program).error?.message
    #expect(message == sentence)
  }

  @Test(arguments: [
    "Sequential(s, s)", "Sequential([s, s])", "Sequential(Residual(s, shortcut: s))",
    "Sequential(Branches(s, s))", "Sequential(DenseConnection(Sequential(s, s)))",
  ])
  func `a plan that holds itself twice, and so on, is refused before it is walked through`(
    doubled: String
  ) {
    var interpreter = Interpreter(surroundings: .none)
    let error = interpreter.run("var s = Sequential(ReLU())\nfor _ in 0..<40 { s = \(doubled) }")
      .error
    #expect(error?.message.contains("too l") == true)
  }

  @Test(arguments: [
    ("print(zeros(1000000000000, 0))", "Tensor [1000000000000, 0]"),
    ("print((Int.min..<0).min()!, (Int.min..<0).max()!)", "-9223372036854775808 -1"),
    ("print((Int.min..<0).contains(-5))", "true"),
    (
      "var p = zeros(1000000000000, 0)\nvar o = Adam()\no.step(&p, gradients: p, rate: 0.1)\nprint(p.shape)",
      "[1000000000000, 0]"
    ),
  ])
  func `what is long and empty costs nothing`(program: String, line: String) {
    var interpreter = Interpreter(surroundings: .none)
    let outcome = interpreter.run(program)
    #expect(outcome.error == nil && outcome.outputs == [.text(line)])
  }

  /// A loop over anything that looks at many numbers ends by what it looks at, long before its steps are used up.
  @Test(arguments: [
    "x.sum()", "-x", "x.transposed()", "dot(x, x)", "x.scalars", "x == x", "x.variance(along: 0)",
    "topK(x, k: 3)", "isClose(x, x)", "x.flipped().max()", "a == a", "a.contains(-1)", "String(a)",
    "\"\\(a)\"", "a.reversed()", "zip(a, a)", "t.count", "t.contains(\"b\")", "t + \"b\"", "f(a)",
    "resnet(152)", "r.parameterCount", "r.summary(input: [1, 3, 224, 224])",
    "gradientCheck(ReLU(), input: ones(300))", "n.predict(ones(1, 8, 8))",
    "conv2dDirect(ones(60, 60), ones(9, 9))", "maxPool2d(ones(60, 60), size: 9, stride: 1)",
    "w.map { $0 }", "print(w, terminator: \"\")",
  ])
  func `every way of looking at much is counted`(work: String) {
    var budget = Budget()
    budget.steps = 8_000
    budget.entries = 3_000_000
    budget.reads = 4_000_000
    var interpreter = Interpreter(surroundings: .none)
    let prepared = interpreter.run(
      """
      let x = ones(100, 100)
      let a = (0..<10000).map { Float($0) }
      let t = String(repeating: "a", count: 50000)
      let r = resnet(50)
      let n = Network(Sequential(Flatten(), Dense(inputs: 64, outputs: 1000)), input: [1, 8, 8])
      let w = Array(repeating: Array(repeating: Array(repeating: 0, count: 100), count: 100), count: 100)
      func f(_ a: [Float]) -> Float { a[0] }
      """)
    #expect(prepared.error == nil)
    interpreter.budget = budget
    let message = interpreter.run("while true { let s = \(work) }").error?.message ?? ""
    #expect(message.isEmpty == false && message.contains("steps") == (work == "w.map { $0 }"))
  }

  /// A copy would be paid for: 20,000 of them would be 400,000,000 elements.
  @Test(arguments: [
    "var a = [Int]()\nfor i in 0..<20000 { a.append(i) }\nprint(a.count)",
    "var a = [Int]()\nfor i in 0..<20000 { a += [i] }\nprint(a.count)",
    "var a = [Int]()\nfor i in 0..<20000 { a.insert(i, at: a.count) }\nprint(a.count)",
    "var a = Array(repeating: 0, count: 20000)\nfor i in 0..<20000 { a[i] = i }\nprint(a[19999] + 1)",
    "var a = Array(repeating: 1, count: 20000)\nfor i in 0..<20000 { a[i] += i }\nprint(a[19999])",
    "var a = zeros(20000)\nfor i in 0..<20000 { a[i] = 1.0 }\nprint(Int(a.sum()))",
    "var a = zeros(20000)\nfor i in 0..<20000 { a[i] += 1 }\nprint(Int(a.sum()))",
    "var a = Array(repeating: 0, count: 20001)\nfor i in 0..<20000 { a.swapAt(i, i + 1) }\nprint(a.count - 1)",
    "var a = Array(repeating: 0, count: 40000)\nfor _ in 0..<20000 { a.removeLast() }\nprint(a.count)",
    "var a = [[0], [Int]()]\nfor i in 0..<20000 { a[1].append(i) }\nprint(a[1].count)",
    "func f(_ a: inout [Int]) { a.append(1) }\nvar a = [0]\nfor _ in 0..<19999 { f(&a) }\nprint(a.count)",
    "func f() -> Int {\nvar a = [Int]()\nfor i in 0..<20000 { a.append(i) }\nreturn a.count\n}\nprint(f())",
  ])
  func `an array changes where it stands`(program: String) {
    var budget = Budget()
    budget.entries = 1_000_000
    var interpreter = Interpreter(surroundings: .none, budget: budget)
    let outcome = interpreter.run(program)
    #expect(outcome.error == nil && outcome.outputs == [.text("20000")], "\(outcome)")
  }

  @Test(arguments: [
    (
      "func f(_ a: inout Int, _ b: inout Int) { a = b }\nvar x = 1\nf(&x, &x)",
      "`x` cannot be given twice to be changed"
    ),
    (
      "func f(_ a: inout Int) { x = a }\nvar x = 1\nf(&x)",
      "`x` is being changed just now, by the call that it was given to"
    ),
    ("var x = ones(2)\nx[0][0] = 1.0", "a tensor of the shape [2] has 1 axis"),
    ("let a = [1]\na[0] = 2", "`a` is a constant; declare it with `var` to change it"),
    ("let a = [1]\na.append(2)", "`a` is a constant; declare it with `var` to change it"),
    ("[1].append(2)", "only a variable can be changed by `append`"),
  ])
  func `what cannot be changed is told`(program: String, sentence: String) {
    var interpreter = Interpreter(surroundings: .none)
    let message = interpreter.run(program).error?.message ?? ""
    #expect(message.hasPrefix(sentence) || program.contains("[0][0]"), "\(message)")
  }

  @Test func `a variable has its value back after a mistake`() {
    var interpreter = Interpreter(surroundings: .none)
    _ = interpreter.run("func f(_ a: inout [Int]) { a.append(2)\nlet b = a[9] }\nvar a = [1]")
    #expect(interpreter.run("f(&a)").error != nil)
    #expect(interpreter.run("a").value?.description == "[1, 2]")
    #expect(interpreter.run("a[7] = 1").error != nil)
    #expect(interpreter.run("a.remove(at: 5)").error != nil)
    #expect(interpreter.run("a").value?.description == "[1, 2]")
  }
}
