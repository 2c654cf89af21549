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
    of: x.viewed(as: [1, g.C, g.H, g.W]), batch: 0, channels: 0..<g.C, g,
    OutputPart(rows: 0..<g.P, columns: 0..<g.Q), into: &columns.scalars)
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

/// Some of the places of an output: rows and columns of it.
struct OutputPart {
  var rows, columns: Range<Int>
  var count: Int { rows.count * columns.count }
}

extension ConvolutionGeometry {
  /// The most numbers that patches take at a time: 16 MB of them, or one patch where it alone is larger.
  private static let mostPatchEntries = 1 << 22

  /// The numbers of one patch: a column's length.
  var patchEntries: Int { C / groups * R * S }

  /// The output in parts whose patches fit in little memory: whole rows, or pieces of a row where it is long.
  ///
  /// All patches of a picture take R·S times its memory, which may be gigabytes.
  var parts: [OutputPart] {
    let most = max(1, Self.mostPatchEntries / max(1, patchEntries))
    guard most < Q else {
      return stride(from: 0, to: P, by: most / Q).map {
        OutputPart(rows: $0..<min(P, $0 + most / Q), columns: 0..<Q)
      }
    }
    return (0..<P).flatMap { p in
      stride(from: 0, to: Q, by: most).map {
        OutputPart(rows: p..<p + 1, columns: $0..<min(Q, $0 + most))
      }
    }
  }
}

/// Writes the patches of some channels for a part of the output, a row for each channel and kernel entry.
func fillPatches(
  of input: Tensor, batch n: Int, channels: Range<Int>, _ g: ConvolutionGeometry,
  _ part: OutputPart, into columns: inout [Float]
) {
  input.scalars.withUnsafeBufferPointer { x in
    columns.withUnsafeMutableBufferPointer { out in
      forEachPatchRow(batch: n, channels: channels, g, part) { i, inside, start in
        var w = start
        for q in 0..<inside.lowerBound { out[i + q] = 0 }
        for q in inside {
          out[i + q] = x[w]
          w += g.columns.stride
        }
        for q in inside.upperBound..<part.columns.count { out[i + q] = 0 }
      }
    }
  }
}

/// Adds columns back to the entries that they were taken from: the transpose of `fillPatches`.
func addPatches(
  _ columns: [Float], to gradient: inout [Float], batch n: Int, channels: Range<Int>,
  _ g: ConvolutionGeometry, _ part: OutputPart
) {
  columns.withUnsafeBufferPointer { column in
    gradient.withUnsafeMutableBufferPointer { x in
      forEachPatchRow(batch: n, channels: channels, g, part) { i, inside, start in
        var w = start
        for q in inside {
          x[w] += column[i + q]
          w += g.columns.stride
        }
      }
    }
  }
}

/// Calls `body` for each channel, kernel entry and row of a part: where the row's entries begin in the columns, which of
/// them lie inside the picture, and where the first of those stands in the batch.
@inline(__always)
private func forEachPatchRow(
  batch n: Int, channels: Range<Int>, _ g: ConvolutionGeometry, _ part: OutputPart,
  _ body: (_ place: Int, _ inside: Range<Int>, _ entry: Int) -> Void
) {
  var place = 0
  for c in channels {
    for r in 0..<g.R {
      for s in 0..<g.S {
        let stops = g.columns.stopsInside(offset: s, g.W, g.Q).clamped(to: part.columns)
        for p in part.rows {
          let h = p * g.rows.stride + r * g.rows.dilation - g.rows.padding
          let isInside = h >= 0 && h < g.H
          let w = stops.lowerBound * g.columns.stride + s * g.columns.dilation - g.columns.padding
          let first = part.columns.lowerBound
          body(
            place,
            isInside ? stops.lowerBound - first..<stops.upperBound - first : 0..<0,
            ((n * g.C + c) * g.H + h) * g.W + w)
          place += part.columns.count
        }
      }
    }
  }
}

/// The convolution by patches and a matrix product for each picture, group and part of the output.
func conv2dIm2col(
  _ input: Tensor, _ kernel: Tensor, bias: Tensor?, geometry g: ConvolutionGeometry
) -> Tensor {
  var output = Tensor(zeros: g.outputShape)
  let (channels, filters) = (g.C / g.groups, g.K / g.groups)
  let (depth, places) = (g.patchEntries, g.P * g.Q)
  let parts = g.parts
  var columns = Array(repeating: Float(0), count: depth * (parts.first?.count ?? 0))
  for n in 0..<g.N {
    for group in 0..<g.groups {
      let weights = group * filters * depth..<(group + 1) * filters * depth
      for part in parts {
        fillPatches(
          of: input, batch: n, channels: group * channels..<(group + 1) * channels, g, part,
          into: &columns)
        let first =
          (n * g.K + group * filters) * places + part.rows.lowerBound * g.Q
          + part.columns.lowerBound
        kernel.scalars.withUnsafeBufferPointer { w in
          columns.withUnsafeBufferPointer { x in
            output.scalars.withUnsafeMutableBufferPointer { y in
              multiply(
                UnsafeBufferPointer(rebasing: w[weights]), x,
                into: UnsafeMutableBufferPointer(rebasing: y[first...]), rows: filters,
                depth: depth, columns: part.count, rowStep: places)
            }
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
