/// What a gradient check found for one tensor.
public struct GradientCheckRow: Equatable, Sendable {
  /// The tensor: "input", "kernel", "bias" or another parameter.
  public var name: String
  /// The largest difference between the two gradients, over the largest entry of the measured one; 1 where a shape is
  /// wrong or an entry is not a number.
  public var worst: Float
  /// Whether the two agree.
  public var isRight: Bool { worst <= gradientTolerance }
}

/// How far a gradient may be from the measured one: `Float` has seven digits, and a difference of two losses loses half
/// of them.
public let gradientTolerance: Float = 0.01

/// How a loss is made of an output: what decides which mistakes can be seen.
public enum Weighting: String, CaseIterable, Equatable, Sendable {
  /// Random numbers, another one for each entry.
  case random
  /// The plain sum: every entry counts the same.
  case ones
}

/// Measures the gradient of Σ weights · f(x) with respect to each entry: (f(x + h) − f(x − h)) / 2h.
///
/// - Parameters:
///   - x: where to measure.
///   - weights: in the output's shape.
///   - step: h.
///   - f: the function.
/// - Returns: a gradient in the shape of `x`.
public func measuredGradient(
  at x: Tensor, weights: Tensor, step: Float = 0.01, of f: (Tensor) throws -> Tensor
) rethrows -> Tensor {
  var (probe, result) = (x, Tensor(zeros: x.shape))
  for i in x.scalars.indices {
    probe.scalars[i] = x.scalars[i] + step
    let above = try f(probe)
    probe.scalars[i] = x.scalars[i] - step
    let below = try f(probe)
    probe.scalars[i] = x.scalars[i]
    // Subtracted before they are summed: what did not change leaves no rounding behind.
    var sum = 0.0
    for (j, weight) in weights.scalars.enumerated() {
      sum += (Double(above.scalars[j]) - Double(below.scalars[j])) * Double(weight)
    }
    result.scalars[i] = Float(sum / Double(2 * step))
  }
  return result
}

/// The difference of two gradients as `GradientCheckRow` has it.
public func gradientDifference(_ found: Tensor, _ measured: Tensor) -> Float {
  guard found.shape == measured.shape else { return 1 }
  let scale = Swift.max(abs(measured).max(), 1e-6)
  var worst: Float = 0
  for (a, b) in zip(found.scalars, measured.scalars) {
    guard a.isFinite else { return 1 }
    worst = Swift.max(worst, Swift.abs(a - b) / scale)
  }
  return worst
}

/// Compares a layer's `backward` with measured gradients, for its input and each of its parameters.
///
/// - Parameters:
///   - layer: in training mode; a dropout drops the same each time.
///   - input: where to measure. Keep entries further apart than `step` where the layer has kinks, as max pooling does.
///   - weighting: how the loss is made of the output.
///   - step: h of the measurement.
///   - seed: parameters and weights.
/// - Returns: a row for the input and one for each parameter.
public func gradientCheck(
  _ layer: any Layer, input: Tensor, weighting: Weighting = .random, step: Float = 0.01,
  seed: Int = 1
) -> [GradientCheckRow] {
  let parameters = layer.parameterShapes.enumerated().map { i, shape in
    normal(shape: shape, seed: seed &+ 100 &+ i)
  }
  let statistics = layer.statisticsShapes.map { Tensor(repeating: 1, shape: $0) }
  func run(_ x: Tensor, _ parameters: [Tensor]) -> Forward {
    var random = RandomNumbers(seed: seed)
    return layer.forward(
      x, parameters: parameters, statistics: statistics, mode: .training, random: &random)
  }
  let forward = run(input, parameters)
  let shape = forward.output.shape
  let weights =
    weighting == .ones ? Tensor(repeating: 1, shape: shape) : normal(shape: shape, seed: seed &+ 7)
  let back = layer.backward(weights, kept: forward.kept, parameters: parameters)
  var rows = [
    GradientCheckRow(
      name: "input",
      worst: gradientDifference(
        back.input,
        measuredGradient(at: input, weights: weights, step: step) { run($0, parameters).output }))
  ]
  for (i, parameter) in parameters.enumerated() {
    let measured = measuredGradient(at: parameter, weights: weights, step: step) { probe in
      var changed = parameters
      changed[i] = probe
      return run(input, changed).output
    }
    rows.append(
      GradientCheckRow(
        name: "parameter \(i)", worst: gradientDifference(back.parameters[i], measured)))
  }
  return rows
}
