import Testing

@testable import CNNEngine

/// The fast engine is right for any plan: layers drawn by chance, held to their definitions.
@Suite struct RandomPlansTests {
  static let seeds = 0..<360
  private static let chunk = 20

  @Test(arguments: Array(stride(from: 0, to: 360, by: 20)))
  func `outputs, statistics, losses and all gradients are those of the definition`(first: Int)
    throws
  {
    for seed in first..<first + Self.chunk { try check(seed) }
  }

  private func check(_ seed: Int) throws {
    let drawn = RandomPlan(seed: seed)
    let (plan, picture, batch) = (drawn.plan, drawn.picture, drawn.batch)
    let network = Network(plan, picture: picture, seed: seed)
    let x = normal(shape: [batch] + picture, seed: seed + 1)
    let dy = normal(shape: try plan.outputShape(for: x.shape), seed: seed + 2)
    let trained = Definition(network, x, dy, .training)
    // What moves when picture and parameters move in the fifth digit cannot be known better by other ways of adding up.
    var near = network
    near.parameters = network.parameters.enumerated().map { i, p in
      p + normal(shape: p.shape, seed: seed + i) * (1e-5 * (abs(p).max() + 0.1))
    }
    let moved = Definition(
      near, x * (1 + normal(shape: x.shape, seed: seed + 3) * 1e-5), dy, .training)
    let name = "seed \(seed), \(plan.encoding) of \([batch] + picture)"

    for keepsAll in [false, true] {
      let runner = try NetworkRunner(
        plan, picture: picture, batch: batch, hasGradients: true, wantsInputGradient: true,
        keepsAll: keepsAll, mode: .training, pool: ThreadPool(threads: drawn.threads))
      runner.load(parameters: network.parameters, statistics: network.statistics)
      runner.setBatch(x)
      runner.differentiate(from: dy)
      let found = [runner.output, try #require(runner.inputGradient)]
      expect(
        found + runner.statistics + runner.gradients, trained, moved,
        name + (keepsAll ? ", all kept" : ""))
    }

    if dy.rank == 2 {
      let labels = (0..<batch).map { ($0 * 3 + seed) % dy.shape[1] }
      let runner = try NetworkRunner(
        plan, picture: picture, batch: batch, objective: .crossEntropy(smoothing: 0.1),
        mode: .training, pool: ThreadPool(threads: 2))
      runner.load(parameters: network.parameters, statistics: network.statistics)
      runner.setBatch(x, labels: labels)
      let (a, b) = (trained, moved)
      let loss = crossEntropy(a.output, labels, smoothing: 0.1)
      let noise = Swift.abs(crossEntropy(b.output, labels, smoothing: 0.1) - loss)
      let found = runner.differentiate().loss
      #expect(Swift.abs(found - loss) <= 1e-4 * max(1, Swift.abs(loss)) + 10 * noise, "\(name)")
    }

    var predictor = network
    predictor.statistics = trained.statistics
    near.statistics = trained.statistics
    let predicted = Definition(predictor, x, dy, .inference)
    let nearby = Definition(near, moved.x, dy, .inference)
    for call in ["prediction", "second prediction"] {
      expect(
        [predictor.predict(x), predictor.inputGradient(x, from: dy)], predicted, nearby,
        "\(call), \(name)")
    }
    let rows = predictor.forwardAll(x)
    #expect(rows.map(\.name) == plan.summary(input: x.shape).map(\.layer))
    #expect(rows.map(\.output.shape) == plan.summary(input: x.shape).map(\.outputShape))
  }

  /// What the layers' definitions say of one pass there and back.
  private struct Definition {
    let x, output, inputGradient: Tensor
    let statistics, gradients: [Tensor]

    init(_ network: Network, _ x: Tensor, _ dy: Tensor, _ mode: Mode) {
      var random = RandomNumbers(seed: 1)
      let forward = network.plan.forward(
        x, parameters: network.parameters, statistics: network.statistics, mode: mode,
        random: &random)
      let back = network.plan.backward(dy, kept: forward.kept, parameters: network.parameters)
      self.x = x
      (output, inputGradient) = (forward.output, back.input)
      (statistics, gradients) = (forward.statistics, back.parameters)
    }

    var all: [Tensor] { [output, inputGradient] + statistics + gradients }
  }

  /// Expects tensors to be the definition's, to a share of each one's largest entry, or of the largest gradient.
  private func expect(
    _ found: [Tensor], _ expected: Definition, _ moved: Definition, _ name: String
  ) {
    func length(_ x: Tensor) -> Float { dot(x, x).squareRoot() }
    let largest = expected.gradients.map(length).max() ?? 0
    for (i, (a, (b, c))) in zip(found, zip(expected.all, moved.all)).enumerated() {
      let what =
        i == 0 ? "output" : i == 1 ? "the picture's gradient" : "statistic or gradient \(i - 2)"
      #expect(a.shape == b.shape, "\(what), \(name)")
      guard a.shape == b.shape, a.count > 0 else { continue }
      let isGradient = i > 1 + expected.statistics.count
      // As vectors: one entry where a ReLU or a maximum falls the other way is no mistake, a wrong row is.
      let scale = max(length(b), isGradient ? 1e-2 * largest : 0, 1e-6)
      let error = length(a - b)
      let allowed = 1e-4 * scale + 20 * length(b - c)
      #expect(error <= allowed, "\(what) is off by \(error) of \(scale): \(name)")
    }
  }

  @Test func `the plans that are drawn exercise every kind of node and every pass`() throws {
    var kinds: [String: Int] = [:]
    var changed: [String: Int] = [:]
    var (packed, shared) = (0, 0)
    for seed in Self.seeds {
      let drawn = RandomPlan(seed: seed)
      for isTraining in [false, true] {
        var graph = try GraphBuilder.graph(
          of: drawn.plan, batch: drawn.batch, picture: drawn.picture)
        for pass in graphPasses(isTraining: isTraining, keepsAll: false) {
          let before = "\(graph)"
          pass.init().run(on: &graph)
          if "\(graph)" != before { changed["\(pass)", default: 0] += 1 }
        }
        for i in graph.live {
          let word = "\(graph.nodes[i].kind)".prefix { !$0.isNumber }
          kinds[word.split(separator: " ").first.map(String.init) ?? "", default: 0] += 1
        }
        let plan = MemoryPlan(
          graph,
          MemoryPlan.Options(
            isTraining: isTraining, keepsAll: false, wantsInputGradient: true,
            imagesPerSlot: BatchSlots(drawn.batch).imagesPerSlot))
        packed += plan.regions.count { $0.layout.isPacked }
        shared += plan.regions.count { $0.isShared && $0.layout.margin > 0 }
      }
    }
    for kind in [
      "convolution", "depthwise", "transposed", "norm", "entrywise", "ReLU", "dropout", "max",
      "mean", "sum", "concatenation", "channels", "pixels", "vector", "softmax", "definition",
    ] {
      #expect(
        kinds[kind, default: 0] + (kind == "channels" ? kinds["", default: 0] : 0) >= 10,
        "\(kind): \(kinds)")
    }
    for pass in Set(
      [true, false].flatMap { graphPasses(isTraining: $0, keepsAll: false).map { "\($0)" } })
    {
      #expect(changed[pass, default: 0] >= 10, "\(pass): \(changed)")
    }
    #expect(packed >= 50 && shared >= 50, "packed \(packed), shared \(shared)")
  }
}
