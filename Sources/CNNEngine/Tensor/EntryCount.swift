/// The most that an axis, a window's number or a product of axes may come to: far beyond any memory, and far from
/// where sums of a few such numbers overflow.
let largestNumber = 1 << 40

/// The most axes that a tensor may have, as in NumPy.
let mostAxes = 64

/// The entries of a shape, its axes multiplied.
///
/// An axis of 0 makes a tensor empty, but no shape of any size possible: the other axes, multiplied, must stay within
/// bounds too. So no product of some of a shape's axes, in whatever order, can overflow.
///
/// - Throws: `ShapeError` when an axis is negative, there are more than 64 of them, or the product of those that are not
///   0 exceeds 2⁴⁰.
public func entryCount(of shape: [Int]) throws(ShapeError) -> Int {
  guard shape.count <= mostAxes else {
    throw .above(name: "the number of axes", found: shape.count, most: mostAxes)
  }
  for length in shape where length < 0 { throw .tooSmall(name: "an axis", found: length, least: 0) }
  var count = 1
  for length in shape where length > 0 { count = try product(count, length) }
  return shape.contains(0) ? 0 : count
}

/// `entryCount(of:)` of a shape that was checked before; in compiled Swift the caller's mistake.
func checkedCount(of shape: [Int]) -> Int {
  checked { () throws(ShapeError) in try entryCount(of: shape) }
}

/// `a · b`, refused beyond 2⁴⁰.
func product(_ a: Int, _ b: Int) throws(ShapeError) -> Int {
  let (result, overflow) = a.multipliedReportingOverflow(by: b)
  guard !overflow, result <= largestNumber else { throw .tooLarge(a, "·", b) }
  return result
}

/// `a + b` of counts of work, refused only where no Int holds it.
func total(_ a: Int, _ b: Int) throws(ShapeError) -> Int {
  let (result, overflow) = a.addingReportingOverflow(b)
  guard !overflow else { throw .tooLarge(a, "+", b) }
  return result
}

/// `a + b`, refused beyond 2⁴⁰.
func sum(_ a: Int, _ b: Int) throws(ShapeError) -> Int {
  let (result, overflow) = a.addingReportingOverflow(b)
  guard !overflow, result <= largestNumber else { throw .tooLarge(a, "+", b) }
  return result
}
