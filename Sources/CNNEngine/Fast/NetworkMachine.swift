/// A graph made ready to run: memory for its values, its parameters in the fast layout, and an operation for each step.
///
/// It only builds; the executor runs what it has built.
final class NetworkMachine {
  let graph: Graph
  let slots: BatchSlots
  let arena = Arena()
  let store: ParameterStore
  let statistics: StatisticsStore
  let scratch: Scratch
  private let isTraining: Bool
  private(set) var operations: [any Operation] = []
  /// What is cleared before the loss is written.
  private(set) var beforeLoss: [Maps] = []
  /// For each node its value's maps, and those of its gradient.
  private var values, gradients: [Maps?]

  /// Builds the machine of a graph.
  ///
  /// - Parameters:
  ///   - graph: what is to be computed, its passes done.
  ///   - isTraining: whether there are gradients.
  ///   - keepsAll: whether every value stays to be read.
  ///   - wantsInputGradient: whether the picture's gradient is computed too.
  ///   - limit: the most bytes that values, parameters and gradients may take.
  /// - Throws: `ShapeError.memory` where that is not enough; nothing was taken then.
  init(
    _ graph: Graph, isTraining: Bool, keepsAll: Bool, wantsInputGradient: Bool, limit: Int
  ) throws(ShapeError) {
    self.graph = graph
    self.isTraining = isTraining
    slots = BatchSlots(graph.batch)
    let plan = MemoryPlan(
      graph,
      MemoryPlan.Options(
        isTraining: isTraining, keepsAll: keepsAll, wantsInputGradient: wantsInputGradient,
        imagesPerSlot: slots.imagesPerSlot))
    try Self.check(graph, plan, slots, isTraining: isTraining, limit: limit)
    store = ParameterStore(graph.parameters, hasGradients: isTraining, arena: arena)
    statistics = StatisticsStore(graph.statistics, arena: arena)
    scratch = Scratch(arena: arena)
    let memory = arena.floats(plan.slotFloats * slots.ranges.count)
    let (perSlot, step) = (slots.imagesPerSlot, plan.slotFloats)
    let maps = plan.regions.map { region in
      Maps(
        region.layout, images: graph.batch, at: memory + region.offset, imagesPerSlot: perSlot,
        slotStep: step)
    }
    values = plan.valueRegions.map { $0.map { maps[$0] } }
    gradients = plan.gradientRegions.map { $0.map { maps[$0] } }
    let cleared = plan.cleared.mapValues { $0.map { maps[$0] } }
    beforeLoss = cleared[plan.times.loss] ?? []
    addParameters()
    let accumulates = accumulations()
    for i in graph.live {
      let before = cleared[plan.times.forward(i)] ?? []
      let back = isTraining ? cleared[plan.times.backward(i)] ?? [] : []
      if !before.isEmpty { operations.append(MarginClearing(before, isBackward: false)) }
      add(i, accumulates[i])
      // The way back runs from the last operation to the first.
      if !back.isEmpty { operations.append(MarginClearing(back, isBackward: true)) }
    }
    store.allocate()
  }

  func value(of node: Int) -> Maps {
    guard let maps = values[graph.standIn(for: node)] else {
      preconditionFailure("Node \(node) of the graph has no maps.")
    }
    return maps
  }

  func gradient(of node: Int) -> Maps? { gradients[graph.standIn(for: node)] }

  /// The bytes that a graph takes, against the limit.
  private static func check(
    _ graph: Graph, _ plan: MemoryPlan, _ slots: BatchSlots, isTraining: Bool, limit: Int
  ) throws(ShapeError) {
    var bytes = try product(plan.slotFloats, 4 * slots.ranges.count)
    for spec in graph.parameters {
      // Values, and in training a gradient and the optimiser's two memories.
      bytes = try sum(bytes, product(entryCount(of: spec.shape), isTraining ? 16 : 4))
    }
    guard bytes <= limit else { throw .memory(needed: bytes, limit: limit) }
  }

  // MARK: - Parameters

  private func addParameters() {
    var uses: [(Graph.ParameterUse, ParameterLayout, Int)] = []
    for i in graph.live {
      let node = graph.nodes[i]
      for (place, use) in node.parameters.enumerated() {
        let rowCount = graph.parameters[use.parameter].shape.dropFirst().reduce(1, *)
        let plain = ParameterLayout.plain(use.rows.count * rowCount)
        if case .convolution(let convolution) = node.kind {
          uses.append(
            place == 0
              ? (use, convolution.weightLayout, convolution.gradientSlots(of: slots.ranges.count))
              : (use, plain, slots.ranges.count))
        } else if case .groupNormalization = node.kind {
          uses.append((use, plain, slots.ranges.count))
        } else {
          uses.append((use, plain, 1))
        }
      }
      if case .convolution(let convolution) = node.kind, let fold = convolution.fold {
        for use in [fold.scale, fold.shift] {
          uses.append((use, .plain(use.rows.count), 1))
        }
      }
    }
    // In the plan's order, so that two machines of one plan lay their parameters out alike.
    let ordered = uses.sorted {
      ($0.0.parameter, $0.0.rows.lowerBound) < ($1.0.parameter, $1.0.rows.lowerBound)
    }
    for (use, layout, count) in ordered { _ = store.add(use, layout, slots: count) }
  }

