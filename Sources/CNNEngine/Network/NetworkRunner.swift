/// A network laid out for one batch size on some threads: what trains and predicts fast.
///
/// A runner holds the parameters in the fast algorithms' layout; `parameters` and `load` translate. It may be used by
/// one thread at a time.
public final class NetworkRunner {
  public let plan: Sequential
  /// The shape of one input.
  public let picture: [Int]
  public let batch: Int
  let executor: Executor
  let optimizer: FastOptimizer?
  let filling: BatchFilling
  var context: StepContext
  private let isTraining: Bool
  private(set) lazy var layersWithParameters = Self.layersWithParameters(of: executor.graph)
  /// Of the last step, where it was asked for: the share of channels that were 0 in the whole batch, by node.
  var deadShares: [Int: Float] = [:]
  /// Of the last step whose loss was not finite: the first layer whose output was not.
  private(set) var firstNotFinite: String?

  /// Lays out a network.
  ///
  /// - Parameters:
  ///   - plan: the layers.
  ///   - picture: the shape of one input: `[C, H, W]`, or `[features]`.
  ///   - batch: how many inputs go through at once.
  ///   - optimizer: the rule of learning; `nil` for a network that does not learn.
  ///   - objective: what a learning network makes small; cross-entropy over classes unless given.
  ///   - hasGradients: whether there are gradients without an optimiser too.
  ///   - wantsInputGradient: whether the gradient goes back to the picture.
  ///   - keepsAll: whether every layer's output and gradient is to be had afterwards, also of layers that are else computed
  ///     in one.
  ///   - mode: what a pass is for; learning unless there is no optimiser.
  ///   - pool: the threads.
  ///   - seed: decides what dropout drops.
  /// - Throws: `ShapeError` where the layers do not fit together, or their maps do not fit in memory.
  public init(
    _ plan: Sequential, picture: [Int], batch: Int, optimizer: OptimizerRule? = nil,
    objective: Objective? = nil, hasGradients: Bool = false, wantsInputGradient: Bool = false,
    keepsAll: Bool = false, mode: Mode? = nil, pool: ThreadPool, seed: UInt64 = 1
  ) throws(ShapeError) {
    guard batch > 0 else { throw .tooSmall(name: "a batch", found: batch, least: 1) }
    self.plan = plan
    self.picture = picture
    self.batch = batch
    isTraining = optimizer != nil || objective != nil || hasGradients
    let executor = try Executor(
      plan, picture: picture, batch: batch,
      Executor.Options(
        objective: objective ?? (optimizer == nil ? nil : .crossEntropy()),
        hasGradients: hasGradients, wantsInputGradient: wantsInputGradient, keepsAll: keepsAll),
      pool: pool)
    self.executor = executor
    filling = BatchFilling(executor.input, pool: pool)
    self.optimizer = optimizer.map {
      FastOptimizer($0, store: executor.store, pool: pool, arena: executor.machine.arena)
    }
    context = StepContext(
      mode: mode ?? (optimizer == nil ? .inference : .training), step: 0, seed: seed)
  }

  // MARK: - Parameters

  /// Takes parameters and running statistics in, in the plan's order; none leaves what is there.
  ///
  /// - Precondition: a runner without gradients is given all parameters: it may have changed those that are there.
  public func load(parameters: [Tensor], statistics: [Tensor]) {
    precondition(
      isTraining || parameters.count == store.tensors.count,
      "A runner that only predicts takes all its \(store.tensors.count) parameters, not \(parameters.count)."
    )
    executor.weightsAreNew = true
    for (i, tensor) in parameters.enumerated() { store.load(tensor, into: i) }
    for (i, tensor) in statistics.enumerated() {
      executor.machine.statistics.load(tensor, into: i)
    }
  }

  /// Takes fresh parameters in, one after the other: no second copy of all of them is made.
  public func loadFresh(_ rule: Initialization = .he, seed: Int = 1) {
    executor.weightsAreNew = true
    plan.forEachFreshParameter(rule, seed: seed) { store.load($1, into: $0) }
    for (i, spec) in plan.statisticsSpecs.enumerated() {
      var number = 0
      executor.machine.statistics.load(spec.fresh(rule, number: &number), into: i)
    }
  }

  /// The parameters as they are now, in the plan's order; only of a runner that has gradients, since one that predicts
  /// keeps them in another form.
  public var parameters: [Tensor] {
    precondition(isTraining, "A runner that only predicts does not hand its parameters out.")
    return store.tensors.indices.map { store.tensor($0, from: store.values) }
  }

  /// The gradients of the last step, in the plan's order.
  public var gradients: [Tensor] { store.tensors.indices.map { store.gradientTensor($0) } }

  /// The running means and variances, in the plan's order.
  public var statistics: [Tensor] { executor.machine.statistics.tensors }

  /// The bytes that the runner asked the system for.
  public var bytes: Int { executor.bytes }

  // MARK: - The batch

  /// Puts a picture `[C, H, W]` into place `n` of the batch.
  public func setPicture(_ n: Int, from scalars: UnsafeBufferPointer<Float>) {
    let maps = executor.input
    precondition(
      n < batch && scalars.count == maps.channels * maps.pixels,
      "A picture of the batch has another size.")
    maps.fill(n, from: scalars)
  }

  /// Says which class picture `n` belongs to.
  public func setLabel(_ n: Int, _ label: Int) { setLabels(n, CollectionOfOne(label)) }

