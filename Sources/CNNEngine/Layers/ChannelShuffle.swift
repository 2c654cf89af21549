/// Channels dealt out anew: of g groups the first channel of each, then the second of each, and so on.
///
/// After a convolution in groups every group of the next one sees something of all. Channel i of the output is channel
/// (i mod g)·C/g + i div g of the input.
///
/// Source: Zhang, Zhou, Lin and Sun, *ShuffleNet* (2017), arXiv:1707.01083.
public struct ChannelShuffle: Layer {
  public let groups: Int
  public init(groups: Int) { self.groups = groups }
  public var name: String { "ChannelShuffle in \(groups)" }
  public var encoding: String { encoded("ChannelShuffle", groups) }

  public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
    try batchShape(inputShape, of: name)
    guard groups > 0 else { throw .tooSmall(name: "groups", found: groups, least: 1) }
    guard inputShape[1] % groups == 0 else {
      throw .groups(groups: groups, name: "input", channels: inputShape[1])
    }
    return inputShape
  }

  /// For each channel of the output the one of the input that it is.
  private func order(_ channels: Int) -> [Int] {
    (0..<channels).map { $0 % groups * (channels / groups) + $0 / groups }
  }

  public func forward(
    _ input: Tensor, parameters: [Tensor], statistics: [Tensor], mode: Mode,
    random: inout RandomNumbers
  ) -> Forward {
    Forward(taking(order(input.shape[1]), of: input))
  }

  /// Each gradient goes back to the channel that it came from.
  public func backward(_ outputGradient: Tensor, kept: Kept, parameters: [Tensor]) -> Backward {
    let order = order(outputGradient.shape[1])
    var back = order
    for (i, channel) in order.enumerated() { back[channel] = i }
    return Backward(taking(back, of: outputGradient))
  }

  private func taking(_ order: [Int], of x: Tensor) -> Tensor {
    concatenate(order.map { channels($0..<$0 + 1, of: x) }, axis: 1)
  }

  public func lower(_ input: GraphValue, into graph: inout GraphBuilder) throws(ShapeError)
    -> GraphValue
  {
    let shape = try outputShape(for: input.shape)
    return graph.channels(order(shape[1]), of: input, name: name)
  }
}
