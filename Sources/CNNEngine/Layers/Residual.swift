/// A body and a way past it, added at the end: y = F(x) + x, or F(x) + s(x) where the shapes differ.
///
/// Source: He, Zhang, Ren and Sun, *Deep Residual Learning for Image Recognition* (2015), arXiv:1512.03385.
public struct Residual: Layer {
  public let body: Sequential
  public let shortcut: Sequential?

  public init(_ body: Sequential, shortcut: Sequential? = nil) {
    self.body = body
    self.shortcut = shortcut
  }

  public var name: String { "Residual of \(body.layers.count)" }

  public var encoding: String {
    "Residual(\(body.encoding)\(shortcut.map { ", \($0.encoding)" } ?? ""))"
  }

  public var parameterSpecs: [ParameterSpec] {
    body.parameterSpecs.inside("body") + (shortcut?.parameterSpecs.inside("shortcut") ?? [])
  }

  public var statisticsSpecs: [ParameterSpec] {
    body.statisticsSpecs.inside("body") + (shortcut?.statisticsSpecs.inside("shortcut") ?? [])
  }

  public var parameterShapes: [[Int]] { body.parameterShapes + (shortcut?.parameterShapes ?? []) }

  public var statisticsShapes: [[Int]] {
    body.statisticsShapes + (shortcut?.statisticsShapes ?? [])
  }

  public var parts: [any Layer] { shortcut.map { [body, $0] } ?? [body] }

  /// The way past is computed first, so that the body's last step can add it; the table names the body first.
  public func lower(_ input: GraphValue, into graph: inout GraphBuilder) throws(ShapeError)
    -> GraphValue
  {
    var past = input
    var rows: [GraphRow] = []
    if let shortcut {
      rows = try graph.collectingRows { graph throws(ShapeError) in
        past = try graph.inside("shortcut", shortcut, past)
      }
    }
    let value = try graph.inside("body", body, input)
    graph.add(rows, marked: "  past: ")
    return try graph.sum(value, past, name: "Add")
  }

  public func forward(
    _ input: Tensor, parameters: [Tensor], statistics: [Tensor], mode: Mode,
    random: inout RandomNumbers
  ) -> Forward {
    var (weights, running) = (parameters[...], statistics[...])
    var result = body.forward(
      input, parameters: weights.takeFirst(body.parameterShapes.count),
      statistics: running.takeFirst(body.statisticsShapes.count), mode: mode, random: &random)
    guard let shortcut else {
      result.output = result.output + input
      result.kept = Kept(inner: [result.kept])
      return result
    }
    let past = shortcut.forward(
      input, parameters: Array(weights), statistics: Array(running), mode: mode, random: &random)
    result.output = result.output + past.output
    result.kept = Kept(inner: [result.kept, past.kept])
    result.statistics += past.statistics
    return result
  }

  /// ∂x = ∂F(x) + ∂y: the gradient comes back both ways, and past the body unchanged.
  public func backward(_ outputGradient: Tensor, kept: Kept, parameters: [Tensor]) -> Backward {
    var weights = parameters[...]
    var result = body.backward(
      outputGradient, kept: kept.inner[0],
      parameters: weights.takeFirst(body.parameterShapes.count))
    guard let shortcut else {
      result.input = result.input + outputGradient
      return result
    }
    let past = shortcut.backward(
      outputGradient, kept: kept.inner[1], parameters: Array(weights))
    result.input = result.input + past.input
    result.parameters += past.parameters
    return result
  }

  public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
    let shape = try body.outputShape(for: inputShape)
    let past = try shortcut?.outputShape(for: inputShape) ?? inputShape
    guard shape == past else {
      throw .shape(name: "the way past a residual block", expected: shape, found: past)
    }
    return shape
  }

  public func multiplyAccumulates(for inputShape: [Int]) throws(ShapeError) -> Int {
    try total(
      body.multiplyAccumulates(for: inputShape),
      shortcut?.multiplyAccumulates(for: inputShape) ?? 0)
  }

  public func receptiveField(after field: ReceptiveField) -> ReceptiveField {
    body.receptiveField(after: field).joined(with: shortcut?.receptiveField(after: field) ?? field)
  }

  public func rows(
    for inputShape: [Int], seeing field: ReceptiveField
  ) throws(ShapeError) -> [LayerReport] {
    let output = try outputShape(for: inputShape)
    var rows = try body.rows(for: inputShape, seeing: field)
    if let shortcut {
      rows += try shortcut.rows(for: inputShape, seeing: field).map { row in
        var row = row
        row.layer = "  past: " + row.layer
        return row
      }
    }
    return rows + [
      LayerReport(
        layer: "Add", outputShape: output, parameters: 0, multiplyAccumulates: 0,
        field: receptiveField(after: field))
    ]
  }
}
