/// Programs of numbers, texts and arrays, each with what it prints.
enum PlainPrograms {
  static let all: [(String, String)] = [
    (
      "print([1, 2, 3].reduce(0, +), [1.5, 2.5].reduce(0, +), [2, 3].reduce(1, *))",
      "6 4.0 6"
    ),
    (
      #"""
      print([3, 1, 2].sorted(by: >), ["b", "a"].sorted(), [3, 1, 2].sorted { $0 < $1 })
      """#,
      #"""
      [3, 2, 1] ["a", "b"] [1, 2, 3]
      """#
    ),
    (
      #"""
      let number = Double("2.5") ?? 0
      print(number, Double("x") ?? 0, Int("7") ?? -1)
      """#,
      "2.5 0.0 7"
    ),
    (
      "print([4, 9, 2].max() ?? 0, [4.5, 0.5].min() ?? 0, [Int]().max() ?? -1)",
      "9 0.5 -1"
    ),
    (
      #"""
      print("a", terminator: "")
      print("b", "c", separator: "-", terminator: "!\n")
      print(1, 2, separator: "")
      """#,
      #"""
      ab-c!
      12
      """#
    ),
    (
      "print((0..<5).contains(4), (0..<5).contains(5), (1...5).contains(5), [1, 2].contains(3))",
      "true false true false"
    ),
    (
      #"""
      let add = { (a: Int, b: Int) -> Int in
        let sum = a + b
        return sum
      }
      print(add(2, 3))
      """#,
      "5"
    ),
    (
      "print(Array(zip([1, 2], [3, 4])).map { $0 * $1 }, zip([1, 2], [3, 4]).map { a, b in a + b })",
      "[3, 8] [4, 6]"
    ),
    (
      "print([1, 2, 3, 4].filter { $0 % 2 == 0 }.map { Double($0) / 4 })",
      "[0.5, 1.0]"
    ),
    (
      #"""
      print(["1", "x", "3"].compactMap { Int($0) }, [[1], [2, 3]].flatMap { $0 }, ["1", "2"].map { Int($0) })
      """#,
      "[1, 3] [1, 2, 3] [Optional(1), Optional(2)]"
    ),
    (
      #"""
      let words = ["one", "two", "three"]
      print(words.map(\.count), words.joined(separator: "+"), words.map { $0.count }.max() ?? 0)
      """#,
      "[3, 3, 5] one+two+three 5"
    ),
    (
      "print((1...5).reduce(1, *), (1...3).map { $0 * $0 }, (0..<3).reversed().map { $0 })",
      "120 [1, 4, 9] [2, 1, 0]"
    ),
    (
      "print(7 / 2, -7 / 2, 7 % 3, -7 % 3, 7.0 / 2)",
      "3 -3 1 -1 3.5"
    ),
    (
      "print(1.0, 0.1 + 0.2, 1e20, 1e-7, 100000.0, 1.0 / 3, Float(1) / 3)",
      "1.0 0.30000000000000004 1e+20 1e-07 100000.0 0.3333333333333333 0.33333334"
    ),
    (
      "print(true && !false, 1 < 2 || 1 / 1 == 0, 3 == 3.0)",
      "true true true"
    ),
    (
      #"""
      let text = "é–β"
      print(text.count, text.isEmpty, text + "!", "\(text) has \(text.count) letters", String(repeating: "ab", count: 3))
      """#,
      "3 false é–β! é–β has 3 letters ababab"
    ),
    (
      "print([1, 2, 3].firstIndex(of: 2) ?? -1, [1, 2, 3].first { $0 > 1 } ?? 0, [5, 6].contains { $0 > 5 }, [5, 6].allSatisfy { $0 > 5 })",
      "1 2 true false"
    ),
    (
      "print([1, 2, 3, 4].prefix(2).map { $0 }, [1, 2, 3, 4].suffix(1).map { $0 }, [1, 2, 3].dropFirst().map { $0 }, Array([1, 2, 3].dropLast(2)))",
      "[1, 2] [4] [2, 3] [1]"
    ),
    (
      "print(Array(repeating: 0.5, count: 3), Array(0..<4), [Float](repeating: 0, count: 2))",
      "[0.5, 0.5, 0.5] [0, 1, 2, 3] [0.0, 0.0]"
    ),
    (
      #"""
      let o = Int("5")
      print(o == nil, o != nil, o == 5, (o ?? 0) + 1)
      """#,
      "false true true 6"
    ),
    (
      #"""
      let pair = (name: "kernel", size: 3)
      print(pair, pair.name, pair.size, ("a", 1.0))
      """#,
      #"""
      (name: "kernel", size: 3) kernel 3 ("a", 1.0)
      """#
    ),
    (
      "print(max(1, 2), min(1.5, 0.5), abs(-3), abs(-2.5), max(3, 9, 4), pow(2.0, 10))",
      "2 0.5 3 2.5 9 1024.0"
    ),
    (
      #"""
      print(Int(3.9), Int(-3.9), Double(3), Int("12") ?? 0, String(2.50), Float("0.1") ?? 0)
      """#,
      "3 -3 3.0 12 2.5 0.1"
    ),
    (
      "print((2.5).rounded(), (-2.5).rounded(), 2.0.squareRoot(), (9.0).squareRoot())",
      "3.0 -3.0 1.4142135623730951 3.0"
    ),
    (
      #"""
      let a = 3, b = 4
      print(a * a + b * b)
      _ = a
      """#,
      "25"
    ),
    (
      #"""
      print([(1, "b"), (0, "a")].sorted { $0.0 < $1.0 }.map { $0.1 })
      """#,
      #"""
      ["a", "b"]
      """#
    ),
    (
      "print(Float.pi, Double.pi, Double.infinity, Int.max, -Double.infinity, Float.infinity - 1)",
      "3.1415925 3.141592653589793 inf 9223372036854775807 -inf inf"
    ),
    (
      "print(5.isMultiple(of: 2), (3.5).isNaN, [1.5, -2.5].map { $0.magnitude })",
      "false false [1.5, 2.5]"
    ),
    (
      #"""
      let nested = [[1, 2], [3]]
      print(nested.joined().map { $0 }, nested.map { $0.reduce(0, +) }, nested[1][0], nested.count)
      """#,
      "[1, 2, 3] [3, 3] 3 2"
    ),
    (
      #"""
      let s = "abc"
      print(s.hasPrefix("ab"), s.reversed().map { String($0) }, s.contains("b"))
      """#,
      #"""
      true ["c", "b", "a"] true
      """#
    ),
    (
      "print([0.25, 0.5].map { -$0 }, [1, 2].enumerated().map { $0 * $1 }, [1, 2].enumerated().map { $0.offset + $0.element })",
      "[-0.25, -0.5] [0, 2] [1, 3]"
    ),
    (
      #"""
      let xs = [1, 2]
      print(xs + [3], xs == [1, 2], (1, 2) == (1, 2), "a" < "b")
      """#,
      "[1, 2, 3] true true true"
    ),
    (
      "print([1.5, 2.5].map(Int.init), [1, 2].map(Double.init), [4.0, 9.0].map { $0.squareRoot() }, [-1.5, 2].map { abs($0) })",
      "[1, 2] [1.0, 2.0] [2.0, 3.0] [1.5, 2.0]"
    ),
  ]
}