  /// Says the classes of picture `n` for one part of the objective: one, or one for each pixel of the output.
  public func setLabels(_ n: Int, _ labels: some Collection<Int>, part: Int = 0) {
    let loss = executor.losses[part]
    let pixels = executor.output.pixels
    precondition(
      loss.part.rule.takesLabels && labels.count == pixels,
      "This loss takes \(loss.part.rule.takesLabels ? pixels : 0) labels a picture, not \(labels.count)."
    )
    for (i, label) in labels.enumerated() {
      precondition(
        loss.takes(label),
        "A label lies in 0..<\(loss.channels.count), not at \(label).")
      loss.labels[n * pixels + i] = Int32(label)
    }
  }

  /// Says the target values of picture `n` for one part of the objective, `[channels, P, Q]` row by row.
  public func setTargets(_ n: Int, _ values: some Collection<Float>, part: Int = 0) {
    let loss = executor.losses[part]
    let count = executor.output.pixels * loss.channels.count
    precondition(
      !loss.part.rule.takesLabels && values.count == count,
      "This loss takes \(loss.part.rule.takesLabels ? 0 : count) numbers a picture, not \(values.count)."
    )
    for (i, value) in values.enumerated() { loss.values[n * count + i] = value }
  }

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

  /// Puts pictures of a data set in place: normalised, changed by chance, each with its label where the first loss takes
  /// one a picture.
  ///
  /// The threads share the pictures out; which threads there are changes nothing, and nothing is asked of the system.
  ///
  /// - Parameters:
  ///   - data: pictures of this network's shape.
  ///   - indices: which of them, one for each place of the batch.
  ///   - augmentation: what chance does to them.
  ///   - seed: decides it, as that of `augmented` does for the same batch.
  public func fill(
    from data: Dataset, _ indices: ArraySlice<Int>, augmentation: Augmentation = .none,
    seed: Int = 0
  ) {
    precondition(
      data.picture == picture && indices.count == batch,
      "A batch of \(batch) pictures \(picture) is not filled with \(indices.count) of \(data.picture)."
    )
    filling.fill(from: data, indices, augmentation == .none ? nil : augmentation, seed: seed)
    guard let loss = executor.losses.first, loss.part.rule.takesLabels, executor.output.pixels == 1
    else { return }
    for (n, index) in indices.enumerated() { setLabel(n, data.labels[index]) }
  }

  // MARK: - Passes

  /// One step of training on the batch in place: forward, backward, and the optimiser's step.
  ///
  /// - Parameters:
  ///   - rate: the learning rate.
  ///   - countsDead: whether channels that ReLU cuts off everywhere are counted, for `health`.
  /// - Returns: the loss before the step, and the share of right answers.
  public func step(rate: Float, countsDead: Bool = false) -> (loss: Float, accuracy: Float) {
    let result = differentiate(countsDead: countsDead)
    context.step += 1
    optimizer?.step(rate: rate)
    return result
  }

  /// Forward and backward only: the gradients stay to be read.
  public func differentiate(countsDead: Bool = false) -> (loss: Float, accuracy: Float) {
    executor.forward(context)
    // What is read between the passes: the way back writes over values that it no longer needs.
    if countsDead { countDead() }
    let result = executor.loss()
    firstNotFinite = result.loss.isFinite ? nil : findNotFinite()
    executor.backward(context)
    return result
  }

  /// Forward and backward from a gradient of the output, in the output's shape.
  public func differentiate(from outputGradient: Tensor) {
    executor.forward(context)
    executor.setOutputGradient(outputGradient)
    executor.backward(context)
  }

  /// Backward once more, from another gradient of the outputs that are there.
  ///
  /// Only for a runner that keeps all: elsewhere the way back writes over what it has read.
  public func backward(from outputGradient: Tensor) {
    executor.setOutputGradient(outputGradient)
    executor.backward(context)
  }

  /// Forward only, as `mode` says.
  public func forward(_ mode: Mode = .inference) {
    var context = context
    context.mode = mode
    executor.forward(context)
  }

  // MARK: - Results

  /// The output of the last pass, in the shape that the plan gives it.
  public var output: Tensor {
    executor.output.tensor.viewed(as: executor.graph.output.shape)
  }

  /// ∂loss/∂picture of the last way back, `[N, C, H, W]`, where it was wanted.
  public var inputGradient: Tensor? {
    executor.machine.gradient(of: 0).map { $0.tensor.viewed(as: [batch] + picture) }
  }

  /// What each layer left in the last pass, in the order of a table's rows.
  ///
  /// Only a runner that keeps all has every one; elsewhere layers that were computed in one left what the last of them did.
  public var layerOutputs: [LayerOutput] {
    executor.graph.rows.map {
      LayerOutput(
        name: $0.name, output: tensor(executor.machine.value(of: $0.value.node), $0.value))
    }
  }

  /// What came back to each layer in the last way back of a runner that keeps all, in the order of a table's rows.
  public var layerGradients: [LayerGradient] {
    executor.graph.rows.map { row in
      LayerGradient(
        name: row.name, outputGradient: gradient(row.value), inputGradient: gradient(row.inputs[0]),
        parameterGradients: row.parameters.map { store.gradientTensor($0) })
    }
  }

  var store: ParameterStore { executor.store }

  private func gradient(_ value: GraphValue) -> Tensor {
    executor.machine.gradient(of: value.node).map { tensor($0, value) }
      ?? Tensor(zeros: value.shape)
  }

  private func tensor(_ maps: Maps, _ value: GraphValue) -> Tensor {
    maps.tensor.viewed(as: value.shape)
  }
}
