/// Every row of the last axis brought to mean 0 and variance 1; a row of one entry comes to 0, as in PyTorch.
///
/// Source: Ba, Kiros and Hinton, *Layer Normalization* (2016), arXiv:1607.06450.
public func layerNorm(_ x: Tensor, epsilon: Float = 1e-5) -> Tensor {
  checked { () throws(ShapeError) in try checkLayerNorm(x.shape, epsilon: epsilon) }
  return standardized(x, along: [x.rank - 1], epsilon).value
}

/// The rule of `layerNorm`: a last axis, entries, and an epsilon from 0.
public func checkLayerNorm(_ x: [Int], epsilon: Float = 1e-5) throws(ShapeError) {
  guard !x.isEmpty, !x.contains(0) else {
    throw .rank(name: "the input", expected: "[…, n] with entries", shape: x)
  }
  try checkEpsilon(epsilon)
}

/// Groups of channels of each picture brought to mean 0 and variance 1: `[N, C, H, W]`, each group of 2 values or more.
///
/// Source: Wu and He, *Group Normalization* (2018), arXiv:1803.08494.
public func groupNorm(_ x: Tensor, groups: Int, epsilon: Float = 1e-5) -> Tensor {
  checked { () throws(ShapeError) in try checkGroups(x.shape, groups, epsilon: epsilon) }
  return standardized(groupRows(of: x, groups), along: [1], epsilon).value.viewed(as: x.shape)
}

/// The rule of `groupNorm`.
public func checkGroups(_ x: [Int], _ groups: Int, epsilon: Float = 1e-5) throws(ShapeError) {
  try batchShape(x, of: "group normalisation")
  guard groups > 0 else { throw .tooSmall(name: "groups", found: groups, least: 1) }
  guard x[1] % groups == 0 else { throw .groups(groups: groups, name: "input", channels: x[1]) }
  guard try entryCount(of: x) > 0 else {
    throw .tooSmall(name: "the number of entries", found: 0, least: 1)
  }
  guard x[1] / groups * x[2] * x[3] > 1 else {
    throw .singleValue(name: "each of \(groups) groups", shape: x)
  }
  try checkEpsilon(epsilon)
}

private func groupRows(of x: Tensor, _ groups: Int) -> Tensor {
  x.viewed(as: [x.shape[0] * groups, x.count / Swift.max(1, x.shape[0] * groups)])
}

/// ∂x of (x − m)/√(v + ε) along the last axis of `[rows, n]`.
private func rowGradient(_ x: Tensor, _ dy: Tensor, _ epsilon: Float) -> Tensor {
  let (normal, inverse) = standardized(x, along: [1], epsilon)
  return (dy - dy.mean(along: [1]) - normal * (dy * normal).mean(along: [1])) * inverse
}

/// Each vector of the last axis brought to mean 0 and variance 1, then scaled and shifted entry by entry.
public struct LayerNorm: Layer {
  public let size: Int
  public let epsilon: Float
  public init(_ size: Int, epsilon: Float = 1e-5) { (self.size, self.epsilon) = (size, epsilon) }
  public var name: String { "LayerNorm \(size)" }
  public var encoding: String { encoded("LayerNorm", size, epsilon) }
  public var parameterSpecs: [ParameterSpec] { .scaleAndShift(size) }

  /// A vector is one group of channels; of maps each row of entries is normalised on its own, as `layerNorm` says.
  public func lower(_ input: GraphValue, into graph: inout GraphBuilder) throws(ShapeError)
    -> GraphValue
  {
    graph.isVector(input)
      ? try graph.groupNormalization(self, groups: 1, epsilon: epsilon, of: input)
      : try graph.readable(self, of: input)
  }

  public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
    guard let last = inputShape.last, last == size else {
      throw .shape(
        name: "the input of \(name)", expected: inputShape.dropLast() + [size], found: inputShape)
    }
    return inputShape
  }

  public func forward(
    _ input: Tensor, parameters: [Tensor], statistics: [Tensor], mode: Mode,
    random: inout RandomNumbers
  ) -> Forward {
    Forward(layerNorm(input, epsilon: epsilon) * parameters[0] + parameters[1], keeping: [input])
  }

  public func backward(_ outputGradient: Tensor, kept: Kept, parameters: [Tensor]) -> Backward {
    let shape = [outputGradient.count / Swift.max(1, size), size]
    let (x, dy) = (kept.tensors[0].viewed(as: shape), outputGradient.viewed(as: shape))
    return Backward(
      rowGradient(x, dy * parameters[0], epsilon).viewed(as: outputGradient.shape),
      parameters: [
        (dy * layerNorm(x, epsilon: epsilon)).sum(along: 0).flattened(),
        dy.sum(along: 0).flattened(),
      ])
  }
}

/// Groups of channels of each picture brought to mean 0 and variance 1, then scaled and shifted channel by channel.
public struct GroupNorm: Layer {
  public let groups, channels: Int
  public let epsilon: Float
  public init(groups: Int, channels: Int, epsilon: Float = 1e-5) {
    (self.groups, self.channels, self.epsilon) = (groups, channels, epsilon)
  }
  public var name: String { "GroupNorm \(channels) in \(groups)" }
  public var encoding: String { encoded("GroupNorm", groups, channels, epsilon) }
  public var parameterSpecs: [ParameterSpec] { .scaleAndShift(channels) }

  public func lower(_ input: GraphValue, into graph: inout GraphBuilder) throws(ShapeError)
    -> GraphValue
  {
    try graph.groupNormalization(self, groups: groups, epsilon: epsilon, of: input)
  }

  public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
    try checkGroups(inputShape, groups)
    guard inputShape[1] == channels else {
      throw .channels(expected: channels, found: inputShape[1], groups: 1)
    }
    return inputShape
  }

  public func forward(
    _ input: Tensor, parameters: [Tensor], statistics: [Tensor], mode: Mode,
    random: inout RandomNumbers
  ) -> Forward {
    Forward(
      groupNorm(input, groups: groups, epsilon: epsilon) * perChannel(parameters[0])
        + perChannel(parameters[1]), keeping: [input])
  }

  public func backward(_ outputGradient: Tensor, kept: Kept, parameters: [Tensor]) -> Backward {
    let x = kept.tensors[0]
    let normal = groupNorm(x, groups: groups, epsilon: epsilon)
    let gradient = rowGradient(
      groupRows(of: x, groups), groupRows(of: outputGradient * perChannel(parameters[0]), groups),
      epsilon)
    return Backward(
      gradient.viewed(as: x.shape),
      parameters: [
        (outputGradient * normal).sum(along: [0, 2, 3]).flattened(),
        outputGradient.sum(along: [0, 2, 3]).flattened(),
      ])
  }
}
