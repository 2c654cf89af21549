/// The places of the `k` largest scores, the largest first, before them what is NaN; equal scores in their order.
public func topK(_ scores: Tensor, k: Int) -> [Int] {
  precondition(k >= 0, "k must be at least 0, not \(k).")
  let order = scores.scalars.indices.sorted {
    let (a, b) = (scores.scalars[$0], scores.scalars[$1])
    return a.isAbove(b) || (!b.isAbove(a) && $0 < $1)
  }
  return Array(order.prefix(k))
}

/// Dice's coefficient of two masks of zeros and ones: 2·|A ∩ B| / (|A| + |B|); 1 when both are empty.
///
/// Source: Dice, *Measures of the Amount of Ecologic Association Between Species* (1945).
public func dice(_ a: Tensor, _ b: Tensor) -> Float {
  checked { () throws(ShapeError) in try checkMasks(a, b) }
  let (both, total) = (dot(a, b), a.sum() + b.sum())
  return total == 0 ? 1 : 2 * both / total
}

/// The rule of `dice`: two masks of one shape, their entries from 0 to 1.
public func checkMasks(_ a: Tensor, _ b: Tensor) throws(ShapeError) {
  guard a.shape == b.shape else {
    throw .shape(name: "the second mask", expected: a.shape, found: b.shape)
  }
  for mask in [a, b] {
    for entry in mask.scalars { try checkProbability(entry, "an entry of a mask") }
  }
}

/// The share of rows of `scores`, `[N, classes]`, whose largest entry stands at the row's label.
public func accuracy(_ scores: Tensor, _ labels: Tensor) -> Float {
  let labels = checked { () throws(ShapeError) in
    try checkAnswers(scores, labels, classes: scores.shape.last ?? 0)
  }
  let right = zip(scores.argmax(along: 1).scalars, labels).count { Int($0) == $1 }
  return Float(right) / Float(labels.count)
}

/// A rectangle: its left upper corner, width and height.
public struct Box: Equatable, Sendable {
  public var x, y, width, height: Float
  public init(x: Float, y: Float, width: Float, height: Float) {
    (self.x, self.y, self.width, self.height) = (x, y, width, height)
  }
  public var area: Float { width * height }
}

/// Intersection over union of two boxes: the area that they share over the area that they cover; 0 when both are empty.
public func iou(_ a: Box, _ b: Box) -> Float {
  let width = max(0, min(a.x + a.width, b.x + b.width) - max(a.x, b.x))
  let height = max(0, min(a.y + a.height, b.y + b.height) - max(a.y, b.y))
  let shared = width * height
  let covered = a.area + b.area - shared
  return covered > 0 ? shared / covered : 0
}
