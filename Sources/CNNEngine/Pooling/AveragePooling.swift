/// The mean of the entries under a window that slides.
///
/// - `countsPadding`: whether zeros in the padding count as entries, as they do unless told otherwise.
public func averagePool2d<
  each F: PairConvertible, each S: PairConvertible, each P: PairConvertible
>(
  _ x: Tensor, size: (repeat each F) = (), stride: (repeat each S) = (),
  padding: (repeat each P) = (), countsPadding: Bool = true
) -> Tensor {
  let size = Pair(repeat each size, standard: 2)
  let stride = Pair(repeat each stride, standard: size)
  let padding = Pair(repeat each padding, standard: 0)
  let (g, shape) = checked { () throws(ShapeError) in
    try poolingShape(
      x.shape, size: size, stride: stride, padding: padding
    )
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

/// ∂loss/∂input of `averagePool2d`: spread over the window in equal shares.
public func averagePool2dGradient<
  each F: PairConvertible, each S: PairConvertible, each P: PairConvertible
>(
  input: Tensor, outputGradient: Tensor, size: (repeat each F) = (),
  stride: (repeat each S) = (),
  padding: (repeat each P) = (), countsPadding: Bool = true
) -> Tensor {
  let size = Pair(repeat each size, standard: 2)
  let stride = Pair(repeat each stride, standard: size)
  let padding = Pair(repeat each padding, standard: 0)
  let (g, shape) = checked { () throws(ShapeError) in
    try poolingShape(
      input.shape, size: size, stride: stride,
      padding: padding)
  }
  checkGradient(outputGradient, shape)
  var gradient = Tensor(zeros: input.shape)
  forEachPoolEntry(g, countsPadding: countsPadding) { y, x, share in
    gradient.scalars[x] += outputGradient.scalars[y] * share
  }
  return gradient
}
