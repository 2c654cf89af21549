extension ExercisePrograms {
  static let third: [(String, String)] = [
    (
      #"""
      var a = 1, b = 2
      (a, b) = (b, a)
      print(a, b)
      var xs = [1, 2, 3]
      (xs[0], xs[2]) = (xs[2], xs[0])
      print(xs)
      """#,
      #"""
      2 1
      [3, 2, 1]
      """#
    ),
    (
      #"""
      func minMax(_ xs: [Int]) -> (min: Int, max: Int)? {
        guard let first = xs.first else { return nil }
        var (lo, hi) = (first, first)
        for x in xs.dropFirst() {
          lo = min(lo, x)
          hi = max(hi, x)
        }
        return (lo, hi)
      }
      if let r = minMax([3, 1, 2]) { print(r.min, r.max, r) }
      print(minMax([]) == nil, minMax([5])?.max ?? 0)
      """#,
      #"""
      1 3 (min: 1, max: 3)
      true 5
      """#
    ),
    (
      #"""
      outer: for i in 0..<3 {
        for j in 0..<3 {
          if j == 2 { continue outer }
          if i == 2 { break outer }
          print(i, j)
        }
      }
      """#,
      #"""
      0 0
      0 1
      1 0
      1 1
      """#
    ),
    (
      #"""
      let xs = [5, 3, 8]
      var sorted = xs
      for i in 0..<sorted.count {
        for j in 0..<(sorted.count - i - 1) {
          if sorted[j] > sorted[j + 1] { sorted.swapAt(j, j + 1) }
        }
      }
      print(sorted, xs)
      """#,
      #"""
      [3, 5, 8] [5, 3, 8]
      """#
    ),
    (
      #"""
      let xs: [Double] = [1, 2, 3, 4]
      let mean = xs.reduce(0, +) / Double(xs.count)
      let variance = xs.map { pow($0 - mean, 2) }.reduce(0, +) / Double(xs.count)
      print(mean, variance, sqrt(variance))
      """#,
      #"""
      2.5 1.25 1.118033988749895
      """#
    ),
    (
      #"""
      let image: [[Float]] = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
      let k: [[Float]] = [[1, 0], [0, -1]]
      var out: [[Float]] = []
      for i in 0..<2 {
        var row: [Float] = []
        for j in 0..<2 {
          var s: Float = 0
          for a in 0..<2 { for b in 0..<2 { s += image[i + a][j + b] * k[a][b] } }
          row.append(s)
        }
        out.append(row)
      }
      print(out)
      """#,
      #"""
      [[-4.0, -4.0], [-4.0, -4.0]]
      """#
    ),
    (
      #"""
      func numericGradient(_ f: (Double) -> Double, at x: Double, h: Double = 1e-5) -> Double {
        (f(x + h) - f(x - h)) / (2 * h)
      }
      print((numericGradient({ $0 * $0 }, at: 3) * 1000).rounded() / 1000)
      """#,
      #"""
      6.0
      """#
    ),
    (
      #"""
      print(0x1F, 0b101, 1_000, 1e3, 5e-1)
      """#,
      #"""
      31 5 1000 1000.0 0.5
      """#
    ),
    (
      #"""
      var flags = [false, true]
      flags[0].toggle()
      print(flags, !flags[1])
      """#,
      #"""
      [true, true] false
      """#
    ),
    (
      #"""
      print((1...3).map { i in (1...i).reduce(1, *) }, (1...4).filter { $0 % 2 == 0 }, Array(1...3), (1...3).contains(2))
      """#,
      #"""
      [1, 2, 6] [2, 4] [1, 2, 3] true
      """#
    ),
    (
      #"""
      let xs = [1, 2, 3, 4, 5, 6]
      let batches = stride(from: 0, to: xs.count, by: 4).map { Array(xs[$0..<min($0 + 4, xs.count)]) }
      print(batches)
      """#,
      #"""
      [[1, 2, 3, 4], [5, 6]]
      """#
    ),
    (
      #"""
      let a: Float = 0.1, b: Double = 0.1
      print(a + 0.2, b + 0.2, Double(a), Float(b), a * 3, Float(1) / 3)
      """#,
      #"""
      0.3 0.30000000000000004 0.10000000149011612 0.1 0.3 0.33333334
      """#
    ),
    (
      #"""
      var cache: [Int] = [0, 1]
      func fib(_ n: Int) -> Int {
        while cache.count <= n { cache.append(cache[cache.count - 1] + cache[cache.count - 2]) }
        return cache[n]
      }
      print(fib(30), cache.count)
      """#,
      #"""
      832040 31
      """#
    ),
    (
      #"""
      let f = { (x: Double, y: Double) -> Double in
        let s = x * x + y * y
        return s.squareRoot()
      }
      print(f(3, 4))
      """#,
      #"""
      5.0
      """#
    ),
    (
      #"""
      let nested: [[[Int]]] = [[[1], [2]], [[3], [4]]]
      print(nested[1][0][0], nested.map { $0.map { $0.count } }, nested.count)
      """#,
      #"""
      3 [[1, 1], [1, 1]] 2
      """#
    ),
    (
      #"""
      guard 3 > 2 else { fatalError() }
      print("after")
      assert(1 + 1 == 2)
      precondition(true, "fine")
      """#,
      #"""
      after
      """#
    ),
    (
      #"""
      let t = (1, "a", 2.5)
      let (i, s, d) = t
      print(i, s, d, t.0, t.2)
      print((1, 2) < (1, 3), (1.0, 2) == (1, 2), ("a", 1) == ("a", 2))
      """#,
      #"""
      1 a 2.5 1 2.5
      true true false
      """#
    ),
    (
      #"""
      let p: Float = 0.25
      let loss = -log(p)
      let xent = -(p * log(p) + (1 - p) * log(1 - p))
      print(loss, xent, abs(-p), floor(2.7), ceil(p), p.rounded())
      """#,
      #"""
      1.3862944 0.56233513 0.25 2.0 1.0 0.0
      """#
    ),
    (
      #"""
      let out = (224 + 2 * 3 - 7) / 2 + 1
      let params = 3 * 64 * 7 * 7 + 64
      print(out, params, Double(params * 4) / 1e6)
      """#,
      #"""
      112 9472 0.037888
      """#
    ),
    (
      #"""
      var x = 10
      while true {
        x -= 3
        if x < 0 { break }
        if x % 2 == 0 { continue }
        print(x)
      }
      """#,
      #"""
      7
      1
      """#
    ),
    (
      #"""
      func kernelSum(_ k: [[Int]]) -> Int {
        var s = 0
        for row in k { for v in row { s += v } }
        return s
      }
      print(kernelSum([[1, 2], [3, 4]]), kernelSum([]))
      """#,
      #"""
      10 0
      """#
    ),
    (
      #"""
      let a = [1, 2, 3]
      print(a.map { x -> Double in Double(x) * 0.5 }, a.map { (x: Int) -> String in "\(x)!" })
      """#,
      #"""
      [0.5, 1.0, 1.5] ["1!", "2!", "3!"]
      """#
    ),
    (
      #"""
      let m = max(1, 2, 3), n = min(2.5, 1)
      print(m, n, [1, 5, 2].max() ?? 0)
      """#,
      #"""
      3 1.0 5
      """#
    ),
    (
      #"""
      print(Array("abc").count, "a,b,c".split(separator: ",").count, Int("42")! + 1, Double("1.5") ?? 0, Int("x") == nil)
      """#,
      #"""
      3 3 43 1.5 true
      """#
    ),
    (
      #"""
      var total: Float = 0
      for i in 1...4 { total += Float(i) / 2 }
      print(total, Int(total), total / 4)
      """#,
      #"""
      5.0 5 1.25
      """#
    ),
    (
      #"""
      let t: Float = 3
      let d = 2.5
      let b = true
      let n = 4
      print(b ? 1 : d, b ? 1 : t, b ? d : 1, b ? n : 0.5)
      print(b ? n : Int("3"), b ? nil : n, !b ? nil : n)
      print((b ? 1 : 0.5), [b ? 1 : 0.5], (b ? 1 : 0.5, 2), "\(b ? 1 : 0.5)")
      """#,
      #"""
      1 1 2.5 4
      4 nil Optional(4)
      1 [1.0] (1.0, 2) 1.0
      """#
    ),
    (
      #"""
      let n = 4
      func kind(_ n: Int) -> Int? { n > 3 ? n : nil }
      print(n > 3 ? kind(n) : 5)
      """#,
      #"""
      Optional(4)
      """#
    ),
    (
      #"""
      let b = true, d = 2.5
      let m = b ? 1 : d
      let k = b ? 1 : 0.5
      let xs = [1, 2].map { b ? $0 : 0 }
      let ys = [1.5].map { b ? 1 : $0 }
      print(m, k, xs, ys)
      """#,
      #"""
      1.0 1.0 [1, 2] [1.0]
      """#
    ),
    (
      #"""
      func outer(_ n: Int) -> Int {
        func add(_ x: Int) -> Int { x + later }
        let later = 100
        return add(n)
      }
      print(outer(4))
      """#,
      #"""
      104
      """#
    ),
    (
      #"""
      let x: Float = 2
      let f = { (x: Float) -> Float in x * sqrt(2) }
      print(f(x), (2 * .pi) * x, pow(0.9, 3 as Float), 1 as Double, (1 as Float) / 3)
      """#,
      #"""
      2.828427 12.56637 0.7289999 1.0 0.33333334
      """#
    ),
    (
      #"""
      print([1, 2, 3].map(String.init).joined(separator: "-"), 7.5.truncatingRemainder(dividingBy: 2))
      """#,
      #"""
      1-2-3 1.5
      """#
    ),
  ]
}
