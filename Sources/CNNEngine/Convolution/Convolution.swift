// The public doors to convolution. A stride, a padding, a dilation is `2` for both axes or `(1, 2)` for rows and
// columns, each on its own: `conv2d(x, w, stride: 2, padding: (0, 1))`. `Pair.init(_:standard:)` tells how Swift takes
// both in one signature. Left out, a stride is 1, a padding 0, a dilation 1.

/// A convolution layer's product, a cross-correlation in the mathematician's words: `[N, K, P, Q]`.
///
/// By the definition up to 100 multiplications, beyond that by im2col. Measured with one 3×3 kernel: 0.7 µs either way on
/// 5×5, 5 against 2 µs on 16×16, and a 7×7 kernel on 3×96×96 takes 8 ms against 0.7 ms.
///
/// Arguments:
///
/// - `x`: `[N, C, H, W]`, `[C, H, W]` or `[H, W]`; the output lacks the axes that the input lacks.
/// - `w`: the kernels, `[K, C / groups, R, S]`, or `[R, S]` for one channel in and one out.
/// - `bias`: `[K]`, added to each output channel.
/// - `stride`: input entries from one stop of the kernel to the next.
/// - `padding`: zeros around the input, on each side.
/// - `dilation`: the distance between neighbouring entries under the kernel.
/// - `groups`: how many independent parts the channels fall into; `C` of them make a depthwise convolution.
///
/// Precondition: The shapes fit, see `convolutionShape`.
public func conv2d<each S: PairConvertible, each P: PairConvertible, each D: PairConvertible>(
  _ x: Tensor, _ w: Tensor, bias: Tensor? = nil, stride: (repeat each S) = (),
  padding: (repeat each P) = (), dilation: (repeat each D) = (), groups: Int = 1
) -> Tensor {
  let call = ConvolutionCall(
    x, w, bias, Pair(repeat each stride, standard: 1), Pair(repeat each padding, standard: 0),
    Pair(repeat each dilation, standard: 1),
    groups)
  return call.geometry.multiplications < 100 ? call.direct() : call.im2col()
}

/// `conv2d` by its definition, six loops and a sum.
public func conv2dDirect<each S: PairConvertible, each P: PairConvertible, each D: PairConvertible>(
  _ x: Tensor, _ w: Tensor, bias: Tensor? = nil, stride: (repeat each S) = (),
  padding: (repeat each P) = (), dilation: (repeat each D) = (), groups: Int = 1
) -> Tensor {
  ConvolutionCall(
    x, w, bias, Pair(repeat each stride, standard: 1), Pair(repeat each padding, standard: 0),
    Pair(repeat each dilation, standard: 1),
    groups
  ).direct()
}

/// `conv2d` by patches and one matrix product.
public func conv2dIm2col<each S: PairConvertible, each P: PairConvertible, each D: PairConvertible>(
  _ x: Tensor, _ w: Tensor, bias: Tensor? = nil, stride: (repeat each S) = (),
  padding: (repeat each P) = (), dilation: (repeat each D) = (), groups: Int = 1
) -> Tensor {
  ConvolutionCall(
    x, w, bias, Pair(repeat each stride, standard: 1), Pair(repeat each padding, standard: 0),
    Pair(repeat each dilation, standard: 1),
    groups
  ).im2col()
}

/// True convolution: the kernel is turned by 180° first.
///
/// The arguments are those of `conv2d`.
public func convolve<each S: PairConvertible, each P: PairConvertible, each D: PairConvertible>(
  _ x: Tensor, _ w: Tensor, bias: Tensor? = nil, stride: (repeat each S) = (),
  padding: (repeat each P) = (), dilation: (repeat each D) = (), groups: Int = 1
) -> Tensor {
  conv2d(
    x, w.flipped(), bias: bias, stride: Pair(repeat each stride, standard: 1),
    padding: Pair(repeat each padding, standard: 0),
    dilation: Pair(repeat each dilation, standard: 1), groups: groups)
}

/// The multiplications of `conv2d` by the definition: one for each output entry and kernel entry, those with padding
/// counted.
///
/// Arguments:
///
/// - `input`: `[N, C, H, W]`, `[C, H, W]` or `[H, W]`.
/// - `kernel`: `[K, C / groups, R, S]` or `[R, S]`.
public func multiplications<
  each S: PairConvertible, each P: PairConvertible, each D: PairConvertible
>(
  input: [Int], kernel: [Int], stride: (repeat each S) = (), padding: (repeat each P) = (),
  dilation: (repeat each D) = (), groups: Int = 1
) -> Int {
  let stride = Pair(repeat each stride, standard: 1)
  let padding = Pair(repeat each padding, standard: 0)
  let dilation = Pair(repeat each dilation, standard: 1)
  let (g, _) = checked { () throws(ShapeError) in
    try convolutionShape(
      input, kernel, bias: nil, stride: stride, padding: padding, dilation: dilation,
      groups: groups)
  }
  return g.multiplications
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

/// The arguments of a convolution, checked and brought into NCHW and KCRS.
private struct ConvolutionCall {
  let geometry: ConvolutionGeometry
  private let input: Tensor
  private let kernel: Tensor
  private let bias: Tensor?
  private let outputShape: [Int]

  init(
    _ x: Tensor, _ w: Tensor, _ bias: Tensor?, _ stride: Pair, _ padding: Pair, _ dilation: Pair,
    _ groups: Int
  ) {
    let (g, shape) = checked { () throws(ShapeError) in
      try convolutionShape(
        x.shape, w.shape, bias: bias?.shape, stride: stride, padding: padding, dilation: dilation,
        groups: groups)
    }
    geometry = g
    outputShape = shape
    input = x.viewed(as: [g.N, g.C, g.H, g.W])
    kernel = w.viewed(as: [g.K, g.C / g.groups, g.R, g.S])
    self.bias = bias
  }

  /// An output without entries may have any number of rows to walk through.
  private var isEmpty: Bool { outputShape.contains(0) }

  func direct() -> Tensor {
    if isEmpty { return Tensor(zeros: outputShape) }
    return conv2dDirect(input, kernel, bias: bias, geometry: geometry).viewed(as: outputShape)
  }

  func im2col() -> Tensor {
    if isEmpty { return Tensor(zeros: outputShape) }
    return conv2dIm2col(input, kernel, bias: bias, geometry: geometry).viewed(as: outputShape)
  }
}
