#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How the rate changes while a network trains.
public enum Schedule: Equatable, Sendable {
  case constant(Float)
  /// Multiplied by `factor` after every so many epochs.
  case step(Float, every: Int, factor: Float)
  /// Half a cosine from the rate down to 0.
  case cosine(Float)
  /// Up to the peak in a straight line for this share of the steps, then half a cosine down to 0.
  case oneCycle(peak: Float, warmUp: Float)

  /// The rate that the schedule is named by: its first, or its peak.
  public var peak: Float {
    switch self {
    case .constant(let rate), .step(let rate, _, _), .cosine(let rate), .oneCycle(let rate, _): rate
    }
  }

  /// The rule of a schedule: rates and factor numbers from 0, `every` at least 1, `warmUp` from 0 to 1.
  public func check() throws(ShapeError) {
    try checkRate(peak)
    switch self {
    case .constant, .cosine: break
    case .step(_, let every, let factor):
      guard every >= 1 else { throw .tooSmall(name: "every", found: every, least: 1) }
      try checkNotNegative(factor, "factor")
    case .oneCycle(_, let warmUp): try checkProbability(warmUp, "warmUp")
    }
  }

  /// The same course at another height.
  public func scaled(by factor: Float) -> Schedule {
    switch self {
    case .constant(let rate): .constant(rate * factor)
    case .step(let rate, let every, let drop): .step(rate * factor, every: every, factor: drop)
    case .cosine(let rate): .cosine(rate * factor)
    case .oneCycle(let peak, let warmUp): .oneCycle(peak: peak * factor, warmUp: warmUp)
    }
  }

  /// The rate of step `step`, from 0, of `steps`.
  public func rate(step: Int, of steps: Int, stepsPerEpoch: Int) -> Float {
    checked { () throws(ShapeError) in try check() }
    switch self {
    case .constant(let rate): return rate
    case .step(let rate, let every, let factor):
      return rate * powf(factor, Float(step / max(1, stepsPerEpoch) / max(1, every)))
    case .cosine(let rate): return rate * Self.halfCosine(Float(step) / Float(max(1, steps)))
    case .oneCycle(let peak, let warmUp):
      let rise = Float(steps) * warmUp
      let step = Float(step)
      if step < rise { return peak * (step + 1) / (rise + 1) }
      return peak * Self.halfCosine((step - rise) / max(1, Float(steps) - rise))
    }
  }

  /// From 1 at 0 to 0 at 1.
  private static func halfCosine(_ t: Float) -> Float { 0.5 * (1 + cosf(.pi * min(1, t))) }
}
