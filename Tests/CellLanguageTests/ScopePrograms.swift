/// Programs whose names mean one thing here and another there, each with what it prints.
enum ScopePrograms {
  static let all: [(String, String)] = [
    (
      #"""
      let x = 1
      func f(_ x: Int) -> Int {
        let y = x
        if y > 1 {
          let x = y * 10
          return x
        }
        return x
      }
      print(f(1), f(2), x)
      """#,
      "1 20 1"
    ),
    (
      #"""
      func f(_ x: Int) -> Int {
        let x = x + 1
        do {
          let x = x * 2
          print(x)
        }
        return x
      }
      print(f(3))
      """#,
      #"""
      8
      4
      """#
    ),
    (
      #"""
      func outer(_ n: Int) -> [Int] {
        let k = n * 10
        let add = { (x: Int) -> Int in x + k + n }
        let twice = { (x: Int) -> Int in add(add(x)) }
        return [1, 2].map { add($0) } + [1, 2].map { x in [x].map { twice($0) + k }[0] }
      }
      print(outer(1), outer(2))
      """#,
      "[12, 13, 33, 34] [23, 24, 65, 66]"
    ),
    (
      #"""
      var made: [(Int) -> Int] = []
      for i in 0..<3 {
        let square = i * i
        made.append { $0 + square + i }
      }
      print(made.map { $0(100) })
      """#,
      "[100, 102, 106]"
    ),
    (
      #"""
      func fibonacci(_ n: Int) -> Int { n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2) }
      func steps(_ n: Int) -> Int {
        var (n, count) = (n, 0)
        while n != 1 {
          let half = n / 2
          if n % 2 == 0 { n = half } else { n = 3 * n + 1 }
          count += 1
        }
        return count
      }
      print((0..<10).map(fibonacci), steps(27))
      """#,
      "[0, 1, 1, 2, 3, 5, 8, 13, 21, 34] 111"
    ),
    (
      #"""
      let n = 5
      func f(_ x: Int = n) -> Int { x }
      func g() -> Int {
        let n = 7
        return n + f()
      }
      print(f(), g())
      """#,
      "5 12"
    ),
    (
      #"""
      func half(_ n: Int) -> Int? {
        if n % 2 == 1 { return nil }
        return n / 2
      }
      func told(_ n: Int) -> String {
        if let h = half(n), h > 1, let q = half(n / 2) { return "\(h) \(q)" }
        guard let h = half(n), h > 0 else { return "odd \(n)" }
        let q = h + 1
        return "\(h) \(q)"
      }
      print(told(8), told(6), told(3), told(2))
      var n = 40
      while let h = half(n) {
        let old = n
        n = h
        print(old, h)
      }
      """#,
      #"""
      4 2 3 4 odd 3 1 2
      40 20
      20 10
      10 5
      """#
    ),
    (
      #"""
      var count = 0
      func next() -> Int {
        count += 1
        return count
      }
      let xs = [10, 20, 30]
      print(xs[next()], xs[next()], count)
      """#,
      "20 30 2"
    ),
    (
      #"""
      func change(_ xs: inout [Int], by n: Int) -> Int {
        for i in xs.indices where i > 0 { xs[i] += n * i }
        let n = xs.count
        xs.append(n)
        return n
      }
      var xs = [1, 1, 1]
      print(change(&xs, by: 2), xs, change(&xs, by: -1), xs)
      """#,
      "3 [1, 3, 5, 3] 4 [1, 2, 3, 0, 4]"
    ),
  ]
}
