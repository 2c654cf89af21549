/// Pictures changed by chance, as training sees them: each keeps its size.
///
/// - Parameters:
///   - x: `[N, C, H, W]`, `[C, H, W]` or `[H, W]`.
///   - flip: whether left and right change places, in about every second picture.
///   - shift: by up to so many pixels each way, zeros coming in; less than H and W.
///   - cutout: the side of a square set to 0, at most H and W.
///   - seed: decides what chance does.
/// - Returns: in the shape of `x`.
public func augmented(_ x: Tensor, flip: Bool = false, shift: Int = 0, cutout: Int = 0, seed: Int)
  -> Tensor
{
  let shape = checked { () throws(ShapeError) in
    try augmentationShape(x.shape, shift: shift, cutout: cutout)
  }
  let size = shape[1] * shape[2] * shape[3]
  let rule = Augmentation(flips: flip, shift: shift, cutout: cutout)
  var result = x
  x.scalars.withUnsafeBufferPointer { source in
    result.scalars.withUnsafeMutableBufferPointer { target in
      for n in 0..<shape[0] {
        rule.apply(
          to: UnsafeBufferPointer(rebasing: source[n * size..<(n + 1) * size]),
          shape: Array(shape.dropFirst()),
          into: UnsafeMutableBufferPointer(rebasing: target[n * size..<(n + 1) * size]),
          blank: 0, seed: Augmentation.seed(ofPicture: n, in: seed))
      }
    }
  }
  return result
}

/// The rule of `augmented`: the batch `[N, C, H, W]` that the pictures are.
public func augmentationShape(_ x: [Int], shift: Int, cutout: Int) throws(ShapeError) -> [Int] {
  let shape = try Picture(input: x).batchShape
  let least = min(shape[2], shape[3])
  guard try entryCount(of: shape) > 0 else {
    throw .tooSmall(name: "the number of entries", found: 0, least: 1)
  }
  for (name, value, most) in [("shift", shift, least - 1), ("cutout", cutout, least)] {
    guard value >= 0 else { throw .tooSmall(name: name, found: value, least: 0) }
    guard value <= most else { throw .above(name: name, found: value, most: most) }
  }
  return shape
}

extension Tensor {
  /// The last axis turned round: left and right change places.
  public func flippedLeftRight() -> Tensor {
    precondition(rank >= 1, "A tensor without axes has no left and right.")
    let W = shape[rank - 1]
    var result = self
    for i in result.scalars.indices { result.scalars[i] = scalars[i / W * W + W - 1 - i % W] }
    return result
  }

  /// Every entry minus the mean, over the deviation; zeros where all entries are the same.
  public func standardized() -> Tensor {
    let (mean, deviation) = (self.mean(), variance().squareRoot())
    return mapped { deviation > 0 ? ($0 - mean) / deviation : 0 }
  }
}
