/// Each channel of a batch brought to mean 0 and variance 1, then scaled and shifted.
///
///     x̂ = (x − m) / √(v + ε)      y = scale · x̂ + shift
///
/// m and v are the mean and the variance of the channel over batch, rows and columns. Source: Ioffe and Szegedy (2015),
/// arXiv:1502.03167, algorithm 1.
///
/// - Parameters:
///   - x: `[N, C, H, W]`, with N·H·W of 2 or more: a single value is its own mean.
///   - scale: `[C]`.
///   - shift: `[C]`.
///   - epsilon: added to the variance, so that nothing is divided by 0; from 0.
/// - Returns: a tensor in the shape of `x`.
public func batchNorm(_ x: Tensor, scale: Tensor, shift: Tensor, epsilon: Float = 1e-5) -> Tensor {
  checked { () throws(ShapeError) in
    try checkBatchNorm(x.shape, [scale.shape, shift.shape], epsilon: epsilon)
  }
  return standardized(x, along: [0, 2, 3], epsilon).value * perChannel(scale) + perChannel(shift)
}

/// The same with a mean and a variance that were gathered in training: what a network does when it predicts.
public func batchNormInference(
  _ x: Tensor, scale: Tensor, shift: Tensor, mean: Tensor, variance: Tensor,
  epsilon: Float = 1e-5
) -> Tensor {
  checked { () throws(ShapeError) in
    try checkNorm(x.shape, [scale.shape, shift.shape, mean.shape, variance.shape])
    try checkEpsilon(epsilon)
  }
  let factor = scale / sqrt(variance + epsilon)
  return (x - perChannel(mean)) * perChannel(factor) + perChannel(shift)
}

/// What batch normalisation hands back for the gradient of its output.
public struct NormGradients: Equatable, Sendable {
  /// ∂loss/∂input, in the input's shape.
  public var input: Tensor
  /// ∂loss/∂scale, `[C]`.
  public var scale: Tensor
  /// ∂loss/∂shift, `[C]`.
  public var shift: Tensor
}

/// The gradients of `batchNorm`: m and v depend on every entry, so each entry's gradient depends on all.
///
///     ∂shift = Σ ∂y      ∂scale = Σ ∂y · x̂
///     ∂x = scale / √(v + ε) · (∂y − ∂shift / n − x̂ · ∂scale / n)
public func batchNormGradients(
  input: Tensor, scale: Tensor, outputGradient: Tensor, epsilon: Float = 1e-5
) -> NormGradients {
  checked { () throws(ShapeError) in
    try checkBatchNorm(input.shape, [scale.shape], epsilon: epsilon)
    guard outputGradient.shape == input.shape else {
      throw .shape(
        name: "the output's gradient", expected: input.shape, found: outputGradient.shape)
    }
  }
  let axes = [0, 2, 3]
  let (normal, inverse) = standardized(input, along: axes, epsilon)
  let shiftGradient = outputGradient.sum(along: axes)
  let scaleGradient = (outputGradient * normal).sum(along: axes)
  let n = Float(input.count / Swift.max(1, scale.count))
  let inputGradient =
    (outputGradient - shiftGradient / n - normal * scaleGradient / n) * inverse * perChannel(scale)
  return NormGradients(
    input: inputGradient, scale: scaleGradient.flattened(), shift: shiftGradient.flattened())
}

/// (x − m)/√(v + ε) over some axes, and 1/√(v + ε).
func standardized(_ x: Tensor, along axes: [Int], _ epsilon: Float) -> (
  value: Tensor, inverse: Tensor
) {
  let inverse = 1 / sqrt(x.variance(along: axes) + epsilon)
  return ((x - x.mean(along: axes)) * inverse, inverse)
}

/// `[C]` as `[1, C, 1, 1]`, which broadcasts over a batch.
func perChannel(_ x: Tensor) -> Tensor { x.viewed(as: [1, x.count, 1, 1]) }

/// The rule of batch normalisation in training: `checkNorm`, and more than one value in each channel.
public func checkBatchNorm(_ x: [Int], _ numbers: [[Int]], epsilon: Float = 1e-5)
  throws(ShapeError)
{
  try checkNorm(x, numbers)
  guard x[0] * x[2] * x[3] > 1 else { throw .singleValue(name: "each channel", shape: x) }
  try checkEpsilon(epsilon)
}

/// The rule of batch normalisation: a batch of maps, and one number for each channel.
public func checkNorm(_ x: [Int], _ numbers: [[Int]]) throws(ShapeError) {
  guard x.count == 4 else {
    throw .rank(name: "the input", expected: "[N, C, H, W]", shape: x)
  }
  guard x[0] * x[2] * x[3] > 0 else {
    throw .tooSmall(name: "the number of entries of a channel", found: 0, least: 1)
  }
  for shape in numbers where shape != [x[1]] {
    throw .shape(name: "each of scale, shift, mean and variance", expected: [x[1]], found: shape)
  }
}
