/// x · tanh(log(1 + eˣ)): smooth, and a little below 0 where x is.
///
/// Source: Misra, *Mish: A Self Regularized Non-Monotonic Activation Function* (2019), arXiv:1908.08681.
public struct Mish: EntrywiseLayer {
  public init() {}
  public var name: String { "Mish" }
  public var encoding: String { encoded("Mish") }

  public func output(for input: Tensor) -> Tensor { input.mapped { $0 * Self.share($0) } }

  /// ∂y/∂x = t + x·(1 − t²)·σ(x), t = tanh(log(1 + eˣ)).
  public func inputGradient(_ input: Tensor, _ outputGradient: Tensor) -> Tensor {
    input.combined(outputGradient) { x, dy in
      let t = Self.share(x)
      return dy * (t + x * (1 - t * t) * logistic(x))
    }
  }

  /// tanh(log(1 + eˣ)) = n / (n + 2) with n = eˣ·(eˣ + 2): no logarithm, and 1 before eˣ grows too large to square.
  private static func share(_ x: Float) -> Float {
    let e = exponential(min(x, 20))
    let n = e * (e + 2)
    return n / (n + 2)
  }
}

extension Mish: LaneFunction {
  @inline(__always) private func share(_ x: Lanes) -> Lanes {
    let e = exponential(x.replacing(with: 20, where: x .> 20))
    let n = e * (e + 2)
    return n / (n + 2)
  }

  @inline(__always) func lanes(_ x: Lanes) -> Lanes { x * share(x) }
  @inline(__always) func laneGradient(_ x: Lanes, _ y: Lanes, _ dy: Lanes) -> Lanes {
    let t = share(x)
    return dy * (t + x * (1 - t * t) * logistic(x))
  }
  var loops: LaneLoops { LaneLoops(self) }
}
