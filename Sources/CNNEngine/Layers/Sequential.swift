/// Layers one after the other, each taking the output of the one before.
public struct Sequential: Layer {
  public var layers: [any Layer]

  public init(_ layers: any Layer...) { self.layers = layers }
  public init(_ layers: [any Layer]) { self.layers = layers }

  public var name: String { "Sequential of \(layers.count)" }

  public var encoding: String {
    "Sequential(\(layers.map(\.encoding).joined(separator: ", ")))"
  }

  public var parameterSpecs: [ParameterSpec] {
    layers.enumerated().flatMap { $1.parameterSpecs.inside("\($0)") }
  }

  public var statisticsSpecs: [ParameterSpec] {
    layers.enumerated().flatMap { $1.statisticsSpecs.inside("\($0)") }
  }

  public var parameterShapes: [[Int]] { layers.flatMap(\.parameterShapes) }
  public var statisticsShapes: [[Int]] { layers.flatMap(\.statisticsShapes) }

  public var parts: [any Layer] { layers }

  public func checkTraining(input shape: [Int]) throws(ShapeError) {
    var shape = shape
    for layer in layers {
      try layer.checkTraining(input: shape)
      shape = try layer.outputShape(for: shape)
    }
  }

  public func lower(_ input: GraphValue, into graph: inout GraphBuilder) throws(ShapeError)
    -> GraphValue
  {
    var value = input
    for (i, layer) in layers.enumerated() {
      value = try graph.inside("\(i)", layer, value)
    }
    return value
  }

  public func forward(
    _ input: Tensor, parameters: [Tensor], statistics: [Tensor], mode: Mode,
    random: inout RandomNumbers
  ) -> Forward {
    var result = Forward(input)
    var (weights, running) = (parameters[...], statistics[...])
    for layer in layers {
      let next = layer.forward(
        result.output, parameters: weights.takeFirst(layer.parameterShapes.count),
        statistics: running.takeFirst(layer.statisticsShapes.count), mode: mode, random: &random)
      result.output = next.output
      result.kept.inner.append(next.kept)
      result.statistics += next.statistics
    }
    return result
  }

  public func backward(_ outputGradient: Tensor, kept: Kept, parameters: [Tensor]) -> Backward {
    var weights = parameters[...]
    let ofLayers = layers.map { weights.takeFirst($0.parameterShapes.count) }
    var result = Backward(outputGradient)
    for i in layers.indices.reversed() {
      let back = layers[i].backward(result.input, kept: kept.inner[i], parameters: ofLayers[i])
      result = Backward(back.input, parameters: back.parameters + result.parameters)
    }
    return result
  }

  public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
    var shape = inputShape
    for layer in layers { shape = try layer.outputShape(for: shape) }
    return shape
  }

  public func multiplyAccumulates(for inputShape: [Int]) throws(ShapeError) -> Int {
    var work = 0
    for row in try rows(for: inputShape) { work = try total(work, row.multiplyAccumulates) }
    return work
  }

  public func receptiveField(after field: ReceptiveField) -> ReceptiveField {
    layers.reduce(field) { $1.receptiveField(after: $0) }
  }

  public func rows(
    for inputShape: [Int], seeing field: ReceptiveField
  ) throws(ShapeError) -> [LayerReport] {
    var (shape, field) = (inputShape, field)
    var rows: [LayerReport] = []
    for layer in layers {
      rows += try layer.rows(for: shape, seeing: field)
      shape = try layer.outputShape(for: shape)
      field = layer.receptiveField(after: field)
    }
    return rows
  }
}

extension ArraySlice {
  /// Takes so many elements off the front.
  mutating func takeFirst(_ count: Int) -> [Element] {
    defer { removeFirst(count) }
    return Array(prefix(count))
  }
}
