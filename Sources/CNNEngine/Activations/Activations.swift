// Entry by entry. What takes a tensor also takes a number; softmax, which looks along the last axis, has its own file.

/// max(0, x).
@_disfavoredOverload
public func relu(_ x: Tensor) -> Tensor { x.mapped { $0 < 0 ? 0 : $0 } }

/// x where it is positive, `slope`·x elsewhere.
@_disfavoredOverload
public func leakyRelu(_ x: Tensor, slope: Float = 0.01) -> Tensor {
  x.mapped { $0 < 0 ? slope * $0 : $0 }
}

/// 1 / (1 + e⁻ˣ), in a form that does not overflow.
@_disfavoredOverload
public func sigmoid(_ x: Tensor) -> Tensor { x.mapped(logistic) }

/// (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ).
@_disfavoredOverload
public func tanh(_ x: Tensor) -> Tensor { x.mapped(hyperbolicTangent) }

/// x·Φ(x) with the normal distribution function Φ, exactly, not by the tanh approximation.
///
/// Source: Hendrycks and Gimpel, *Gaussian Error Linear Units* (2016), arXiv:1606.08415.
@_disfavoredOverload
public func gelu(_ x: Tensor) -> Tensor {
  x.mapped { Float(Double($0) * normalShare(Double($0))) }
}

/// x·sigmoid(x).
@_disfavoredOverload
public func silu(_ x: Tensor) -> Tensor { x.mapped { $0 * logistic($0) } }

func logistic(_ x: Float) -> Float {
  if x >= 0 { return 1 / (1 + exponential(-x)) }
  let e = exponential(x)
  return e / (1 + e)
}

/// Φ(x), the share of a normal distribution below x: ½·erfc(−x/√2), which is exact far to the left, too.
func normalShare(_ x: Double) -> Double { 0.5 * complementaryErrorFunction(-x * 0.5.squareRoot()) }

// MARK: - The same of one number

/// max(0, x).
public func relu<Number: BinaryFloatingPoint>(_ x: Number) -> Number { x < 0 ? 0 : x }

/// x where it is positive, `slope`·x elsewhere.
public func leakyRelu<Number: BinaryFloatingPoint>(_ x: Number, slope: Number = 0.01) -> Number {
  x < 0 ? slope * x : x
}

/// 1 / (1 + e⁻ˣ).
public func sigmoid<Number: BinaryFloatingPoint>(_ x: Number) -> Number {
  let power = exponential(-Double(x.magnitude))
  return Number((x < 0 ? power : 1) / (1 + power))
}

/// (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ).
public func tanh<Number: BinaryFloatingPoint>(_ x: Number) -> Number {
  Number(hyperbolicTangent(Double(x)))
}

/// x·Φ(x) with the normal distribution function Φ.
public func gelu<Number: BinaryFloatingPoint>(_ x: Number) -> Number {
  Number(Double(x) * normalShare(Double(x)))
}

/// x·sigmoid(x).
public func silu<Number: BinaryFloatingPoint>(_ x: Number) -> Number {
  Number(Double(x) * sigmoid(Double(x)))
}
