/// The shape rule of pooling: a window for each channel on its own.
///
/// - Parameters:
///   - shape: `[N, C, H, W]`, `[C, H, W]` or `[H, W]`.
///   - size: the window's rows and columns.
///   - stride: from one stop to the next.
///   - padding: on each side, at most half of the window.
///   - dilation: the distance between neighbouring entries under the window.
///   - ceilMode: whether a stop counts that hangs over the end but begins before it.
/// - Returns: the geometry, and the output's shape in the input's form.
/// - Throws: `ShapeError` where a number is out of its range, or a window could see padding alone.
public func poolingShape(
  _ shape: [Int], size: Pair, stride: Pair, padding: Pair, dilation: Pair = 1,
  ceilMode: Bool = false
) throws(ShapeError) -> (geometry: ConvolutionGeometry, outputShape: [Int]) {
  let picture = try Picture(input: shape)
  for (padding, size) in [(padding.rows, size.rows), (padding.columns, size.columns)]
  where size >= 1 && padding > size / 2 {
    throw .poolPadding(padding: padding, size: size)
  }
  let channels = picture.batchShape[1]
  let g = try ConvolutionGeometry(
    input: picture.batchShape, kernel: [channels, 1, size.rows, size.columns], stride: stride,
    padding: padding, dilation: dilation, groups: max(1, channels), ceilMode: ceilMode)
  // Entries so far apart could stand on both sides of the input, and none in it.
  for (window, length) in [(g.rows, g.H), (g.columns, g.W)]
  where window.padding > 0 && window.dilation > max(1, length) {
    throw .poolDilation(dilation: window.dilation, length: length)
  }
  return (g, picture.restored(g.outputShape))
}

/// The window's size of a pooling function: `size`, or PyTorch's word for it.
func poolingSize<each F: PairConvertible, each K: PairConvertible>(
  _ size: (repeat each F), _ kernelSize: (repeat each K)
) -> Pair {
  let (size, kernelSize) = (Pair(given: repeat each size), Pair(given: repeat each kernelSize))
  precondition(
    size == nil || kernelSize == nil, "`size` and `kernelSize` are one argument: give one of them.")
  return size ?? kernelSize ?? 2
}

func checkGradient(_ gradient: Tensor, _ shape: [Int]) {
  precondition(
    gradient.shape == shape,
    "The output's gradient must have the shape \(shape), not \(gradient.shape).")
}

/// Calls `body` with each output offset, each input offset under its window, and that entry's share of the mean.
///
/// Where padding counts, all of a window does but what hangs over the padded end.
func forEachPoolEntry(
  _ g: ConvolutionGeometry, countsPadding: Bool,
  _ body: (_ y: Int, _ x: Int, _ share: Float) -> Void
) {
  for image in 0..<g.N * g.C {
    for p in 0..<g.P {
      let rows = g.rows.offsetsInside(at: p, g.H)
      for q in 0..<g.Q {
        let columns = g.columns.offsetsInside(at: q, g.W)
        let counted =
          countsPadding
          ? g.rows.offsets(before: g.H + g.rows.padding, at: p)
            * g.columns.offsets(before: g.W + g.columns.padding, at: q)
          : rows.count * columns.count
        let share = 1 / Float(counted)
        for r in rows {
          let h = p * g.rows.stride + r * g.rows.dilation - g.rows.padding
          for s in columns {
            let w = q * g.columns.stride + s * g.columns.dilation - g.columns.padding
            body((image * g.P + p) * g.Q + q, (image * g.H + h) * g.W + w, share)
          }
        }
      }
    }
  }
}
