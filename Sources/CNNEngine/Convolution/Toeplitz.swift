/// The convolution of a picture `[H, W]` as one matrix: row p·Q + q holds the weights with which the output entry
/// (p, q) sees the input's entries, `[P·Q, H·W]`, nearly all of them 0.
public func toeplitz(
  _ w: Tensor, inputShape: [Int], stride: some PairConvertible = 1,
  padding: some PairConvertible = 0
) -> Tensor {
  let g = checked { () throws(ShapeError) in
    try toeplitzGeometry(
      w.shape, inputShape: inputShape, stride: stride.pair, padding: padding.pair)
  }
  var matrix = Tensor(zeros: [g.P * g.Q, g.H * g.W])
  for p in 0..<g.P {
    for q in 0..<g.Q {
      for r in 0..<g.R {
        let h = p * g.rows.stride + r - g.rows.padding
        guard h >= 0, h < g.H else { continue }
        for s in 0..<g.S {
          let column = q * g.columns.stride + s - g.columns.padding
          guard column >= 0, column < g.W else { continue }
          matrix.scalars[(p * g.Q + q) * g.H * g.W + h * g.W + column] = w.scalars[r * g.S + s]
        }
      }
    }
  }
  return matrix
}

/// The shape rule of `toeplitz`.
public func toeplitzGeometry(
  _ w: [Int], inputShape: [Int], stride: Pair, padding: Pair
) throws(ShapeError) -> ConvolutionGeometry {
  guard inputShape.count == 2 else {
    throw .rank(name: "the input", expected: "[H, W]", shape: inputShape)
  }
  guard w.count == 2 else { throw .rank(name: "the kernel", expected: "[R, S]", shape: w) }
  return try ConvolutionGeometry(
    input: [1, 1] + inputShape, kernel: [1, 1] + w, stride: stride, padding: padding)
}
