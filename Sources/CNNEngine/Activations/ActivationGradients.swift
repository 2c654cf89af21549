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

/// σ(x)·(1 − σ(x))·∂y.
public func sigmoidGradient(input: Tensor, outputGradient: Tensor) -> Tensor {
  input.combined(outputGradient) {
    let s = logistic($0)
    return s * (1 - s) * $1
  }
}

/// (1 − tanh²x)·∂y.
public func tanhGradient(input: Tensor, outputGradient: Tensor) -> Tensor {
  input.combined(outputGradient) {
    let t = hyperbolicTangent($0)
    return (1 - t * t) * $1
  }
}

/// (Φ(x) + x·φ(x))·∂y, with the normal distribution's function Φ and density φ.
public func geluGradient(input: Tensor, outputGradient: Tensor) -> Tensor {
  input.combined(outputGradient) {
    let share = 0.5 * (1 + errorFunction($0 / Float(2).squareRoot()))
    let density = exponential(-$0 * $0 / 2) / (2 * Float.pi).squareRoot()
    return (share + $0 * density) * $1
  }
}

/// σ(x)·(1 + x·(1 − σ(x)))·∂y.
public func siluGradient(input: Tensor, outputGradient: Tensor) -> Tensor {
  input.combined(outputGradient) {
    let s = logistic($0)
    return s * (1 + $0 * (1 - s)) * $1
  }
}

/// y·(∂y − Σ y·∂y), the sum along the last axis, with y = softmax(x).
public func softmaxGradient(input: Tensor, outputGradient: Tensor) -> Tensor {
  // A single number is always 1 of 1.
  guard input.rank > 0 else { return input.mapped { _ in 0 } }
  let y = softmax(input)
  let product = y * outputGradient
  return y * (outputGradient - product.sum(along: input.rank - 1))
}
