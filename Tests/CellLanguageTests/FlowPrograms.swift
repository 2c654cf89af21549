/// Programs of statements, functions and closures, each with what it prints.
enum FlowPrograms {
  static let all: [(String, String)] = [
    (
      #"""
      var (a, b) = (0, 1)
      for _ in 0..<10 { (a, b) = (b, a + b) }
      var xs = [1, 2]
      (xs[0], xs[1]) = (xs[1], xs[0])
      print(a, b, xs)
      """#,
      "55 89 [2, 1]"
    ),
    (
      #"""
      for (i, v) in ["a", "b"].enumerated() { print(i, v) }
      """#,
      #"""
      0 a
      1 b
      """#
    ),
    (
      "for (a, b) in zip([1, 2, 3], [0.5, 1.5]) { print(a, b) }",
      #"""
      1 0.5
      2 1.5
      """#
    ),
    (
      #"""
      for (i, (a, b)) in zip(1...2, ["x", "y"]).enumerated() { print(i, a, b) }
      """#,
      #"""
      0 1 x
      1 2 y
      """#
    ),
    (
      #"""
      for i in 0..<10 where i % 3 == 0 { print(i, terminator: " ") }
      print("end")
      """#,
      "0 3 6 9 end"
    ),
    (
      #"""
      do {
        let x = 3
        print(x)
      }
      let x = 4
      print(x)
      """#,
      #"""
      3
      4
      """#
    ),
    (
      #"""
      for x in stride(from: 0, to: 10, by: 4) { print(x) }
      for x in stride(from: 1.0, through: 0, by: -0.25) { print(x) }
      """#,
      #"""
      0
      4
      8
      1.0
      0.75
      0.5
      0.25
      0.0
      """#
    ),
    (
      #"""
      let square = { (x: Double) -> Double in x * x }
      print(square(3), [1.0, 2.0].map(square))
      """#,
      "9.0 [1.0, 4.0]"
    ),
    (
      #"""
      func halves(_ n: Int) -> (whole: Int, rest: Int) { (n / 2, n % 2) }
      let h = halves(7)
      print(h.whole, h.rest, h, h.0)
      """#,
      "3 1 (whole: 3, rest: 1) 3"
    ),
    (
      #"""
      func swapped(_ a: Int, _ b: Int) -> (Int, Int) { return (b, a) }
      let (p, q) = swapped(1, 2)
      print(p, q)
      """#,
      "2 1"
    ),
    (
      #"""
      func double(_ xs: inout [Int]) { for i in xs.indices { xs[i] *= 2 } }
      var numbers = [1, 2, 3]
      double(&numbers)
      print(numbers)
      """#,
      "[2, 4, 6]"
    ),
    (
      #"""
      if let n = Int("12"), n > 10 { print("large", n) } else { print("small") }
      """#,
      "large 12"
    ),
    (
      #"""
      func sign(_ x: Int) -> String {
        guard x != 0 else { return "zero" }
        return x > 0 ? "plus" : "minus"
      }
      print(sign(0), sign(3), sign(-3))
      """#,
      "zero plus minus"
    ),
    (
      #"""
      var xs = [Double]()
      xs.append(1)
      xs += [2, 3.5]
      xs.append(contentsOf: [4])
      print(xs, xs.count, xs.first ?? 0, xs.last ?? 0)
      """#,
      "[1.0, 2.0, 3.5, 4.0] 4 1.0 4.0"
    ),
    (
      #"""
      var table: [[Int]] = []
      for i in 1...3 { table.append((1...3).map { $0 * i }) }
      table[1][1] = 0
      print(table)
      """#,
      "[[1, 2, 3], [2, 0, 6], [3, 6, 9]]"
    ),
    (
      #"""
      var n = 27
      var steps = 0
      while n != 1 {
        n = n % 2 == 0 ? n / 2 : 3 * n + 1
        steps += 1
      }
      print(steps)
      """#,
      "111"
    ),
    (
      #"""
      let x: Float = 1.5
      let rate = [0.5, 0.25]
      var best: Float = -.infinity
      for b in [-1, 2] {
        best = max(best, x + (b > 0 ? x : 0))
        print(x + (b > 0 ? x : 0), x * (b > 0 ? 2 : x), 1 + (b < 0 ? 0 : rate[1] / 2), best)
      }
      """#,
      "1.5 2.25 1.0 1.5\n3.0 3.0 1.125 3.0"
    ),
    (
      #"""
      func fib(_ n: Int) -> Int { n < 2 ? n : fib(n - 1) + fib(n - 2) }
      print((0..<10).map { fib($0) }, (0..<5).map(fib))
      """#,
      "[0, 1, 1, 2, 3, 5, 8, 13, 21, 34] [0, 1, 1, 2, 3]"
    ),
    (
      #"""
      outer()
      func outer() { print("called before it is written") }
      """#,
      "called before it is written"
    ),
    (
      #"""
      var stack = [1, 2, 3]
      let top = stack.removeLast()
      stack.insert(9, at: 0)
      stack.swapAt(0, 1)
      let gone = stack.remove(at: 2)
      print(top, gone, stack)
      """#,
      "3 2 [1, 9]"
    ),
    (
      #"""
      for i in 1...3 {
        for j in 1...3 {
          if j == 2 { continue }
          if i == 3 { break }
          print(i * j, terminator: ",")
        }
      }
      print()
      """#,
      "1,3,2,6,"
    ),
    (
      #"""
      func mean(_ xs: [Double], scale: Double = 1) -> Double { scale * xs.reduce(0, +) / Double(xs.count) }
      print(mean([1, 2, 3]), mean([1, 2], scale: 2))
      """#,
      "2.0 3.0"
    ),
    (
      #"""
      func twice(_ f: (Int) -> Int, _ x: Int) -> Int { f(f(x)) }
      print(twice({ $0 + 3 }, 1))
      """#,
      "7"
    ),
    (
      #"""
      func apply(_ x: Double, _ f: (Double) -> Double) -> Double { f(x) }
      print(apply(2) { $0 * $0 })
      """#,
      "4.0"
    ),
    (
      #"""
      let offset = 10
      let shift = { (x: Int) in x + offset }
      print([1, 2].map(shift))
      """#,
      "[11, 12]"
    ),
    (
      #"""
      var total = 0
      [1, 2, 3].forEach { total += $0 }
      print(total)
      """#,
      "6"
    ),
    (
      #"""
      let grade = 0.85
      if grade > 0.9 { print("A") } else if grade > 0.8 { print("B") } else { print("C") }
      """#,
      "B"
    ),
    (
      #"""
      let rates: [Float] = [0.5, 0.25]
      var w: Float = 4
      for rate in rates { w -= rate * 2 * w }
      print(w, rates.map { $0 * 2 })
      """#,
      "0.0 [1.0, 0.5]"
    ),
    (
      #"""
      let rows = gradientCheck(Conv2D(inputChannels: 2, outputChannels: 3, kernelSize: (3, 2), stride: 2, padding: 1), input: normal(2, 2, 5, 6, seed: 3))
      for row in rows { print(row.name, row.isRight) }
      """#,
      #"""
      input true
      parameter 0 true
      parameter 1 true
      """#
    ),
  ]
}
