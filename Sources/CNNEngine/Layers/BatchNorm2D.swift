/// Each channel brought to mean 0 and variance 1, then scaled and shifted by learned numbers, one pair a channel.
public struct BatchNorm2D: Layer {
  public let channels: Int
  /// The share of a batch's statistics in the running ones.
  public let momentum: Float
  /// Added to the variance, so that nothing is divided by 0.
  public let epsilon: Float

  public init(channels: Int, momentum: Float = 0.1, epsilon: Float = 1e-5) {
    (self.channels, self.momentum, self.epsilon) = (channels, momentum, epsilon)
  }

  public var name: String { "BatchNorm2D \(channels)" }
  public var encoding: String { encoded("BatchNorm2D", channels, momentum, epsilon) }
  public var parameterSpecs: [ParameterSpec] { .scaleAndShift(channels) }

  public var statisticsSpecs: [ParameterSpec] {
    [
      ParameterSpec("running_mean", [channels], .zeros),
      ParameterSpec("running_var", [channels], .ones),
    ]
  }

  public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
    try batchShape(inputShape, of: name)
    guard inputShape[1] == channels else {
      throw .channels(expected: channels, found: inputShape[1], groups: 1)
    }
    return inputShape
  }

  public func checkTraining(input shape: [Int]) throws(ShapeError) {
    try checkBatchNorm(shape, [[channels]])
  }

  public func lower(_ input: GraphValue, into graph: inout GraphBuilder) throws(ShapeError)
    -> GraphValue
  {
    try graph.normalization(self, of: input)
  }

  public func forward(
    _ input: Tensor, parameters: [Tensor], statistics: [Tensor], mode: Mode,
    random: inout RandomNumbers
  ) -> Forward {
    let (scale, shift) = (parameters[0], parameters[1])
    guard mode == .training else {
      return Forward(
        batchNormInference(
          input, scale: scale, shift: shift, mean: statistics[0], variance: statistics[1],
          epsilon: epsilon), keeping: [input] + statistics, statistics: statistics)
    }
    let count = Float(input.count / max(1, channels))
    let mean = input.mean(along: [0, 2, 3]).flattened()
    // Running variances are those of a sample, as PyTorch has them.
    let variance =
      input.variance(along: [0, 2, 3]).flattened() * (count / Swift.max(1, count - 1))
    return Forward(
      batchNorm(input, scale: scale, shift: shift, epsilon: epsilon), keeping: [input],
      statistics: [
        statistics[0] * (1 - momentum) + mean * momentum,
        statistics[1] * (1 - momentum) + variance * momentum,
      ])
  }

  public func backward(_ outputGradient: Tensor, kept: Kept, parameters: [Tensor]) -> Backward {
    guard kept.tensors.count == 1 else {
      return backward(
        outputGradient, input: kept.tensors[0], mean: kept.tensors[1], variance: kept.tensors[2],
        scale: parameters[0])
    }
    let gradients = batchNormGradients(
      input: kept.tensors[0], scale: parameters[0], outputGradient: outputGradient,
      epsilon: epsilon)
    return Backward(gradients.input, parameters: [gradients.scale, gradients.shift])
  }

  /// With running statistics each entry goes through a line of its own: its gradient depends on no other.
  private func backward(
    _ outputGradient: Tensor, input: Tensor, mean: Tensor, variance: Tensor, scale: Tensor
  ) -> Backward {
    func perChannel(_ x: Tensor) -> Tensor { x.reshaped(1, channels, 1, 1) }
    let inverse = 1 / sqrt(variance + epsilon)
    let normal = (input - perChannel(mean)) * perChannel(inverse)
    return Backward(
      outputGradient * perChannel(scale * inverse),
      parameters: [
        (outputGradient * normal).sum(along: [0, 2, 3]).flattened(),
        outputGradient.sum(along: [0, 2, 3]).flattened(),
      ])
  }
}
