/// The largest entry under a window, for each channel on its own.
public struct MaxPool2D: Layer {
  public let size, stride, padding: Pair

  /// The stride is the window's size unless given.
  public init<each F: PairConvertible, each S: PairConvertible, each P: PairConvertible>(
    size: (repeat each F), stride: (repeat each S) = (), padding: (repeat each P) = ()
  ) {
    self.size = Pair(repeat each size, standard: 2)
    self.stride = Pair(repeat each stride, standard: self.size)
    self.padding = Pair(repeat each padding, standard: 0)
  }

  public var name: String { "MaxPool2D \(size.rows)×\(size.columns), stride \(stride)" }
  public var encoding: String { encoded("MaxPool2D", size, stride, padding) }

  public func lower(_ input: GraphValue, into graph: inout GraphBuilder) throws(ShapeError)
    -> GraphValue
  {
    try graph.maxPooling(self, of: input)
  }

  public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
    try pooledShape(inputShape, size: size, stride: stride, padding: padding)
  }

  public func receptiveField(after field: ReceptiveField) -> ReceptiveField {
    field.seen(through: size, stride: stride)
  }

  public func forward(
    _ input: Tensor, parameters: [Tensor], statistics: [Tensor], mode: Mode,
    random: inout RandomNumbers
  ) -> Forward {
    Forward(maxPool2d(input, size: size, stride: stride, padding: padding), keeping: [input])
  }

  public func backward(_ outputGradient: Tensor, kept: Kept, parameters: [Tensor]) -> Backward {
    Backward(
      maxPool2dGradient(
        input: kept.tensors[0], outputGradient: outputGradient, size: size, stride: stride,
        padding: padding))
  }
}

/// The mean of the entries under a window, for each channel on its own.
public struct AveragePool2D: Layer {
  public let size, stride, padding: Pair

  /// The stride is the window's size unless given.
  public init<each F: PairConvertible, each S: PairConvertible, each P: PairConvertible>(
    size: (repeat each F), stride: (repeat each S) = (), padding: (repeat each P) = ()
  ) {
    self.size = Pair(repeat each size, standard: 2)
    self.stride = Pair(repeat each stride, standard: self.size)
    self.padding = Pair(repeat each padding, standard: 0)
  }

  public var name: String { "AveragePool2D \(size.rows)×\(size.columns), stride \(stride)" }
  public var encoding: String { encoded("AveragePool2D", size, stride, padding) }

  public func lower(_ input: GraphValue, into graph: inout GraphBuilder) throws(ShapeError)
    -> GraphValue
  {
    try graph.averagePooling(self, of: input)
  }

  public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
    try pooledShape(inputShape, size: size, stride: stride, padding: padding)
  }

  public func receptiveField(after field: ReceptiveField) -> ReceptiveField {
    field.seen(through: size, stride: stride)
  }

  public func forward(
    _ input: Tensor, parameters: [Tensor], statistics: [Tensor], mode: Mode,
    random: inout RandomNumbers
  ) -> Forward {
    Forward(averagePool2d(input, size: size, stride: stride, padding: padding), keeping: [input])
  }

  public func backward(_ outputGradient: Tensor, kept: Kept, parameters: [Tensor]) -> Backward {
    Backward(
      averagePool2dGradient(
        input: kept.tensors[0], outputGradient: outputGradient, size: size, stride: stride,
        padding: padding))
  }
}

/// The mean of as many equal parts of each channel as asked for, whatever the input's size.
public struct AdaptiveAveragePool2D: Layer {
  public let outputSize: Int
  public init(_ outputSize: Int) { self.outputSize = outputSize }
  public var name: String { "AdaptiveAveragePool2D \(outputSize)×\(outputSize)" }
  public var encoding: String { encoded("AdaptiveAveragePool2D", outputSize) }

  public func lower(_ input: GraphValue, into graph: inout GraphBuilder) throws(ShapeError)
    -> GraphValue
  {
    try graph.partMeans(self, outputSize, of: input)
  }

  public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
    try batchShape(inputShape, of: name)
    return [inputShape[0], inputShape[1], outputSize, outputSize]
  }

  /// How much each part sees depends on the input's size: what is behind them is taken to see all of it.
  public func receptiveField(after field: ReceptiveField) -> ReceptiveField { .everything }

  public func forward(
    _ input: Tensor, parameters: [Tensor], statistics: [Tensor], mode: Mode,
    random: inout RandomNumbers
  ) -> Forward {
    Forward(partMeans(input, outputSize, outputSize), keeping: [input])
  }

  public func backward(_ outputGradient: Tensor, kept: Kept, parameters: [Tensor]) -> Backward {
    Backward(partMeansGradient(outputGradient, inputShape: kept.tensors[0].shape))
  }
}

/// The mean of each channel: `[N, C, H, W]` → `[N, C, 1, 1]`.
public struct GlobalAveragePool: Layer {
  public init() {}
  public var name: String { "GlobalAveragePool" }
  public var encoding: String { encoded("GlobalAveragePool") }

  public func lower(_ input: GraphValue, into graph: inout GraphBuilder) throws(ShapeError)
    -> GraphValue
  {
    try graph.partMeans(self, 1, of: input)
  }

  public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
    try batchShape(inputShape, of: name)
    return [inputShape[0], inputShape[1], 1, 1]
  }

  public func receptiveField(after field: ReceptiveField) -> ReceptiveField { .everything }

  public func forward(
    _ input: Tensor, parameters: [Tensor], statistics: [Tensor], mode: Mode,
    random: inout RandomNumbers
  ) -> Forward {
    Forward(partMeans(input, 1, 1), keeping: [input])
  }

  public func backward(_ outputGradient: Tensor, kept: Kept, parameters: [Tensor]) -> Backward {
    Backward(partMeansGradient(outputGradient, inputShape: kept.tensors[0].shape))
  }
}

private func pooledShape(_ shape: [Int], size: Pair, stride: Pair, padding: Pair) throws(ShapeError)
  -> [Int]
{
  try batchShape(shape, of: "the pooling layer")
  return try poolingShape(shape, size: size, stride: stride, padding: padding).outputShape
}

func batchShape(_ shape: [Int], of name: String) throws(ShapeError) {
  guard shape.count == 4 else {
    throw .rank(name: "the input of \(name)", expected: "[N, C, H, W]", shape: shape)
  }
}
