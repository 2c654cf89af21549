/// A dense array of `Float`, stored row by row, with a shape.
public struct Tensor: Equatable, Sendable {
  /// The number of entries along each axis, outermost first: a batch of pictures is `[N, C, H, W]`; the empty
  /// shape is a single number.
  public let shape: [Int]

  /// The entries, the last axis varying fastest.
  public var scalars: [Float]

  /// Creates a tensor from its entries.
  ///
  /// - Precondition: `entryCount(of:)` takes the shape, and gives as many as there are entries.
  public init(shape: [Int], scalars: [Float]) {
    checked { () throws(ShapeError) in try checkReshape(count: scalars.count, to: shape) }
    self.shape = shape
    self.scalars = scalars
  }

  /// Creates a tensor of zeros.
  public init(zeros shape: [Int]) { self.init(repeating: 0, shape: shape) }

  /// Creates a tensor of one value everywhere.
  init(repeating value: Float, shape: [Int]) {
    scalars = Array(repeating: value, count: checkedCount(of: shape))
    self.shape = shape
  }
}
