/// A picture with entries added on each side: what a convolution reads beyond the edge, where that is not zeros or not
/// the same on every side.
///
/// `Pad2D(1, mode: .circular)` before a 3×3 convolution without padding lets it see the picture as a ring.
public struct Pad2D: Layer {
  public let sides: PaddingSides
  public let mode: PaddingMode

  /// Creates a padding layer.
  ///
  /// - Parameters:
  ///   - amount: `1` for all sides, `(2, 1)` for two rows above and below and one column left and right.
  ///   - mode: what is added.
  public init<each A: PairConvertible>(_ amount: (repeat each A), mode: PaddingMode = .zero) {
    sides = PaddingSides(Pair(repeat each amount, standard: 0))
    self.mode = mode
  }

  /// Creates one that adds to each side by itself.
  public init(
    top: Int = 0, bottom: Int = 0, left: Int = 0, right: Int = 0, mode: PaddingMode = .zero
  ) {
    sides = PaddingSides(top: top, bottom: bottom, left: left, right: right)
    self.mode = mode
  }

  public var name: String { "Pad2D \(mode.rawValue)" }
  public var encoding: String {
    encoded("Pad2D", sides.top, sides.bottom, sides.left, sides.right, mode.rawValue)
  }

  public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
    try batchShape(inputShape, of: name)
    return try paddedShape(inputShape, sides, mode: mode)
  }

  public func forward(
    _ input: Tensor, parameters: [Tensor], statistics: [Tensor], mode: Mode,
    random: inout RandomNumbers
  ) -> Forward {
    Forward(
      pad(
        input, top: sides.top, bottom: sides.bottom, left: sides.left, right: sides.right,
        mode: self.mode), keeping: [input])
  }

  /// What stands several times in the output gets all its gradients, added up.
  public func backward(_ outputGradient: Tensor, kept: Kept, parameters: [Tensor]) -> Backward {
    let shape = kept.tensors[0].shape
    let (H, W) = (shape[2], shape[3])
    let (P, Q) = (outputGradient.shape[2], outputGradient.shape[3])
    let (rows, columns) = sources(shape)
    var gradient = Tensor(zeros: shape)
    for map in 0..<shape[0] * shape[1] {
      for (p, h) in rows.enumerated() {
        guard let h else { continue }
        for (q, w) in columns.enumerated() {
          guard let w else { continue }
          gradient.scalars[(map * H + h) * W + w] += outputGradient.scalars[(map * P + p) * Q + q]
        }
      }
    }
    return Backward(gradient)
  }

  /// For each row and column of the output the one of the input that it is; `nil` for zeros.
  private func sources(_ input: [Int]) -> (rows: [Int?], columns: [Int?]) {
    func along(_ length: Int, _ before: Int, _ after: Int) -> [Int?] {
      (-before..<length + after).map { paddingSource($0, length, mode) }
    }
    return (
      along(input[2], sides.top, sides.bottom), along(input[3], sides.left, sides.right)
    )
  }

  public func lower(_ input: GraphValue, into graph: inout GraphBuilder) throws(ShapeError)
    -> GraphValue
  {
    let shape = try outputShape(for: input.shape)
    let (rows, columns) = sources(input.shape)
    return graph.pixels(rows: rows, columns: columns, of: input, shape: shape, name: name)
  }
}
