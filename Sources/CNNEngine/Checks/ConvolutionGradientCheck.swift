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
  var rows: [GradientCheckRow] = []
  for (i, geometry) in geometries.enumerated() {
    let x = normal(shape: geometry.input, seed: 10 * i + 1)
    let w = normal(shape: geometry.kernel, seed: 10 * i + 2)
    let b = normal(shape: [geometry.kernel[0]], seed: 10 * i + 3)
    let (stride, padding) = (geometry.stride, geometry.padding)
    let y = conv2dDirect(x, w, bias: b, stride: stride, padding: padding)
    let weights =
      weighting == .ones
      ? y.mapped { _ in 1 } : normal(shape: y.shape, seed: 10 * i + 4)
    let found = try backward(x, w, weights, stride, padding)
    // A convolution is linear in each of its arguments: a long step rounds less and is as exact.
    let measured = [
      measuredGradient(at: x, weights: weights, step: 0.5) {
        conv2dDirect($0, w, bias: b, stride: stride, padding: padding)
      },
      measuredGradient(at: w, weights: weights, step: 0.5) {
        conv2dDirect(x, $0, bias: b, stride: stride, padding: padding)
      },
      measuredGradient(at: b, weights: weights, step: 0.5) {
        conv2dDirect(x, w, bias: $0, stride: stride, padding: padding)
      },
    ]
    for ((name, mine), theirs) in zip(
      [("input", found.0), ("kernel", found.1), ("bias", found.2)], measured)
    {
      rows.append(
        GradientCheckRow(
          name: "\(geometry.name): \(name)", worst: gradientDifference(mine, theirs)))
    }
  }
  return rows
}
