// The public door to convolution. Strides, paddings and dilations are whole numbers, `Pair`s, or, all of them, tuples:
// Swift lets no tuple conform to a protocol, so the tuple form is an overload of its own.

/// A convolution layer's product, a cross-correlation in the mathematician's words: `[N, K, P, Q]`.
///
/// - Parameters:
///   - x: `[N, C, H, W]`, `[C, H, W]` or `[H, W]`; the output lacks the axes that the input lacks.
///   - w: the kernels, `[K, C / groups, R, S]`, or `[R, S]` for one channel in and one out.
///   - bias: `[K]`, added to each output channel.
///   - stride: input entries from one stop of the kernel to the next.
///   - padding: zeros around the input, on each side.
///   - dilation: the distance between neighbouring entries under the kernel.
///   - groups: how many independent parts the channels fall into; `C` of them make a depthwise convolution.
/// - Precondition: The shapes fit, see `ConvolutionGeometry`.
///
/// im2col wins from about 4,000 multiplications on: below it the patches cost more than they save.
public func conv2d(
  _ x: Tensor, _ w: Tensor, bias: Tensor? = nil, stride: some PairConvertible = 1,
  padding: some PairConvertible = 0, dilation: some PairConvertible = 1, groups: Int = 1
) -> Tensor {
  convolution(x, w, bias, stride.pair, padding.pair, dilation.pair, groups, by: fastestAlgorithm)
}

/// `conv2d` with rows and columns given apart.
public func conv2d(
  _ x: Tensor, _ w: Tensor, bias: Tensor? = nil, stride: (Int, Int), padding: (Int, Int) = (0, 0),
  dilation: Int = 1, groups: Int = 1
) -> Tensor {
  conv2d(
    x, w, bias: bias, stride: Pair(stride.0, stride.1), padding: Pair(padding.0, padding.1),
    dilation: dilation, groups: groups)
}

/// `conv2d` by its definition, six loops and a sum.
public func conv2dDirect(
  _ x: Tensor, _ w: Tensor, bias: Tensor? = nil, stride: some PairConvertible = 1,
  padding: some PairConvertible = 0, dilation: some PairConvertible = 1, groups: Int = 1
) -> Tensor {
  convolution(
    x, w, bias, stride.pair, padding.pair, dilation.pair, groups, by: { _ in directConvolution })
}

/// `conv2d` by patches and one matrix product.
public func conv2dIm2col(
  _ x: Tensor, _ w: Tensor, bias: Tensor? = nil, stride: some PairConvertible = 1,
  padding: some PairConvertible = 0, dilation: some PairConvertible = 1, groups: Int = 1
) -> Tensor {
  convolution(
    x, w, bias, stride.pair, padding.pair, dilation.pair, groups, by: { _ in im2colConvolution })
}

/// True convolution: the kernel is turned by 180° first. The same arguments as `conv2d`.
public func convolve(
  _ x: Tensor, _ w: Tensor, bias: Tensor? = nil, stride: some PairConvertible = 1,
  padding: some PairConvertible = 0, dilation: some PairConvertible = 1, groups: Int = 1
) -> Tensor {
  conv2d(
    x, w.flipped(), bias: bias, stride: stride, padding: padding, dilation: dilation, groups: groups
  )
}

/// The multiplications of `conv2d` by the definition.
public func multiplications(
  input: [Int], kernel: [Int], stride: some PairConvertible = 1, padding: some PairConvertible = 0,
  dilation: some PairConvertible = 1, groups: Int = 1
) -> Int {
  checked { () throws(ShapeError) in
    try ConvolutionGeometry(
      input: input, kernel: kernel, stride: stride.pair, padding: padding.pair,
      dilation: dilation.pair,
      groups: groups
    ).multiplications
  }
}

/// The size of an output along one axis: ⌊(n + 2p − d(f − 1) − 1) / s⌋ + 1.
public func outputSize(
  input: Int, kernel: Int, stride: Int = 1, padding: Int = 0, dilation: Int = 1
) -> Int {
  checked { () throws(ShapeError) in
    try Window(size: kernel, stride: stride, padding: padding, dilation: dilation).stops(
      along: input)
  }
}

/// The shape rule of the convolutions: the geometry, and the output's shape in the input's form.
public func convolutionShape(
  _ x: [Int], _ w: [Int], bias: [Int]?, stride: Pair, padding: Pair, dilation: Pair, groups: Int
) throws(ShapeError) -> (geometry: ConvolutionGeometry, outputShape: [Int]) {
  let picture = try Picture(input: x, kernel: w)
  let g = try ConvolutionGeometry(
    input: picture.batchShape, kernel: picture.kernelShape, stride: stride, padding: padding,
    dilation: dilation, groups: groups)
  if let bias, bias != [g.K] { throw .shape(name: "the bias", expected: [g.K], found: bias) }
  return (g, picture.restored(g.outputShape))
}

private typealias Algorithm = (Tensor, Tensor, Tensor?, ConvolutionGeometry) -> Tensor

private func fastestAlgorithm(_ g: ConvolutionGeometry) -> Algorithm {
  if g.multiplications < 4_000 { return directConvolution }
  return im2colConvolution
}

private func convolution(
  _ x: Tensor, _ w: Tensor, _ bias: Tensor?, _ stride: Pair, _ padding: Pair, _ dilation: Pair,
  _ groups: Int,
  by algorithm: (ConvolutionGeometry) -> Algorithm
) -> Tensor {
  let (g, shape) = checked { () throws(ShapeError) in
    try convolutionShape(
      x.shape, w.shape, bias: bias?.shape, stride: stride, padding: padding, dilation: dilation,
      groups: groups)
  }
  let input = x.viewed(as: [g.N, g.C, g.H, g.W])
  let kernel = w.viewed(as: [g.K, g.C / g.groups, g.R, g.S])
  return algorithm(g)(input, kernel, bias, g).viewed(as: shape)
}
