/// Which optimiser moves the parameters, and its settings; the rate comes from a `Schedule`.
public enum OptimizerRule: Equatable, Sendable {
  /// v ← μv + g, w ← w − ηv; with Nesterov w ← w − η(g + μv). Weight decay λ adds λw to g.
  case sgd(momentum: Float, nesterov: Bool, weightDecay: Float)
  /// s ← ρs + (1 − ρ)g², w ← w − ηg/(√s + ε).
  case rmsProp(decay: Float)
  /// Means of g and g² with β₁ = 0.9 and β₂ = 0.999, both corrected for their start; decay λ adds λw to g.
  ///
  /// Source: Kingma and Ba (2014), arXiv:1412.6980.
  case adam(weightDecay: Float)
  /// Adam with the decay beside it, w ← w − ηλw.
  ///
  /// Source: Loshchilov and Hutter (2017), arXiv:1711.05101.
  case adamW(weightDecay: Float)
}

extension OptimizerRule {
  /// The rule of the settings.
  ///
  /// - Throws: `ShapeError` for a negative momentum or decay, for a decay of squares of 1 or more, and for NaN.
  public func check() throws(ShapeError) {
    switch self {
    case .sgd(let momentum, _, let weightDecay):
      try SGD.check(momentum: momentum, weightDecay: weightDecay)
    case .rmsProp(let decay): try RMSProp.check(decay: decay)
    case .adam(let weightDecay), .adamW(let weightDecay): try Adam.check(weightDecay: weightDecay)
    }
  }
}
