#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A network laid out for one batch size on some threads: what trains and predicts fast.
///
/// A runner holds the parameters in the fast algorithms' layout; `parameters` and `load` translate. It may be used by
/// one thread at a time.
public final class NetworkRunner {
  public let plan: Sequential
  public let batch: Int
  private let executor: Executor
  let optimizer: FastOptimizer?
  /// The numbers of the parameters in the store, in the plan's order.
  let order: [Int]
  private var context: StepContext

  /// Lays out a network.
  ///
  /// - Parameters:
  ///   - plan: the layers.
  ///   - picture: the shape of one input: `[C, H, W]`.
  ///   - batch: how many inputs go through at once.
  ///   - optimizer: the rule of learning; `nil` for a network that only predicts.
  ///   - smoothing: the share of the target that is spread over all classes.
  ///   - keepsAll: whether every layer's output is to be had afterwards, also of layers that are else computed in one.
  ///   - pool: the threads.
  ///   - seed: decides what dropout drops.
  /// - Throws: `ShapeError` where the layers do not fit together.
  public init(
    _ plan: Sequential, picture: [Int], batch: Int, optimizer: OptimizerRule? = nil,
    smoothing: Float = 0, keepsAll: Bool = false, pool: ThreadPool, seed: UInt64 = 1
  ) throws(ShapeError) {
    guard batch > 0 else { throw .tooSmall(name: "a batch", found: batch, least: 1) }
    self.plan = plan
    self.batch = batch
    let executor = try Executor(
      plan, picture: picture, batch: batch, smoothing: optimizer == nil ? nil : smoothing,
      isFused: !keepsAll, pool: pool)
    self.executor = executor
    self.optimizer = optimizer.map {
      FastOptimizer($0, store: executor.store, pool: pool, arena: executor.builder.arena)
    }
    order = executor.builder.parameterNames.flatMap(\.indices)
    context = StepContext(mode: optimizer == nil ? .inference : .training, step: 0, seed: seed)
  }

  /// Takes parameters and running statistics in, in the plan's order.
  public func load(parameters: [Tensor], statistics: [Tensor]) {
    executor.weightsAreNew = true
    for (index, tensor) in zip(order, parameters) { executor.store.load(tensor, into: index) }
    for (i, place) in executor.builder.statistics.enumerated() where 2 * i + 1 < statistics.count {
      place.load(statistics[2 * i], statistics[2 * i + 1])
    }
  }

  /// The parameters as they are now, in the plan's order.
  public var parameters: [Tensor] {
    order.map { executor.store.tensor($0, from: executor.store.values) }
  }

  /// The gradients of the last step, in the plan's order.
  public var gradients: [Tensor] { order.map { executor.store.gradientTensor($0) } }

  /// The running means and variances, in the plan's order.
  public var statistics: [Tensor] {
    executor.builder.statistics.flatMap(\.tensors)
  }

  /// The bytes that the runner asked the system for.
  public var bytes: Int { executor.bytes }

  /// Puts a picture `[C, H, W]` into place `n` of the batch.
  public func setPicture(_ n: Int, from scalars: UnsafeBufferPointer<Float>) {
    let maps = executor.input
    let (C, H, W) = (maps.channels, maps.rows, maps.columns)
    precondition(
      n < batch && scalars.count == C * H * W, "A picture of the batch has another size.")
    for h in 0..<H {
      let row = maps.image(n) + maps.offset(h, 0)
      for c in 0..<C {
        let source = (c * H + h) * W
        for w in 0..<W { row[w * C + c] = scalars[source + w] }
      }
    }
  }

  /// Says which class picture `n` belongs to.
  public func setLabel(_ n: Int, _ label: Int) { executor.labels?[n] = Int32(label) }

  /// Puts a whole batch `[N, C, H, W]` in place, and its labels.
  public func setBatch(_ images: Tensor, labels: [Int] = []) {
    let count = images.count / max(1, batch)
    images.scalars.withUnsafeBufferPointer { scalars in
      for n in 0..<batch {
        setPicture(n, from: UnsafeBufferPointer(rebasing: scalars[n * count..<(n + 1) * count]))
      }
    }
    for (n, label) in labels.enumerated() { setLabel(n, label) }
  }

  /// One step of training on the batch in place: forward, backward, and the optimiser's step.
  public func step(rate: Float) -> (loss: Float, accuracy: Float) {
    let result = executor.gradients(context)
    context.step += 1
    optimizer?.step(rate: rate)
    return result
  }

  /// Forward and backward only: the gradients stay to be read.
  public func differentiate() -> (loss: Float, accuracy: Float) { executor.gradients(context) }

  /// Forward only, as `mode` says.
  public func forward(_ mode: Mode = .inference) {
    var context = context
    context.mode = mode
    executor.forward(context)
  }

  /// The output of the last pass: `[N, classes]`, or `[N, K, P, Q]`.
  public var output: Tensor { tensor(of: executor.output.maps) }

  /// What each layer left in the last pass, in the order of a table's rows, `[N, …]`; of layers that were computed in
  /// one, what the last of them left.
  public var layerOutputs: [LayerOutput] {
    executor.builder.outputs.map {
      LayerOutput(name: $0.name, output: $0.stage.maps.tensor.viewed(as: $0.shape))
    }
  }

  private func tensor(of maps: Maps) -> Tensor {
    maps.pixels == 1 ? maps.tensor.viewed(as: [maps.images, maps.channels]) : maps.tensor
  }

  // MARK: - For training

  var store: ParameterStore { executor.store }
  var namedParameters: [(name: String, indices: [Int])] { executor.builder.parameterNames }

  func setStep(_ step: Int) { context.step = step }

  /// Takes over the parameters and statistics of a runner of the same plan.
  func copyParameters(from other: NetworkRunner) {
    executor.weightsAreNew = true
    store.values.update(from: other.store.values, count: store.count)
    for (to, from) in zip(executor.builder.statistics, other.executor.builder.statistics) {
      to.mean.update(from: from.mean, count: to.channels)
      to.variance.update(from: from.variance, count: to.channels)
    }
  }

  /// The class with the largest output for picture `n`, and the cross-entropy for its label.
  func answer(_ n: Int, label: Int) -> (answer: Int, loss: Float) {
    let maps = executor.output.maps
    let z = maps.image(n) + maps.offset(0, 0)
    var best = 0
    for c in 1..<max(1, maps.channels) where z[c] > z[best] { best = c }
    var sum: Float = 0
    for c in 0..<maps.channels { sum += expf(z[c] - z[best]) }
    return (best, logf(sum) - (z[label] - z[best]))
  }

  /// The share of channels of a rectified layer that are 0 for the whole batch; `nil` for a layer without ReLU.
  func deadShare(of parameter: Int) -> Float? {
    guard let maps = executor.rectifiedMaps[parameter] else { return nil }
    var alive = Array(repeating: false, count: maps.channels)
    for n in 0..<maps.images {
      for h in 0..<maps.rows {
        let row = maps.image(n) + maps.offset(h, 0)
        for w in 0..<maps.columns {
          for c in 0..<maps.channels where row[w * maps.step + c] > 0 { alive[c] = true }
        }
      }
    }
    return Float(alive.count { !$0 }) / Float(max(1, maps.channels))
  }

  /// The first layer whose output in the last pass holds something that is not a number.
  var firstNotFinite: String? {
    executor.builder.outputs.first { layer in
      !layer.stage.maps.tensor.scalars.allSatisfy(\.isFinite)
    }?.name
  }
}
