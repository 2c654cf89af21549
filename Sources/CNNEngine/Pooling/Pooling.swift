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

func checkGradient(_ gradient: Tensor, _ shape: [Int]) {
  precondition(
    gradient.shape == shape,
    "The output's gradient must have the shape \(shape), not \(gradient.shape).")
}

/// Calls `body` with each output offset, each input offset under its window, and that entry's share of the mean.
func forEachPoolEntry(
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
