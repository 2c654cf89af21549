/// A geometry in which a convolution's gradients are checked.
public struct CheckGeometry: Equatable, Sendable {
  public var name: String
  public var input, kernel: [Int]
  public var stride, padding: Int

  public init(name: String, input: [Int], kernel: [Int], stride: Int, padding: Int) {
    (self.name, self.input, self.kernel) = (name, input, kernel)
    (self.stride, self.padding) = (stride, padding)
  }

  /// A square one, and one with stride 2, padding, a picture that is not square and a kernel that is not: a mistake that
  /// one of them forgives shows in the other.
  public static let all = [
    CheckGeometry(
      name: "square", input: [2, 3, 7, 7], kernel: [4, 3, 3, 3], stride: 1, padding: 1),
    CheckGeometry(
      name: "strided", input: [2, 3, 6, 7], kernel: [4, 3, 3, 2], stride: 2, padding: 1),
    CheckGeometry(
      name: "strided square", input: [2, 3, 7, 7], kernel: [3, 3, 3, 3], stride: 2, padding: 1),
  ]
}

/// Compares somebody's gradients of a convolution with measured ones.
///
/// Each row is named by the geometry and the tensor. The output is weighed with random numbers; with `.ones` a third of
/// the usual mistakes goes unseen.
///
/// - Parameters:
///   - weighting: how the loss is made of the output.
///   - geometries: where to compare.
///   - backward: ∂input, ∂kernel and ∂bias, from input, kernel, output gradient, stride and padding.
/// - Returns: a row for each tensor and geometry.
public func checkConvolutionGradients(
  weighting: Weighting = .random, geometries: [CheckGeometry] = CheckGeometry.all,
  _ backward: (Tensor, Tensor, Tensor, Int, Int) throws -> (Tensor, Tensor, Tensor)
) rethrows -> [GradientCheckRow] {
  let cases =
    geometries != CheckGeometry.all
    ? geometries.enumerated().map { MeasuredCase($1, number: $0, weighting) }
    : weighting == .ones ? MeasuredCase.ones : MeasuredCase.random
  var rows: [GradientCheckRow] = []
  for c in cases {
    let found = try backward(c.x, c.w, c.weights, c.geometry.stride, c.geometry.padding)
    rows += GradientCheckRow.rows(
      zip(
        [("input", found.0), ("kernel", found.1), ("bias", found.2)], c.gradients
      ).map { ("\(c.geometry.name): \($0.0)", $0.1, $1) })
  }
  return rows
}

/// A convolution in one geometry with its gradients as they are measured: whoever is checked, these are the same.
private struct MeasuredCase {
  let geometry: CheckGeometry
  let x, w, weights: Tensor
  /// With respect to input, kernel and bias.
  let gradients: [MeasuredGradient]

  static let random = CheckGeometry.all.enumerated().map { MeasuredCase($1, number: $0, .random) }
  static let ones = CheckGeometry.all.enumerated().map { MeasuredCase($1, number: $0, .ones) }

  init(_ geometry: CheckGeometry, number: Int, _ weighting: Weighting) {
    self.geometry = geometry
    let (stride, padding) = (geometry.stride, geometry.padding)
    let x = normal(shape: geometry.input, seed: 10 * number + 1)
    let w = normal(shape: geometry.kernel, seed: 10 * number + 2)
    let b = normal(shape: [geometry.kernel[0]], seed: 10 * number + 3)
    let y = conv2dDirect(x, w, bias: b, stride: stride, padding: padding)
    let weights =
      weighting == .ones
      ? y.mapped { _ in 1 } : normal(shape: y.shape, seed: 10 * number + 4)
    (self.x, self.w, self.weights) = (x, w, weights)
    // A convolution is linear in each of its arguments: a long step rounds less and is as exact.
    gradients = [
      MeasuredGradient(at: x, weights: weights, step: 0.5) {
        conv2dDirect($0, w, bias: b, stride: stride, padding: padding)
      },
      MeasuredGradient(at: w, weights: weights, step: 0.5) {
        conv2dDirect(x, $0, bias: b, stride: stride, padding: padding)
      },
      MeasuredGradient(at: b, weights: weights, step: 0.5) {
        conv2dDirect(x, w, bias: $0, stride: stride, padding: padding)
      },
    ]
  }
}
