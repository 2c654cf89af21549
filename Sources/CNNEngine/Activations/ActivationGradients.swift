// ∂loss/∂input of the activations, from their input and ∂loss/∂output, both of one shape.

/// ∂y where x > 0, 0 elsewhere.
public func reluGradient(input: Tensor, outputGradient: Tensor) -> Tensor {
  input.combined(outputGradient) { $0 > 0 ? $1 : 0 }
}

/// ∂y where x > 0, `slope`·∂y elsewhere.
public func leakyReluGradient(
  input: Tensor, outputGradient: Tensor, slope: Float = 0.01
) -> Tensor {
  input.combined(outputGradient) { $0 > 0 ? $1 : slope * $1 }
}

/// σ(x)·(1 − σ(x))·∂y, as e^−|x| / (1 + e^−|x|)²: where σ is all but 1, the rest is not lost.
public func sigmoidGradient(input: Tensor, outputGradient: Tensor) -> Tensor {
  input.combined(outputGradient) { logisticSlope($0) * $1 }
}

/// (1 − tanh²x)·∂y, which is four times the logistic function's slope at 2x.
public func tanhGradient(input: Tensor, outputGradient: Tensor) -> Tensor {
  input.combined(outputGradient) { 4 * logisticSlope(2 * $0) * $1 }
}

private func logisticSlope(_ x: Float) -> Float {
  let power = exponential(-x.magnitude)
  return power / ((1 + power) * (1 + power))
}

/// (Φ(x) + x·φ(x))·∂y, with the normal distribution's function Φ and density φ.
public func geluGradient(input: Tensor, outputGradient: Tensor) -> Tensor {
  input.combined(outputGradient) {
    let x = Double($0)
    let density = exponential(-x * x / 2) / (2 * Double.pi).squareRoot()
    return Float(normalShare(x) + x * density) * $1
  }
}

/// σ(x)·(1 + x·(1 − σ(x)))·∂y.
public func siluGradient(input: Tensor, outputGradient: Tensor) -> Tensor {
  input.combined(outputGradient) {
    let s = logistic($0)
    return s * (1 + $0 * (1 - s)) * $1
  }
}
