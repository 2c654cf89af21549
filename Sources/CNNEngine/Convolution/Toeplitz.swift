/// A kernel as the matrix that does the same to a flattened picture: `[P·Q, H·W]`.
///
/// Row `p·Q + q` holds the kernel where it lies for output entry `[p, q]`, zeros elsewhere; so
/// `matmul(toeplitz(w, inputShape: [H, W]), x.reshaped(H * W, 1))` is `conv2d(x, w)`, flattened.
///
/// Arguments:
///
/// - `w`: one kernel, `[R, S]`.
/// - `inputShape`: `[H, W]`.
public func toeplitz<each S: PairConvertible, each P: PairConvertible, each D: PairConvertible>(
  _ w: Tensor, inputShape: [Int], stride: (repeat each S) = (), padding: (repeat each P) = (),
  dilation: (repeat each D) = ()
) -> Tensor {
  let stride = Pair(repeat each stride, standard: 1)
  let padding = Pair(repeat each padding, standard: 0)
  let dilation = Pair(repeat each dilation, standard: 1)
  let g = checked { () throws(ShapeError) in
    try toeplitzGeometry(
      w.shape, inputShape: inputShape, stride: stride,
      padding: padding, dilation: dilation)
  }
  var matrix = Tensor(zeros: [g.P * g.Q, g.H * g.W])
  for p in 0..<g.P {
    for q in 0..<g.Q {
      for r in 0..<g.R {
        guard let h = g.rows.entry(at: p, offset: r, length: g.H) else { continue }
        for s in 0..<g.S {
          guard let column = g.columns.entry(at: q, offset: s, length: g.W) else { continue }
          matrix.scalars[(p * g.Q + q) * g.H * g.W + h * g.W + column] = w.scalars[r * g.S + s]
        }
      }
    }
  }
  return matrix
}

/// The shape rule of `toeplitz`; the matrix is `[P·Q, H·W]`.
public func toeplitzGeometry(
  _ w: [Int], inputShape: [Int], stride: Pair, padding: Pair, dilation: Pair = 1
) throws(ShapeError) -> ConvolutionGeometry {
  guard w.count == 2 else { throw .rank(name: "the kernel", expected: "[R, S]", shape: w) }
  guard inputShape.count == 2 else {
    throw .rank(name: "the input", expected: "[H, W]", shape: inputShape)
  }
  return try convolutionShape(
    inputShape, w, bias: nil, stride: stride, padding: padding, dilation: dilation, groups: 1
  ).geometry
}
