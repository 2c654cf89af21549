/// The mean of the entries under a window that slides.
///
/// - Parameters:
///   - x: `[N, C, H, W]`, `[C, H, W]` or `[H, W]`.
///   - size: the window's rows and columns, 2 unless given.
///   - kernelSize: the same in PyTorch's word.
///   - stride: from one stop to the next; the window's size unless given.
///   - padding: zeros on each side, at most half of the window.
///   - ceilMode: whether a stop counts that hangs over the end but begins before it.
///   - countsPadding: whether zeros in the padding count as entries, as they do unless told otherwise.
/// - Returns: the means; the output lacks the axes that the input lacks.
public func averagePool2d<
  each F: PairConvertible, each K: PairConvertible, each S: PairConvertible,
  each P: PairConvertible
>(
  _ x: Tensor, size: (repeat each F) = (), kernelSize: (repeat each K) = (),
  stride: (repeat each S) = (), padding: (repeat each P) = (), ceilMode: Bool = false,
  countsPadding: Bool = true
) -> Tensor {
  let size = poolingSize((repeat each size), (repeat each kernelSize))
  let stride = Pair(repeat each stride, standard: size)
  let padding = Pair(repeat each padding, standard: 0)
  let (g, shape) = checked { () throws(ShapeError) in
    try poolingShape(x.shape, size: size, stride: stride, padding: padding, ceilMode: ceilMode)
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

/// ∂loss/∂input of `averagePool2d`, whose arguments it takes: spread over the window in equal shares.
public func averagePool2dGradient<
  each F: PairConvertible, each K: PairConvertible, each S: PairConvertible,
  each P: PairConvertible
>(
  input: Tensor, outputGradient: Tensor, size: (repeat each F) = (),
  kernelSize: (repeat each K) = (), stride: (repeat each S) = (), padding: (repeat each P) = (),
  ceilMode: Bool = false, countsPadding: Bool = true
) -> Tensor {
  let size = poolingSize((repeat each size), (repeat each kernelSize))
  let stride = Pair(repeat each stride, standard: size)
  let padding = Pair(repeat each padding, standard: 0)
  let (g, shape) = checked { () throws(ShapeError) in
    try poolingShape(input.shape, size: size, stride: stride, padding: padding, ceilMode: ceilMode)
  }
  checkGradient(outputGradient, shape)
  var gradient = Tensor(zeros: input.shape)
  forEachPoolEntry(g, countsPadding: countsPadding) { y, x, share in
    gradient.scalars[x] += outputGradient.scalars[y] * share
  }
  return gradient
}
