/// What a convolution hands back for the gradient of its output.
public struct ConvolutionGradients: Equatable, Sendable {
  /// ∂loss/∂input, in the input's shape.
  public var input: Tensor
  /// ∂loss/∂kernel, in the kernel's shape.
  public var kernel: Tensor
  /// ∂loss/∂bias, `[K]`.
  public var bias: Tensor
}

/// The gradients of `conv2d`: each product w·x of the forward pass passes ∂y on, to x weighted by w and to w weighted
/// by x.
///
///     ∂x[h, w] = Σ w[r, s] · ∂y[p, q]      ∂w[r, s] = Σ x[h, w] · ∂y[p, q]      ∂b[k] = Σ ∂y[k, p, q]
///
/// Arguments:
///
/// - `input`: as given to `conv2d`.
/// - `kernel`: as given to `conv2d`.
/// - `outputGradient`: ∂loss/∂output, in the output's shape.
public func conv2dGradients<
  each S: PairConvertible, each P: PairConvertible, each D: PairConvertible
>(
  input: Tensor, kernel: Tensor, outputGradient: Tensor, stride: (repeat each S) = (),
  padding: (repeat each P) = (), dilation: (repeat each D) = (), groups: Int = 1
) -> ConvolutionGradients {
  let stride = Pair(repeat each stride, standard: 1)
  let padding = Pair(repeat each padding, standard: 0)
  let dilation = Pair(repeat each dilation, standard: 1)
  let (g, shape) = checked { () throws(ShapeError) in
    try convolutionShape(
      input.shape, kernel.shape, bias: nil, stride: stride,
      padding: padding, dilation: dilation, groups: groups)
  }
  precondition(
    outputGradient.shape == shape,
    "The output's gradient must have the shape \(shape), not \(outputGradient.shape).")
  let (channels, filters) = (g.C / g.groups, g.K / g.groups)
  let (depth, places) = (g.patchEntries, g.P * g.Q)
  var inputGradient = Tensor(zeros: input.shape)
  var kernelGradient = Tensor(zeros: kernel.shape)
  var biasGradient = Tensor(zeros: [g.K])
  guard outputGradient.count > 0 else {
    return ConvolutionGradients(input: inputGradient, kernel: kernelGradient, bias: biasGradient)
  }
  let batch = input.viewed(as: [g.N, g.C, g.H, g.W])
  let parts = g.parts
  var columns = Array(repeating: Float(0), count: depth * parts[0].count)
  var columnGradient = columns
  for n in 0..<g.N {
    for group in 0..<g.groups {
      let range = group * channels..<(group + 1) * channels
      for part in parts {
        fillPatches(of: batch, batch: n, channels: range, g, part, into: &columns)
        for i in columnGradient.indices { columnGradient[i] = 0 }
        let first = part.rows.lowerBound * g.Q + part.columns.lowerBound
        for k in group * filters..<(group + 1) * filters {
          let start = (n * g.K + k) * places + first
          let dy = outputGradient.scalars[start..<start + part.count]
          for i in 0..<depth {
            let weight = kernel.scalars[k * depth + i]
            var sum: Float = 0
            for (j, gradient) in dy.enumerated() {
              sum += columns[i * part.count + j] * gradient
              columnGradient[i * part.count + j] += weight * gradient
            }
            kernelGradient.scalars[k * depth + i] += sum
          }
          biasGradient.scalars[k] += dy.reduce(0, +)
        }
        addPatches(
          columnGradient, to: &inputGradient.scalars, batch: n, channels: range, g, part)
      }
    }
  }
  return ConvolutionGradients(input: inputGradient, kernel: kernelGradient, bias: biasGradient)
}
