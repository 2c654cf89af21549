/// A layer that changes entries and leaves the shape, without parameters.
public protocol EntrywiseLayer: Layer {
  func output(for input: Tensor) -> Tensor
  func inputGradient(_ input: Tensor, _ outputGradient: Tensor) -> Tensor
}

extension EntrywiseLayer {
  public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] { inputShape }

  public func forward(
    _ input: Tensor, parameters: [Tensor], statistics: [Tensor], mode: Mode,
    random: inout RandomNumbers
  ) -> Forward {
    Forward(output(for: input), keeping: [input])
  }

  public func backward(_ outputGradient: Tensor, kept: Kept, parameters: [Tensor]) -> Backward {
    Backward(inputGradient(kept.tensors[0], outputGradient))
  }
}

/// max(0, x).
public struct ReLU: EntrywiseLayer {
  public init() {}
  public var name: String { "ReLU" }
  public func output(for input: Tensor) -> Tensor { relu(input) }
  public func inputGradient(_ input: Tensor, _ outputGradient: Tensor) -> Tensor {
    reluGradient(input: input, outputGradient: outputGradient)
  }
}

/// x where it is positive, a small part of it elsewhere.
public struct LeakyReLU: EntrywiseLayer {
  public let slope: Float
  public init(slope: Float = 0.01) { self.slope = slope }
  public var name: String { "LeakyReLU \(slope)" }
  public func output(for input: Tensor) -> Tensor { leakyRelu(input, slope: slope) }
  public func inputGradient(_ input: Tensor, _ outputGradient: Tensor) -> Tensor {
    leakyReluGradient(input: input, outputGradient: outputGradient, slope: slope)
  }
}

/// The hyperbolic tangent.
public struct Tanh: EntrywiseLayer {
  public init() {}
  public var name: String { "Tanh" }
  public func output(for input: Tensor) -> Tensor { tanh(input) }
  public func inputGradient(_ input: Tensor, _ outputGradient: Tensor) -> Tensor {
    tanhGradient(input: input, outputGradient: outputGradient)
  }
}

/// 1 / (1 + e⁻ˣ).
public struct Sigmoid: EntrywiseLayer {
  public init() {}
  public var name: String { "Sigmoid" }
  public func output(for input: Tensor) -> Tensor { sigmoid(input) }
  public func inputGradient(_ input: Tensor, _ outputGradient: Tensor) -> Tensor {
    sigmoidGradient(input: input, outputGradient: outputGradient)
  }
}

/// x times the share of a normal distribution below x.
public struct GELU: EntrywiseLayer {
  public init() {}
  public var name: String { "GELU" }
  public func output(for input: Tensor) -> Tensor { gelu(input) }
  public func inputGradient(_ input: Tensor, _ outputGradient: Tensor) -> Tensor {
    geluGradient(input: input, outputGradient: outputGradient)
  }
}

/// x times its sigmoid; also called swish.
public struct SiLU: EntrywiseLayer {
  public init() {}
  public var name: String { "SiLU" }
  public func output(for input: Tensor) -> Tensor { silu(input) }
  public func inputGradient(_ input: Tensor, _ outputGradient: Tensor) -> Tensor {
    siluGradient(input: input, outputGradient: outputGradient)
  }
}

/// eˣ over its sum along the last axis.
public struct Softmax: EntrywiseLayer {
  public init() {}
  public var name: String { "Softmax" }
  public func output(for input: Tensor) -> Tensor { softmax(input) }
  public func inputGradient(_ input: Tensor, _ outputGradient: Tensor) -> Tensor {
    softmaxGradient(input: input, outputGradient: outputGradient)
  }
}
