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
  public init(channels: Int) { self.channels = channels }
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
