import CNNEngine
import Testing

@testable import CellLanguage

/// Cells one under the other, run again and again as a page does.
private struct Cells {
  var texts: [String]
  var runs: [Run?]
  var printed: [String] = []

  init(_ texts: String...) {
    self.texts = texts
    runs = Array(repeating: nil, count: texts.count)
    _ = run()
  }

  /// Runs what must run: the numbers of the cells that did.
  mutating func run() -> [Int] {
    var scope = Interpreter(surroundings: .none)
    var ran: [Int] = []
    printed = []
    for i in texts.indices {
      let (run, isNew) = scope.run(texts[i], after: runs[i])
      runs[i] = run
      if isNew { ran.append(i) }
      printed += run.outcome.outputs.map { "\($0)" }
    }
    return ran
  }

  mutating func change(_ cell: Int, to text: String) -> [Int] {
    texts[cell] = text
    return run()
  }
}

@Suite struct `Which cells run again` {
  /// So a knob of a run that was not started yet moves nothing below.
  @Test func `a network that came out as before keeps what it was asked`() {
    var cells = Cells(
      "let seed = 1",
      "let net = Network(Sequential(Flatten(), Dense(inputs: 2, outputs: 3), ReLU()), input: [1, 1, 2], seed: 1 + seed / 2)",
      "print(net([[1, 2]]))")
    #expect(cells.change(0, to: "let seed = 0") == [0, 1])
    #expect(cells.change(0, to: "let seed = 5") == [0, 1, 2])
    #expect(
      cells.change(
        1,
        to:
          "let net = Network(Sequential(Flatten(), Dense(inputs: 2, outputs: 3)), input: [1, 1, 2], seed: 3)"
      )
        == [1, 2])
  }

  @Test func `a cell that fails runs those again that wanted its names, and no others`() {
    var cells = Cells(
      "let k = 0", "let a = ramp(3)[k]", "let b = ramp(4)", "print(b.sum())", "print(a)")
    #expect(cells.change(0, to: "let k = 7") == [0, 1, 4])
    #expect(cells.change(0, to: "let k = 2") == [0, 1, 4])
    #expect(cells.printed == ["text(\"6.0\")", "text(\"2.0\")"])
  }

  @Test func `a variable that takes a library function's name is seen below, in functions too`() {
    var cells = Cells(
      "let n = 1", "func f() -> Float { return abs(-3.0) }", "print(f())", "print(max(1, 2))")
    #expect(cells.change(0, to: "func abs(_ x: Float) -> Float { return 7 }") == [0, 2])
    #expect(cells.printed == ["text(\"7.0\")", "text(\"2\")"])
    #expect(cells.change(0, to: "let n = 1").contains(2))
    #expect(cells.printed == ["text(\"3.0\")", "text(\"2\")"])
  }

  @Test func `a cell that only adds to a variable runs when that was another before`() {
    var cells = Cells("var n = 1", "n += 1", "print(n)")
    #expect(cells.change(0, to: "var n = 5") == [0, 1, 2])
    #expect(cells.printed == ["text(\"6\")"])
  }

  @Test func `a function that is written as before moves nothing below`() {
    var cells = Cells(
      "let n = 1", "func twice(_ x: Int) -> Int { return x * 2 }; let m = 3", "print(twice(5))",
      "func more(_ x: Int) -> Int { return x + n }", "print(more(5))")
    #expect(
      cells.change(1, to: "func twice(_ x: Int) -> Int { return x * 2 }; let m = 4") == [1])
    #expect(
      cells.change(1, to: "let m = 4; func twice(_ x: Int) -> Int { return x * 2 }") == [1])
    #expect(
      cells.change(1, to: "func twice(_ x: Int) -> Int { return x * 3 }; let m = 4") == [1, 2])
    #expect(cells.printed == ["text(\"15\")", "text(\"6\")"])
    #expect(cells.change(0, to: "let n = 2") == [0, 4])
    #expect(cells.printed == ["text(\"15\")", "text(\"7\")"])
  }

  @Test func `a function inside of which another value is caught is another one`() {
    var cells = Cells(
      "let n = 1", "var f = { 0 }", "do { let k = n; func g() -> Int { return k }; f = g }",
      "print(f())")
    #expect(cells.change(0, to: "let n = 2").contains(3))
    #expect(cells.printed == ["text(\"2\")"])
  }

  /// What a closure shares belongs to the page's scope, as the page's variables do.
  @Test func `a closure that counts begins anew with its cell, and goes on below`() {
    var cells = Cells(
      """
      func counter() -> () -> Int {
        var n = 0
        return {
          n += 1
          return n
        }
      }
      let next = counter()
      """, "print(next())", "print(next(), next())")
    let first = cells.printed
    #expect(first == ["text(\"1\")", "text(\"2 3\")"])
    _ = cells.change(1, to: "print(next() + 0)")
    #expect(cells.printed == first)
    _ = cells.change(2, to: "print(next(), next() )")
    #expect(cells.printed == first)
    _ = cells.change(1, to: "")
    #expect(cells.printed == ["text(\"1 2\")"])
  }

  @Test func `a copy of an interpreter shares nothing with it`() {
    var interpreter = Interpreter(surroundings: .none)
    _ = interpreter.run(
      "func f() -> [() -> Int] {\n var n = 0\n return [{ n += 1\n return n }, { n }]\n}\nlet fs = f()"
    )
    var copy = interpreter
    for _ in 0..<3 { _ = copy.run("fs[0]()") }
    #expect(copy.run("fs[1]()").value?.number == 3)
    #expect(interpreter.run("fs[1]()").value?.number == 0)
  }

  @Test func `nothing runs when nothing has changed`() {
    var cells = Cells("let a = 2", "print(a)")
    #expect(cells.run() == [])
    #expect(cells.printed == ["text(\"2\")"])
  }

  @Test func `only cells that look at what has changed run again`() {
    var cells = Cells("let a = 2", "let b = 3", "print(a)", "print(b)")
    #expect(cells.change(1, to: "let b = 4") == [1, 3])
    #expect(cells.printed == ["text(\"2\")", "text(\"4\")"])
  }

  @Test func `a value that comes out as before runs nothing below`() {
    var cells = Cells("let a = 2\nlet x = [1, 2]", "print(x)", "print(a)")
    #expect(cells.change(0, to: "let a = 5\nlet x = [1, 2]") == [0, 2])
  }

  @Test func `a cell that looks at a variable and then sets it runs again when that has changed`() {
    var cells = Cells("var a = 2", "a = a + 1", "print(a)")
    #expect(cells.change(0, to: "var a = 7") == [0, 1, 2])
    #expect(cells.printed == ["text(\"8\")"])
  }

  @Test func `a function runs its callers again when a variable it uses has changed`() {
    var cells = Cells("var a = 2", "func f() -> Int { a + 1 }", "print(f())")
    #expect(cells.change(0, to: "var a = 7") == [0, 2])
    #expect(cells.printed == ["text(\"8\")"])
  }

  @Test func `changes made by a cell below are made again on the new value`() {
    var cells = Cells("var p = [1, 2]", "p[0] = 9", "print(p)")
    #expect(cells.run() == [])
    #expect(cells.change(0, to: "var p = [1, 3]") == [0, 1, 2])
    #expect(cells.printed == ["text(\"[9, 3]\")"])
    #expect(cells.change(1, to: "p[1] = 0") == [1, 2])
    #expect(cells.printed == ["text(\"[1, 0]\")"])
  }

  @Test func `a change made through inout and by a method counts`() {
    var cells = Cells(
      "var p = [1]\nfunc add(_ a: inout [Int]) { a.append(2) }", "add(&p)", "p.append(3)",
      "print(p)")
    #expect(cells.printed == ["text(\"[1, 2, 3]\")"])
    #expect(cells.change(1, to: "add(&p)\nadd(&p)") == [1, 2, 3])
    #expect(cells.printed == ["text(\"[1, 2, 2, 3]\")"])
  }

  @Test func `a new name that hides a library function counts`() {
    var cells = Cells("let a = 1", "print(relu(-2.0))")
    #expect(cells.change(0, to: "func relu(_ x: Double) -> Double { 5 }") == [0, 1])
    #expect(cells.printed == ["text(\"5.0\")"])
  }

  @Test func `a name redeclared by a cell that also reads it keeps both ways`() {
    var cells = Cells("let a = 1", "let b = a\nlet a = b + 1", "print(a)")
    #expect(cells.printed == ["text(\"2\")"])
    #expect(cells.change(0, to: "let a = 10") == [0, 1, 2])
    #expect(cells.printed == ["text(\"11\")"])
  }

  @Test func `a cell that failed is tried again`() {
    var cells = Cells("let a = 1", "print(b)", "print(a)")
    #expect(cells.run() == [1])
    // What looks at `a` finds what it found before.
    #expect(cells.change(0, to: "let b = 1\nlet a = 1") == [0, 1])
  }
}
