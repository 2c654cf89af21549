/// A 3×3 convolution of stride 1 by Winograd's F(2×2, 3×3): each 4×4 tile of the input gives 2×2 outputs with 16
/// multiplications where the definition makes 36.
///
///     Y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A
///
/// - Parameters:
///   - x: `[N, C, H, W]`, `[C, H, W]` or `[H, W]`.
///   - w: `[K, C, 3, 3]` or `[3, 3]`.
///
/// Source: Lavin and Gray, *Fast Algorithms for Convolutional Neural Networks* (2015), arXiv:1509.09308.
public func conv2dWinograd(_ x: Tensor, _ w: Tensor, padding: some PairConvertible = 0) -> Tensor {
  let (g, shape) = checked { () throws(ShapeError) in
    try winogradShape(x.shape, w.shape, padding: padding.pair)
  }
  let kernels = (0..<g.K * g.C).map { winogradKernel(w.scalars[$0 * 9..<$0 * 9 + 9]) }
  let input = pad(x.viewed(as: [g.N, g.C, g.H, g.W]), padding)
  let (H, W) = (input.shape[2], input.shape[3])
  var output = Tensor(zeros: g.outputShape)
  for n in 0..<g.N {
    for p in stride(from: 0, to: g.P, by: 2) {
      for q in stride(from: 0, to: g.Q, by: 2) {
        let tiles = (0..<g.C).map { c in
          winogradTile { r, s in
            p + r < H && q + s < W ? input.scalars[((n * g.C + c) * H + p + r) * W + q + s] : 0
          }
        }
        for k in 0..<g.K {
          var sum = Array(repeating: Float(0), count: 16)
          for c in 0..<g.C {
            for i in 0..<16 { sum[i] += kernels[k * g.C + c][i] * tiles[c][i] }
          }
          let y = winogradOutput(sum)
          for r in 0..<min(2, g.P - p) {
            for s in 0..<min(2, g.Q - q) {
              output.scalars[((n * g.K + k) * g.P + p + r) * g.Q + q + s] = y[r * 2 + s]
            }
          }
        }
      }
    }
  }
  return output.viewed(as: shape)
}

/// The shape rule of `conv2dWinograd`.
public func winogradShape(
  _ x: [Int], _ w: [Int], padding: Pair
) throws(ShapeError) -> (geometry: ConvolutionGeometry, outputShape: [Int]) {
  let result = try convolutionShape(
    x, w, bias: nil, stride: 1, padding: padding, dilation: 1, groups: 1)
  guard result.geometry.R == 3, result.geometry.S == 3 else {
    throw .shape(name: "Winograd's kernel", expected: Array(w.dropLast(2)) + [3, 3], found: w)
  }
  return result
}

/// The multiplications of F(2×2, 3×3) between the transforms: 16 a tile, channel and kernel.
public func winogradMultiplications(input: [Int], kernel: [Int], padding: some PairConvertible = 0)
  -> Int
{
  checked { () throws(ShapeError) in
    let g = try winogradShape(input, kernel, padding: padding.pair).geometry
    return g.N * g.K * g.C * ((g.P + 1) / 2) * ((g.Q + 1) / 2) * 16
  }
}

/// G g Gᵀ with G = [1, 0, 0; ½, ½, ½; ½, −½, ½; 0, 0, 1].
private func winogradKernel(_ kernel: ArraySlice<Float>) -> [Float] {
  let g = Array(kernel)
  func column(_ a: Float, _ b: Float, _ c: Float) -> [Float] {
    [a, (a + b + c) / 2, (a - b + c) / 2, c]
  }
  let rows = (0..<3).map { column(g[$0], g[3 + $0], g[6 + $0]) }
  return (0..<4).flatMap { column(rows[0][$0], rows[1][$0], rows[2][$0]) }
}

/// Bᵀ d B with Bᵀ = [1, 0, −1, 0; 0, 1, 1, 0; 0, −1, 1, 0; 0, 1, 0, −1].
private func winogradTile(_ d: (Int, Int) -> Float) -> [Float] {
  func column(_ a: Float, _ b: Float, _ c: Float, _ e: Float) -> [Float] {
    [a - c, b + c, c - b, b - e]
  }
  let rows = (0..<4).map { column(d(0, $0), d(1, $0), d(2, $0), d(3, $0)) }
  return (0..<4).flatMap { column(rows[0][$0], rows[1][$0], rows[2][$0], rows[3][$0]) }
}

/// Aᵀ m A with Aᵀ = [1, 1, 1, 0; 0, 1, −1, −1].
private func winogradOutput(_ m: [Float]) -> [Float] {
  var result: [Float] = []
  for signs in [[1, 1, 1, 0], [0, 1, -1, -1]] as [[Float]] {
    var row: [Float] = []
    for s in 0..<4 {
      var sum: Float = 0
      for r in 0..<4 { sum += signs[r] * m[r * 4 + s] }
      row.append(sum)
    }
    result.append(row[0] + row[1] + row[2])
    result.append(row[1] - row[2] - row[3])
  }
  return result
}
