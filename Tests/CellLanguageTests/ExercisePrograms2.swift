extension ExercisePrograms {
  static let second: [(String, String)] = [
    (
      #"""
      var xs = [3, 1, 2]
      xs.sort()
      print(xs)
      xs.sort(by: >)
      print(xs)
      xs.reverse()
      print(xs, xs.sorted(by: >), xs.reversed().map { $0 })
      """#,
      #"""
      [1, 2, 3]
      [3, 2, 1]
      [1, 2, 3] [3, 2, 1] [3, 2, 1]
      """#
    ),
    (
      #"""
      func swapTwo(_ a: inout Int, _ b: inout Int) {
        let t = a
        a = b
        b = t
      }
      var p = 1
      var q = 2
      swapTwo(&p, &q)
      swap(&p, &q)
      print(p, q)
      """#,
      #"""
      1 2
      """#
    ),
    (
      #"""
      func normalise(_ xs: inout [Double]) {
        let total = xs.reduce(0, +)
        guard total != 0 else { return }
        for i in xs.indices { xs[i] /= total }
      }
      var w = [1.0, 3.0]
      normalise(&w)
      print(w)
      """#,
      #"""
      [0.25, 0.75]
      """#
    ),
    (
      #"""
      let label: String
      let score = 7
      if score > 5 { label = "good" } else { label = "bad" }
      print(label)
      """#,
      #"""
      good
      """#
    ),
    (
      #"""
      var best: Int?
      for x in [3, 9, 2] {
        if best == nil || x > best! { best = x }
      }
      print(best ?? 0)
      """#,
      #"""
      9
      """#
    ),
    (
      #"""
      var bestIndex = 0
      var best = -Float.infinity
      let scores: [Float] = [0.1, 0.7, 0.2]
      for (i, s) in scores.enumerated() {
        if s > best { (best, bestIndex) = (s, i) }
      }
      print(bestIndex, best)
      """#,
      #"""
      1 0.7
      """#
    ),
    (
      #"""
      let a = [1, 2, 3]
      let b = a
      var c = a
      c[0] = 9
      print(a, b, c, a == b, a != c)
      """#,
      #"""
      [1, 2, 3] [1, 2, 3] [9, 2, 3] true true
      """#
    ),
    (
      #"""
      print(Int.max, Int.min, Float.pi, Double.pi, Float.infinity, Double.zero, Float.greatestFiniteMagnitude, Float.ulpOfOne)
      let big: Double = .infinity
      let none: Float = .zero
      print(big, none, (-big).isInfinite, Float.nan.isNaN)
      """#,
      #"""
      9223372036854775807 -9223372036854775808 3.1415925 3.141592653589793 inf 0.0 3.4028235e+38 1.1920929e-07
      inf 0.0 true true
      """#
    ),
    (
      #"""
      let matrix: [[Int]] = [[1, 2, 3], [4, 5, 6]]
      let transposed = (0..<3).map { c in (0..<2).map { r in matrix[r][c] } }
      print(transposed, matrix.flatMap { $0 }, matrix.map { $0.map { $0 * 2 } })
      """#,
      #"""
      [[1, 4], [2, 5], [3, 6]] [1, 2, 3, 4, 5, 6] [[2, 4, 6], [8, 10, 12]]
      """#
    ),
    (
      #"""
      let text: String? = "12"
      print(text?.count ?? 0, text?.isEmpty ?? true)
      let none: [Int]? = nil
      print(none?.first ?? -1, none?.count ?? 0)
      """#,
      #"""
      2 false
      -1 0
      """#
    ),
    (
      #"""
      func apply(_ f: (Float) -> Float, times n: Int, to x: Float) -> Float {
        var y = x
        for _ in 0..<n { y = f(y) }
        return y
      }
      print(apply({ $0 * 0.5 }, times: 3, to: 8), apply({ x in 1 - x }, times: 1, to: 0))
      """#,
      #"""
      1.0 1.0
      """#
    ),
    (
      #"""
      func compose(_ f: @escaping (Int) -> Int, _ g: @escaping (Int) -> Int) -> (Int) -> Int { { g(f($0)) } }
      let inc = { (x: Int) in x + 1 }
      let dbl = { (x: Int) in x * 2 }
      print(compose(inc, dbl)(3), compose(dbl, inc)(3))
      """#,
      #"""
      8 7
      """#
    ),
    (
      #"""
      let fs: [(Double) -> Double] = [{ $0 + 1 }, { $0 * 2 }, { -$0 }]
      print(fs.map { $0(1) })
      """#,
      #"""
      [2.0, 2.0, -1.0]
      """#
    ),
    (
      #"""
      let activations: [(String, (Float) -> Float)] = [("relu", { max(0, $0) }), ("neg", { -$0 })]
      for (name, f) in activations { print(name, f(-1), f(2)) }
      """#,
      #"""
      relu 0.0 2.0
      neg 1.0 -2.0
      """#
    ),
    (
      #"""
      var count = 0
      let add = { (n: Int) in count += n }
      add(2)
      add(3)
      print(count)
      """#,
      #"""
      5
      """#
    ),
    (
      #"""
      func f() -> [Int] {
        var out: [Int] = []
        for i in 0..<3 {
          let g = { i * i }
          out.append(g())
        }
        var total = 0
        let addAll = { for x in out { total += x } }
        addAll()
        out.append(10)
        addAll()
        return out + [total]
      }
      print(f())
      """#,
      #"""
      [0, 1, 4, 10, 20]
      """#
    ),
    (
      #"""
      let x = 5
      let r = x > 3 ? x > 4 ? "very" : "some" : "none"
      print(r)
      print(x > 3 ? 1 : 0.5)
      print((x > 3 ? 1 : 0.5) / 2, x > 3 ? 0 : 0.5)
      """#,
      #"""
      very
      1
      0.5 0
      """#
    ),
    (
      #"""
      let (q, r) = 17.quotientAndRemainder(dividingBy: 5)
      print(q, r, 17 / 5, -17 / 5, -17 % 5, 17.0 / 5, 7.5.truncatingRemainder(dividingBy: 2))
      """#,
      #"""
      3 2 3 -3 -2 3.4 1.5
      """#
    ),
    (
      #"""
      let v = 3.14159
      print("\(v)", "\((v * 100).rounded() / 100)", Int(v.rounded()), v.rounded(.up), v.rounded(.down))
      """#,
      #"""
      3.14159 3.14 3 4.0 3.0
      """#
    ),
    (
      #"""
      print([1, 2, 3].map(Double.init).map(sqrt), [4.0, 9].map { $0.squareRoot() }, [1, 2, 3].map(String.init))
      """#,
      #"""
      [1.0, 1.4142135623730951, 1.7320508075688772] [2.0, 3.0] ["1", "2", "3"]
      """#
    ),
    (
      #"""
      print([1, 2, 3, 4].allSatisfy { $0 > 0 }, [1, 2].first { $0 > 1 } ?? 0, [1, 2].first(where: { $0 > 5 }) ?? 0)
      print([[1, 2], [], [3]].flatMap { $0 }, [1, 2, 3].min()!, [Double]().min() ?? 0)
      """#,
      #"""
      true 2 0
      [1, 2, 3] 1 0.0
      """#
    ),
    (
      #"""
      func relu(_ x: Float) -> Float { x > 0 ? x : 0 }
      print([-1, 0.5].map(relu), relu(-1) + 1, relu(2) * 3)
      """#,
      #"""
      [0.0, 0.5] 1.0 6.0
      """#
    ),
    (
      #"""
      let a: [Float] = [1, 2, 3], b: [Float] = [4, 5, 6]
      let dot = zip(a, b).map(*).reduce(0, +)
      let dot2 = zip(a, b).map { $0 * $1 }.reduce(0, +)
      let norm = a.map { $0 * $0 }.reduce(0, +).squareRoot()
      print(dot, dot2, norm, dot / (norm * 2))
      """#,
      #"""
      32.0 32.0 3.7416575 4.27618
      """#
    ),
    (
      #"""
      var w: Float = 0.5
      let lr: Float = 0.1
      for step in 1...3 {
        let grad = 2 * (w - 3)
        w -= lr * grad
        print("step \(step): w = \(w)")
      }
      """#,
      #"""
      step 1: w = 1.0
      step 2: w = 1.4
      step 3: w = 1.72
      """#
    ),
    (
      #"""
      func step(_ x: Double) -> Int { if x > 0 { return 1 } else { return 0 } }
      print(step(0.5), step(-1))
      func sign(_ x: Double) -> Int {
        if x > 0 {
          return 1
        } else if x < 0 {
          return -1
        }
        return 0
      }
      print(sign(3), sign(-3), sign(0))
      """#,
      #"""
      1 0
      1 -1 0
      """#
    ),
    (
      #"""
      let xs = [1, 2, 3]
      print(xs[1...], xs[..<2], xs[...1])
      """#,
      #"""
      [2, 3] [1, 2] [1, 2]
      """#
    ),
    (
      #"""
      let xs = [Float](repeating: 0.5, count: 3)
      print(xs.reduce(0) { $0 + $1 * $1 }, xs.reduce(1) { $0 * $1 }, xs.reduce(0) { max($0, $1) })
      """#,
      #"""
      0.75 0.125 0.5
      """#
    ),
    (
      #"""
      let losses: [Double] = [0.9, 0.5, 0.7]
      print(losses.enumerated().min { $0.element < $1.element }!.offset)
      print(losses.indices.min { losses[$0] < losses[$1] }!, losses.indices.filter { losses[$0] > 0.6 })
      """#,
      #"""
      1
      1 [0, 2]
      """#
    ),
    (
      #"""
      let m = [[1.0, 2.0], [3.0, 4.0]]
      print(m.map { $0.map { $0 / 2 } }, m[1][0], m.count, m[0].count, m.joined().max()!, m.map { $0.max()! }.max()!)
      """#,
      #"""
      [[0.5, 1.0], [1.5, 2.0]] 3.0 2 2 4.0 4.0
      """#
    ),
    (
      #"""
      let i = 7
      print(i.isMultiple(of: 7), i.description, abs(-i), i.signum(), Double(i) / 2)
      """#,
      #"""
      true 7 7 1 3.5
      """#
    ),
  ]
}
