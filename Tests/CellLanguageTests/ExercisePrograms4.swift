extension ExercisePrograms {
  static let fourth: [(String, String)] = [
    (
      #"""
      let scores: [(String, Float)] = [("a", 1), ("b", 0.5)]
      let plotted = [("a", [1, 2]), ("b", [0.5, 1])]
      print(scores, plotted)
      """#,
      #"""
      [("a", 1.0), ("b", 0.5)] [("a", [1.0, 2.0]), ("b", [0.5, 1.0])]
      """#
    ),
    (
      #"""
      let a = 2, b = 3
      let (q, r) = (a / b, a % b)
      var (s, t) = (0, 0.5)
      s += 1
      t += 1
      print(q, r, s, t)
      """#,
      #"""
      0 2 1 1.5
      """#
    ),
    (
      #"""
      let xs = [1.0, 2.0], n = 2
      print((xs[0], 2) == (1, xs[1]), (1.0, 2) == (1, 2), xs == [1, 2], [1, 2] == xs, xs != [], n == 2, 2.0 == xs[1])
      """#,
      #"""
      true true true true true true true
      """#
    ),
    (
      #"""
      let f: Float = 0.5, xs: [Float] = [1, 2]
      print(f < 1 && f > 0, 0..<xs.count, xs.map { $0 > f ? 1 : -1 }, xs.map { 1 / (1 + exp(-$0)) })
      """#,
      #"""
      true 0..<2 [1, 1] [0.7310586, 0.880797]
      """#
    ),
    (
      #"""
      func lr(_ step: Int, base: Float = 0.1) -> Float { step < 10 ? base : base * pow(0.5, Float(step) / 10) }
      print(lr(5), lr(20), lr(20, base: 1))
      """#,
      #"""
      0.1 0.025 0.25
      """#
    ),
    (
      #"""
      func clip(_ x: Float, to limit: Float = 1) -> Float { max(-limit, min(limit, x)) }
      print(clip(3), clip(-3, to: 2), clip(0.5))
      """#,
      #"""
      1.0 -2.0 0.5
      """#
    ),
    (
      #"""
      let parity = [1, 2, 3].map { n -> String in
        if n % 2 == 0 { return "even" }
        return "odd"
      }
      print(parity)
      """#,
      #"""
      ["odd", "even", "odd"]
      """#
    ),
    (
      #"""
      func search(_ xs: [Int], for target: Int) -> Int? {
        var low = 0
        var high = xs.count - 1
        while low <= high {
          let mid = (low + high) / 2
          if xs[mid] == target { return mid }
          if xs[mid] < target { low = mid + 1 } else { high = mid - 1 }
        }
        return nil
      }
      print(search([1, 3, 5, 7], for: 5) ?? -1, search([1, 3], for: 4) == nil)
      """#,
      #"""
      2 true
      """#
    ),
    (
      #"""
      var memo: [Int?] = Array(repeating: nil, count: 10)
      memo[2] = 5
      print(memo[2] ?? 0, memo[3] ?? 0, memo.compactMap { $0 }, memo.filter { $0 != nil }.count)
      """#,
      #"""
      5 0 [5] 1
      """#
    ),
    (
      #"""
      let pads = [(top: 1, left: 2), (top: 0, left: 3)]
      print(pads.map { $0.top + $0.left }, pads[0].top, pads.map(\.left).max() ?? 0)
      """#,
      #"""
      [3, 3] 1 3
      """#
    ),
    (
      #"""
      let image = (0..<3).map { r in (0..<3).map { c in Float(r * 3 + c) } }
      let flat = image.flatMap { $0 }
      let mean = flat.reduce(0, +) / Float(flat.count)
      let sd = (flat.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Float(flat.count)).squareRoot()
      print(mean, sd, image.map { row in row.max()! })
      """#,
      #"""
      4.0 2.5819888 [2.0, 5.0, 8.0]
      """#
    ),
    (
      #"""
      var total = 0
      for (i, row) in [[1, 2], [3, 4]].enumerated() {
        for (j, v) in row.enumerated() where i != j { total += v * 10 }
      }
      print(total)
      """#,
      #"""
      50
      """#
    ),
    (
      #"""
      let r = 0..<10
      print(r.count, r.lowerBound, r.upperBound, r.contains(3), r.filter { $0.isMultiple(of: 3) }, r.map { $0 * $0 }.reduce(0, +), r.isEmpty)
      """#,
      #"""
      10 0 10 true [0, 3, 6, 9] 285 false
      """#
    ),
    (
      #"""
      let xs: [Int] = []
      print(xs.first as Any, xs.max() as Any, xs.reduce(0, max), xs.isEmpty ? "none" : "some")
      """#,
      #"""
      nil nil 0 none
      """#
    ),
    (
      #"""
      let a = [1, 2, 3], b = [4, 5, 6]
      var c: [Int] = []
      for i in a.indices { c.append(a[i] * b[i]) }
      print(c, zip(a, b).map { x, y in x + y }, zip(a, b).reduce(0) { $0 + $1.0 * $1.1 })
      """#,
      #"""
      [4, 10, 18] [5, 7, 9] 32
      """#
    ),
    (
      #"""
      let ws: [Float] = [0.2, 0.8]
      let xs: [Float] = [1, -1]
      let z = zip(ws, xs).reduce(0) { $0 + $1.0 * $1.1 } + 0.1
      let y = 1 / (1 + exp(-z))
      print(z, y, y > 0.5 ? "cat" : "dog")
      """#,
      #"""
      -0.5 0.37754068 dog
      """#
    ),
    (
      #"""
      func accuracyOf(_ guesses: [Int], _ labels: [Int]) -> Double {
        let right = zip(guesses, labels).filter { $0 == $1 }.count
        return Double(right) / Double(labels.count)
      }
      print(accuracyOf([1, 2, 3], [1, 0, 3]))
      """#,
      #"""
      0.6666666666666666
      """#
    ),
    (
      #"""
      let m: [[Float]] = [[1, 2], [3, 4]]
      func matmulOf(_ a: [[Float]], _ b: [[Float]]) -> [[Float]] {
        a.map { row in b[0].indices.map { j in zip(row, b.map { $0[j] }).map(*).reduce(0, +) } }
      }
      print(matmulOf(m, m))
      """#,
      #"""
      [[7.0, 10.0], [15.0, 22.0]]
      """#
    ),
    (
      #"""
      func pool(_ x: [[Float]], _ size: Int) -> [[Float]] {
        stride(from: 0, to: x.count, by: size).map { r in
          stride(from: 0, to: x[0].count, by: size).map { c in
            var best = -Float.infinity
            for i in 0..<size { for j in 0..<size { best = max(best, x[r + i][c + j]) } }
            return best
          }
        }
      }
      print(pool([[1, 2, 3, 4], [5, 6, 7, 8]], 2))
      """#,
      #"""
      [[6.0, 8.0]]
      """#
    ),
    (
      #"""
      let counts = [0, 1, 1, 2, 1].reduce(into: Array(repeating: 0, count: 3)) { counts, x in counts[x] += 1 }
      print(counts, counts.firstIndex(of: counts.max()!)!)
      """#,
      #"""
      [1, 3, 1] 1
      """#
    ),
    (
      #"""
      var grid = [[0, 0], [0, 0]]
      grid[0].swapAt(0, 1)
      grid[1][0] += 2
      grid.append([7, 8])
      grid[2].removeFirst()
      grid.swapAt(0, 2)
      print(grid, grid.last!, grid.first?.count ?? 0, grid.reversed().map { $0 })
      """#,
      #"""
      [[8], [2, 0], [0, 0]] [0, 0] 1 [[0, 0], [2, 0], [8]]
      """#
    ),
  ]
}
