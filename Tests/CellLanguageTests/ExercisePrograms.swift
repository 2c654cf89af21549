/// Programs as learners write them in the book's exercises, each with what the real compiler makes of it.
enum ExercisePrograms {
  static let all = first + second + third + fourth

  static let first: [(String, String)] = [
    (
      #"""
      func outputLength(_ n: Int, kernel k: Int, stride s: Int = 1, padding p: Int = 0) -> Int {
        (n + 2 * p - k) / s + 1
      }
      print(outputLength(7, kernel: 3), outputLength(7, kernel: 3, stride: 2), outputLength(7, kernel: 3, stride: 2, padding: 1))
      """#,
      #"""
      5 3 4
      """#
    ),
    (
      #"""
      func conv1d(_ x: [Float], _ k: [Float]) -> [Float] {
        var y = [Float](repeating: 0, count: x.count - k.count + 1)
        for i in y.indices {
          for j in 0..<k.count {
            y[i] += x[i + j] * k[j]
          }
        }
        return y
      }
      print(conv1d([1, 2, 3, 4], [1, 0, -1]))
      """#,
      #"""
      [-2.0, -2.0]
      """#
    ),
    (
      #"""
      func softmaxOf(_ x: [Float]) -> [Float] {
        let m = x.max() ?? 0
        let e = x.map { exp($0 - m) }
        let total = e.reduce(0, +)
        return e.map { $0 / total }
      }
      print(softmaxOf([1, 2, 3]))
      """#,
      #"""
      [0.09003057, 0.24472848, 0.66524094]
      """#
    ),
    (
      #"""
      func counter() -> () -> Int {
        var n = 0
        return {
          n += 1
          return n
        }
      }
      let a = counter()
      let b = counter()
      print(a(), a(), b(), a())
      """#,
      #"""
      1 2 1 3
      """#
    ),
    (
      #"""
      func total(_ xs: [Double]) -> Double {
        var sum = 0.0
        xs.forEach { sum += $0 }
        return sum
      }
      print(total([1, 2, 3.5]))
      """#,
      #"""
      6.5
      """#
    ),
    (
      #"""
      func outer(_ n: Int) -> Int {
        func square(_ x: Int) -> Int { x * x }
        func add(_ x: Int) -> Int { square(x) + n }
        return add(3)
      }
      print(outer(4))
      """#,
      #"""
      13
      """#
    ),
    (
      #"""
      func fact(_ n: Int) -> Int {
        func go(_ k: Int, _ acc: Int) -> Int {
          k <= 1 ? acc : go(k - 1, acc * k)
        }
        return go(n, 1)
      }
      print(fact(10))
      """#,
      #"""
      3628800
      """#
    ),
    (
      #"""
      func isEvenOdd(_ n: Int) -> (Bool, Bool) {
        func even(_ n: Int) -> Bool { n == 0 ? true : odd(n - 1) }
        func odd(_ n: Int) -> Bool { n == 0 ? false : even(n - 1) }
        return (even(n), odd(n))
      }
      print(isEvenOdd(7))
      """#,
      #"""
      (false, true)
      """#
    ),
    (
      #"""
      var grid: [[Float]] = Array(repeating: Array(repeating: 0, count: 3), count: 2)
      grid[1][2] = 5
      grid[0][0] += 1.5
      for row in grid { print(row) }
      print(grid.map { $0.reduce(0, +) }, grid[1].max()!)
      """#,
      #"""
      [1.5, 0.0, 0.0]
      [0.0, 0.0, 5.0]
      [1.5, 5.0] 5.0
      """#
    ),
    (
      #"""
      func sum(_ xs: Int...) -> Int { xs.reduce(0, +) }
      print(sum(), sum(1), sum(1, 2, 3))
      func mean(_ label: String, of xs: Double...) -> String { "\(label): \(xs.reduce(0, +) / Double(xs.count))" }
      print(mean("m", of: 1, 2, 4.5))
      """#,
      #"""
      0 1 6
      m: 2.5
      """#
    ),
    (
      #"""
      let xs = [3, 1, 4, 1, 5, 9, 2, 6]
      print(xs[2...4], xs[2..<4].count, xs[2...4].first!, xs[2..<5][3], Array(xs[1...3])[0])
      print(xs.prefix(3), xs.suffix(2), xs.dropFirst(5), xs.dropLast(6))
      """#,
      #"""
      [4, 1, 5] 2 4 1 1
      [3, 1, 4] [2, 6] [9, 2, 6] [3, 1]
      """#
    ),
    (
      #"""
      let xs = [3, 1, 4, 1, 5]
      print(xs.firstIndex(of: 4) ?? -1, xs.firstIndex { $0 > 3 } ?? -1, xs.lastIndex(of: 1) ?? -1, xs.contains(9), xs.contains { $0 == 5 })
      """#,
      #"""
      2 2 3 false true
      """#
    ),
    (
      #"""
      let xs = [3, 1, 4, 1, 5]
      let counts = xs.reduce(into: [Int](repeating: 0, count: 6)) { $0[$1] += 1 }
      print(counts)
      print(xs.reduce(into: 0) { $0 += $1 }, [0.5, 1.5].reduce(into: 0) { $0 += $1 })
      print(xs.reduce(into: [Int]()) { r, x in if x > 1 { r.append(x * 2) } })
      """#,
      #"""
      [0, 2, 0, 1, 1, 1]
      14 2.0
      [6, 8, 10]
      """#
    ),
    (
      #"""
      let pairs = [("a", 3), ("b", 1), ("c", 2)]
      print(pairs.sorted { $0.1 < $1.1 }.map { $0.0 }, pairs.min { $0.1 < $1.1 }!.0, pairs.max(by: { $0.1 < $1.1 })!)
      for (name, n) in pairs where n > 1 { print(name, n) }
      """#,
      #"""
      ["b", "c", "a"] b ("a", 3)
      a 3
      c 2
      """#
    ),
    (
      #"""
      var point = (x: 1.0, y: 2.0)
      point.x += 0.5
      point.1 = 7
      print(point, point.x * point.y)
      """#,
      #"""
      (x: 1.5, y: 7.0) 10.5
      """#
    ),
    (
      #"""
      let n: Int? = nil
      let m: Int? = 4
      print(n ?? 0, m ?? 0, n == nil, m != nil, m! + 1)
      if let m { print("m is", m) }
      if let n { print(n) } else { print("no n") }
      """#,
      #"""
      0 4 true true 5
      m is 4
      no n
      """#
    ),
    (
      #"""
      func firstEven(_ xs: [Int]) -> Int? {
        for x in xs where x % 2 == 0 { return x }
        return nil
      }
      print(firstEven([1, 3, 4, 6]) ?? -1, firstEven([1]) ?? -1)
      print(firstEven([2]) as Any)
      """#,
      #"""
      4 -1
      Optional(2)
      """#
    ),
    (
      #"""
      let evens = (1...6).map { $0 % 2 == 0 ? $0 : nil }
      print(evens, evens.compactMap { $0 })
      let odd: [Int?] = [1, nil, 3]
      print(odd, odd.compactMap { $0 }.reduce(0, +))
      """#,
      #"""
      [nil, Optional(2), nil, Optional(4), nil, Optional(6)] [2, 4, 6]
      [Optional(1), nil, Optional(3)] 4
      """#
    ),
    (
      #"""
      func half(_ n: Int) -> Int? { n % 2 == 0 ? n / 2 : nil }
      print([2, 3, 4].map(half), [2, 3, 4].compactMap(half))
      """#,
      #"""
      [Optional(1), nil, Optional(2)] [1, 2]
      """#
    ),
    (
      #"""
      let f: (Int) -> Int? = { n in
        if n > 2 { return n }
        return nil
      }
      print(f(1) ?? 0, f(3) ?? 0)
      let half: (Double) -> Double = { $0 / 2 }
      print(half(1))
      """#,
      #"""
      0 3
      0.5
      """#
    ),
    (
      #"""
      let t: Float = 3
      print(pow(0.9, t), pow(t, 2), max(t, 0), min(1, t), max(0.5, t))
      let rates = (0..<3).map { 0.1 * pow(0.5, Float($0)) }
      print(rates)
      """#,
      #"""
      0.7289999 9.0 3.0 1.0 3.0
      [0.1, 0.05, 0.025]
      """#
    ),
    (
      #"""
      let x: Float = 2
      print(x * sqrt(2), 1 / sqrt(2) * x, exp(-1) + x, 2 * .pi * x, sqrt(2.0))
      """#,
      #"""
      2.828427 1.4142135 2.3678794 12.56637 1.4142135623730951
      """#
    ),
    (
      #"""
      let y: Float = 1 / (1 + exp(-0.5))
      let z: Float = max(0, 0.25) + sqrt(2)
      print(y, z)
      """#,
      #"""
      0.62245935 1.6642135
      """#
    ),
    (
      #"""
      var xs: [Float] = []
      print(xs.max() ?? 0, xs.reduce(0, +), xs.isEmpty, xs.first ?? -1)
      xs.append(1)
      print(xs + [2], xs == [1])
      """#,
      #"""
      0.0 0.0 true -1.0
      [1.0, 2.0] true
      """#
    ),
    (
      #"""
      let hits = [true, false, true].map { $0 ? 1.0 : 0 }
      print(hits.reduce(0, +) / Double(hits.count))
      let acc: Float = [1, 2, 3].map { $0 > 1 ? 1 : 0 }.reduce(0, +) / 3
      print(acc)
      """#,
      #"""
      0.6666666666666666
      0.6666667
      """#
    ),
    (
      #"""
      let onehot: [Double] = (0..<4).map { $0 == 2 ? 1 : 0 }
      print(onehot)
      func oneHot(_ k: Int, classes: Int) -> [Float] { (0..<classes).map { $0 == k ? 1 : 0 } }
      print(oneHot(1, classes: 3))
      """#,
      #"""
      [0.0, 0.0, 1.0, 0.0]
      [0.0, 1.0, 0.0]
      """#
    ),
    (
      #"""
      let words = ["conv", "pool", "dense"]
      print(words.map { $0.count }, words.map(\.count), words.joined(separator: ", "), words.map { $0.uppercased() })
      for (i, w) in words.enumerated() { print("\(i): \(w)") }
      """#,
      #"""
      [4, 4, 5] [4, 4, 5] conv, pool, dense ["CONV", "POOL", "DENSE"]
      0: conv
      1: pool
      2: dense
      """#
    ),
    (
      #"""
      for i in (0..<3).reversed() { print(i) }
      for (a, b) in zip([1, 2], ["x", "y"]) { print(a, b) }
      print(Array(zip(1...3, [4, 5, 6]).map { $0 * $1 }))
      """#,
      #"""
      2
      1
      0
      1 x
      2 y
      [4, 10, 18]
      """#
    ),
    (
      #"""
      var stack = [1, 2]
      stack.append(contentsOf: [3, 4])
      stack.insert(0, at: 0)
      stack.remove(at: 1)
      stack.swapAt(0, 3)
      print(stack, stack.popLast() ?? 0, stack.removeFirst(), stack)
      stack.removeAll()
      print(stack.isEmpty, stack.popLast() ?? -1)
      """#,
      #"""
      [4, 2, 3, 0] 0 4 [2, 3]
      true -1
      """#
    ),
  ]
}
