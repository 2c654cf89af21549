/// log Σ eˣ along the last axis, which goes: the largest entry is taken out first, so that nothing overflows.
///
///     log Σ eˣⁱ = m + log Σ eˣⁱ⁻ᵐ
public func logSumExp(_ x: Tensor) -> Tensor {
  precondition(
    x.rank > 0 && (x.shape.last ?? 0) > 0,
    "logSumExp needs a last axis with entries, not \(x.shape)."
  )
  let n = x.shape[x.rank - 1]
  var result = Tensor(zeros: Array(x.shape.dropLast()))
  for row in result.scalars.indices {
    let entries = x.scalars[row * n..<(row + 1) * n]
    let largest = entries.max() ?? 0
    guard largest.isFinite else {
      result.scalars[row] = largest
      continue
    }
    result.scalars[row] =
      largest + naturalLogarithm(entries.reduce(Float(0)) { $0 + exponential($1 - largest) })
  }
  return result
}

/// x − log Σ eˣ along the last axis: the logarithm of softmax, finite where softmax is 0.
public func logSoftmax(_ x: Tensor) -> Tensor {
  let sums = logSumExp(x)
  return x - sums.viewed(as: sums.shape + [1])
}

/// Softmax and cross-entropy in one stable step: the mean over the batch of log Σ eᶻ − z of the label.
///
/// With smoothing s the target is 1 − s for the label and s spread over all classes.
///
/// - Parameters:
///   - logits: `[N, classes]`.
///   - labels: for each row a class, 0 to classes − 1.
///   - smoothing: 0..<1.
/// - Returns: 0 or more; ln(classes) where all logits are equal.
public func crossEntropy(_ logits: Tensor, _ labels: [Int], smoothing: Float = 0) -> Float {
  checked { () throws(ShapeError) in try checkLabels(logits.shape, labels) }
  return -dot(logSoftmax(logits), targets(labels, logits.shape[1], smoothing))
    / Float(logits.shape[0])
}

/// ∂loss/∂logits = (softmax(z) − target) / N.
public func crossEntropyGradient(_ logits: Tensor, _ labels: [Int], smoothing: Float = 0) -> Tensor
{
  checked { () throws(ShapeError) in try checkLabels(logits.shape, labels) }
  return (softmax(logits) - targets(labels, logits.shape[1], smoothing)) / Float(logits.shape[0])
}

/// The rule of `crossEntropy`.
public func checkLabels(_ logits: [Int], _ labels: [Int]) throws(ShapeError) {
  guard logits.count == 2 else {
    throw .rank(name: "the logits", expected: "[N, classes]", shape: logits)
  }
  guard logits[0] > 0 else { throw .tooSmall(name: "the batch", found: 0, least: 1) }
  guard labels.count == logits[0] else {
    throw .length(name: "the labels", expected: logits[0], found: labels.count)
  }
  for label in labels {
    guard label >= 0 else { throw .tooSmall(name: "a label", found: label, least: 0) }
    guard label < logits[1] else {
      throw .above(name: "a label", found: label, most: logits[1] - 1)
    }
  }
}

private func targets(_ labels: [Int], _ classes: Int, _ smoothing: Float) -> Tensor {
  precondition((0..<1).contains(smoothing), "Label smoothing lies in 0..<1, not \(smoothing).")
  var result = Tensor(zeros: [labels.count, classes])
  for (n, label) in labels.enumerated() {
    for c in 0..<classes {
      result.scalars[n * classes + c] =
        (c == label ? 1 - smoothing : 0) + smoothing / Float(classes)
    }
  }
  return result
}
