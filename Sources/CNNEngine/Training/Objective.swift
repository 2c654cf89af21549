/// What training makes small: one loss, or several, each for some channels of the output, weighed and added up.
///
/// A classifier has one part over all classes. A detector whose output `[N, 4 + classes, H, W]` holds boxes and classes
/// has two; a segmenter has classes at every pixel.
public struct Objective: Equatable, Sendable {
  public struct Part: Equatable, Sendable {
    /// Which channels of the output, or entries of a vector; `nil` takes all.
    public var channels: Range<Int>?
    public var rule: LossRule
    /// What the loss is multiplied by, above 0.
    public var weight: Float

    public init(_ rule: LossRule, channels: Range<Int>? = nil, weight: Float = 1) {
      (self.rule, self.channels, self.weight) = (rule, channels, weight)
    }
  }

  public var parts: [Part]

  public init(_ parts: [Part]) { self.parts = parts }
  public init(_ rule: LossRule) { self.init([Part(rule)]) }

  /// Cross-entropy of a classifier with label smoothing, 0..<1.
  public static func crossEntropy(smoothing: Float = 0) -> Objective {
    Objective(.crossEntropy(smoothing: smoothing))
  }

  /// The rule of an objective: each part finds its channels in an output `[N, channels, …]`.
  public func check(output shape: [Int]) throws(ShapeError) {
    guard shape.count == 2 || shape.count == 4 else {
      throw .rank(
        name: "an output to be judged", expected: "[N, classes] or [N, K, P, Q]", shape: shape)
    }
    guard !parts.isEmpty else {
      throw .tooSmall(name: "the number of losses", found: 0, least: 1)
    }
    for part in parts {
      let channels = part.channels ?? 0..<shape[1]
      guard channels.lowerBound >= 0 else {
        throw .tooSmall(name: "a loss's first channel", found: channels.lowerBound, least: 0)
      }
      guard channels.upperBound <= shape[1] else {
        throw .above(
          name: "a loss's last channel", found: channels.upperBound - 1, most: shape[1] - 1)
      }
      guard !channels.isEmpty else {
        throw .tooSmall(name: "the channels of a loss", found: 0, least: 1)
      }
      if case .crossEntropy(_, let weights, _) = part.rule, !weights.isEmpty,
        weights.count != channels.count
      {
        throw .length(name: "the class weights", expected: channels.count, found: weights.count)
      }
    }
  }
}

/// One loss, for each image or for each of its pixels.
public enum LossRule: Equatable, Sendable {
  /// Softmax and cross-entropy over the channels, against a class for each vector or pixel.
  ///
  /// Smoothing, 0..<1, is the share of the target that is spread over all classes. With weights, one a class, the mean is
  /// taken over the weights of the labels; what is labelled `ignoring` counts nowhere.
  case crossEntropy(smoothing: Float = 0, weights: [Float] = [], ignoring: Int? = nil)
  /// −t·log σ(z) − (1 − t)·log(1 − σ(z)) entry by entry, targets 0…1; the mean over all entries.
  case binaryCrossEntropy
  /// (y − t)² entry by entry; the mean over all entries.
  case meanSquaredError

  /// Whether its targets are classes; else they are numbers.
  var takesLabels: Bool { if case .crossEntropy = self { true } else { false } }
}
