/// Layers one after the other, each taking the output of the one before.
public struct Sequential: Layer {
  public var layers: [any Layer]

  public init(_ layers: any Layer...) { self.layers = layers }
  public init(_ layers: [any Layer]) { self.layers = layers }

  public var name: String { "Sequential of \(layers.count)" }
  public var parameterShapes: [[Int]] { layers.flatMap(\.parameterShapes) }

  public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
    var shape = inputShape
    for layer in layers { shape = try layer.outputShape(for: shape) }
    return shape
  }

  public func multiplyAccumulates(for inputShape: [Int]) throws(ShapeError) -> Int {
    try rows(for: inputShape).reduce(0) { $0 + $1.multiplyAccumulates }
  }

  public func rows(for inputShape: [Int]) throws(ShapeError) -> [LayerReport] {
    var shape = inputShape
    var rows: [LayerReport] = []
    for layer in layers {
      rows += try layer.rows(for: shape)
      shape = try layer.outputShape(for: shape)
    }
    return rows
  }
}
