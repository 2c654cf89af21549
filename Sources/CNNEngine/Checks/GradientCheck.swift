/// What a gradient check found for one tensor.
public struct GradientCheckRow: Equatable, Sendable {
  /// The tensor: "input", "kernel", "bias" or another parameter.
  public var name: String
  /// The largest difference between the two gradients, over the largest entry of the measured one; 1 where a shape is
  /// wrong or an entry is not finite.
  ///
  /// A gradient that is nothing beside the check's others, as that of a bias before a batch normalisation, is all
  /// rounding: it is held to a twentieth of the others' largest entry.
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
  try MeasuredGradient(at: x, weights: weights, step: step, of: f).value
}

/// A measured gradient, and how far rounding may have moved it.
struct MeasuredGradient {
  private(set) var value: Tensor
  /// About what an entry comes to whose true value is 0: the outputs' rounding over the step.
  private(set) var noise: Float = 0

  init(
    at x: Tensor, weights: Tensor, step: Float, of f: (Tensor) throws -> Tensor
  ) rethrows {
    var probe = x
    value = Tensor(zeros: x.shape)
    for i in x.scalars.indices {
      probe.scalars[i] = x.scalars[i] + step
      let above = try f(probe)
      probe.scalars[i] = x.scalars[i] - step
      let below = try f(probe)
      probe.scalars[i] = x.scalars[i]
      // Subtracted before they are summed: what did not change leaves no rounding behind.
      var (sum, squares) = (0.0, 0.0)
      for (j, weight) in weights.scalars.enumerated() {
        let (a, b) = (Double(above.scalars[j]), Double(below.scalars[j]))
        sum += (a - b) * Double(weight)
        squares += (a * a + b * b) * Double(weight) * Double(weight)
      }
      value.scalars[i] = Float(sum / Double(2 * step))
      noise = max(noise, Float(squares.squareRoot()) * .ulpOfOne / (2 * step))
    }
  }
}

extension GradientCheckRow {
  /// A row for each gradient of one check.
  static func rows(
    _ gradients: [(name: String, found: Tensor, measured: MeasuredGradient)]
  ) -> [GradientCheckRow] {
    let most = gradients.map { abs($0.measured.value).max() }.filter(\.isFinite).max() ?? 0
    return gradients.map { name, found, measured in
      GradientCheckRow(
        name: name,
        worst: relativeDifference(
          found, measured.value, least: max(most / 20, measured.noise / gradientTolerance)))
    }
  }
}

/// The largest difference of two gradients, over the largest entry of the measured one; 1 where the shapes differ or an
/// entry is not finite.
public func gradientDifference(_ found: Tensor, _ measured: Tensor) -> Float {
  relativeDifference(found, measured, least: 0)
}

/// The largest difference over the largest entry of the measured one, or over `least` where that is more.
private func relativeDifference(_ found: Tensor, _ measured: Tensor, least: Float) -> Float {
  guard found.shape == measured.shape else { return 1 }
  let differences = abs(found - measured).scalars
  guard differences.allSatisfy(\.isFinite) else { return 1 }
  return (differences.max() ?? 0) / max(abs(measured).scalars.max() ?? 0, least, 1e-6)
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
  var gradients = [
    (
      name: "input", found: back.input,
      measured: MeasuredGradient(at: input, weights: weights, step: step) {
        run($0, parameters).output
      }
    )
  ]
  for (i, parameter) in parameters.enumerated() {
    let measured = MeasuredGradient(at: parameter, weights: weights, step: step) { probe in
      var changed = parameters
      changed[i] = probe
      return run(input, changed).output
    }
    gradients.append(("parameter \(i)", back.parameters[i], measured))
  }
  return GradientCheckRow.rows(gradients)
}
