extension BinaryFloatingPoint {
  /// The number as Swift prints it, but that NaN is "nan" everywhere.
  ///
  /// Processors differ in the sign that 0/0 has; Swift prints that sign, "-nan", which means nothing.
  public var text: String { isNaN ? "nan" : "\(self)" }
}

extension Tensor: CustomStringConvertible {
  /// The entries in brackets, as one would write them: `[[5.0, 3.0], [3.0, 0.0]]`; of more than 1,000 only the shape.
  public var description: String {
    // An empty tensor has rows all the same: [1000000, 0] would be a million pairs of brackets.
    let rows = shape.prefix { $0 > 0 }.reduce(1, *)
    guard count <= 1_000, rows <= 1_000 else { return "Tensor \(shape)" }
    return written(axis: 0, from: 0)
  }

  private func written(axis: Int, from start: Int) -> String {
    guard axis < rank else { return scalars[start].text }
    let step = shape[(axis + 1)...].reduce(1, *)
    return "["
      + (0..<shape[axis]).map { written(axis: axis + 1, from: start + $0 * step) }.joined(
        separator: ", ") + "]"
  }
}
