/// One step of a network as a plan: what it does to shapes, and the parameters that it needs.
///
/// A layer holds no weights. They are values of their own, so that a network of 138 million parameters can be counted
/// without one of them being stored.
public protocol Layer: Sendable {
  /// What tables call the layer: "Conv2D 3→64, 3×3".
  var name: String { get }

  /// The shapes of the parameters, in the order in which they are always given; `[]` for a layer without any.
  var parameterShapes: [[Int]] { get }

  /// The shape that an input of `inputShape` leaves with, the batch included.
  func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int]

  /// The multiply-accumulates of one forward pass: those of convolutions and dense layers, as the field counts.
  func multiplyAccumulates(for inputShape: [Int]) throws(ShapeError) -> Int

  /// A row for each layer inside, or one for the layer itself.
  func rows(for inputShape: [Int]) throws(ShapeError) -> [LayerReport]
}

extension Layer {
  public var parameterShapes: [[Int]] { [] }
  public var parameterCount: Int { parameterShapes.reduce(0) { $0 + $1.reduce(1, *) } }
  public func multiplyAccumulates(for inputShape: [Int]) throws(ShapeError) -> Int { 0 }

  public func rows(for inputShape: [Int]) throws(ShapeError) -> [LayerReport] {
    [
      LayerReport(
        layer: name, outputShape: try outputShape(for: inputShape), parameters: parameterCount,
        multiplyAccumulates: try multiplyAccumulates(for: inputShape))
    ]
  }

  /// The table of the layers for one input shape.
  public func summary(input: [Int]) -> [LayerReport] {
    checked { () throws(ShapeError) in try rows(for: input) }
  }
}

/// A row of a network's table: one layer.
public struct LayerReport: Equatable, Sendable {
  public var layer: String
  public var outputShape: [Int]
  public var parameters: Int
  public var multiplyAccumulates: Int
}
