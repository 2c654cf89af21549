/// What a layer adds its nodes to.
///
/// A layer names its parameters by their own names; where in the plan it stands, the builder knows.
public struct GraphBuilder {
  private(set) var graph: Graph
  private var path: [String] = []
  private let parameterNumbers: [String: Int]
  private let statisticsNumbers: [String: Int]
  private var dropouts = 0

  /// Lowers a plan for a batch of pictures `[C, H, W]` or vectors `[features]`.
  ///
  /// - Throws: what a layer says of a shape that does not fit.
  static func graph(of plan: Sequential, batch: Int, picture: [Int]) throws(ShapeError) -> Graph {
    guard picture.count == 1 || picture.count == 3 else {
      throw .rank(name: "the network's input", expected: "[C, H, W] or [features]", shape: picture)
    }
    guard batch > 0 else { throw .tooSmall(name: "a batch", found: batch, least: 1) }
    for length in picture {
      guard length > 0 else {
        throw .tooSmall(name: "every axis of a picture", found: length, least: 1)
      }
    }
    var builder = GraphBuilder(plan, batch: batch)
    let shape = [batch] + picture
    let input = builder.add(.input, [], extent: Self.extent(of: shape), shape: shape, name: "input")
    builder.graph.rows = []
    // Losses look at an output as the plan sees it: a vector is laid out as one.
    builder.graph.output = builder.vector(try plan.lower(input, into: &builder))
    return builder.graph
  }

  /// The most nodes of a network: far more than the deepest ones have, and few enough to lay out within a second.
  private static let mostNodes = 20_000

  private func checkSize() throws(ShapeError) {
    guard graph.nodes.count <= Self.mostNodes else {
      throw .above(
        name: "the number of steps of a network", found: graph.nodes.count, most: Self.mostNodes)
    }
  }

  private init(_ plan: Sequential, batch: Int) {
    graph = Graph(batch: batch, plan: plan)
    parameterNumbers = Self.numbers(graph.parameters)
    statisticsNumbers = Self.numbers(graph.statistics)
  }

