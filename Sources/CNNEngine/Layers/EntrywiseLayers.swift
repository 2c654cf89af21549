/// A layer that changes entries and leaves the shape, without parameters.
///
/// One that conforms to `LaneFunction` too runs on the fast algorithms, and joins the layer before it where that can
/// take it over.
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

  public func lower(_ input: GraphValue, into graph: inout GraphBuilder) throws(ShapeError)
    -> GraphValue
  {
    guard let function = self as? any LaneFunction else {
      return try graph.readable(self, of: input)
    }
    return graph.entrywise(function.loops, name: name, of: input)
  }
}

/// max(0, x).
public struct ReLU: EntrywiseLayer {
  public init() {}
  public var name: String { "ReLU" }
  public var encoding: String { encoded("ReLU") }
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
  public var encoding: String { encoded("LeakyReLU", slope) }
  public func output(for input: Tensor) -> Tensor { leakyRelu(input, slope: slope) }
  public func inputGradient(_ input: Tensor, _ outputGradient: Tensor) -> Tensor {
    leakyReluGradient(input: input, outputGradient: outputGradient, slope: slope)
  }
}

/// The hyperbolic tangent.
public struct Tanh: EntrywiseLayer {
  public init() {}
  public var name: String { "Tanh" }
  public var encoding: String { encoded("Tanh") }
  public func output(for input: Tensor) -> Tensor { tanh(input) }
  public func inputGradient(_ input: Tensor, _ outputGradient: Tensor) -> Tensor {
    tanhGradient(input: input, outputGradient: outputGradient)
  }
}

/// 1 / (1 + e⁻ˣ).
public struct Sigmoid: EntrywiseLayer {
  public init() {}
  public var name: String { "Sigmoid" }
  public var encoding: String { encoded("Sigmoid") }
  public func output(for input: Tensor) -> Tensor { sigmoid(input) }
  public func inputGradient(_ input: Tensor, _ outputGradient: Tensor) -> Tensor {
    sigmoidGradient(input: input, outputGradient: outputGradient)
  }
}

/// x times the share of a normal distribution below x.
public struct GELU: EntrywiseLayer {
  public init() {}
  public var name: String { "GELU" }
  public var encoding: String { encoded("GELU") }
  public func output(for input: Tensor) -> Tensor { gelu(input) }
  public func inputGradient(_ input: Tensor, _ outputGradient: Tensor) -> Tensor {
    geluGradient(input: input, outputGradient: outputGradient)
  }
}

/// x times its sigmoid; also called swish.
public struct SiLU: EntrywiseLayer {
  public init() {}
  public var name: String { "SiLU" }
  public var encoding: String { encoded("SiLU") }
  public func output(for input: Tensor) -> Tensor { silu(input) }
  public func inputGradient(_ input: Tensor, _ outputGradient: Tensor) -> Tensor {
    siluGradient(input: input, outputGradient: outputGradient)
  }
}

/// eˣ over its sum along the last axis.
public struct Softmax: EntrywiseLayer {
  public init() {}
  public var name: String { "Softmax" }
  public var encoding: String { encoded("Softmax") }
  public func output(for input: Tensor) -> Tensor { softmax(input) }
  public func inputGradient(_ input: Tensor, _ outputGradient: Tensor) -> Tensor {
    softmaxGradient(input: input, outputGradient: outputGradient)
  }

  public func lower(_ input: GraphValue, into graph: inout GraphBuilder) throws(ShapeError)
    -> GraphValue
  {
    graph.isVector(input) ? try graph.softmax(of: input) : try graph.readable(self, of: input)
  }
}
