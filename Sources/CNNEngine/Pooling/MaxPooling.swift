/// The largest entry under a window that slides, as loops; padding counts as −∞, and NaN wins over every number.
///
///     y[n, c, p, q] = max over r, s of x[n, c, h, v]
///     h = p · stride + r · dilation − padding      v = q · stride + s · dilation − padding
func maxPool2d(_ x: Tensor, geometry g: ConvolutionGeometry) -> Tensor {
  var y = Tensor(zeros: g.outputShape)
  for n in 0..<g.N {
    for c in 0..<g.C {
      for p in 0..<g.P {
        for q in 0..<g.Q {
          var largest = -Float.infinity
          for r in 0..<g.R {
            guard let h = g.rows.entry(at: p, offset: r, length: g.H)
            else { continue }
            for s in 0..<g.S {
              guard let v = g.columns.entry(at: q, offset: s, length: g.W)
              else { continue }
              let entry = x.scalars[((n * g.C + c) * g.H + h) * g.W + v]
              largest = max(largest, entry)
            }
          }
          y.scalars[((n * g.C + c) * g.P + p) * g.Q + q] = largest
        }
      }
    }
  }
  return y
}

/// The largest entry under a window that slides.
///
///     y[n, c, p, q] = max over r, s of x[n, c, h, v]
///     h = p · stride + r · dilation − padding      v = q · stride + s · dilation − padding
///
/// Padding never wins: it counts as −∞. NaN always does.
///
/// - Parameters:
///   - x: `[N, C, H, W]`, `[C, H, W]` or `[H, W]`.
///   - size: the window's rows and columns, 2 unless given.
///   - kernelSize: the same in PyTorch's word.
///   - stride: from one stop to the next; the window's size unless given.
///   - padding: on each side, at most half of the window.
///   - dilation: the distance between neighbouring entries under the window.
///   - ceilMode: whether a stop counts that hangs over the end but begins before it.
/// - Returns: the largest entries; the output lacks the axes that the input lacks.
public func maxPool2d<
  each F: PairConvertible, each K: PairConvertible, each S: PairConvertible,
  each P: PairConvertible, each D: PairConvertible
>(
  _ x: Tensor, size: (repeat each F) = (), kernelSize: (repeat each K) = (),
  stride: (repeat each S) = (), padding: (repeat each P) = (), dilation: (repeat each D) = (),
  ceilMode: Bool = false
) -> Tensor {
  let size = poolingSize((repeat each size), (repeat each kernelSize))
  let stride = Pair(repeat each stride, standard: size)
  let (padding, dilation) = (
    Pair(repeat each padding, standard: 0), Pair(repeat each dilation, standard: 1)
  )
  let (g, shape) = checked { () throws(ShapeError) in
    try poolingShape(
      x.shape, size: size, stride: stride, padding: padding, dilation: dilation,
      ceilMode: ceilMode)
  }
  return shape.contains(0) ? Tensor(zeros: shape) : maxPool2d(x, geometry: g).viewed(as: shape)
}

/// ∂loss/∂input of `maxPool2d`, whose arguments it takes: the whole gradient goes to the first largest entry under the
/// window, or to the first NaN.
public func maxPool2dGradient<
  each F: PairConvertible, each K: PairConvertible, each S: PairConvertible,
  each P: PairConvertible, each D: PairConvertible
>(
  input: Tensor, outputGradient: Tensor, size: (repeat each F) = (),
  kernelSize: (repeat each K) = (), stride: (repeat each S) = (), padding: (repeat each P) = (),
  dilation: (repeat each D) = (), ceilMode: Bool = false
) -> Tensor {
  let size = poolingSize((repeat each size), (repeat each kernelSize))
  let stride = Pair(repeat each stride, standard: size)
  let (padding, dilation) = (
    Pair(repeat each padding, standard: 0), Pair(repeat each dilation, standard: 1)
  )
  let (g, shape) = checked { () throws(ShapeError) in
    try poolingShape(
      input.shape, size: size, stride: stride, padding: padding, dilation: dilation,
      ceilMode: ceilMode)
  }
  checkGradient(outputGradient, shape)
  var gradient = Tensor(zeros: input.shape)
  var winner = Array(repeating: -1, count: outputGradient.count)
  forEachPoolEntry(g, countsPadding: true) { y, x, _ in
    if winner[y] < 0 || input.scalars[x].isAbove(input.scalars[winner[y]]) { winner[y] = x }
  }
  for (y, x) in winner.enumerated() where x >= 0 {
    gradient.scalars[x] += outputGradient.scalars[y]
  }
  return gradient
}