  private func slice(_ use: Graph.ParameterUse) -> Int {
    guard let slice = store.slice(use) else {
      preconditionFailure("Parameter \(use.parameter) was given no place.")
    }
    return slice
  }

  // MARK: - Operations

  /// For each node and input whether another node has written to that input's gradient before, on the way back.
  private func accumulations() -> [[Bool]] {
    var begun: Set<Int> = []
    var result = Array(repeating: [Bool](), count: graph.nodes.count)
    for i in graph.live.reversed() {
      result[i] = graph.nodes[i].inputs.map { !begun.insert($0).inserted }
    }
    return result
  }

  private func add(_ i: Int, _ accumulates: [Bool]) {
    let node = graph.nodes[i]
    let output = value(of: i)
    let ports = zip(node.inputs, accumulates).map { input, accumulates in
      Ports(
        input: value(of: input), output: output, outputGradient: gradients[i],
        inputGradient: gradients[input], accumulates: accumulates)
    }
    let name = node.name
    switch node.kind {
    case .input: break
    case .convolution(let convolution): addConvolution(convolution, node, ports[0])
    case .normalization(let norm):
      let sums = NormalizationSums(
        name: name, norm, ports: ports[0], past: ports.count > 1 ? ports[1] : nil, store: store,
        scale: slice(node.parameters[0]), shift: slice(node.parameters[1]),
        statistics: statistics.slice(node.statistics), arena: arena)
      operations += [NormalizationGradient(sums), sums, Normalization(sums)]
    case .groupNormalization(let groups, let epsilon):
      operations.append(
        FastGroupNormalization(
          name: name, groups: groups, epsilon: epsilon, ports: ports[0], store: store,
          scale: slice(node.parameters[0]), shift: slice(node.parameters[1]), scratch: scratch,
          arena: arena))
    case .entrywise(let loops): operations.append(FastEntrywise(name: name, loops, ports[0]))
    case .dropout(let rate, let number):
      operations.append(FastDropout(name: name, rate: rate, number: number, ports: ports[0]))
    case .maxPooling(let windows):
      operations.append(
        MaxPooling(
          name: name, windows, ports: ports[0], keepsWinners: isTraining, arena: arena))
    case .averagePooling(let windows):
      operations.append(AveragePooling(name: name, windows: windows, ports: ports[0]))
    case .sum(let isRectified):
      operations.append(FastSum(name: name, ports[0], ports[1], isRectified: isRectified))
    case .concatenation: operations.append(FastConcatenation(name: name, ports))
    case .channels(let order):
      operations.append(FastChannels(name: name, order, ports[0], arena: arena))
    case .pixels(let rows, let columns):
      operations.append(FastPixels(name: name, rows: rows, columns: columns, ports[0]))
    case .vector: operations.append(FastFlatten(ports[0]))
    case .softmax: operations.append(FastSoftmax(ports[0]))
    case .readable(let layer, let inputShape):
      operations.append(
        ReadableOperation(
          layer, inputShape: inputShape, ports: ports[0], store: store,
          parameters: node.parameters.map(\.parameter), statistics: statistics,
          numbers: node.statistics))
    }
  }

  private func addConvolution(
    _ convolution: Graph.Convolution, _ node: Graph.Node, _ ports: Ports
  ) {
    var setup = ConvolutionSetup(
      name: node.name, convolution: convolution, ports: ports, store: store,
      weight: slice(node.parameters[0]),
      bias: convolution.hasBias ? slice(node.parameters[1]) : nil, isTraining: isTraining,
      slots: slots.ranges.count, evenImages: slots.evenImages, scratch: scratch, arena: arena)
    if let fold = convolution.fold {
      let folding = NormalizationFolding(
        fold, of: setup, scale: slice(fold.scale), shift: slice(fold.shift),
        statistics: statistics.slice(fold.statistics))
      setup.foldedBias = folding.bias
      operations.append(folding)
    }
    if convolution.isTransposed {
      operations.append(TransposedConvolution(setup))
    } else {
      switch convolution.algorithm {
      case .direct: operations.append(DirectConvolution(setup))
      case .winograd: operations.append(WinogradConvolution(setup))
      case .depthwise: operations.append(DepthwiseConvolution(setup))
      }
    }
  }
}

/// Zeros around maps whose memory something else has used since.
private final class MarginClearing: Operation {
  let name = "margin"
  private let maps: [Maps]
  private let isBackward: Bool

  init(_ maps: [Maps], isBackward: Bool) { (self.maps, self.isBackward) = (maps, isBackward) }

  func forward(_ images: Range<Int>, context: StepContext) {
    if !isBackward { for maps in maps { maps.clearMargin(of: images) } }
  }

  func backward(_ images: Range<Int>, slot: Int, isFirst: Bool, context: StepContext) {
    if isBackward { for maps in maps { maps.clearMargin(of: images) } }
  }
}
