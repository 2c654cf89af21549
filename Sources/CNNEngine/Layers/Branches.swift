/// Several ways from one input, their outputs side by side along the channels.
///
/// Source: Szegedy et al., *Going Deeper with Convolutions* (2014), arXiv:1409.4842.
public struct Branches: Layer {
  public let branches: [Sequential]
  public init(_ branches: Sequential...) { self.branches = branches }
  public init(_ branches: [Sequential]) { self.branches = branches }

  public var name: String { "Branches of \(branches.count)" }

  public var encoding: String {
    "Branches(\(branches.map(\.encoding).joined(separator: ", ")))"
  }

  public var parameterSpecs: [ParameterSpec] {
    branches.enumerated().flatMap { $1.parameterSpecs.inside("\($0)") }
  }

  public var statisticsSpecs: [ParameterSpec] {
    branches.enumerated().flatMap { $1.statisticsSpecs.inside("\($0)") }
  }

  public var parameterShapes: [[Int]] { branches.flatMap(\.parameterShapes) }
  public var statisticsShapes: [[Int]] { branches.flatMap(\.statisticsShapes) }

  public var parts: [any Layer] { branches }

  public func lower(_ input: GraphValue, into graph: inout GraphBuilder) throws(ShapeError)
    -> GraphValue
  {
    var outputs: [GraphValue] = []
    for (i, branch) in branches.enumerated() {
      let rows = try graph.collectingRows { graph throws(ShapeError) in
        outputs.append(try graph.inside("\(i)", branch, input))
      }
      graph.add(rows, marked: "  \(i + 1): ")
    }
    return try graph.concatenation(outputs, name: "Concatenate")
  }

  public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
    guard !branches.isEmpty else {
      throw .tooSmall(name: "the number of branches", found: 0, least: 1)
    }
    var shapes: [[Int]] = []
    for branch in branches { shapes.append(try branch.outputShape(for: inputShape)) }
    return try concatenatedShape(shapes, axis: 1)
  }

  public func multiplyAccumulates(for inputShape: [Int]) throws(ShapeError) -> Int {
    var work = 0
    for branch in branches { work = try total(work, branch.multiplyAccumulates(for: inputShape)) }
    return work
  }

  public func receptiveField(after field: ReceptiveField) -> ReceptiveField {
    let fields = branches.map { $0.receptiveField(after: field) }
    return fields.dropFirst().reduce(fields.first ?? field) { $0.joined(with: $1) }
  }

  public func rows(
    for inputShape: [Int], seeing field: ReceptiveField
  ) throws(ShapeError) -> [LayerReport] {
    var rows: [LayerReport] = []
    for (i, branch) in branches.enumerated() {
      rows += try branch.rows(for: inputShape, seeing: field).map { row in
        var row = row
        row.layer = "  \(i + 1): " + row.layer
        return row
      }
    }
    return rows + [
      LayerReport(
        layer: "Concatenate", outputShape: try outputShape(for: inputShape), parameters: 0,
        multiplyAccumulates: 0, field: receptiveField(after: field))
    ]
  }

  public func forward(
    _ input: Tensor, parameters: [Tensor], statistics: [Tensor], mode: Mode,
    random: inout RandomNumbers
  ) -> Forward {
    var (weights, running) = (parameters[...], statistics[...])
    var parts: [Forward] = []
    for branch in branches {
      parts.append(
        branch.forward(
          input, parameters: weights.takeFirst(branch.parameterShapes.count),
          statistics: running.takeFirst(branch.statisticsShapes.count), mode: mode, random: &random)
      )
    }
    var result = Forward(
      concatenate(parts.map(\.output), axis: 1), keeping: parts.map(\.output),
      statistics: parts.flatMap(\.statistics))
    result.kept.inner = parts.map(\.kept)
    return result
  }

  /// Each branch gets its own channels of the gradient; what comes back is added up.
  public func backward(_ outputGradient: Tensor, kept: Kept, parameters: [Tensor]) -> Backward {
    var weights = parameters[...]
    var first = 0
    var backs: [Backward] = []
    for (i, branch) in branches.enumerated() {
      let count = kept.tensors[i].shape[1]
      backs.append(
        branch.backward(
          channels(first..<first + count, of: outputGradient), kept: kept.inner[i],
          parameters: weights.takeFirst(branch.parameterShapes.count)))
      first += count
    }
    return Backward(
      backs.dropFirst().reduce(backs[0].input) { $0 + $1.input },
      parameters: backs.flatMap(\.parameters))
  }
}

/// The input and what a body makes of it, side by side along the channels.
///
/// Source: Huang, Liu, van der Maaten and Weinberger, *Densely Connected Convolutional Networks* (2016),
/// arXiv:1608.06993.
public struct DenseConnection: Layer {
  public let body: Sequential
  private var branches: Branches { Branches(Sequential(), body) }
  public init(_ body: Sequential) { self.body = body }

  public var name: String { "DenseConnection of \(body.layers.count)" }
  public var parts: [any Layer] { [body] }
  public var encoding: String { "DenseConnection(\(body.encoding))" }
  public var parameterSpecs: [ParameterSpec] { body.parameterSpecs.inside("body") }
  public var statisticsSpecs: [ParameterSpec] { body.statisticsSpecs.inside("body") }
  public var parameterShapes: [[Int]] { body.parameterShapes }
  public var statisticsShapes: [[Int]] { body.statisticsShapes }

  public func lower(_ input: GraphValue, into graph: inout GraphBuilder) throws(ShapeError)
    -> GraphValue
  {
    let value = try graph.inside("body", body, input)
    return try graph.concatenation([input, value], name: "Concatenate")
  }

  public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
    try branches.outputShape(for: inputShape)
  }

  public func multiplyAccumulates(for inputShape: [Int]) throws(ShapeError) -> Int {
    try body.multiplyAccumulates(for: inputShape)
  }

  public func receptiveField(after field: ReceptiveField) -> ReceptiveField {
    branches.receptiveField(after: field)
  }

  public func rows(
    for inputShape: [Int], seeing field: ReceptiveField
  ) throws(ShapeError) -> [LayerReport] {
    try body.rows(for: inputShape, seeing: field) + [
      LayerReport(
        layer: "Concatenate", outputShape: try outputShape(for: inputShape), parameters: 0,
        multiplyAccumulates: 0, field: receptiveField(after: field))
    ]
  }

  public func forward(
    _ input: Tensor, parameters: [Tensor], statistics: [Tensor], mode: Mode,
    random: inout RandomNumbers
  ) -> Forward {
    branches.forward(
      input, parameters: parameters, statistics: statistics, mode: mode, random: &random)
  }

  public func backward(_ outputGradient: Tensor, kept: Kept, parameters: [Tensor]) -> Backward {
    branches.backward(outputGradient, kept: kept, parameters: parameters)
  }
}

/// Some channels of `[N, C, …]`.
func channels(_ range: Range<Int>, of x: Tensor) -> Tensor {
  let size = x.shape.dropFirst(2).reduce(1, *)
  var scalars: [Float] = []
  for n in 0..<x.shape[0] {
    let start = n * x.shape[1] * size
    scalars += x.scalars[start + range.lowerBound * size..<start + range.upperBound * size]
  }
  return Tensor(shape: [x.shape[0], range.count] + x.shape.dropFirst(2), scalars: scalars)
}
