/// The most that an axis, a window's number or a product of axes may come to: far beyond any memory, and far from
/// where sums of a few such numbers overflow.
let largestNumber = 1 << 40

/// The entries of a shape, its axes multiplied.
///
/// - Throws: `ShapeError` when an axis is negative or the product exceeds 2⁴⁰.
public func entryCount(of shape: [Int]) throws(ShapeError) -> Int {
  for length in shape where length < 0 { throw .tooSmall(name: "an axis", found: length, least: 0) }
  if shape.contains(0) { return 0 }
  var count = 1
  for length in shape { count = try product(count, length) }
  return count
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
