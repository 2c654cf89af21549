import CellLanguage
import Testing

/// However a value is asked for its type first: what stands in a program is computed as often as Swift computes it.
@Suite struct EvaluatedOnceTests {
  private static let beginning = #"""
    var calls = 0
    func f(_ x: Int = 1) -> Int {
      calls += 1
      return x
    }
    func d(_ x: Double) -> Double { Double(f()) * x }
    func o(_ x: Int) -> Int? { f(x) > 0 ? x : nil }
    func pair(_ a: Int, _ b: Int) -> (Int, Int) { (a, b) }
    func change(_ x: inout Int, by n: Int = 1) { x += n }
    var xs = [10, 20, 30, 40]
    var grid = [[1, 2], [3, 4]]
    var pairs = [(1, 2), (3, 4)]
    var x: Tensor = [[1, 2], [3, 4]]
    var n = 0

    """#

  @Test(arguments: [
    ("_ = [f(), 1]", 1), ("_ = [1, f()]", 1), ("_ = [f(), f()]", 2), ("_ = [1, d(2), 0.5]", 1),
    ("_ = [[f()], [1, 2]]", 1), ("_ = [[1, 2], [f(), 3]]", 1), ("_ = [(f(), 1), (2, f())]", 2),
    ("_ = [o(1), nil, 3]", 1), ("_ = [f() > 0 ? 1 : 2, f()]", 2), ("_ = [-f(), 1 + f()]", 2),
    ("let ys: [Double] = [d(1), 2]", 1), ("let y: Tensor = [[1, 2], [3, 4]] * Float(f())", 1),
    ("_ = (f(), 1, (f(), 2.5))", 2), ("let (a, b) = (f(), f())", 2),
    ("_ = f() > 0 ? f() : 1", 2), ("_ = f() > 0 ? 1 : f()", 1), ("_ = false ? f() : 1", 0),
    ("_ = true ? f() : nil", 1), ("_ = true ? nil : f()", 0), ("_ = true ? 1 : d(2)", 0),
    ("_ = d(1) > 0 ? 1 : d(2)", 1), ("_ = (f() > 0 ? 1 : 0.5) * d(2)", 2),
    ("_ = xs[f()]", 1), ("_ = grid[f()][f(0)]", 2), ("_ = xs[f()...f(2)]", 2),
    ("_ = xs[f()...]", 1), ("_ = xs[..<f()]", 1), ("_ = x[f(), f(0)]", 2),
    ("xs[f()] = 7", 1), ("xs[f()] = f(2)", 2), ("grid[f()][f()] = f()", 3),
    ("xs[f()] += 1", 1), ("xs[f()] += f()", 2), ("grid[f()][f()] -= 1", 2),
    ("pairs[f()].0 = f()", 2), ("pairs[f()].0 += 1", 1), ("x[f(), f(0)] = 2", 2),
    ("x[f(), f(0)] *= 2", 2), ("n += f()", 1), ("n = f() + f()", 2),
    ("(xs[f()], xs[f(2)]) = (xs[f(2)], xs[f()])", 4), ("(n, _) = (f(), f())", 2),
    ("xs.swapAt(f(), f(2))", 2), ("xs.append(f())", 1), ("xs += [f(), 1]", 1),
    ("grid[f()].append(f())", 2), ("grid[f()].append(contentsOf: [f()])", 2),
    ("_ = grid[f()].removeLast()", 1), ("grid[f()].sort()", 1), ("grid[f()] += [f()]", 2),
    ("change(&xs[f()])", 1), ("change(&xs[f()], by: f())", 2), ("swap(&xs[f()], &xs[f(0)])", 2),
    ("_ = max(f(), 2)", 1), ("_ = max(2, f())", 1), ("_ = max(0, f(), f())", 2),
    ("_ = pow(d(2), 2)", 1), ("_ = pow(2, d(2))", 1), ("_ = f(f())", 2), ("_ = pair(f(), 1)", 1),
    ("_ = pair(1, f()).0", 1), ("_ = leakyRelu(d(-1), slope: 0.5)", 1),
    ("_ = [1, 2].reduce(f()) { $0 + $1 }", 1), ("_ = [f(), 2].reduce(0, +)", 1),
    ("_ = [1.5, 2.5].reduce(0) { sum, x in f() > 0 ? sum + 1 : sum }", 2),
    ("_ = [1.5, 2.5].reduce(into: 0) { sum, x in sum += f() }", 2),
    ("let ys: [Double] = xs.map { _ in f() > 0 ? 1 : 0.5 }", 4), ("_ = xs.map { $0 * f() }", 4),
    ("_ = xs.filter { _ in f() > 0 }", 4), ("_ = [f()].contains(1)", 1),
    ("_ = xs.contains(f())", 1),
    ("_ = Array(repeating: f(), count: 3)", 1), ("_ = [Int](repeating: f(), count: f(3))", 2),
    ("_ = xs.prefix(f()).map { $0 }", 1), ("_ = xs.firstIndex(of: f())", 1),
    ("for _ in stride(from: f(0), to: f(6), by: f(2)) {}", 3),
    (#"_ = "\(f()) \(f() + 1)""#, 2), ("print(f(), terminator: \"\")", 1),
    ("_ = f(0)..<f(3)", 2), ("for _ in f()...f(2) {}", 2), ("for _ in [f(), 2] {}", 1),
    ("for x in [1, 2, 3] where x > f() {}", 3), ("for x in xs.indices where x < f() { n += 1 }", 4),
    ("_ = f() < f(2) && f(2) < 3", 3), ("_ = f() == 2 || f() == 1", 2),
    ("_ = f() == 1 || f() == 2", 1),
    ("_ = (f(), 0) == (1, 0)", 1), ("_ = [f(), 1] == [1, 1]", 1), ("_ = [1, 1] == [f(), 1]", 1),
    ("_ = o(f()) ?? f()", 2), ("_ = o(0) ?? f()", 2), ("_ = o(0) ?? 3", 1), ("_ = o(1) == nil", 1),
    ("_ = o(1) == 1", 1), ("if let a = o(f()), a > f() {}", 3), ("_ = o(f())!", 2),
    ("_ = o(2).map { $0 + f() }", 2), ("_ = [f(), 2].first?.magnitude", 1),
    ("while f() > 1 {}", 1), ("if f() > 5 {} else if f() > 0 {}", 2), ("_ = -f()", 1),
    ("_ = !(f() > 0)", 1), ("_ = { f() + $0 }(1)", 1), ("_ = { $0 + 1 }(f())", 1),
    ("let a = [f(), 2], b = f()", 2), ("func g(_ a: Int = f()) -> Int { a }\n_ = g()", 1),
  ])
  func `nothing is computed twice`(form: String, count: Int) {
    var interpreter = Interpreter(surroundings: .none)
    #expect(interpreter.run(Self.beginning + form).error == nil)
    #expect(interpreter["calls"]?.number == Double(count))
  }
}
