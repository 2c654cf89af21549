// Convolution as one matrix product: every patch that the kernel sees becomes a column, every kernel a row.

/// The patches of one picture as columns: `[C·R·S, P·Q]`, entries in the padding 0.
///
/// - `x`: `[H, W]`, `[C, H, W]` or `[1, C, H, W]`.
///
/// Source: Chellapilla, Puri and Simard, *High Performance Convolutional Neural Networks for Document Processing* (2006).
public func im2col<
  each F: PairConvertible, each S: PairConvertible, each P: PairConvertible, each D: PairConvertible
>(
  _ x: Tensor, size: (repeat each F), stride: (repeat each S) = (), padding: (repeat each P) = (),
  dilation: (repeat each D) = ()
) -> Tensor {
  let size = Pair(repeat each size, standard: 1)
  let stride = Pair(repeat each stride, standard: 1)
  let padding = Pair(repeat each padding, standard: 0)
  let dilation = Pair(repeat each dilation, standard: 1)
  let g = checked { () throws(ShapeError) in
    try im2colGeometry(
      x.shape, size: size, stride: stride,
      padding: padding, dilation: dilation)
  }
  var columns = Tensor(zeros: [g.C * g.R * g.S, g.P * g.Q])
  fillPatches(
    of: x.viewed(as: [1, g.C, g.H, g.W]), batch: 0, channels: 0..<g.C, g, into: &columns.scalars)
  return columns
}

/// The shape rule of `im2col`.
public func im2colGeometry(
  _ shape: [Int], size: Pair, stride: Pair, padding: Pair, dilation: Pair
) throws(ShapeError) -> ConvolutionGeometry {
  let picture = try Picture(input: shape)
  guard picture.batchShape[0] == 1 else {
    throw .rank(
      name: "the input", expected: "one picture, [H, W], [C, H, W] or [1, C, H, W]", shape: shape)
  }
  return try ConvolutionGeometry(
    input: picture.batchShape, kernel: [1, picture.batchShape[1], size.rows, size.columns],
    stride: stride,
    padding: padding, dilation: dilation)
}

/// Writes the patches of some channels, a row for each channel and kernel entry.
func fillPatches(
  of input: Tensor, batch n: Int, channels: Range<Int>, _ g: ConvolutionGeometry,
  into columns: inout [Float]
) {
  input.scalars.withUnsafeBufferPointer { x in
    columns.withUnsafeMutableBufferPointer { out in
      var i = 0
      for c in channels {
        for r in 0..<g.R {
          for s in 0..<g.S {
            for p in 0..<g.P {
              let h = p * g.rows.stride + r * g.rows.dilation - g.rows.padding
              let row = ((n * g.C + c) * g.H + h) * g.W
              let inside = h >= 0 && h < g.H ? g.columns.stopsInside(offset: s, g.W, g.Q) : 0..<0
              var w = row + s * g.columns.dilation - g.columns.padding
              w += inside.lowerBound * g.columns.stride
              for q in 0..<inside.lowerBound { out[i + q] = 0 }
              for q in inside {
                out[i + q] = x[w]
                w += g.columns.stride
              }
              for q in inside.upperBound..<g.Q { out[i + q] = 0 }
              i += g.Q
            }
          }
        }
      }
    }
  }
}

/// Adds columns back to the entries that they were taken from: the transpose of `fillPatches`.
func addPatches(
  _ columns: [Float], to gradient: inout [Float], batch n: Int, channels: Range<Int>,
  _ g: ConvolutionGeometry
) {
  columns.withUnsafeBufferPointer { column in
    gradient.withUnsafeMutableBufferPointer { x in
      var i = 0
      for c in channels {
        for r in 0..<g.R {
          for s in 0..<g.S {
            for p in 0..<g.P {
              let h = p * g.rows.stride + r * g.rows.dilation - g.rows.padding
              let row = ((n * g.C + c) * g.H + h) * g.W
              let inside = h >= 0 && h < g.H ? g.columns.stopsInside(offset: s, g.W, g.Q) : 0..<0
              var w = row + s * g.columns.dilation - g.columns.padding
              w += inside.lowerBound * g.columns.stride
              for q in inside {
                x[w] += column[i + q]
                w += g.columns.stride
              }
              i += g.Q
            }
          }
        }
      }
    }
  }
}

/// The convolution by patches and one matrix product for each picture and group.
func conv2dIm2col(
  _ input: Tensor, _ kernel: Tensor, bias: Tensor?, geometry g: ConvolutionGeometry
) -> Tensor {
  var output = Tensor(zeros: g.outputShape)
  let (channels, filters) = (g.C / g.groups, g.K / g.groups)
  let (depth, places) = (channels * g.R * g.S, g.P * g.Q)
  var columns = Array(repeating: Float(0), count: depth * places)
  for n in 0..<g.N {
    for group in 0..<g.groups {
      fillPatches(
        of: input, batch: n, channels: group * channels..<(group + 1) * channels, g, into: &columns)
      kernel.scalars.withUnsafeBufferPointer { w in
        columns.withUnsafeBufferPointer { x in
          output.scalars.withUnsafeMutableBufferPointer { y in
            multiply(
              UnsafeBufferPointer(
                rebasing: w[group * filters * depth..<(group + 1) * filters * depth]), x,
              into: UnsafeMutableBufferPointer(
                rebasing: y[
                  (n * g.K + group * filters) * places..<(n * g.K + (group + 1) * filters) * places]
              ),
              rows: filters, depth: depth, columns: places)
          }
        }
      }
    }
  }
  if let bias { addBias(bias, to: &output, places: places) }
  return output
}

func addBias(_ bias: Tensor, to output: inout Tensor, places: Int) {
  let filters = bias.scalars.count
  for i in 0..<(places == 0 ? 0 : output.scalars.count / places) {
    let b = bias.scalars[i % filters]
    for j in i * places..<(i + 1) * places { output.scalars[j] += b }
  }
}
