/// The mean of (y − t)².
public func meanSquaredError(_ y: Tensor, _ target: Tensor) -> Float {
  checked { () throws(ShapeError) in try checkTarget(y.shape, target.shape) }
  return mean(y, target) { ($0 - $1) * ($0 - $1) }
}

/// ∂loss/∂y = 2·(y − t) / count.
public func meanSquaredErrorGradient(_ y: Tensor, _ target: Tensor) -> Tensor {
  checked { () throws(ShapeError) in try checkTarget(y.shape, target.shape) }
  return (y - target) * (2 / Float(y.count))
}

/// The mean of −t·log σ(z) − (1 − t)·log(1 − σ(z)), from logits.
///
/// With u = 1 − t where z is positive and u = t elsewhere it is u·|z| + log(1 + e^−|z|): never overflows, and of a very
/// sure right answer the small rest stays.
///
/// - Parameters:
///   - logits: any shape.
///   - targets: in the logits' shape, 0…1.
/// - Returns: 0 or more; ln 2 where all logits are 0.
public func binaryCrossEntropy(_ logits: Tensor, _ targets: Tensor) -> Float {
  checked { () throws(ShapeError) in try checkTargets(logits.shape, targets) }
  return mean(logits, targets) { z, t in
    let (share, distance) = (z > 0 ? 1 - t : t, z.magnitude)
    // What is not asked for costs nothing, be it infinitely far.
    return (share == 0 ? 0 : share * distance) + logarithm(onePlus: exponential(-distance))
  }
}

/// ∂loss/∂z = (σ(z) − t) / count.
public func binaryCrossEntropyGradient(_ logits: Tensor, _ targets: Tensor) -> Tensor {
  checked { () throws(ShapeError) in try checkTargets(logits.shape, targets) }
  let count = Double(logits.count)
  return logits.combined(targets) { z, t in
    // Where z is positive, σ(z) is near 1 and is taken from there: (1 − t) − σ(−z).
    let (z, t) = (Double(z), Double(t))
    let power = exponential(-z.magnitude)
    let small = power / (1 + power)
    return Float((z > 0 ? (1 - t) - small : small - t) / count)
  }
}

/// 1 − (2·Σ p·t + ε) / (Σ p + Σ t + ε): for masks that cover little of a picture.
///
/// Source: Milletari, Navab and Ahmadi, *V-Net* (2016), arXiv:1606.04797, with sums in place of sums of squares.
///
/// - Parameters:
///   - p: probabilities, any shape.
///   - target: in the shape of `p`, 0…1.
///   - epsilon: from 0; keeps two empty masks from dividing by 0.
/// - Returns: 0 where both agree, near 1 where nothing does.
public func diceLoss(_ p: Tensor, _ target: Tensor, epsilon: Float = 1) -> Float {
  let sums = DiceSums(p, target, epsilon)
  return Float(sums.missed / sums.total)
}

/// ∂loss/∂p = (share − 2·t) / total, where share is the coefficient itself and total its divisor.
public func diceLossGradient(_ p: Tensor, _ target: Tensor, epsilon: Float = 1) -> Tensor {
  let sums = DiceSums(p, target, epsilon)
  let share = 1 - sums.missed / sums.total
  return target.mapped { Float((share - 2 * Double($0)) / sums.total) }
}

/// The sums of Dice's loss.
private struct DiceSums {
  /// Σ p·(1 − t) + t·(1 − p): Σ p + Σ t − 2·Σ p·t without its cancellation.
  private(set) var missed = 0.0
  /// Σ p + Σ t + ε.
  private(set) var total: Double

  init(_ p: Tensor, _ target: Tensor, _ epsilon: Float) {
    checked { () throws(ShapeError) in
      try checkTargets(p.shape, target)
      try checkEpsilon(epsilon)
    }
    total = Double(epsilon)
    for (p, t) in zip(p.scalars, target.scalars) {
      let (p, t) = (Double(p), Double(t))
      missed += p * (1 - t) + t * (1 - p)
      total += p + t
    }
  }
}

/// The mean of a loss over all entries, in double precision.
private func mean(_ y: Tensor, _ target: Tensor, _ loss: (Double, Double) -> Double) -> Float {
  Float(
    zip(y.scalars, target.scalars).reduce(0.0) { $0 + loss(Double($1.0), Double($1.1)) }
      / Double(y.count))
}

/// The rule of losses that compare entry by entry.
public func checkTarget(_ y: [Int], _ target: [Int]) throws(ShapeError) {
  guard y == target else { throw .shape(name: "the target", expected: y, found: target) }
  guard try entryCount(of: y) > 0 else {
    throw .tooSmall(name: "the number of entries", found: 0, least: 1)
  }
}

/// The rule of losses whose targets are probabilities: `checkTarget`, and every target from 0 to 1.
public func checkTargets(_ y: [Int], _ targets: Tensor) throws(ShapeError) {
  try checkTarget(y, targets.shape)
  for target in targets.scalars { try checkProbability(target, "a target") }
}