  private static func numbers(_ specs: [ParameterSpec]) -> [String: Int] {
    Dictionary(specs.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  // MARK: - Places in the plan

  /// Lowers a part of a layer, whose parameters stand under a name of their own.
  mutating func inside(_ part: String, _ layer: any Layer, _ input: GraphValue) throws(ShapeError)
    -> GraphValue
  {
    path.append(part)
    defer { path.removeLast() }
    try checkSize()
    return try layer.lower(input, into: &self)
  }

  /// The rows that `body` adds, taken out of the table: their place is still to come.
  mutating func collectingRows(
    _ body: (inout GraphBuilder) throws(ShapeError) -> Void
  ) throws(ShapeError) -> [GraphRow] {
    let first = graph.rows.count
    try body(&self)
    defer { graph.rows.removeSubrange(first...) }
    return Array(graph.rows[first...])
  }

  /// Puts rows into the table, each name with a mark before it.
  mutating func add(_ rows: [GraphRow], marked mark: String) {
    graph.rows += rows.map { row in
      var row = row
      row.name = mark + row.name
      return row
    }
  }

  private func number(_ name: String, in numbers: [String: Int]) -> Int {
    let full = (path + [name]).joined(separator: ".")
    guard let number = numbers[full] else {
      preconditionFailure("A layer asks for \(full), which its specification does not name.")
    }
    return number
  }

  /// A parameter of the layer that is lowered; with `rows` some rows of it.
  private func parameter(_ name: String, rows: Range<Int>? = nil) -> Graph.ParameterUse {
    let number = number(name, in: parameterNumbers)
    return Graph.ParameterUse(
      parameter: number, rows: rows ?? 0..<graph.parameters[number].shape[0])
  }

  private func weightAndBias(_ hasBias: Bool, rows: Range<Int>? = nil) -> [Graph.ParameterUse] {
    [parameter("weight", rows: rows)] + (hasBias ? [parameter("bias", rows: rows)] : [])
  }

  // MARK: - Nodes

  static func extent(of shape: [Int]) -> Graph.Extent {
    shape.count == 4
      ? Graph.Extent(channels: shape[1], rows: shape[2], columns: shape[3])
      : Graph.Extent(channels: shape[1], rows: 1, columns: 1)
  }

  func extent(_ value: GraphValue) -> Graph.Extent { graph.nodes[value.node].extent }

  /// Whether a value is a vector an image, not maps.
  func isVector(_ value: GraphValue) -> Bool { value.shape.count == 2 }

  /// Adds a node, and a row of the table unless it is only a part of a layer.
  private mutating func add(
    _ kind: Graph.Kind, _ inputs: [GraphValue], extent: Graph.Extent? = nil, shape: [Int],
    name: String, parameters: [Graph.ParameterUse] = [], statistics: [Int] = [],
    isRow: Bool = true
  ) -> GraphValue {
    graph.append(
      Graph.Node(
        kind: kind, inputs: inputs.map(\.node), extent: extent ?? Self.extent(of: shape),
        name: name, parameters: parameters, statistics: statistics))
    let value = GraphValue(node: graph.nodes.count - 1, shape: shape)
    if isRow {
      graph.rows.append(
        GraphRow(
          name: name, inputs: inputs, value: value, parameters: parameters.map(\.parameter)))
    }
    return value
  }

  /// The value as one vector an image.
  private mutating func vector(_ value: GraphValue) -> GraphValue {
    guard isVector(value), extent(value).pixels > 1 else { return value }
    return add(.vector, [value], shape: value.shape, name: "Flatten", isRow: false)
  }

  mutating func readable(_ layer: any Layer, of input: GraphValue) throws(ShapeError) -> GraphValue
  {
    let shape = try layer.outputShape(for: input.shape)
    let input = vector(input)
    let specs = layer.parameterSpecs.map { parameter($0.name) }
    let statistics = layer.statisticsSpecs.map { number($0.name, in: statisticsNumbers) }
    return add(
      .readable(layer, inputShape: input.shape), [input], shape: shape, name: layer.name,
      parameters: specs, statistics: statistics)
  }

  mutating func convolution(_ layer: Conv2D, of input: GraphValue) throws(ShapeError) -> GraphValue
  {
    let shape = try layer.outputShape(for: input.shape)
    if layer.groups > 1, layer.groups == layer.inputChannels {
      // A channel that meets several kernels is taken as often.
      let times = shape[1] / layer.groups
      let each =
        times == 1
        ? input
        : channels(
          (0..<shape[1]).map { $0 / times }, of: input, name: layer.name, isRow: false)
      let value = add(
        .convolution(
          Graph.Convolution(
            geometry: geometry(layer, shape[1], shape[1], input.shape, shape),
            hasBias: layer.hasBias, isDepthwise: true, algorithm: .depthwise)),
        [each], shape: shape, name: layer.name, parameters: weightAndBias(layer.hasBias))
      graph.rows[graph.rows.count - 1].inputs = [input]
      return value
    }
    guard layer.groups > 1 else {
      let geometry = geometry(layer, input.shape[1], shape[1], input.shape, shape)
      return add(
        .convolution(Graph.Convolution(geometry: geometry, hasBias: layer.hasBias)), [input],
        shape: shape, name: layer.name, parameters: weightAndBias(layer.hasBias))
    }
    // Each group is a convolution of its own: some channels in, some channels out, some rows of the weight.
    let (c, k) = (layer.inputChannels / layer.groups, layer.outputChannels / layer.groups)
    var parts: [GraphValue] = []
    for group in 0..<layer.groups {
      let part = channels(
        Array(group * c..<(group + 1) * c), of: input, name: layer.name, isRow: false)
      let partShape = [shape[0], k, shape[2], shape[3]]
      parts.append(
        add(
          .convolution(
            Graph.Convolution(
              geometry: geometry(layer, c, k, input.shape, shape), hasBias: layer.hasBias)),
          [part], shape: partShape, name: layer.name,
          parameters: weightAndBias(layer.hasBias, rows: group * k..<(group + 1) * k), isRow: false)
      )
    }
    let value = try concatenation(parts, name: layer.name)
    graph.rows[graph.rows.count - 1].inputs = [input]
    graph.rows[graph.rows.count - 1].parameters = weightAndBias(layer.hasBias).map(\.parameter)
    return value
  }

  private func geometry(
    _ layer: Conv2D, _ inputChannels: Int, _ outputChannels: Int, _ input: [Int], _ output: [Int]
  ) -> FastGeometry {
    FastGeometry(
      inputChannels: inputChannels, outputChannels: outputChannels, inputRows: input[2],
      inputColumns: input[3], kernelRows: layer.kernelSize.rows,
      kernelColumns: layer.kernelSize.columns, stride: layer.stride, padding: layer.padding,
      dilation: layer.dilation, outputRows: output[2], outputColumns: output[3])
  }

  mutating func transposedConvolution(_ layer: ConvTranspose2D, of input: GraphValue)
    throws(ShapeError) -> GraphValue
  {
    let shape = try layer.outputShape(for: input.shape)
    // The convolution whose way back this is goes from the output's maps to the input's.
    let geometry = FastGeometry(
      inputChannels: shape[1], outputChannels: input.shape[1], inputRows: shape[2],
      inputColumns: shape[3], kernelRows: layer.kernelSize.rows,
      kernelColumns: layer.kernelSize.columns, stride: layer.stride, padding: layer.padding,
      dilation: 1, outputRows: input.shape[2], outputColumns: input.shape[3])
    return add(
      .convolution(
        Graph.Convolution(geometry: geometry, hasBias: layer.hasBias, isTransposed: true)),
      [input], shape: shape, name: layer.name,
      parameters: [parameter("weight")] + (layer.hasBias ? [parameter("bias")] : []))
  }

  /// A dense layer is a convolution whose kernel is as large as the maps, which it reads where they lie.
  mutating func dense(_ layer: Dense, of input: GraphValue) throws(ShapeError) -> GraphValue {
    let shape = try layer.outputShape(for: input.shape)
    let maps = extent(input)
    let geometry = FastGeometry(
      inputChannels: maps.channels, outputChannels: layer.outputs, inputRows: maps.rows,
      inputColumns: maps.columns, kernelRows: maps.rows, kernelColumns: maps.columns, stride: 1,
      padding: 0, dilation: 1, outputRows: 1, outputColumns: 1)
    return add(
      .convolution(Graph.Convolution(geometry: geometry, hasBias: layer.hasBias)), [input],
      shape: shape, name: layer.name, parameters: weightAndBias(layer.hasBias))
  }

  mutating func normalization(_ layer: BatchNorm2D, of input: GraphValue) throws(ShapeError)
    -> GraphValue
  {
    let shape = try layer.outputShape(for: input.shape)
    return add(
      .normalization(Graph.Normalization(momentum: layer.momentum, epsilon: layer.epsilon)),
      [input], shape: shape, name: layer.name,
      parameters: [parameter("weight"), parameter("bias")],
      statistics: [
        number("running_mean", in: statisticsNumbers), number("running_var", in: statisticsNumbers),
      ])
  }

  mutating func groupNormalization(
    _ layer: any Layer, groups: Int, epsilon: Float, of input: GraphValue
  ) throws(ShapeError) -> GraphValue {
    let shape = try layer.outputShape(for: input.shape)
    let input = vector(input)
    return add(
      .groupNormalization(groups: groups, epsilon: epsilon), [input], shape: shape,
      name: layer.name, parameters: [parameter("weight"), parameter("bias")])
  }

  mutating func entrywise(_ loops: LaneLoops, name: String, of input: GraphValue) -> GraphValue {
    add(.entrywise(loops), [input], extent: extent(input), shape: input.shape, name: name)
  }

  mutating func dropout(_ layer: Dropout, of input: GraphValue) -> GraphValue {
    dropouts += 1
    return add(
      .dropout(rate: Float(layer.rate), number: dropouts), [input], extent: extent(input),
      shape: input.shape, name: layer.name)
  }

  mutating func maxPooling(_ layer: MaxPool2D, of input: GraphValue) throws(ShapeError)
    -> GraphValue
  {
    add(
      .maxPooling(
        Graph.MaxWindows(
          size: layer.size, stride: layer.stride, padding: layer.padding, dilation: layer.dilation)),
      [input], shape: try layer.outputShape(for: input.shape), name: layer.name)
  }

  mutating func averagePooling(_ layer: AveragePool2D, of input: GraphValue) throws(ShapeError)
    -> GraphValue
  {
    let g = try layer.geometry(input.shape)
    /// Along one axis: the entries under each window, and how many positions count.
    func windows(_ window: Window, _ count: Int, _ length: Int) -> [(Range<Int>, Int)] {
      (0..<count).map { stop in
        let first = stop * window.stride - window.padding
        let inside = window.offsetsInside(at: stop, length)
        let counted =
          layer.countsPadding
          ? window.offsets(before: length + window.padding, at: stop) : inside.count
        return (first + inside.lowerBound..<first + inside.upperBound, counted)
      }
    }
    let (rows, columns) = (windows(g.rows, g.P, g.H), windows(g.columns, g.Q, g.W))
    return add(
      .averagePooling(
        Graph.AverageWindows(
          rows: rows.map(\.0), columns: columns.map(\.0),
          shares: rows.flatMap { row in columns.map { 1 / Float(row.1 * $0.1) } })),
      [input], shape: g.outputShape, name: layer.name)
  }

  /// The means of `count` × `count` equal parts of the maps.
  mutating func partMeans(_ layer: any Layer, _ count: Int, of input: GraphValue)
    throws(ShapeError) -> GraphValue
  {
    let shape = try layer.outputShape(for: input.shape)
    let rows = (0..<count).map { part($0, of: count, in: input.shape[2]) }
    let columns = (0..<count).map { part($0, of: count, in: input.shape[3]) }
    return add(
      .averagePooling(
        Graph.AverageWindows(
          rows: rows, columns: columns,
          shares: rows.flatMap { r in columns.map { 1 / Float(r.count * $0.count) } })),
      [input], shape: shape, name: layer.name)
  }

  mutating func flattened(_ layer: Flatten, _ input: GraphValue) throws(ShapeError) -> GraphValue {
    let value = GraphValue(node: input.node, shape: try layer.outputShape(for: input.shape))
    graph.rows.append(GraphRow(name: layer.name, inputs: [input], value: value))
    return value
  }

  mutating func sum(_ a: GraphValue, _ b: GraphValue, name: String) throws(ShapeError)
    -> GraphValue
  {
    guard a.shape == b.shape else {
      throw .shape(name: "the way past a residual block", expected: a.shape, found: b.shape)
    }
    // Two flattened values may be laid out each in its own way.
    let sameMaps = extent(a) == extent(b)
    let (a, b) = sameMaps ? (a, b) : (vector(a), vector(b))
    return add(.sum(isRectified: false), [a, b], extent: extent(a), shape: a.shape, name: name)
  }

  mutating func concatenation(_ parts: [GraphValue], name: String) throws(ShapeError)
    -> GraphValue
  {
    let shape = try concatenatedShape(parts.map(\.shape), axis: 1)
    var values: [GraphValue] = []
    for part in parts { values.append(vector(part)) }
    return add(.concatenation, values, shape: shape, name: name)
  }

  /// Some channels of maps, or entries of a vector, in this order.
  mutating func channels(
    _ order: [Int], of input: GraphValue, name: String, isRow: Bool = true
  ) -> GraphValue {
    let input = vector(input)
    let shape = [input.shape[0], order.count] + input.shape.dropFirst(2)
    return add(.channels(order), [input], shape: shape, name: name, isRow: isRow)
  }

  /// Rows and columns of maps, each where it is asked for, zeros elsewhere.
  mutating func pixels(
    rows: [Int?], columns: [Int?], of input: GraphValue, shape: [Int], name: String
  ) -> GraphValue {
    add(.pixels(rows: rows, columns: columns), [input], shape: shape, name: name)
  }

  mutating func softmax(of input: GraphValue) throws(ShapeError) -> GraphValue {
    let input = vector(input)
    return add(.softmax, [input], shape: input.shape, name: "Softmax")
  }
}
