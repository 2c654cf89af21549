// The order behind every maximum, minimum and ranking of this module. A number that is none wins, wherever it stands:
// passed over, it would hide that something went wrong. Swift's own `max` keeps or drops it by the order of its
// arguments.
//
// Source: IEEE 754-2019, section 9.6, `maximum` and `minimum`.

extension Comparable where Self: Numeric {
  /// Whether a maximum takes this number where it has `other`: greater, or NaN where the other is a number.
  @inlinable
  func isAbove(_ other: Self) -> Bool { self > other || (self != self && other == other) }

  /// Whether a minimum takes this number where it has `other`: less, or NaN where the other is a number.
  @inlinable
  func isBelow(_ other: Self) -> Bool { self < other || (self != self && other == other) }
}

// Inside of a type that has a `max` of its own, that one hides those below.
@inlinable
func larger<Number: Comparable & Numeric>(_ a: Number, _ b: Number) -> Number {
  b.isAbove(a) ? b : a
}
@inlinable
func smaller<Number: Comparable & Numeric>(_ a: Number, _ b: Number) -> Number {
  b.isBelow(a) ? b : a
}

// MARK: - Numbers

// For whole numbers, too, which lack NaN: were it for fractions alone, Swift would take its own for `max(2, x)`, where
// the 2 could be whole.

/// The larger of two numbers; NaN where one of them is NaN.
@inlinable
public func max<Number: Comparable & Numeric>(_ a: Number, _ b: Number) -> Number { larger(a, b) }
/// The smaller of two numbers; NaN where one of them is NaN.
@inlinable
public func min<Number: Comparable & Numeric>(_ a: Number, _ b: Number) -> Number { smaller(a, b) }

/// The largest of three numbers or more; NaN where one of them is NaN.
@inlinable
public func max<Number: Comparable & Numeric>(
  _ a: Number, _ b: Number, _ c: Number, _ rest: Number...
) -> Number {
  rest.reduce(larger(larger(a, b), c), larger)
}
/// The smallest of three numbers or more; NaN where one of them is NaN.
@inlinable
public func min<Number: Comparable & Numeric>(
  _ a: Number, _ b: Number, _ c: Number, _ rest: Number...
) -> Number {
  rest.reduce(smaller(smaller(a, b), c), smaller)
}

extension Sequence where Element: FloatingPoint {
  /// The largest element; NaN where one is NaN, `nil` where there is none.
  @inlinable
  public func max() -> Element? {
    reduce(nil as Element?) { best, next in best.map { larger($0, next) } ?? next }
  }
  /// The smallest element; NaN where one is NaN, `nil` where there is none.
  @inlinable
  public func min() -> Element? {
    reduce(nil as Element?) { best, next in best.map { smaller($0, next) } ?? next }
  }
}

// MARK: - Tensors

/// The larger of two, entry by entry, under the broadcasting rule; NaN where one of them is NaN.
@_disfavoredOverload
public func max(_ a: Tensor, _ b: Tensor) -> Tensor { a.combined(b, larger) }
/// The smaller of two, entry by entry, under the broadcasting rule; NaN where one of them is NaN.
@_disfavoredOverload
public func min(_ a: Tensor, _ b: Tensor) -> Tensor { a.combined(b, smaller) }

extension Tensor {
  /// The smallest entry; NaN where one is NaN or where there are none.
  public func min() -> Float { scalars.min() ?? .nan }
  /// The largest entry; NaN where one is NaN or where there are none.
  public func max() -> Float { scalars.max() ?? .nan }

  /// The place in `scalars` of the first largest entry, or of the first NaN.
  public func argmax() -> Int { best { $0.isAbove($1) } }
  /// The place in `scalars` of the first smallest entry, or of the first NaN.
  public func argmin() -> Int { best { $0.isBelow($1) } }

  private func best(_ wins: (Float, Float) -> Bool) -> Int {
    var best = 0
    for i in scalars.indices where wins(scalars[i], scalars[best]) { best = i }
    return best
  }

  /// Along one axis.
  public func max(along axis: Int) -> Tensor { max(along: [axis]) }
  /// The largest entries along some axes; NaN where one is NaN or where there are none.
  public func max(along axes: [Int]) -> Tensor { extreme(along: axes) { $0.isAbove($1) } }

  /// Along one axis.
  public func min(along axis: Int) -> Tensor { min(along: [axis]) }
  /// The smallest entries along some axes; NaN where one is NaN or where there are none.
  public func min(along axes: [Int]) -> Tensor { extreme(along: axes) { $0.isBelow($1) } }

  /// The place of the first largest entry along an axis, or of the first NaN, as numbers in a tensor.
  public func argmax(along axis: Int) -> Tensor { place(along: axis) { $0.isAbove($1) } }
  /// The place of the first smallest entry along an axis, or of the first NaN, as numbers in a tensor.
  public func argmin(along axis: Int) -> Tensor { place(along: axis) { $0.isBelow($1) } }

  private func extreme(along axes: [Int], _ wins: (Float, Float) -> Bool) -> Tensor {
    let best = best(along: axes, wins)
    return Tensor(
      shape: best.shape, scalars: best.places.map { $0 < 0 ? .nan : scalars[$0] })
  }

  private func place(along axis: Int, _ wins: (Float, Float) -> Bool) -> Tensor {
    let best = best(along: [axis], wins)
    precondition(shape[axis] > 0 || best.places.isEmpty, "An empty axis has no best entry.")
    let step = shape[(axis + 1)...].reduce(1, *)
    return Tensor(
      shape: best.shape, scalars: best.places.map { Float($0 / step % shape[axis]) })
  }
}
