/// `conv2d` by Winograd's minimal filtering F(2×2, 3×3), plain: stride 1, dilation 1, one group.
///
/// Each 2×2 tile of the output comes from a 4×4 tile of the input:
///
///     U = G g Gᵀ      V = Bᵀ d B      tile = Aᵀ (Σ over c of U ⊙ V) A
///
/// The 16 products of U ⊙ V take the place of 4 · 9; the transforms only add, subtract and halve.
///
/// Arguments:
///
/// - `x`: `[N, C, H, W]`, `[C, H, W]` or `[H, W]`.
/// - `w`: the kernels, `[K, C, 3, 3]` or `[3, 3]`.
///
/// Source: Lavin and Gray, *Fast Algorithms for Convolutional Neural Networks* (2015), section 4.1; arXiv:1509.09308.
public func conv2dWinograd<each P: PairConvertible>(
  _ x: Tensor, _ w: Tensor, padding: (repeat each P) = ()
) -> Tensor {
  let padding = Pair(repeat each padding, standard: 0)
  let (g, shape) = checked { () throws(ShapeError) in
    try winogradShape(x.shape, w.shape, padding: padding)
  }
  guard !shape.contains(0) else { return Tensor(zeros: shape) }
  let transformed = (0..<g.K * g.C).map { transformedKernel(w.scalars[$0 * 9..<$0 * 9 + 9]) }
  var output = Tensor(zeros: g.outputShape)
  for n in 0..<g.N {
    for p in stride(from: 0, to: g.P, by: 2) {
      for q in stride(from: 0, to: g.Q, by: 2) {
        let tiles = (0..<g.C).map { transformedTile(x.scalars, channel: n * g.C + $0, p, q, g) }
        for k in 0..<g.K {
          var sum = Tile(repeating: 0)
          for c in 0..<g.C { sum += transformed[k * g.C + c] * tiles[c] }
          let result = transformedBack(sum)
          for i in 0..<min(2, g.P - p) {
            for j in 0..<min(2, g.Q - q) {
              output.scalars[((n * g.K + k) * g.P + p + i) * g.Q + q + j] = result[i * 2 + j]
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
    throw .shape(name: "Winograd's kernel", expected: w.dropLast(2) + [3, 3], found: w)
  }
  return result
}

/// The multiplications of F(2×2, 3×3) between its transforms: 16 a tile, channel and kernel.
///
/// The transforms only add and halve.
public func winogradMultiplications<each P: PairConvertible>(
  input: [Int], kernel: [Int], padding: (repeat each P) = ()
) -> Int {
  let padding = Pair(repeat each padding, standard: 0)
  let (g, _) = checked { () throws(ShapeError) in
    try winogradShape(input, kernel, padding: padding)
  }
  return g.N * g.K * g.C * ((g.P + 1) / 2) * ((g.Q + 1) / 2) * 16
}

/// Sixteen numbers, a 4×4 matrix row by row.
private typealias Tile = SIMD16<Float>

/// G g Gᵀ, with the rows of G: (1, 0, 0), (½, ½, ½), (½, −½, ½), (0, 0, 1).
private func transformedKernel(_ g: ArraySlice<Float>) -> Tile {
  func along(_ a: Float, _ b: Float, _ c: Float) -> SIMD4<Float> {
    SIMD4(a, (a + b + c) / 2, (a - b + c) / 2, c)
  }
  let i = g.startIndex
  let columns = (0..<3).map { along(g[i + $0], g[i + 3 + $0], g[i + 6 + $0]) }
  var result = Tile()
  for r in 0..<4 {
    let row = along(columns[0][r], columns[1][r], columns[2][r])
    for s in 0..<4 { result[r * 4 + s] = row[s] }
  }
  return result
}

/// Bᵀ d B of the 4×4 input tile whose output tile starts at row `p`, column `q`; outside the input stand zeros.
private func transformedTile(
  _ x: [Float], channel: Int, _ p: Int, _ q: Int, _ g: ConvolutionGeometry
) -> Tile {
  func along(_ d: SIMD4<Float>) -> SIMD4<Float> {
    SIMD4(d[0] - d[2], d[1] + d[2], d[2] - d[1], d[1] - d[3])
  }
  var rows = (SIMD4<Float>(), SIMD4<Float>(), SIMD4<Float>(), SIMD4<Float>())
  func row(_ r: Int) -> SIMD4<Float> {
    var row = SIMD4<Float>()
    let h = p + r - g.rows.padding
    guard h >= 0, h < g.H else { return row }
    for s in 0..<4 {
      let w = q + s - g.columns.padding
      if w >= 0, w < g.W { row[s] = x[(channel * g.H + h) * g.W + w] }
    }
    return along(row)
  }
  rows = (row(0), row(1), row(2), row(3))
  var result = Tile()
  for s in 0..<4 {
    let column = along(SIMD4(rows.0[s], rows.1[s], rows.2[s], rows.3[s]))
    for r in 0..<4 { result[r * 4 + s] = column[r] }
  }
  return result
}

/// Aᵀ m A, with the rows of Aᵀ: (1, 1, 1, 0), (0, 1, −1, −1): the 2×2 tile row by row.
private func transformedBack(_ m: Tile) -> SIMD4<Float> {
  func row(_ r: Int) -> (Float, Float) {
    let i = r * 4
    return (m[i] + m[i + 1] + m[i + 2], m[i + 1] - m[i + 2] - m[i + 3])
  }
  let (a, b, c, d) = (row(0), row(1), row(2), row(3))
  return SIMD4(a.0 + b.0 + c.0, a.1 + b.1 + c.1, b.0 - c.0 - d.0, b.1 - c.1 - d.1)
}
