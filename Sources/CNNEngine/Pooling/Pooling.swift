/// The largest entry under a window that slides: the definition, as loops.
///
///     y[n, c, p, q] = max over r, s of x[n, c, p · stride + r − padding, q · stride + s − padding]
///
/// Padding never wins: it counts as −∞.
///
/// - Parameters:
///   - x: `[N, C, H, W]`, `[C, H, W]` or `[H, W]`.
///   - size: the window's rows and columns.
///   - stride: from one stop to the next; the window's size unless given.
///   - padding: on each side, at most half of the window.
public func maxPool2d(
  _ x: Tensor, size: some PairConvertible = 2, stride: (any PairConvertible)? = nil,
  padding: some PairConvertible = 0
) -> Tensor {
  let (g, shape) = checked { () throws(ShapeError) in
    try poolingShape(
      x.shape, size: size.pair, stride: stride?.pair ?? size.pair, padding: padding.pair)
  }
  var output = Tensor(zeros: g.outputShape)
  for n in 0..<g.N {
    for c in 0..<g.C {
      for p in 0..<g.P {
        for q in 0..<g.Q {
          var largest = -Float.infinity
          for r in 0..<g.R {
            let h = p * g.rows.stride + r - g.rows.padding
            guard h >= 0, h < g.H else { continue }
            for s in 0..<g.S {
              let w = q * g.columns.stride + s - g.columns.padding
              guard w >= 0, w < g.W else { continue }
              let entry = x.scalars[((n * g.C + c) * g.H + h) * g.W + w]
              if entry > largest || entry.isNaN { largest = entry }
            }
          }
          output.scalars[((n * g.C + c) * g.P + p) * g.Q + q] = largest
        }
      }
    }
  }
  return output.viewed(as: shape)
}

/// The mean of the entries under a window that slides.
///
/// - Parameter countsPadding: whether zeros in the padding count as entries, as they do unless told otherwise.
public func averagePool2d(
  _ x: Tensor, size: some PairConvertible = 2, stride: (any PairConvertible)? = nil,
  padding: some PairConvertible = 0, countsPadding: Bool = true
) -> Tensor {
  let (g, shape) = checked { () throws(ShapeError) in
    try poolingShape(
      x.shape, size: size.pair, stride: stride?.pair ?? size.pair, padding: padding.pair)
  }
  var output = Tensor(zeros: g.outputShape)
  forEachPoolEntry(g, countsPadding: countsPadding) { y, x_, share in
    output.scalars[y] += x.scalars[x_] * share
  }
  return output.viewed(as: shape)
}

/// The mean of each channel: `[N, C, H, W]` → `[N, C, 1, 1]`, and likewise without a batch.
public func globalAveragePool(_ x: Tensor) -> Tensor {
  let picture = checked { () throws(ShapeError) in try Picture(input: x.shape) }
  return averagePool2d(x, size: Pair(picture.batchShape[2], picture.batchShape[3]))
}

/// ∂loss/∂input of `maxPool2d`: the whole gradient goes to the first largest entry under the window.
public func maxPool2dGradient(
  input: Tensor, outputGradient: Tensor, size: some PairConvertible = 2,
  stride: (any PairConvertible)? = nil,
  padding: some PairConvertible = 0
) -> Tensor {
  let (g, shape) = checked { () throws(ShapeError) in
    try poolingShape(
      input.shape, size: size.pair, stride: stride?.pair ?? size.pair, padding: padding.pair)
  }
  checkGradient(outputGradient, shape)
  var gradient = Tensor(zeros: input.shape)
  var winner = Array(repeating: -1, count: outputGradient.count)
  forEachPoolEntry(g, countsPadding: true) { y, x, _ in
    if winner[y] < 0 || input.scalars[x] > input.scalars[winner[y]] { winner[y] = x }
  }
  for (y, x) in winner.enumerated() where x >= 0 {
    gradient.scalars[x] += outputGradient.scalars[y]
  }
  return gradient
}

/// ∂loss/∂input of `averagePool2d`: spread over the window in equal shares.
public func averagePool2dGradient(
  input: Tensor, outputGradient: Tensor, size: some PairConvertible = 2,
  stride: (any PairConvertible)? = nil,
  padding: some PairConvertible = 0, countsPadding: Bool = true
) -> Tensor {
  let (g, shape) = checked { () throws(ShapeError) in
    try poolingShape(
      input.shape, size: size.pair, stride: stride?.pair ?? size.pair, padding: padding.pair)
  }
  checkGradient(outputGradient, shape)
  var gradient = Tensor(zeros: input.shape)
  forEachPoolEntry(g, countsPadding: countsPadding) { y, x, share in
    gradient.scalars[x] += outputGradient.scalars[y] * share
  }
  return gradient
}

/// The shape rule of pooling: a window for each channel on its own.
public func poolingShape(
  _ shape: [Int], size: Pair, stride: Pair, padding: Pair
) throws(ShapeError) -> (geometry: ConvolutionGeometry, outputShape: [Int]) {
  let picture = try Picture(input: shape)
  for (padding, size) in [(padding.rows, size.rows), (padding.columns, size.columns)]
  where size >= 1 && padding > size / 2 {
    throw .poolPadding(padding: padding, size: size)
  }
  let channels = picture.batchShape[1]
  let g = try ConvolutionGeometry(
    input: picture.batchShape, kernel: [channels, 1, size.rows, size.columns], stride: stride,
    padding: padding,
    groups: max(1, channels))
  return (g, picture.restored(g.outputShape))
}

private func checkGradient(_ gradient: Tensor, _ shape: [Int]) {
  precondition(
    gradient.shape == shape,
    "The output's gradient must have the shape \(shape), not \(gradient.shape).")
}

/// Calls `body` with each output offset, each input offset under its window, and that entry's share of the mean.
private func forEachPoolEntry(
  _ g: ConvolutionGeometry, countsPadding: Bool,
  _ body: (_ y: Int, _ x: Int, _ share: Float) -> Void
) {
  for image in 0..<g.N * g.C {
    for p in 0..<g.P {
      for q in 0..<g.Q {
        let (top, left) = (
          p * g.rows.stride - g.rows.padding, q * g.columns.stride - g.columns.padding
        )
        let (rows, columns) = (
          max(0, top)..<min(g.H, top + g.R), max(0, left)..<min(g.W, left + g.S)
        )
        let share = 1 / Float(countsPadding ? g.R * g.S : rows.count * columns.count)
        for h in rows {
          for w in columns { body((image * g.P + p) * g.Q + q, (image * g.H + h) * g.W + w, share) }
        }
      }
    }
  }
}
