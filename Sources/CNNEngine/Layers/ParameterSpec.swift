/// One tensor that a layer learns or gathers: what it is called, its shape, and how it begins.
///
/// Names are the field's: `weight`, `bias`, `running_mean`, `running_var`. Inside a plan a path stands before them:
/// `3.body.0.weight` is the weight of the first layer in the body of layer 3. A specification holds no numbers, so
/// that a plan of 138 million parameters is counted and named without one of them being stored.
public struct ParameterSpec: Equatable, Sendable {
  /// How a tensor begins.
  public enum Start: Equatable, Sendable {
    /// By the rule of initialisation that the network is made with.
    case drawn
    /// At 0, beside a weight that is drawn: it takes a random number's place, so that the weights after it stay as they are.
    case bias
    case zeros
    case ones
  }

  public var name: String
  public var shape: [Int]
  public var start: Start

  public init(_ name: String, _ shape: [Int], _ start: Start) {
    (self.name, self.shape, self.start) = (name, shape, start)
  }

  /// The same inside a part of a plan.
  func inside(_ part: String) -> ParameterSpec {
    ParameterSpec("\(part).\(name)", shape, start)
  }

  /// A fresh tensor.
  ///
  /// - Parameters:
  ///   - rule: the rule for what is drawn.
  ///   - number: gives each tensor its own random numbers; counted up where one is taken.
  /// - Returns: a tensor of `shape`.
  func fresh(_ rule: Initialization, number: inout Int) -> Tensor {
    switch start {
    case .drawn:
      number &+= 1
      return rule.weights(shape, seed: number)
    case .bias:
      number &+= 1
      return Tensor(zeros: shape)
    case .zeros: return Tensor(zeros: shape)
    case .ones:
      return Tensor(zeros: shape).mapped { _ in 1 }
    }
  }
}

extension [ParameterSpec] {
  /// All of them inside a part of a plan.
  func inside(_ part: String) -> [ParameterSpec] { map { $0.inside(part) } }

  /// A weight that is drawn, and a bias where the layer has one.
  static func weight(_ shape: [Int], bias: Int?) -> [ParameterSpec] {
    [ParameterSpec("weight", shape, .drawn)]
      + (bias.map { [ParameterSpec("bias", [$0], .bias)] } ?? [])
  }

  /// A scale that begins at 1 and a shift that begins at 0, as normalisations have them.
  static func scaleAndShift(_ count: Int) -> [ParameterSpec] {
    [ParameterSpec("weight", [count], .ones), ParameterSpec("bias", [count], .zeros)]
  }
}
