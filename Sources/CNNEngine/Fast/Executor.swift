/// A network laid out for one batch size, ready to run: forward, the loss, and backward.
///
/// Everything is laid out when it is made; a step asks the system for no memory. Operations that need no more than
/// their own images run one after the other on one slot's images, so that what one leaves is still in the cache
/// for the next; the batch waits for itself only where a sum over it is needed.
final class Executor {
  let batch: Int
  let machine: NetworkMachine
  let input: Maps
  let output: Maps
  let losses: [FastLoss]
  private let pool: ThreadPool
  /// Whether parameters were loaded since the last pass: a network that only predicts brings them into form once.
  var weightsAreNew = true
  private let isTraining: Bool
  private let slotRanges: [Range<Int>]
  private let forwardPhases: [Phase]
  private let backwardPhases: [Phase]
  private let lossPhase: LossPhase?
  private let forwardWeights, backwardWeights: WeightWork

  var bytes: Int { machine.arena.bytes }
  var store: ParameterStore { machine.store }
  var graph: Graph { machine.graph }

  /// What a network is laid out for.
  struct Options {
    /// What training makes small; `nil` for a network that only predicts, or whose gradients come from outside.
    var objective: Objective?
    /// Whether there are gradients.
    var hasGradients = false
    /// Whether the picture's gradient is computed too.
    var wantsInputGradient = false
    /// Whether every layer's output and gradient stay to be read: then nothing is joined.
    var keepsAll = false
    /// The most bytes that may be taken.
    var memoryLimit = 16 << 30
  }

  /// Lays a network out.
  ///
  /// - Parameters:
  ///   - plan: the layers.
  ///   - picture: the shape of one input, `[C, H, W]` or `[features]`.
  ///   - batch: how many inputs go through at once.
  ///   - options: what for.
  ///   - pool: the threads that do the work.
  /// - Throws: what a layer says of a shape that does not fit, or that memory does not suffice.
  init(
    _ plan: Sequential, picture: [Int], batch: Int, _ options: Options, pool: ThreadPool
  ) throws(ShapeError) {
    self.batch = batch
    self.pool = pool
    let isTraining = options.objective != nil || options.hasGradients
    self.isTraining = isTraining
    var graph = try GraphBuilder.graph(of: plan, batch: batch, picture: picture)
    try options.objective?.check(output: graph.output.shape)
    for pass in graphPasses(isTraining: isTraining, keepsAll: options.keepsAll) {
      pass.init().run(on: &graph)
    }
    let machine = try NetworkMachine(
      graph, isTraining: isTraining, keepsAll: options.keepsAll,
      wantsInputGradient: options.wantsInputGradient, limit: options.memoryLimit)
    self.machine = machine
    input = machine.value(of: 0)
    let output = machine.value(of: graph.output.node)
    self.output = output
    let outputGradient = machine.gradient(of: graph.output.node)
    let losses =
      options.objective?.parts.map {
        FastLoss($0, output: output, gradient: outputGradient ?? output, arena: machine.arena)
      } ?? []
    self.losses = losses
    machine.scratch.allocate(threads: pool.threads)
    let slotRanges = machine.slots.ranges
    self.slotRanges = slotRanges
    forwardPhases = Phase.forward(machine.operations, slotRanges)
    backwardPhases = isTraining ? Phase.backward(machine.operations, slotRanges) : []
    lossPhase = outputGradient.map {
      LossPhase(losses, gradient: $0, cleared: machine.beforeLoss, slotRanges)
    }
    let convolutions = machine.operations.compactMap { $0 as? any ConvolutionOperation }
    forwardWeights = WeightWork(convolutions, forBackward: false)
    backwardWeights = WeightWork(convolutions, forBackward: true)
  }

  // MARK: - Running

  /// Computes every output of the batch that stands in `input`.
  func forward(_ context: StepContext) {
    if isTraining || weightsAreNew {
      if weightsAreNew { for operation in machine.operations { operation.parametersChanged() } }
      pool.run(forwardWeights.pieces.count, forwardWeights)
      weightsAreNew = false
    }
    if slotRanges.count < pool.threads {
      for phase in forwardPhases {
        for operation in phase.operations {
          runDivided(operation, images: 0..<batch, pool: pool, context: context)
        }
        phase.finish?(context)
      }
      return
    }
    for phase in forwardPhases { run(phase, context) }
  }

  private func run(_ phase: Phase, _ context: StepContext) {
    phase.context = context
    pool.run(slotRanges.count, phase)
    phase.finish?(context)
    for round in phase.rounds { pool.run(round.count, round) }
  }

  /// The loss of the outputs that are there, and its gradient with respect to them; the accuracy is that of the first
  /// part whose targets are classes.
  func loss() -> (loss: Float, accuracy: Float) {
    guard let lossPhase, !losses.isEmpty else { return (.nan, .nan) }
    for loss in losses { loss.prepare() }
    pool.run(slotRanges.count, lossPhase)
    var (sum, accuracy) = (0.0, Float.nan)
    for loss in losses {
      let result = loss.result
      sum += result.loss
      if accuracy.isNaN { accuracy = result.accuracy }
    }
    return (Float(sum), accuracy)
  }

