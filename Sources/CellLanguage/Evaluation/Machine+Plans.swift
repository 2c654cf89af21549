import CNNEngine

/// How many layers stand in a plan, and how deep inside one another.
struct PlanSize {
  private(set) var layers = 1
  private(set) var depth = 1

  static let mostLayers = 100_000
  static let deepest = 64

  init(of layer: any Layer) {
    // Parts are counted until there are too many: a plan that holds another twice, and so on, grows like 2ⁿ.
    for part in layer.parts where layers <= Self.mostLayers {
      let size = PlanSize(of: part)
      layers += size.layers
      depth = max(depth, size.depth + 1)
    }
  }

  /// A walk through the plan, in numbers looked at.
  var reads: Int { 64 * layers * depth }

  /// The rule of plans that cells make.
  func check() throws(Complaint) {
    guard layers <= Self.mostLayers else {
      throw Complaint("a plan of more than \(grouped(Self.mostLayers)) layers is too large")
    }
    guard depth <= Self.deepest else {
      throw Complaint("layers lie at most \(Self.deepest) deep inside one another")
    }
  }
}

extension Layer {
  /// About how many numbers the engine keeps for this layer's maps, besides its input's: they have a margin as wide as
  /// the next convolution's padding, and their channels fill whole registers.
  fileprivate func mapNumbers(_ input: [Int]) throws(ShapeError) -> Double {
    var (numbers, shape) = (0.0, input)
    switch self {
    case let layer as Sequential:
      for part in layer.layers {
        numbers += try part.mapNumbers(shape)
        shape = try part.outputShape(for: shape)
      }
      return numbers
    case _ where !parts.isEmpty:
      for part in parts { numbers += try part.mapNumbers(input) }
      return numbers + Self.maps(try outputShape(for: input))
    case let layer as Conv2D:
      // A stride has as many tables as it has phases.
      let phases = Double(layer.stride.rows) * Double(layer.stride.columns)
      return Self.maps(input, margin: layer.padding) + Self.maps(try outputShape(for: input))
        + phases
    default: return Self.maps(try outputShape(for: input))
    }
  }

  private static func maps(_ shape: [Int], margin: Pair = 0) -> Double {
    guard shape.count == 4 else { return shape.reduce(1) { $0 * Double($1) } }
    return Double(shape[0]) * Double((shape[1] + 15) / 16 * 16)
      * (Double(shape[2]) + 2 * Double(margin.rows))
      * (Double(shape[3]) + 2 * Double(margin.columns))
  }
}

extension Machine {
  /// Checks that a plan takes a shape, and pays for the table of its layers: 25 times what a walk costs.
  mutating func rows(of plan: any Layer, for shape: [Int]) throws -> [LayerReport] {
    try spend(reads: checkedCount([25, PlanSize(of: plan).reads]))
    return try plan.rows(for: shape)
  }

  /// Checks that a layer takes an input and parameters, and pays for a pass; the output's shape.
  mutating func payForPass(_ layer: any Layer, _ x: Tensor, _ parameters: [Tensor]) throws -> [Int]
  {
    guard x.count > 0 else { throw Complaint("\(layer.name) needs an input with entries") }
    let rows = try rows(of: layer, for: x.shape)
    let shape = try layer.outputShape(for: x.shape)
    guard parameters.map(\.shape) == layer.parameterShapes else {
      throw Complaint(
        "\(layer.name) needs parameters of the shapes \(layer.parameterShapes), not \(parameters.map(\.shape))"
      )
    }
    try spend(multiplications: layer.multiplyAccumulates(for: x.shape))
    for row in rows { try spend(entries: entryCount(of: row.outputShape)) }
    return shape
  }

  /// Runs a network on what a cell gives it: pictures that fit, within the budget.
  mutating func run(
    _ network: Network?, on x: Tensor, _ body: (Network, Tensor) -> Value
  ) throws -> Value {
    guard let network else { return .none }
    let batch = try network.batch(of: x)
    let work = try rows(of: network.plan, for: batch.shape)
    try spend(multiplications: network.plan.multiplyAccumulates(for: batch.shape))
    try spend(entries: batch.count)
    for row in work { try spend(reads: 4 * entryCount(of: row.outputShape)) }
    try checkMemory(of: network.plan, batch.shape, copies: 4)
    return body(network, batch)
  }

  /// Refuses what would take more than a gigabyte while it runs.
  ///
  /// - Parameters:
  ///   - plan: the layers.
  ///   - batch: `[N, C, H, W]`, what goes through at once.
  ///   - copies: how many numbers are kept for each parameter, and for each entry of a map half as many.
  /// - Throws: a `Complaint` with the megabytes.
  func checkMemory(of plan: Sequential, _ batch: [Int], copies: Int) throws {
    let parameters = Double(try plan.checkedParameterCount())
    let maps = try plan.mapNumbers(batch)
    let numbers = Double(copies) * parameters + Double(copies) / 2 * maps
    guard numbers <= Self.mostNumbers else {
      throw Complaint(
        "this network would take \(Int(min(1e12, numbers * 4 / 1e6))) MB of memory for \(counted(batch[0], "picture")) at a time; a cell may take \(Int(Self.mostNumbers * 4 / 1e6))"
      )
    }
  }

  private static let mostNumbers = 200e6
}
