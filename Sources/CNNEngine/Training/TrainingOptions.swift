/// How a network is trained: everything besides the network and the data.
public struct TrainingOptions: Equatable, Sendable {
  /// How often every picture is seen.
  public var epochs = 5
  /// Pictures a step.
  public var batch = 32
  public var schedule = Schedule.oneCycle(peak: 0.1, warmUp: 0.2)
  public var optimizer = OptimizerRule.sgd(momentum: 0.9, nesterov: false, weightDecay: 5e-4)
  public var augmentation = Augmentation.none
  /// The share of the target that is spread over all classes, 0..<1.
  public var smoothing: Float = 0
  /// Decides the order of the pictures and all else that chance decides.
  public var seed = 1
  /// Whether every epoch has an order of its own.
  public var shuffles = true

  public init() {}
}

/// Why a run of training cannot begin, or cannot go on.
public enum TrainingFault: Error, Equatable, Sendable {
  /// The network and the data do not fit.
  case shape(ShapeError)
  /// A setting is not a number that training can use.
  case setting(name: String, found: String, expected: String)
  /// A layer's output is no longer finite.
  case notFinite(layer: String, step: Int, rate: Float)
}

extension TrainingFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .shape(let error): "\(error)"
    case .setting(let name, let found, let expected):
      "\(name) must be \(expected), not \(found)"
    case .notFinite(let layer, let step, let rate):
      "at step \(step + 1) the output of \(layer) is no longer finite: at a rate of \(rate) the steps were too long; try a tenth of it"
    }
  }
}