  /// Puts a gradient of the output in place.
  func setOutputGradient(_ gradient: Tensor) {
    guard let maps = machine.gradient(of: graph.output.node) else { return }
    for cleared in machine.beforeLoss { cleared.clearMargin(of: 0..<batch) }
    maps.fill(from: gradient)
  }

  /// Every gradient, from that of the output.
  func backward(_ context: StepContext) {
    pool.run(backwardWeights.pieces.count, backwardWeights)
    for phase in backwardPhases { run(phase, context) }
  }
}

/// Operations that run together, slot by slot, and what must then be computed for the whole batch.
private final class Phase: PooledWork {
  var operations: [any Operation] = []
  var finish: ((StepContext) -> Void)?
  /// What is computed for the whole batch after all images, round after round.
  private(set) var rounds: [WholeWork] = []
  var context = StepContext(mode: .inference, step: 0, seed: 0)
  private let slots: [Range<Int>]
  private let isBackward: Bool

  private init(_ slots: [Range<Int>], isBackward: Bool = false) {
    (self.slots, self.isBackward) = (slots, isBackward)
  }

  /// The way there: a phase ends where the images wait for each other.
  static func forward(_ operations: [any Operation], _ slots: [Range<Int>]) -> [Phase] {
    var phases = [Phase(slots)]
    for operation in operations {
      phases[phases.count - 1].operations.append(operation)
      if let finish = operation.finishForward {
        phases[phases.count - 1].finish = finish
        phases.append(Phase(slots))
      }
    }
    return phases
  }

  /// The way back.
  static func backward(_ operations: [any Operation], _ slots: [Range<Int>]) -> [Phase] {
    var phases = [Phase(slots, isBackward: true)]
    for operation in operations.reversed() {
      phases[phases.count - 1].operations.append(operation)
      if let finish = operation.finishBackward {
        phases[phases.count - 1].finish = finish
        phases.append(Phase(slots, isBackward: true))
      }
    }
    for phase in phases { phase.gatherRounds() }
    return phases
  }

  /// Rounds of one operation come one after the other; those of one round only run together.
  private func gatherRounds() {
    let all = operations.map(\.wholeBackward)
    let single = all.filter { $0.count == 1 }.flatMap { $0 }
    rounds =
      (all.filter { $0.count > 1 }.flatMap { $0.map { [$0] } }
      + (single.isEmpty ? [] : [single])).map(WholeWork.init)
  }

  func run(_ slot: Int, worker: Int) {
    var context = context
    context.worker = worker
    if isBackward {
      for operation in operations {
        operation.backward(slots[slot], slot: slot, isFirst: true, context: context)
      }
    } else {
      for operation in operations { operation.forward(slots[slot], context: context) }
    }
  }
}

/// The losses of each slot's images, and the gradient of the output.
private final class LossPhase: PooledWork {
  private let losses: [FastLoss]
  private let gradient: Maps
  private let cleared: [Maps]
  private let slots: [Range<Int>]

  init(_ losses: [FastLoss], gradient: Maps, cleared: [Maps], _ slots: [Range<Int>]) {
    (self.losses, self.gradient) = (losses, gradient)
    (self.cleared, self.slots) = (cleared, slots)
  }

  func run(_ slot: Int, worker: Int) {
    for maps in cleared { maps.clearMargin(of: slots[slot]) }
    // Channels that no loss looks at have no gradient.
    gradient.clear(slots[slot])
    for loss in losses { loss.run(slots[slot]) }
  }
}

/// Bringing all convolutions' weights into form.
private final class WeightWork: PooledWork {
  let pieces: [(convolution: any ConvolutionOperation, piece: Int)]
  private let forBackward: Bool

  init(_ convolutions: [any ConvolutionOperation], forBackward: Bool) {
    self.forBackward = forBackward
    pieces = convolutions.flatMap { convolution in
      (0..<(forBackward ? convolution.backwardPieces : convolution.forwardPieces)).map {
        (convolution, $0)
      }
    }
  }

  func run(_ piece: Int, worker: Int) {
    pieces[piece].convolution.prepareWeights(pieces[piece].piece, forBackward: forBackward)
  }
}

/// Pieces of one or several operations that are computed for the whole batch.
private final class WholeWork: PooledWork {
  let count: Int
  private let parts: [(count: Int, run: (Int) -> Void)]

  init(_ parts: [(count: Int, run: (Int) -> Void)]) {
    self.parts = parts
    count = parts.reduce(0) { $0 + $1.count }
  }

  func run(_ piece: Int, worker: Int) {
    var rest = piece
    for part in parts {
      if rest < part.count { return part.run(rest) }
      rest -= part.count
    }
  }
}
