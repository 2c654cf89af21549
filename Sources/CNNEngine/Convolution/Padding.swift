/// What stands outside a picture.
public enum PaddingMode: String, CaseIterable, Sendable {
  /// Zeros.
  case zero
  /// The picture mirrored at its edge; the edge itself is not repeated.
  case reflect
  /// The edge repeated.
  case replicate
  /// The picture's other side, as if it were a ring.
  case circular
}

/// A picture with entries added on each side of its last two axes.
///
/// A convolution of a padded picture needs no padding of its own: `conv2d(pad(x, 1, mode: .circular), w)`.
///
/// - Parameters:
///   - x: `[…, H, W]`.
///   - amount: `1` for all sides, `(2, 1)` for two rows above and below and one column left and right.
///   - mode: what is added.
/// - Returns: `[…, H + 2·rows, W + 2·columns]`.
public func pad<each A: PairConvertible>(
  _ x: Tensor, _ amount: (repeat each A), mode: PaddingMode = .zero
) -> Tensor {
  padded(x, PaddingSides(Pair(repeat each amount, standard: 0)), mode)
}

/// A picture with entries added on each side by itself.
///
/// - Parameters:
///   - x: `[…, H, W]`.
///   - top: rows above.
///   - bottom: rows below.
///   - left: columns on the left.
///   - right: columns on the right.
///   - mode: what is added.
/// - Returns: `[…, top + H + bottom, left + W + right]`.
public func pad(
  _ x: Tensor, top: Int = 0, bottom: Int = 0, left: Int = 0, right: Int = 0,
  mode: PaddingMode = .zero
) -> Tensor {
  padded(x, PaddingSides(top: top, bottom: bottom, left: left, right: right), mode)
}

/// A picture with as many entries added as a kernel needs to stop ⌈n / stride⌉ times along each axis.
///
/// With stride 1 the convolution's output is as large as `x`. Without padding, what is called "valid", it stops only
/// where all of the kernel lies in the picture.
///
/// - Parameters:
///   - x: `[…, H, W]`.
///   - kernelSize: the kernel's rows and columns.
///   - stride: that of the convolution.
///   - dilation: that of the convolution.
///   - mode: what is added; of an odd number one more behind.
/// - Returns: what `conv2d` takes with the same stride and dilation, and without padding.
public func padSame<each K: PairConvertible, each S: PairConvertible, each D: PairConvertible>(
  _ x: Tensor, kernelSize: (repeat each K), stride: (repeat each S) = (),
  dilation: (repeat each D) = (), mode: PaddingMode = .zero
) -> Tensor {
  let sides = checked { () throws(ShapeError) in
    try PaddingSides(
      same: x.shape, kernelSize: Pair(repeat each kernelSize, standard: 1),
      stride: Pair(repeat each stride, standard: 1),
      dilation: Pair(repeat each dilation, standard: 1))
  }
  return padded(x, sides, mode)
}

/// The entries to add before and after an axis, so that a kernel stops ⌈input / stride⌉ times.
public func samePadding(input: Int, kernel: Int, stride: Int = 1, dilation: Int = 1) -> (
  before: Int, after: Int
) {
  checked { () throws(ShapeError) in
    try Window(size: kernel, stride: stride, dilation: dilation).samePadding(along: input)
  }
}

private func padded(_ x: Tensor, _ sides: PaddingSides, _ mode: PaddingMode) -> Tensor {
  let shape = checked { () throws(ShapeError) in try paddedShape(x.shape, sides, mode: mode) }
  let (H, W) = (x.shape[x.rank - 2], x.shape[x.rank - 1])
  let (P, Q) = (shape[x.rank - 2], shape[x.rank - 1])
  var result = Tensor(zeros: shape)
  for image in 0..<(P * Q == 0 ? 0 : result.count / (P * Q)) {
    for p in 0..<P {
      guard let h = paddingSource(p - sides.top, H, mode) else { continue }
      for q in 0..<Q {
        guard let w = paddingSource(q - sides.left, W, mode) else { continue }
        result.scalars[(image * P + p) * Q + q] = x.scalars[(image * H + h) * W + w]
      }
    }
  }
  return result
}

/// How many entries are added on each side of a picture.
public struct PaddingSides: Equatable, Sendable {
  public var top, bottom, left, right: Int

  public init(top: Int = 0, bottom: Int = 0, left: Int = 0, right: Int = 0) {
    (self.top, self.bottom, self.left, self.right) = (top, bottom, left, right)
  }

  /// As many above as below, and on the left as on the right.
  public init(_ amount: Pair) {
    self.init(
      top: amount.rows, bottom: amount.rows, left: amount.columns, right: amount.columns)
  }

  /// What a kernel needs to stop ⌈n / stride⌉ times along each of a shape's last two axes.
  public init(same shape: [Int], kernelSize: Pair, stride: Pair, dilation: Pair)
    throws(ShapeError)
  {
    guard shape.count >= 2 else {
      throw .rank(name: "the input", expected: "[…, H, W]", shape: shape)
    }
    (top, bottom) = try Window(
      size: kernelSize.rows, stride: stride.rows, dilation: dilation.rows
    ).samePadding(along: shape[shape.count - 2])
    (left, right) = try Window(
      size: kernelSize.columns, stride: stride.columns, dilation: dilation.columns
    ).samePadding(along: shape[shape.count - 1])
  }
}

/// The shape rule of `pad` with an amount for both sides of an axis.
public func paddedShape(_ shape: [Int], _ amount: Pair, mode: PaddingMode) throws(ShapeError)
  -> [Int]
{
  try paddedShape(shape, PaddingSides(amount), mode: mode)
}

/// The shape rule of `pad`: no side below 0, and none further than its mode can reach.
public func paddedShape(_ shape: [Int], _ sides: PaddingSides, mode: PaddingMode)
  throws(ShapeError) -> [Int]
{
  guard shape.count >= 2 else {
    throw .rank(name: "the input", expected: "[…, H, W]", shape: shape)
  }
  var result = shape
  for (axis, amounts) in [
    (shape.count - 2, [sides.top, sides.bottom]), (shape.count - 1, [sides.left, sides.right]),
  ] {
    let length = shape[axis]
    for amount in amounts {
      guard amount >= 0 else { throw .tooSmall(name: "padding", found: amount, least: 0) }
      guard amount <= largestNumber else {
        throw .above(name: "padding", found: amount, most: largestNumber)
      }
      guard mode != .reflect || amount < length || amount == 0 else {
        throw .reflection(amount: amount, length: length)
      }
      guard mode != .circular || amount <= length else {
        throw .wrapping(amount: amount, length: length)
      }
      guard mode == .zero || amount == 0 || length > 0 else {
        throw .tooSmall(name: "the axis to repeat", found: 0, least: 1)
      }
      result[axis] = try sum(result[axis], amount)
    }
  }
  _ = try entryCount(of: result)
  return result
}

/// The entry of an axis that stands at position `i`, which may lie outside; `nil` for a zero.
func paddingSource(_ i: Int, _ length: Int, _ mode: PaddingMode) -> Int? {
  if 0..<length ~= i { return i }
  return switch mode {
  case .zero: nil
  case .replicate: min(max(0, i), length - 1)
  case .reflect: i < 0 ? -i : 2 * (length - 1) - i
  case .circular: i < 0 ? i + length : i - length
  }
}
