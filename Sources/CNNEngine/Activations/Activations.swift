// Entry by entry, but for softmax, which looks along the last axis.

/// max(0, x).
public func relu(_ x: Tensor) -> Tensor { x.mapped { $0 < 0 ? 0 : $0 } }

/// x where it is positive, `slope`·x elsewhere.
public func leakyRelu(_ x: Tensor, slope: Float = 0.01) -> Tensor {
  x.mapped { $0 < 0 ? slope * $0 : $0 }
}

/// 1 / (1 + e⁻ˣ), in a form that does not overflow.
public func sigmoid(_ x: Tensor) -> Tensor { x.mapped(logistic) }

/// (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ).
public func tanh(_ x: Tensor) -> Tensor { x.mapped(hyperbolicTangent) }

/// x·Φ(x) with the normal distribution function Φ, exactly, not by the tanh approximation.
///
/// Source: Hendrycks and Gimpel, *Gaussian Error Linear Units* (2016), arXiv:1606.08415.
public func gelu(_ x: Tensor) -> Tensor {
  x.mapped { 0.5 * $0 * (1 + errorFunction($0 / Float(2).squareRoot())) }
}

/// x·sigmoid(x).
public func silu(_ x: Tensor) -> Tensor { x.mapped { $0 * logistic($0) } }

/// eˣ over the sum of eˣ along the last axis; the largest entry is taken off first, so that nothing overflows.
public func softmax(_ x: Tensor) -> Tensor {
  guard let length = x.shape.last, length > 0 else { return x.mapped { _ in 1 } }
  var result = x
  for start in stride(from: 0, to: x.scalars.count, by: length) {
    let row = start..<start + length
    let largest = x.scalars[row].max() ?? 0
    var sum: Float = 0
    for i in row {
      result.scalars[i] = exponential(x.scalars[i] - largest)
      sum += result.scalars[i]
    }
    for i in row { result.scalars[i] /= sum }
  }
  return result
}

private func logistic(_ x: Float) -> Float {
  if x >= 0 { return 1 / (1 + exponential(-x)) }
  let e = exponential(x)
  return e / (1 + e)
}

// MARK: - Elementary functions, entry by entry

public func abs(_ x: Tensor) -> Tensor { x.mapped { Swift.abs($0) } }
public func exp(_ x: Tensor) -> Tensor { x.mapped(exponential) }
public func log(_ x: Tensor) -> Tensor { x.mapped(naturalLogarithm) }
public func sqrt(_ x: Tensor) -> Tensor { x.mapped { $0.squareRoot() } }
public func pow(_ x: Tensor, _ exponent: Float) -> Tensor { x.mapped { power($0, exponent) } }
public func sin(_ x: Tensor) -> Tensor { x.mapped(sine) }
public func cos(_ x: Tensor) -> Tensor { x.mapped(cosine) }
public func max(_ a: Tensor, _ b: Tensor) -> Tensor { a.combined(b) { Swift.max($0, $1) } }
public func min(_ a: Tensor, _ b: Tensor) -> Tensor { a.combined(b) { Swift.min($0, $1) } }
