/// Programs of tensors and networks, each with what it prints.
enum TensorPrograms {
  static let all: [(String, String)] = [
    (
      #"""
      let k: Tensor = [[0, 1], [2, 3]]
      print(k, k.shape, k[1, 0], k.sum(), (k * 2 + 1).mean())
      """#,
      "[[0.0, 1.0], [2.0, 3.0]] [2, 2] 2.0 6.0 4.0"
    ),
    (
      #"""
      let k: Tensor = [[0, 1], [2, 3]]
      let parts = [k, k * 2, k - 1]
      print(parts.reduce(0, +), parts.map { $0.sum() }.max() ?? 0)
      """#,
      "[[-1.0, 3.0], [7.0, 11.0]] 12.0"
    ),
    (
      #"""
      func split(_ x: Tensor, at limit: Float) -> (low: Tensor, high: Tensor) {
        (x.less(than: limit), x.greater(than: limit))
      }
      let (low, high) = split(ramp(2, 2), at: 1)
      print(low, high, split(ramp(3), at: 0.5).high)
      """#,
      "[[1.0, 0.0], [0.0, 0.0]] [[0.0, 0.0], [1.0, 1.0]] [0.0, 1.0, 1.0]"
    ),
    (
      #"""
      var x: Tensor = [[1, 2], [3, 4]]
      x[0, 0] = 9
      x = x - 1
      x *= 2
      print(x, x == x, x.map { max(0, $0 - 6) })
      """#,
      "[[16.0, 2.0], [4.0, 6.0]] true [[10.0, 0.0], [0.0, 0.0]]"
    ),
    (
      #"""
      let x = ramp(3)
      print(x.scalars.map { Double($0) }.reduce(0, +), x.scalars.enumerated().map { Float($0) * $1 })
      """#,
      "3.0 [0.0, 1.0, 4.0]"
    ),
    (
      #"""
      func numericGradient(_ f: (Tensor) -> Float, at x: Tensor) -> Tensor {
        var g = zeros(3)
        for i in 0..<x.count {
          var up = x
          up[i] += 0.5
          var down = x
          down[i] -= 0.5
          g[i] = f(up) - f(down)
        }
        return g
      }
      print(numericGradient({ ($0 * $0).sum() }, at: [1, 2, 3]))
      """#,
      "[2.0, 4.0, 6.0]"
    ),
    (
      #"""
      let y = conv2d(ramp(3, 3), [[1, 0], [0, -1]])
      let g = conv2dGradients(input: ramp(3, 3), kernel: [[1, 0], [0, -1]], outputGradient: ones(2, 2))
      print(y, g.kernel, g.bias, g.input.sum())
      """#,
      "[[-4.0, -4.0], [-4.0, -4.0]] [[8.0, 12.0], [20.0, 24.0]] [4.0] 0.0"
    ),
  ]
}
