/// What stands outside a picture.
public enum PaddingMode: String, CaseIterable, Sendable {
  /// Zeros.
  case zero
  /// The picture mirrored at its edge; the edge itself is not repeated.
  case reflect
  /// The edge repeated.
  case replicate
}

/// A picture with entries added on each side of its last two axes.
///
/// - `amount`: `1` for all sides, `(2, 1)` for two rows above and below and one column left and right.
public func pad<each A: PairConvertible>(
  _ x: Tensor, _ amount: (repeat each A), mode: PaddingMode = .zero
) -> Tensor {
  let amount = Pair(repeat each amount, standard: 0)
  let shape = checked { () throws(ShapeError) in try paddedShape(x.shape, amount, mode: mode) }
  let (H, W) = (x.shape[x.rank - 2], x.shape[x.rank - 1])
  let (P, Q) = (shape[x.rank - 2], shape[x.rank - 1])
  var result = Tensor(zeros: shape)
  for image in 0..<(P * Q == 0 ? 0 : result.count / (P * Q)) {
    for p in 0..<P {
      guard let h = source(p - amount.rows, H, mode) else { continue }
      for q in 0..<Q {
        guard let w = source(q - amount.columns, W, mode) else { continue }
        result.scalars[(image * P + p) * Q + q] = x.scalars[(image * H + h) * W + w]
      }
    }
  }
  return result
}

/// The shape rule of `pad`.
public func paddedShape(_ shape: [Int], _ amount: Pair, mode: PaddingMode) throws(ShapeError)
  -> [Int]
{
  guard shape.count >= 2 else {
    throw .rank(name: "the input", expected: "[…, H, W]", shape: shape)
  }
  var result = shape
  for (axis, amount) in [(shape.count - 2, amount.rows), (shape.count - 1, amount.columns)] {
    guard amount >= 0 else { throw .tooSmall(name: "padding", found: amount, least: 0) }
    guard mode != .reflect || amount < shape[axis] || amount == 0 else {
      throw .reflection(amount: amount, length: shape[axis])
    }
    guard mode == .zero || amount == 0 || shape[axis] > 0 else {
      throw .tooSmall(name: "the axis to repeat", found: 0, least: 1)
    }
    guard amount <= largestNumber else {
      throw .above(name: "padding", found: amount, most: largestNumber)
    }
    result[axis] = try sum(result[axis], 2 * amount)
  }
  _ = try entryCount(of: result)
  return result
}

/// The entry of an axis that stands at position `i`, which may lie outside; `nil` for a zero.
private func source(_ i: Int, _ length: Int, _ mode: PaddingMode) -> Int? {
  if 0..<length ~= i { return i }
  return switch mode {
  case .zero: nil
  case .replicate: min(max(0, i), length - 1)
  case .reflect: i < 0 ? -i : 2 * (length - 1) - i
  }
}
