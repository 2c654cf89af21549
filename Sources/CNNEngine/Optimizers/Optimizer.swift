/// Moves parameters against their gradients, and remembers what it needs from step to step.
public protocol Optimizer: Sendable {
  /// One step; the memory takes the parameters' shapes at the first. The rate is a number from 0, see `checkRate`.
  mutating func step(_ parameters: inout [Tensor], gradients: [Tensor], rate: Float)
}

/// Gradient descent with momentum: v ← μv + g, w ← w − ηv.
///
/// With Nesterov w ← w − η(g + μv). Weight decay λ adds λw to g.
///
/// Sources: Polyak (1964); Sutskever, Martens, Dahl and Hinton (2013) for the form of Nesterov's momentum.
public struct SGD: Optimizer {
  public let momentum, weightDecay: Float
  public let isNesterov: Bool
  private var velocities: [Tensor] = []

  public init(momentum: Float = 0, nesterov: Bool = false, weightDecay: Float = 0) {
    checked { () throws(ShapeError) in
      try Self.check(momentum: momentum, weightDecay: weightDecay)
    }
    (self.momentum, isNesterov, self.weightDecay) = (momentum, nesterov, weightDecay)
  }

  /// The rule of the settings: both numbers from 0.
  public static func check(momentum: Float = 0, weightDecay: Float = 0) throws(ShapeError) {
    try checkNotNegative(momentum, "momentum")
    try checkNotNegative(weightDecay, "weight decay")
  }

  public mutating func step(_ parameters: inout [Tensor], gradients: [Tensor], rate: Float) {
    checked { () throws(ShapeError) in try checkRate(rate) }
    if velocities.isEmpty { velocities = gradients.map { Tensor(zeros: $0.shape) } }
    for i in parameters.indices {
      let g = gradients[i] + parameters[i] * weightDecay
      velocities[i] = velocities[i] * momentum + g
      let direction = isNesterov ? g + velocities[i] * momentum : velocities[i]
      parameters[i] = parameters[i] - direction * rate
    }
  }
}

/// s ← ρs + (1 − ρ)g², w ← w − ηg / (√s + ε): each parameter's step measured by its own gradients.
///
/// Source: Tieleman and Hinton, *Neural Networks for Machine Learning*, lecture 6.5 (2012).
public struct RMSProp: Optimizer {
  public let decay, epsilon: Float
  private var squares: [Tensor] = []

  public init(decay: Float = 0.99, epsilon: Float = 1e-8) {
    checked { () throws(ShapeError) in try Self.check(decay: decay, epsilon: epsilon) }
    (self.decay, self.epsilon) = (decay, epsilon)
  }

  /// The rule of the settings: decay from 0 to below 1, epsilon from 0.
  public static func check(decay: Float = 0.99, epsilon: Float = 1e-8) throws(ShapeError) {
    try checkShare(decay, "decay")
    try checkEpsilon(epsilon)
  }

  public mutating func step(_ parameters: inout [Tensor], gradients: [Tensor], rate: Float) {
    checked { () throws(ShapeError) in try checkRate(rate) }
    if squares.isEmpty { squares = gradients.map { Tensor(zeros: $0.shape) } }
    for (i, g) in gradients.enumerated() {
      squares[i] = squares[i] * decay + g * g * (1 - decay)
      parameters[i] = parameters[i] - g / (sqrt(squares[i]) + epsilon) * rate
    }
  }
}

/// Means of g and of g², both divided by 1 − βᵗ since they begin at 0; w ← w − η·m̂ / (√ŝ + ε).
///
/// Weight decay adds λw to g, as L2 regularisation does; `AdamW` keeps it apart.
///
/// Source: Kingma and Ba, *Adam* (2014), arXiv:1412.6980, algorithm 1.
public struct Adam: Optimizer {
  public let beta1, beta2, epsilon, weightDecay: Float
  private var means: [Tensor] = []
  private var squares: [Tensor] = []
  private var steps = 0

  public init(
    beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8, weightDecay: Float = 0
  ) {
    checked { () throws(ShapeError) in
      try Self.check(beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: weightDecay)
    }
    (self.beta1, self.beta2, self.epsilon, self.weightDecay) = (beta1, beta2, epsilon, weightDecay)
  }

  /// The rule of the settings, of AdamW's too: both betas from 0 to below 1, the others from 0.
  public static func check(
    beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8, weightDecay: Float = 0
  ) throws(ShapeError) {
    try checkShare(beta1, "beta1")
    try checkShare(beta2, "beta2")
    try checkEpsilon(epsilon)
    try checkNotNegative(weightDecay, "weight decay")
  }

  public mutating func step(_ parameters: inout [Tensor], gradients: [Tensor], rate: Float) {
    checked { () throws(ShapeError) in try checkRate(rate) }
    let decayed = zip(gradients, parameters).map { $0 + $1 * weightDecay }
    move(&parameters, decayed, rate)
  }

  mutating func move(_ parameters: inout [Tensor], _ gradients: [Tensor], _ rate: Float) {
    if means.isEmpty {
      means = gradients.map { Tensor(zeros: $0.shape) }
      squares = means
    }
    steps += 1
    let (first, second) = (1 - power(beta1, Float(steps)), 1 - power(beta2, Float(steps)))
    for (i, g) in gradients.enumerated() {
      means[i] = means[i] * beta1 + g * (1 - beta1)
      squares[i] = squares[i] * beta2 + g * g * (1 - beta2)
      parameters[i] =
        parameters[i] - (means[i] / first) / (sqrt(squares[i] / second) + epsilon) * rate
    }
  }
}

/// Adam with the decay beside it: w ← w − ηλw, whatever the gradients' size.
///
/// Source: Loshchilov and Hutter, *Decoupled Weight Decay Regularization* (2017), arXiv:1711.05101.
public struct AdamW: Optimizer {
  public let weightDecay: Float
  private var adam: Adam

  public init(
    beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8, weightDecay: Float = 0.01
  ) {
    checked { () throws(ShapeError) in try Adam.check(weightDecay: weightDecay) }
    self.weightDecay = weightDecay
    adam = Adam(beta1: beta1, beta2: beta2, epsilon: epsilon)
  }

  public mutating func step(_ parameters: inout [Tensor], gradients: [Tensor], rate: Float) {
    checked { () throws(ShapeError) in try checkRate(rate) }
    for i in parameters.indices { parameters[i] = parameters[i] * (1 - rate * weightDecay) }
    adam.move(&parameters, gradients, rate)
  }
}
