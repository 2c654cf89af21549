/// The largest entry under a window, for each channel on its own.
public struct MaxPool2D: Layer {
  public let size, stride, padding, dilation: Pair
  /// Whether a stop counts that hangs over the end but begins before it.
  public let ceilMode: Bool

  /// Creates a pooling layer; its arguments are those of `maxPool2d`.
  ///
  /// - Parameters:
  ///   - size: the window's rows and columns, 2 unless given.
  ///   - kernelSize: the same in PyTorch's word.
  ///   - stride: from one stop to the next; the window's size unless given.
  ///   - padding: on each side, at most half of the window.
  ///   - dilation: the distance between neighbouring entries under the window.
  ///   - ceilMode: whether a stop counts that hangs over the end but begins before it.
  public init<
    each F: PairConvertible, each K: PairConvertible, each S: PairConvertible,
    each P: PairConvertible, each D: PairConvertible
  >(
    size: (repeat each F) = (), kernelSize: (repeat each K) = (), stride: (repeat each S) = (),
    padding: (repeat each P) = (), dilation: (repeat each D) = (), ceilMode: Bool = false
  ) {
    self.size = poolingSize((repeat each size), (repeat each kernelSize))
    self.stride = Pair(repeat each stride, standard: self.size)
    self.padding = Pair(repeat each padding, standard: 0)
    self.dilation = Pair(repeat each dilation, standard: 1)
    self.ceilMode = ceilMode
  }

  public var name: String { "MaxPool2D \(size.rows)×\(size.columns), stride \(stride)" }
  public var encoding: String {
    encoded("MaxPool2D", size, stride, padding, dilation, ceilMode)
  }

  public func lower(_ input: GraphValue, into graph: inout GraphBuilder) throws(ShapeError)
    -> GraphValue
  {
    try graph.maxPooling(self, of: input)
  }

  public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
    try geometry(inputShape).outputShape
  }

  func geometry(_ shape: [Int]) throws(ShapeError) -> ConvolutionGeometry {
    try batchShape(shape, of: "the pooling layer")
    return try poolingShape(
      shape, size: size, stride: stride, padding: padding, dilation: dilation, ceilMode: ceilMode
    ).geometry
  }

  public func receptiveField(after field: ReceptiveField) -> ReceptiveField {
    field.seen(through: size, stride: stride, dilation: dilation)
  }

  public func forward(
    _ input: Tensor, parameters: [Tensor], statistics: [Tensor], mode: Mode,
    random: inout RandomNumbers
  ) -> Forward {
    Forward(
      maxPool2d(
        input, size: size, stride: stride, padding: padding, dilation: dilation,
        ceilMode: ceilMode), keeping: [input])
  }

  public func backward(_ outputGradient: Tensor, kept: Kept, parameters: [Tensor]) -> Backward {
    Backward(
      maxPool2dGradient(
        input: kept.tensors[0], outputGradient: outputGradient, size: size, stride: stride,
        padding: padding, dilation: dilation, ceilMode: ceilMode))
  }
}

/// The mean of the entries under a window, for each channel on its own.
public struct AveragePool2D: Layer {
  public let size, stride, padding: Pair
  /// Whether a stop counts that hangs over the end but begins before it.
  public let ceilMode: Bool
  /// Whether zeros in the padding count as entries.
  public let countsPadding: Bool

  /// Creates a pooling layer; its arguments are those of `averagePool2d`.
  ///
  /// - Parameters:
  ///   - size: the window's rows and columns, 2 unless given.
  ///   - kernelSize: the same in PyTorch's word.
  ///   - stride: from one stop to the next; the window's size unless given.
  ///   - padding: zeros on each side, at most half of the window.
  ///   - ceilMode: whether a stop counts that hangs over the end but begins before it.
  ///   - countsPadding: whether zeros in the padding count as entries.
  public init<
    each F: PairConvertible, each K: PairConvertible, each S: PairConvertible,
    each P: PairConvertible
  >(
    size: (repeat each F) = (), kernelSize: (repeat each K) = (), stride: (repeat each S) = (),
    padding: (repeat each P) = (), ceilMode: Bool = false, countsPadding: Bool = true
  ) {
    self.size = poolingSize((repeat each size), (repeat each kernelSize))
    self.stride = Pair(repeat each stride, standard: self.size)
    self.padding = Pair(repeat each padding, standard: 0)
    (self.ceilMode, self.countsPadding) = (ceilMode, countsPadding)
  }

  public var name: String { "AveragePool2D \(size.rows)×\(size.columns), stride \(stride)" }
  public var encoding: String {
    encoded("AveragePool2D", size, stride, padding, ceilMode, countsPadding)
  }

  public func lower(_ input: GraphValue, into graph: inout GraphBuilder) throws(ShapeError)
    -> GraphValue
  {
    try graph.averagePooling(self, of: input)
  }

  public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
    try geometry(inputShape).outputShape
  }

  func geometry(_ shape: [Int]) throws(ShapeError) -> ConvolutionGeometry {
    try batchShape(shape, of: "the pooling layer")
    return try poolingShape(
      shape, size: size, stride: stride, padding: padding, ceilMode: ceilMode
    ).geometry
  }

  public func receptiveField(after field: ReceptiveField) -> ReceptiveField {
    field.seen(through: size, stride: stride)
  }

  public func forward(
    _ input: Tensor, parameters: [Tensor], statistics: [Tensor], mode: Mode,
    random: inout RandomNumbers
  ) -> Forward {
    Forward(
      averagePool2d(
        input, size: size, stride: stride, padding: padding, ceilMode: ceilMode,
        countsPadding: countsPadding), keeping: [input])
  }

  public func backward(_ outputGradient: Tensor, kept: Kept, parameters: [Tensor]) -> Backward {
    Backward(
      averagePool2dGradient(
        input: kept.tensors[0], outputGradient: outputGradient, size: size, stride: stride,
        padding: padding, ceilMode: ceilMode, countsPadding: countsPadding))
  }
}

// What `String(describing:)` said of both before they had more settings names runs that were kept then.
extension MaxPool2D: CustomReflectable {
  public var customMirror: Mirror {
    let old: KeyValuePairs<String, Any> = ["size": size, "stride": stride, "padding": padding]
    let all: KeyValuePairs<String, Any> = [
      "size": size, "stride": stride, "padding": padding, "dilation": dilation,
      "ceilMode": ceilMode,
    ]
    return Mirror(self, children: dilation == 1 && !ceilMode ? old : all, displayStyle: .struct)
  }
}

extension AveragePool2D: CustomReflectable {
  public var customMirror: Mirror {
    let old: KeyValuePairs<String, Any> = ["size": size, "stride": stride, "padding": padding]
    let all: KeyValuePairs<String, Any> = [
      "size": size, "stride": stride, "padding": padding, "ceilMode": ceilMode,
      "countsPadding": countsPadding,
    ]
    return Mirror(self, children: !ceilMode && countsPadding ? old : all, displayStyle: .struct)
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

func batchShape(_ shape: [Int], of name: String) throws(ShapeError) {
  guard shape.count == 4 else {
    throw .rank(name: "the input of \(name)", expected: "[N, C, H, W]", shape: shape)
  }
}
