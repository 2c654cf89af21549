/// Programs in which numbers as such, `nil` and empty arrays take their types from what stands around them.
enum TypePrograms {
  static let all: [(String, String)] = [
    (
      #"""
      let t: Float = 3
      print(pow(0.9, t), pow(t, 2), max(t, 0), min(1, t), max(0.5, t, 1), leakyRelu(-t, slope: 0.5))
      print(pow(2, 0.5), max(1, 2.5), max(1, 2), sqrt(2), exp(0), relu(3), abs(-3), pow(2.0, 3))
      """#,
      #"""
      0.7289999 9.0 3.0 1.0 3.0 -1.5
      1.4142135623730951 2.5 2 1.4142135623730951 1.0 3.0 3 8.0
      """#
    ),
    (
      #"""
      let x: Float = 2
      print(x * sqrt(2), 1 / sqrt(2) * x, x + exp(-1), 2 * .pi * x, -x * max(1, 2), x < sqrt(5))
      let y: Float = 1 / (1 + exp(-0.5))
      let z: Float = max(0, 0.25) + sqrt(2) * (x > 1 ? 1 : 0.5)
      let a: Double = -.infinity, b: Float = .zero
      print(y, z, a, b, max(b, .pi))
      """#,
      #"""
      2.828427 1.4142135 2.3678794 12.56637 -4.0 true
      0.62245935 1.6642135 -inf 0.0 3.1415925
      """#
    ),
    (
      #"""
      let evens = (1...4).map { $0 % 2 == 0 ? $0 : nil }
      print(evens, evens.compactMap { $0 }, [1, nil, 3], [nil, Int("7")])
      let some: [Int?] = [1, nil], n = 4
      let even = n % 2 == 0 ? n : nil, odd: Int? = (n % 2 == 1 ? n : nil)
      print(some, even ?? 0, odd ?? 0, n > 5 ? nil : Double(n), n > 3 ? n : Int("3"))
      """#,
      #"""
      [nil, Optional(2), nil, Optional(4)] [2, 4] [Optional(1), nil, Optional(3)] [nil, Optional(7)]
      [Optional(1), nil] 4 0 Optional(4.0) 4
      """#
    ),
    (
      #"""
      let f: (Int) -> Int? = { n in
        let g: (Int) -> Int? = { k in
          if k > 2 { return k * n }
          return nil
        }
        return g(n)
      }
      func first(_ xs: [Int], _ test: (Int) -> Bool) -> Int? {
        for x in xs where test(x) { return x }
        return nil
      }
      let half: (Double) -> Double = { $0 / 2 }
      let fs: [(Double) -> Double] = [{ $0 / 2 }, { 1 / $0 }, abs]
      print(f(1) ?? 0, f(3) ?? 0, first([1, 4]) { $0 > 2 } ?? 0, half(1), fs.map { $0(4) })
      """#,
      "0 9 4 0.5 [2.0, 0.25, 4.0]"
    ),
    (
      #"""
      let hits: [Double] = [1, 2, 3].map { $0 > 1 ? 1 : 0 }
      let share: Float = [1, 2, 3].map { $0 > 1 ? 1 : 0 }.reduce(0, +) / 3
      func oneHot(_ k: Int, of n: Int) -> [Float] { (0..<n).map { $0 == k ? 1 : 0 } }
      let zeros: [Float] = Array(repeating: 0, count: 2)
      var grid: [[Float]] = Array(repeating: Array(repeating: 1, count: 2), count: 2)
      grid[0][1] /= 2
      print(hits, share, oneHot(1, of: 3), zeros, grid, [true, false].map { $0 ? 1 : 0.5 })
      """#,
      "[0.0, 1.0, 1.0] 0.6666667 [0.0, 1.0, 0.0] [0.0, 0.0] [[1.0, 0.5], [1.0, 1.0]] [1.0, 0.5]"
    ),
    (
      #"""
      var xs: [Double] = []
      let best = xs.max(), largest = xs.map { $0 * 2 }.max() ?? 0
      print(xs.reduce(0, +), (best ?? 1) / 2, largest, xs.first ?? 3, xs + [1], xs == [1])
      xs += [1, 2]
      print(xs.reduce(0) { $0 + $1 * $1 }, xs.reduce(0) { n, x in x > 1 ? n + 1 : n })
      print(xs.contains(2), xs.firstIndex(of: 2) ?? -1, (xs[0], 2) == (1, xs[1]), [("a", 1), ("b", 0.5)])
      """#,
      #"""
      0.0 0.5 0.0 3.0 [1.0] false
      5.0 1
      true 1 true [("a", 1.0), ("b", 0.5)]
      """#
    ),
    (
      #"""
      print([0.0] == [-0.0], [Double.nan] == [.nan], [[1], [2, 3]] == [[1], [2, 3]], (1, "a") == (1, "b"))
      print((1, 2) < (1, 3), (2, 0.5) > (1, 9), 0..<3 == 0..<3)
      let a = [zeros(40, 40)], b = [ones(40, 40)]
      print(a == b, a == a)
      """#,
      #"""
      true false true false
      true true true
      false true
      """#
    ),
    (
      #"""
      let a = [5, 6, 7, 8]
      let s = a[1..<3], rest = a.dropFirst()
      print(s, s[1], s.indices, s.firstIndex(of: 7) ?? -1, rest[3], s.count, s.first ?? 0, Array(s)[0])
      print(a[1...], a[..<2], a[...1], s + [9], [1] + s, s.map { $0 * 2 }, a.prefix(2) == a[0..<2])
      for (i, x) in s.enumerated() { print(i, x, terminator: " ") }
      print(a.suffix(2).startIndex)
      """#,
      #"""
      [6, 7] 6 1..<3 2 8 2 6 6
      [6, 7, 8] [5, 6] [5, 6] [6, 7, 9] [1, 6, 7] [12, 14] true
      0 6 1 7 2
      """#
    ),
  ]
}
