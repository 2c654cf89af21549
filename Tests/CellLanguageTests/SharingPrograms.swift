/// Programs whose closures and functions use what stands around them.
enum SharingPrograms {
  static let all: [(String, String)] = [
    (
      #"""
      func total(_ xs: [Double]) -> (Double, Int) {
        var sum = 0.0, calls = 0
        xs.forEach {
          sum += $0
          calls += 1
        }
        return (sum, calls)
      }
      func counter(from start: Int) -> () -> Int {
        var n = start
        return {
          n += 1
          return n
        }
      }
      let a = counter(from: 0), b = counter(from: 10)
      print(total([1, 2.5]), a(), a(), b(), a(), b())
      """#,
      "(3.5, 2) 1 2 11 3 12"
    ),
    (
      #"""
      func outer(_ n: Int) -> [Int] {
        func square(_ x: Int) -> Int { x * x }
        func add(_ x: Int) -> Int { square(x) + n + 100 }
        func down(_ k: Int) -> Int { k == 0 ? n : down(k - 1) + 1 }
        func isEven(_ k: Int) -> Bool { k == 0 ? true : isOdd(k - 1) }
        func isOdd(_ k: Int) -> Bool { k == 0 ? false : isEven(k - 1) }
        return [add(3), down(5), isEven(7) ? 1 : 0] + (0..<2).map(square) + (0..<2).map { down($0) }
      }
      print(outer(4))
      """#,
      "[113, 9, 0, 0, 1, 4, 5]"
    ),
    (
      #"""
      func f() -> [Int] {
        var made: [() -> Int] = []
        var all = 0
        for i in 0..<3 {
          var own = i
          made.append {
            own += 1
            all += own
            return own
          }
        }
        let first = made.map { $0() }
        return first + made.map { $0() } + [all]
      }
      print(f())
      """#,
      "[1, 2, 3, 2, 3, 4, 15]"
    ),
    (
      #"""
      func fill(_ xs: inout [Int], with n: Int) {
        xs.indices.forEach { xs[$0] += n }
        func more() { xs.append(n) }
        more()
        more()
      }
      var numbers = [1, 2]
      fill(&numbers, with: 5)
      print(numbers)
      if numbers.count > 2 {
        var seen: [Int] = []
        let keep = { (x: Int) in if !seen.contains(x) { seen.append(x) } }
        for n in numbers { keep(n) }
        seen[0] = 0
        print(seen)
      }
      """#,
      #"""
      [6, 7, 5, 5]
      [0, 7, 5]
      """#
    ),
    (
      #"""
      let n = 1
      func f(_ n: Int) -> Int {
        func g() -> Int { n * 10 }
        let h = { n * 100 }
        return g() + h()
      }
      var later = 1
      let read = { later }
      later = 5
      print(f(2), n, read())
      """#,
      "220 1 5"
    ),
    (
      #"""
      func sum(_ xs: Int...) -> Int { xs.reduce(0, +) }
      func mean(_ name: String, of xs: Double..., digits: Int = 1) -> String { "\(name) \(xs.count) \(digits)" }
      print(sum(), sum(1), sum(1, 2, 3), mean("m", of: 1, 2.5), mean("k", of: 1, digits: 3))
      """#,
      "0 1 6 m 2 1 k 1 3"
    ),
    (
      #"""
      var point = (x: 1.0, y: [1, 2])
      point.x += 0.5
      point.y[1] = 7
      point.y.append(3)
      point.0 *= 2
      let sign: String
      if point.x > 2 { sign = "large" } else { sign = "small" }
      var best: Int?
      for x in [3, 9, 2] where best == nil || x > best! { best = x }
      print(point, sign, best ?? 0)
      let text: String? = "abc", none: [Int]? = nil
      print(text?.count ?? 0, none?.first ?? -1, none?.count == nil, best.map { $0 * 2 } ?? 0)
      """#,
      #"""
      (x: 3.0, y: [1, 7, 3]) large 9
      3 -1 true 18
      """#
    ),
    (
      #"""
      rows: for i in 0..<3 {
        for j in 0..<3 {
          if j == 2 { continue rows }
          if i == 2 { break rows }
          print(i, j, terminator: "; ")
        }
      }
      if let a = Int("4"), let b = Int("\(a)2"), b > a { print(a, b) }
      let xs = [3, 1, 4, 1, 5]
      print(xs.reduce(into: [Int](repeating: 0, count: 6)) { $0[$1] += 1 }, xs.reduce(into: 0) { $0 += $1 })
      print([0.5, 1.5].reduce(into: 0) { $0 += $1 }, xs.lastIndex(of: 1) ?? -1, xs.count { $0 > 2 })
      """#,
      #"""
      0 0; 0 1; 1 0; 1 1; 4 42
      [0, 2, 0, 1, 1, 1] 14
      2.0 3 3
      """#
    ),
  ]
}
