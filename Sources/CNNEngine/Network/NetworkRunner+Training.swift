extension NetworkRunner {
  /// Where a run stands: parameters, statistics and the optimiser's memory.
  func checkpoint(step: Int) -> Checkpoint {
    func all(_ memory: MutableScalars) -> [Tensor] {
      store.tensors.indices.map { store.tensor($0, from: memory) }
    }
    return Checkpoint(
      parameters: parameters, statistics: statistics,
      momenta: optimizer.map { all($0.first) } ?? [],
      squares: optimizer.flatMap { $0.usesSecond ? all($0.second) : nil } ?? [], step: step)
  }

  /// Goes on where a run stood.
  func load(_ checkpoint: Checkpoint) {
    load(parameters: checkpoint.parameters, statistics: checkpoint.statistics)
    guard let optimizer else { return }
    optimizer.steps = checkpoint.step
    context.step = checkpoint.step
    for (i, tensor) in checkpoint.momenta.enumerated() {
      store.load(tensor, into: i, of: optimizer.first)
    }
    guard optimizer.usesSecond else { return }
    for (i, tensor) in checkpoint.squares.enumerated() {
      store.load(tensor, into: i, of: optimizer.second)
    }
  }

  /// Takes over the parameters and statistics of a runner of the same plan.
  func copyParameters(from other: NetworkRunner) {
    executor.weightsAreNew = true
    store.values.update(from: other.store.values, count: store.count)
    executor.machine.statistics.copy(from: other.executor.machine.statistics)
  }

  // MARK: - How training fares

  /// Says how each layer with parameters fared in the last step; an array that nobody else holds is written over, so that
  /// nothing is asked of the system.
  func update(_ health: inout [LayerHealth]) {
    guard let optimizer else { return health = [] }
    if health.count != layersWithParameters.count {
      health = layersWithParameters.map {
        LayerHealth(name: $0.name, gradientNorm: 0, updateNorm: 0, parameterNorm: 0)
      }
    }
    for (i, layer) in layersWithParameters.enumerated() {
      let norms = optimizer.norms(of: layer.parameters)
      health[i].gradientNorm = norms.gradient
      health[i].updateNorm = norms.update
      health[i].parameterNorm = norms.parameter
      health[i].deadShare = deadShares[layer.node]
    }
  }

  /// The layers of a graph that have parameters, in the plan's order: a node of each, its name, and the parameters' numbers.
  static func layersWithParameters(
    of graph: Graph
  ) -> [(node: Int, name: String, parameters: [Int])] {
    var seen: Set<Int> = []
    let layers = graph.live.compactMap { i -> (node: Int, name: String, parameters: [Int])? in
      let parameters = graph.nodes[i].parameters.map(\.parameter)
      // Of a convolution in groups the first group speaks for all.
      guard let first = parameters.first, seen.insert(first).inserted else { return nil }
      return (i, graph.nodes[i].name, parameters)
    }
    return layers.sorted { $0.parameters[0] < $1.parameters[0] }
  }

  /// Counts, for each layer whose output ReLU cuts off, the channels that are 0 for the whole batch.
  func countDead() {
    deadShares = [:]
    for i in executor.graph.live {
      switch executor.graph.nodes[i].kind {
      case .convolution(let node) where node.isRectified: break
      case .normalization(let node) where node.isRectified: break
      default: continue
      }
      let maps = executor.machine.value(of: i)
      var alive = Array(repeating: false, count: maps.channels)
      for n in 0..<maps.images {
        for h in 0..<maps.rows {
          var pixel = maps.row(h, of: n)
          for _ in 0..<maps.columns {
            for c in 0..<maps.channels where pixel[c] > 0 { alive[c] = true }
            pixel += maps.step
          }
        }
      }
      deadShares[i] = Float(alive.count { !$0 }) / Float(max(1, maps.channels))
    }
  }

  /// The first layer whose output in the pass that just ran holds something that is not a number.
  func findNotFinite() -> String? {
    executor.graph.rows.first { row in
      !executor.machine.value(of: row.value.node).tensor.scalars.allSatisfy(\.isFinite)
    }?.name
  }

  // MARK: - Judging

  /// The class with the largest output for picture `n`, and the cross-entropy for its label.
  private func answer(_ n: Int, label: Int) -> (answer: Int, loss: Float) {
    let maps = executor.output
    let z = maps.row(0, of: n)
    var best = 0
    for c in 1..<max(1, maps.channels) where z[c] > z[best] { best = c }
    var sum: Float = 0
    for c in 0..<maps.channels { sum += exponential(z[c] - z[best]) }
    return (best, naturalLogarithm(sum) - (z[label] - z[best]))
  }

  /// The loss, accuracy and confusions of the network on data of its own.
  ///
  /// A last batch that is not full is filled up with the first picture, which is not counted again.
  func evaluate(_ data: Dataset) -> Evaluation {
    var confusion = Array(
      repeating: Array(repeating: 0, count: data.classes), count: data.classes)
    var total = 0.0
    for start in stride(from: 0, to: data.count, by: batch) {
      let count = min(batch, data.count - start)
      let indices = (0..<batch).map { $0 < count ? start + $0 : 0 }
      filling.fill(from: data, indices[...], nil, seed: 0)
      forward()
      for n in 0..<count {
        let label = data.labels[start + n]
        let (answer, loss) = answer(n, label: label)
        confusion[label][answer] += 1
        total += Double(loss)
      }
    }
    let right = data.classes == 0 ? 0 : (0..<data.classes).reduce(0) { $0 + confusion[$1][$1] }
    return Evaluation(
      loss: Float(total / Double(data.count)), accuracy: Float(right) / Float(data.count),
      perClass: confusion.enumerated().map { c, row in
        Float(row[c]) / Float(row.reduce(0, +))
      }, confusion: confusion)
  }
}
