/// Programs that break their lines wherever Swift allows it, each with what it prints.
enum LineBreakPrograms {
  static let all: [(String, String)] = [
    (
      #"""
      func area(
        _ width: Int,
        by height: Int = 2,
      )
        -> Int
      {
        width * height
      }
      func scaled
        (
          _ x: Double,
          by factor
            : Double
            = 2
        )
        -> Double
      {
        return
          x * factor
      }
      print(area(3), area(3, by: 4,), scaled(1.5))
      """#,
      "6 12 3.0"
    ),
    (
      #"""
      func pair(_ f: (
        Int,
        Int
      ) -> Int) -> (
        sum: Int,
        twice: Int
      ) {
        (
          sum: f(1, 2),
          twice: 2
            * f(
              1,
              2
            )
        )
      }
      print(pair(+), pair { $0 * $1 })
      """#,
      "(sum: 3, twice: 6) (sum: 2, twice: 4)"
    ),
    (
      #"""
      let join = {
        (
          a: Int,
          b: Int
        )
        -> Int
        in
        a * 10 + b
      }
      let halves = [1.0, 2.0].map {
        x
        in x / 2
      }
      let thirds = [3.0, 6.0].map
      { $0 / 3 }
      print(join(1, 2), halves, thirds)
      """#,
      "12 [0.5, 1.0] [1.0, 2.0]"
    ),
    (
      #"""
      let total = [1, 2, 3, 4,]
        .filter { $0 > 1 }
        // a comment between
        .map {
          $0 * 2
        }

        .reduce(
          0,
          +
        )
      let sum =
        total
        + 1
        - 2
      let sign = sum > 3
        ? "large"
        : sum < 0
          ? "negative"
          : "small"
      let isOdd = sum % 2 == 1
        && sum > 0
        || false
      print(total, sum, sign, isOdd)
      """#,
      "18 17 large true"
    ),
    (
      #"""
      let x
        = 3
      let y
        : Double
        = 4
      let (
        a,
        b
      ) = (1, 2), c
        = 5
      var z = 0
      z
        += x
      z =
        z + 1
      print(
        x,
        y,
        a, b, c,
        z
      )
      """#,
      "3 4.0 1 2 5 4"
    ),
    (
      #"""
      let texts = ["3", "x", "12"]
      for text
        in texts
        where text != "x"
      {
        if
          let n = Int(text),
          n
            > 5,
          let m = Int(
            text
          )
        {
          print("large", n, m)
        }
        else if text
          .isEmpty
        {
          print("empty")
        }

        else
        {
          print("small", text)
        }
      }
      func first(_ text: String) -> Int {
        guard let n = Int(text),
          n > 0
        else {
          return -1
        }
        return n
      }
      print(first("x"), first("4"))
      var n = 3
      while
        n > 0,
        n != 1
      {
        n -= 1
      }
      print(n)
      """#,
      #"""
      small 3
      large 12 12
      -1 4
      1
      """#
    ),
    (
      #"""
      let grid: [
        [Double]
      ] = [
        [1, 2],
        [
          3,
          4,
        ],
      ]
      let trace = grid[0][
        0
      ]
        + grid[1][1]
      let f:
        (Double) throws
        -> Double = { -$0 }
      print(trace, try f(2.0), grid.map {
        $0.reduce(0, +)
      })
      """#,
      "5.0 -2.0 [3.0, 7.0]"
    ),
  ]
}
