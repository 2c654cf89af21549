/// A plan with its weights: what predicts, and what training makes better.
public struct Network: Sendable {
  public let plan: Sequential
  /// The shape of one input, `[C, H, W]`.
  public let picture: [Int]
  /// In the plan's order.
  public var parameters: [Tensor]
  /// Running means and variances of the normalisations, in the plan's order.
  public var statistics: [Tensor]

  /// Creates a network with fresh weights; the plan must accept the picture, as `plan.outputShape` says.
  public init(
    _ plan: Sequential, picture: [Int], initialization: Initialization = .he, seed: Int = 1
  ) {
    checked { () throws(ShapeError) in _ = try plan.outputShape(for: [1] + picture) }
    self.plan = plan
    self.picture = picture
    parameters = plan.freshParameters(initialization, seed: seed)
    statistics = plan.freshStatistics()
  }

  init(_ plan: Sequential, picture: [Int], parameters: [Tensor], statistics: [Tensor]) {
    (self.plan, self.picture) = (plan, picture)
    (self.parameters, self.statistics) = (parameters, statistics)
  }

  /// The output for a batch `[N, C, H, W]`, a picture `[C, H, W]` or, with one channel, `[H, W]`: `[N, classes]`.
  public func predict(_ x: Tensor) -> Tensor {
    let images = checked { () throws(ShapeError) in try batch(of: x) }
    let count = images.shape[0]
    let part = Self.part
    guard count > part else { return run(images) { $0.output } }
    // Many pictures go through a few at a time: their maps stay in the cache, and in little memory.
    return checked { () throws(ShapeError) in
      let runner = try NetworkRunner(
        plan, picture: picture, batch: part, pool: ThreadPool(threads: 1))
      runner.load(parameters: parameters, statistics: statistics)
      let size = images.count / count
      var scalars: [Float] = []
      var shape: [Int] = []
      for first in stride(from: 0, to: count, by: part) {
        let end = min(first + part, count)
        images.scalars.withUnsafeBufferPointer { images in
          for n in first..<end {
            runner.setPicture(
              n - first, from: UnsafeBufferPointer(rebasing: images[n * size..<(n + 1) * size]))
          }
        }
        // What is left in the last part's further places is computed along, and dropped.
        runner.forward()
        let output = runner.output
        shape = Array(output.shape.dropFirst())
        scalars += output.scalars.prefix((end - first) * (output.count / part))
      }
      return Tensor(shape: [count] + shape, scalars: scalars)
    }
  }

  private static let part = 32

  /// The same; `network(x)`.
  public func callAsFunction(_ x: Tensor) -> Tensor { predict(x) }

  /// What every layer hands on, a row of `plan.summary` each; branches hand on once, side by side.
  public func forwardAll(_ x: Tensor) -> [LayerOutput] {
    run(x, keepsAll: true) { $0.layerOutputs }
  }

  /// What comes back to every layer of the plan from the mean cross-entropy of a batch, with the network as it predicts:
  /// running statistics, nothing dropped.
  ///
  /// - Parameters:
  ///   - x: as `predict` takes it.
  ///   - labels: the right class of each picture.
  /// - Returns: a row for each layer of the plan, first to last.
  public func backwardAll(_ x: Tensor, labels: [Int]) -> [LayerGradient] {
    let images = checked { () throws(ShapeError) in try batch(of: x) }
    var random = RandomNumbers(seed: 1)
    let forward = plan.forward(
      images, parameters: parameters, statistics: statistics, mode: .inference, random: &random)
    var weights = parameters[...]
    let ofLayers = plan.layers.map { weights.takeFirst($0.parameterShapes.count) }
    var gradient = crossEntropyGradient(forward.output, labels)
    var rows: [LayerGradient] = []
    for (i, layer) in plan.layers.enumerated().reversed() {
      let back = layer.backward(gradient, kept: forward.kept.inner[i], parameters: ofLayers[i])
      rows.append(
        LayerGradient(
          name: layer.name, outputGradient: gradient, inputGradient: back.input,
          parameterGradients: back.parameters))
      gradient = back.input
    }
    return rows.reversed()
  }

  /// The rule of `predict`: the batch that a tensor stands for.
  public func batch(of x: Tensor) throws(ShapeError) -> Tensor {
    let shape = x.rank == 4 ? Array(x.shape.dropFirst()) : x.rank == 2 ? [1] + x.shape : x.shape
    guard shape == picture, x.rank == 4 ? x.shape[0] > 0 : true else {
      throw .shape(name: "the network's input", expected: picture, found: x.shape)
    }
    return x.viewed(as: [x.count / max(1, picture.reduce(1, *))] + picture)
  }

  private func run<Result>(
    _ x: Tensor, keepsAll: Bool = false, _ body: (NetworkRunner) -> Result
  ) -> Result {
    checked { () throws(ShapeError) in
      let batch = try batch(of: x)
      let runner = try NetworkRunner(
        plan, picture: picture, batch: batch.shape[0], keepsAll: keepsAll,
        pool: ThreadPool(threads: 1))
      runner.load(parameters: parameters, statistics: statistics)
      runner.setBatch(batch)
      runner.forward()
      return body(runner)
    }
  }
}

extension Network: Equatable {
  /// Whether shapes, layers and every number are the same.
  public static func == (a: Network, b: Network) -> Bool {
    a.picture == b.picture && a.parameters == b.parameters && a.statistics == b.statistics
      && a.plan.identity == b.plan.identity
  }
}

/// What one layer hands on.
public struct LayerOutput: Equatable, Sendable {
  public var name: String
  /// `[N, C, H, W]`, or `[N, classes]`.
  public var output: Tensor
}

/// What comes back to one layer.
public struct LayerGradient: Equatable, Sendable {
  public var name: String
  /// ∂loss/∂output, in the output's shape.
  public var outputGradient: Tensor
  /// ∂loss/∂input, in the input's shape.
  public var inputGradient: Tensor
  /// ∂loss/∂parameters, in their order and shapes.
  public var parameterGradients: [Tensor]
}
