/// A convolution layer: `[N, C, H, W]` → `[N, K, P, Q]`, with a kernel `[K, C / groups, R, S]` and a bias `[K]`.
public struct Conv2D: Layer {
  public let inputChannels, outputChannels: Int
  public let kernelSize, stride, padding, dilation: Pair
  public let groups: Int
  public let hasBias: Bool

  /// Creates a convolution; each of the four window arguments is `3` or `(3, 5)`, left out 1, 0 and 1.
  public init<
    each F: PairConvertible, each S: PairConvertible, each P: PairConvertible,
    each D: PairConvertible
  >(
    inputChannels: Int, outputChannels: Int, kernelSize: (repeat each F),
    stride: (repeat each S) = (), padding: (repeat each P) = (), dilation: (repeat each D) = (),
    groups: Int = 1, bias: Bool = true
  ) {
    self.inputChannels = inputChannels
    self.outputChannels = outputChannels
    self.kernelSize = Pair(repeat each kernelSize, standard: 1)
    self.stride = Pair(repeat each stride, standard: 1)
    self.padding = Pair(repeat each padding, standard: 0)
    self.dilation = Pair(repeat each dilation, standard: 1)
    self.groups = groups
    hasBias = bias
  }

  public var name: String {
    "Conv2D \(inputChannels)→\(outputChannels), \(kernelSize.rows)×\(kernelSize.columns)"
      + (stride == 1 ? "" : ", stride \(stride)")
      + (groups == 1 ? "" : ", \(groups) groups")
  }

  private var kernelShape: [Int] {
    [outputChannels, groups > 0 ? inputChannels / groups : 0, kernelSize.rows, kernelSize.columns]
  }

  public var encoding: String {
    encoded(
      "Conv2D", inputChannels, outputChannels, kernelSize, stride, padding, dilation, groups,
      hasBias)
  }

  public var parameterSpecs: [ParameterSpec] {
    .weight(kernelShape, bias: hasBias ? outputChannels : nil)
  }

  public func lower(_ input: GraphValue, into graph: inout GraphBuilder) throws(ShapeError)
    -> GraphValue
  {
    try graph.convolution(self, of: input)
  }

  private func geometry(_ inputShape: [Int]) throws(ShapeError) -> ConvolutionGeometry {
    try ConvolutionGeometry(
      input: inputShape, kernel: kernelShape, stride: stride, padding: padding, dilation: dilation,
      groups: groups)
  }

  public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
    try geometry(inputShape).outputShape
  }

  public func receptiveField(after field: ReceptiveField) -> ReceptiveField {
    field.seen(through: kernelSize, stride: stride, dilation: dilation)
  }

  public func forward(
    _ input: Tensor, parameters: [Tensor], statistics: [Tensor], mode: Mode,
    random: inout RandomNumbers
  ) -> Forward {
    Forward(
      conv2d(
        input, parameters[0], bias: hasBias ? parameters[1] : nil, stride: stride,
        padding: padding, dilation: dilation, groups: groups), keeping: [input])
  }

  public func backward(_ outputGradient: Tensor, kept: Kept, parameters: [Tensor]) -> Backward {
    let gradients = conv2dGradients(
      input: kept.tensors[0], kernel: parameters[0], outputGradient: outputGradient,
      stride: stride, padding: padding, dilation: dilation, groups: groups)
    return Backward(
      gradients.input, parameters: [gradients.kernel] + (hasBias ? [gradients.bias] : []))
  }

  public func multiplyAccumulates(for inputShape: [Int]) throws(ShapeError) -> Int {
    try geometry(inputShape).multiplications
  }
}
