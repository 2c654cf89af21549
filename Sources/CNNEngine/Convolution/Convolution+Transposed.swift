/// A convolution's way back as a way there: each input entry writes its kernel into the output, overlaps added up.
///
///     y[k, h·stride + r − padding, …] += x[c, h, …] · w[c, k, r, s]
///
/// - Parameters:
///   - x: `[N, C, H, W]`.
///   - w: `[C, K, R, S]`.
///   - bias: `[K]`, or none.
///   - stride: how far apart neighbours write.
///   - padding: the rows and columns cut off at each side.
///   - outputPadding: rows and columns added below and to the right, where a stride leaves several sizes possible.
/// - Returns: `[N, K, P, Q]` with P = (H − 1)·stride − 2·padding + R + outputPadding.
public func convTranspose2d(
  _ x: Tensor, _ w: Tensor, bias: Tensor? = nil, stride: Pair = 1, padding: Pair = 0,
  outputPadding: Pair = 0
) -> Tensor {
  let shape = checked { () throws(ShapeError) in
    try transposedShape(
      x.shape, w.shape, bias: bias?.shape, stride: stride, padding: padding,
      outputPadding: outputPadding)
  }
  let (N, C, H, W) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3])
  let (K, R, S, P, Q) = (w.shape[1], w.shape[2], w.shape[3], shape[2], shape[3])
  var y = Tensor(zeros: shape)
  for n in 0..<N {
    for c in 0..<C {
      for k in 0..<K {
        for h in 0..<H {
          // The kernel's rows that do not fall into what is cut off.
          let top = h * stride.rows - padding.rows
          for r in max(0, -top)..<max(0, -top, min(R, P - top)) {
            let (from, to) = (((c * K + k) * R + r) * S, ((n * K + k) * P + top + r) * Q)
            for column in 0..<W {
              let entry = x.scalars[((n * C + c) * H + h) * W + column]
              let left = column * stride.columns - padding.columns
              for s in max(0, -left)..<max(0, -left, min(S, Q - left)) {
                y.scalars[to + left + s] += entry * w.scalars[from + s]
              }
            }
          }
        }
      }
    }
  }
  return bias.map { y + perChannel($0) } ?? y
}

/// The rule of `convTranspose2d`.
public func transposedShape(
  _ x: [Int], _ w: [Int], bias: [Int]?, stride: Pair, padding: Pair, outputPadding: Pair
) throws(ShapeError) -> [Int] {
  try batchShape(x, of: "the transposed convolution")
  guard w.count == 4 else { throw .rank(name: "the kernel", expected: "[C, K, R, S]", shape: w) }
  for (name, shape) in [("the input", x), ("the kernel", w)] where shape.contains(0) {
    throw .tooSmall(name: "every axis of \(name)", found: 0, least: 1)
  }
  guard w[0] == x[1] else { throw .channels(expected: w[0], found: x[1], groups: 1) }
  if let bias, bias != [w[1]] { throw .shape(name: "the bias", expected: [w[1]], found: bias) }
  for (name, value) in [("stride", stride), ("padding", padding), ("outputPadding", outputPadding)]
  {
    let least = name == "stride" ? 1 : 0
    guard min(value.rows, value.columns) >= least else {
      throw .tooSmall(name: name, found: min(value.rows, value.columns), least: least)
    }
  }
  guard outputPadding.rows < stride.rows, outputPadding.columns < stride.columns else {
    throw .above(
      name: "outputPadding", found: max(outputPadding.rows, outputPadding.columns),
      most: min(stride.rows, stride.columns) - 1)
  }
  _ = try entryCount(of: x)
  _ = try entryCount(of: w)
  for (amount, length) in [
    (stride.rows, x[2]), (stride.columns, x[3]), (padding.rows, 2), (padding.columns, 2),
  ] { _ = try product(amount, length) }
  let P = (x[2] - 1) * stride.rows - 2 * padding.rows + w[2] + outputPadding.rows
  let Q = (x[3] - 1) * stride.columns - 2 * padding.columns + w[3] + outputPadding.columns
  guard min(P, Q) >= 1 else {
    throw .tooSmall(name: "the output's size", found: min(P, Q), least: 1)
  }
  _ = try entryCount(of: [x[0], w[1], P, Q])
  return [x[0], w[1], P, Q]
}

/// A transposed convolution layer: `[N, C, H, W]` → `[N, K, P, Q]`, with a kernel `[C, K, R, S]` and a bias `[K]`.
public struct ConvTranspose2D: Layer {
  public let inputChannels, outputChannels: Int
  public let kernelSize, stride, padding, outputPadding: Pair
  public let hasBias: Bool

  public init(
    inputChannels: Int, outputChannels: Int, kernelSize: Pair, stride: Pair = 1, padding: Pair = 0,
    outputPadding: Pair = 0, bias: Bool = true
  ) {
    (self.inputChannels, self.outputChannels) = (inputChannels, outputChannels)
    (self.kernelSize, self.stride, self.padding) = (kernelSize, stride, padding)
    (self.outputPadding, hasBias) = (outputPadding, bias)
  }

  public var name: String {
    "ConvTranspose2D \(inputChannels)→\(outputChannels), \(kernelSize.rows)×\(kernelSize.columns)"
      + (stride == 1 ? "" : ", stride \(stride)")
  }

  private var kernelShape: [Int] {
    [inputChannels, outputChannels, kernelSize.rows, kernelSize.columns]
  }

  public var encoding: String {
    encoded(
      "ConvTranspose2D", inputChannels, outputChannels, kernelSize, stride, padding, outputPadding,
      hasBias)
  }

  public var parameterSpecs: [ParameterSpec] {
    .weight(kernelShape, bias: hasBias ? outputChannels : nil)
  }

  public func lower(_ input: GraphValue, into graph: inout GraphBuilder) throws(ShapeError)
    -> GraphValue
  {
    try graph.transposedConvolution(self, of: input)
  }

  public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
    try transposedShape(
      inputShape, kernelShape, bias: nil, stride: stride, padding: padding,
      outputPadding: outputPadding)
  }

  public func receptiveField(after field: ReceptiveField) -> ReceptiveField {
    field.spread(over: kernelSize, stride: stride)
  }

  /// Every input entry meets every entry of its kernel once.
  public func multiplyAccumulates(for inputShape: [Int]) throws(ShapeError) -> Int {
    _ = try outputShape(for: inputShape)
    let oneEntry = try entryCount(of: [outputChannels, kernelSize.rows, kernelSize.columns])
    return try product(entryCount(of: inputShape), oneEntry)
  }

  public func forward(
    _ input: Tensor, parameters: [Tensor], statistics: [Tensor], mode: Mode,
    random: inout RandomNumbers
  ) -> Forward {
    Forward(
      convTranspose2d(
        input, parameters[0], bias: hasBias ? parameters[1] : nil, stride: stride,
        padding: padding, outputPadding: outputPadding), keeping: [input])
  }

  /// The way back is the convolution itself: ∂x = conv(∂y, w), and ∂w as its kernel's gradient with the roles changed.
  public func backward(_ outputGradient: Tensor, kept: Kept, parameters: [Tensor]) -> Backward {
    let input = kept.tensors[0]
    let dx = conv2d(outputGradient, parameters[0], stride: stride, padding: padding)
    let dw = conv2dGradients(
      input: outputGradient, kernel: parameters[0], outputGradient: input, stride: stride,
      padding: padding
    ).kernel
    let db = outputGradient.sum(along: [0, 2, 3]).flattened()
    return Backward(dx, parameters: [dw] + (hasBias ? [db] : []))
  }
}
