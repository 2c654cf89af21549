/// A layer that changes entries and leaves the shape.
public protocol EntrywiseLayer: Layer {}

extension EntrywiseLayer {
  public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] { inputShape }
}

/// max(0, x).
public struct ReLU: EntrywiseLayer {
  public init() {}
  public var name: String { "ReLU" }
}

/// The hyperbolic tangent.
public struct Tanh: EntrywiseLayer {
  public init() {}
  public var name: String { "Tanh" }
}

/// 1 / (1 + e⁻ˣ).
public struct Sigmoid: EntrywiseLayer {
  public init() {}
  public var name: String { "Sigmoid" }
}

/// eˣ over its sum along the last axis.
public struct Softmax: EntrywiseLayer {
  public init() {}
  public var name: String { "Softmax" }
}

/// Entries set to 0 by chance in training, with the rest scaled up; nothing when predicting.
public struct Dropout: EntrywiseLayer {
  public let rate: Double
  public init(rate: Double) { self.rate = rate }
  public var name: String { "Dropout \(rate)" }
}

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
  public var parameterShapes: [[Int]] { [[channels], [channels]] }

  public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
    try batchShape(inputShape, of: name)
    guard inputShape[1] == channels else {
      throw .channels(expected: channels, found: inputShape[1], groups: 1)
    }
    return inputShape
  }
}
