/// The mean of (y − t)².
public func meanSquaredError(_ y: Tensor, _ target: Tensor) -> Float {
  checked { () throws(ShapeError) in try checkTarget(y.shape, target.shape) }
  let d = y - target
  return dot(d, d) / Float(y.count)
}

/// ∂loss/∂y = 2·(y − t) / count.
public func meanSquaredErrorGradient(_ y: Tensor, _ target: Tensor) -> Tensor {
  checked { () throws(ShapeError) in try checkTarget(y.shape, target.shape) }
  return (y - target) * (2 / Float(y.count))
}

/// The mean of −t·log σ(z) − (1 − t)·log(1 − σ(z)), as max(z, 0) − z·t + log(1 + e^−|z|), which never overflows.
public func binaryCrossEntropy(_ logits: Tensor, _ targets: Tensor) -> Float {
  checked { () throws(ShapeError) in try checkTarget(logits.shape, targets.shape) }
  let losses = logits.combined(targets) { z, t in
    Swift.max(z, 0) - z * t + naturalLogarithm(1 + exponential(-Swift.abs(z)))
  }
  return losses.mean()
}

/// ∂loss/∂z = (σ(z) − t) / count.
public func binaryCrossEntropyGradient(_ logits: Tensor, _ targets: Tensor) -> Tensor {
  checked { () throws(ShapeError) in try checkTarget(logits.shape, targets.shape) }
  return (sigmoid(logits) - targets) / Float(logits.count)
}

/// 1 − (2·Σ p·t + ε) / (Σ p + Σ t + ε): for masks that cover little of a picture.
///
/// Source: Milletari, Navab and Ahmadi, *V-Net* (2016), arXiv:1606.04797, with sums in place of sums of squares.
public func diceLoss(_ p: Tensor, _ target: Tensor, epsilon: Float = 1) -> Float {
  checked { () throws(ShapeError) in try checkTarget(p.shape, target.shape) }
  return 1 - (2 * dot(p, target) + epsilon) / (p.sum() + target.sum() + epsilon)
}

/// ∂loss/∂p = (share − 2·t) / total, where share is the coefficient itself and total its divisor.
public func diceLossGradient(_ p: Tensor, _ target: Tensor, epsilon: Float = 1) -> Tensor {
  checked { () throws(ShapeError) in try checkTarget(p.shape, target.shape) }
  let total = p.sum() + target.sum() + epsilon
  let share = (2 * dot(p, target) + epsilon) / total
  return target.mapped { (share - 2 * $0) / total }
}

/// The rule of losses that compare entry by entry.
public func checkTarget(_ y: [Int], _ target: [Int]) throws(ShapeError) {
  guard y == target else { throw .shape(name: "the target", expected: y, found: target) }
  guard try entryCount(of: y) > 0 else {
    throw .tooSmall(name: "the number of entries", found: 0, least: 1)
  }
}
