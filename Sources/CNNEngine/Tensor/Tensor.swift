/// A dense array of `Float`, stored row by row, with a shape.
public struct Tensor: Equatable, Sendable {
  /// The number of entries along each axis, outermost first: a batch of pictures is `[N, C, H, W]`; the empty
  /// shape is a single number.
  public let shape: [Int]

  /// The entries, the last axis varying fastest.
  public var scalars: [Float]

  /// Creates a tensor from its entries.
  public init(shape: [Int], scalars: [Float]) {
    precondition(
      scalars.count == shape.reduce(1, *),
      "A tensor of shape \(shape) has \(shape.reduce(1, *)) entries, not \(scalars.count).")
    self.shape = shape
    self.scalars = scalars
  }

  /// Creates a tensor of zeros.
  public init(zeros shape: [Int]) {
    self.init(shape: shape, scalars: Array(repeating: 0, count: shape.reduce(1, *)))
  }
}
