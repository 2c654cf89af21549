/// A network laid out for one batch size, ready to run: forward, backward and the optimiser's step.
///
/// Everything is laid out when it is made; a step asks the system for no memory. Operations that need no more than
/// their own images run one after the other on a few images at a time, so that what one leaves is still in the cache
/// for the next; the batch waits for itself only where a sum over it is needed.
final class Executor {
  let batch: Int
  let input: Maps
  let output: NetworkBuilder.Stage
  let store: ParameterStore
  let builder: NetworkBuilder
  private let arena: Arena
  private let pool: ThreadPool
  private let loss: FastCrossEntropy?
  /// Whether parameters were loaded since the last pass: a network that only predicts brings them into form once.
  var weightsAreNew = true
  private let slotRanges: [Range<Int>]
  private let forwardPhases: [Phase]
  private let backwardPhases: [Phase]
  private let forwardWeights, backwardWeights: WeightWork
  /// What is computed for the whole batch after all images: rounds, each of pieces that may run together.
  private let wholeRounds: [WholeWork]

  var bytes: Int { arena.bytes }
  var rectifiedMaps: [Int: Maps] { builder.rectifiedMaps }

  /// Lays a network out.
  ///
  /// - Parameters:
  ///   - plan: the layers.
  ///   - picture: the shape of one input, `[C, H, W]`.
  ///   - batch: how many inputs go through at once.
  ///   - smoothing: the label smoothing of the loss; `nil` for a network that only predicts.
  ///   - isFused: whether layers may be computed together, so that what is between them stands nowhere.
  ///   - pool: the threads that do the work.
  /// - Throws: what a layer says of a shape that does not fit.
  init(
    _ plan: Sequential, picture: [Int], batch: Int, smoothing: Float?, isFused: Bool = true,
    pool: ThreadPool
  ) throws(ShapeError) {
    self.batch = batch
    self.pool = pool
    arena = Arena()
    let ranges = batchSlots(batch)
    let slots = ranges.count
    slotRanges = ranges
    let builder = NetworkBuilder(
      batch: batch, isTraining: smoothing != nil, isFused: isFused, slots: slots, arena: arena)
    self.builder = builder
    let shape = [batch] + picture
    let (c, h, w) = picture.count == 3 ? (picture[0], picture[1], picture[2]) : (picture[0], 1, 1)
    input = Maps(
      images: batch, channels: c, rows: h, columns: w,
      margin: builder.margin(for: plan.layers[...], after: 0), isPacked: true, in: arena)
    var closing: NetworkBuilder.Closing? = nil
    output =
      try builder.add(
        plan.layers, to: NetworkBuilder.Stage(maps: input, gradient: nil), shape: shape,
        accumulates: false, after: 0, closing: &closing
      ).stage
    store = builder.store
    store.allocate()
    builder.scratch.allocate(threads: pool.threads)
    let last = output
    loss = smoothing.map {
      FastCrossEntropy(
        logits: last.maps, gradient: last.gradient ?? last.maps, smoothing: $0,
        arena: builder.arena)
    }

    var forward = [Phase(ranges)]
    for operation in builder.operations {
      forward[forward.count - 1].operations.append(operation)
      if let finish = operation.finishForward {
        forward[forward.count - 1].finish = finish
        forward.append(Phase(ranges))
      }
    }
    forwardPhases = forward
    var backward = [Phase(ranges, isBackward: true)]
    backward[0].loss = loss
    for operation in builder.operations.reversed() {
      backward[backward.count - 1].operations.append(operation)
      if let finish = operation.finishBackward {
        backward[backward.count - 1].finish = finish
        backward.append(Phase(ranges, isBackward: true))
      }
    }
    backwardPhases = backward
    let convolutions = builder.operations.compactMap { $0 as? any ConvolutionOperation }
    forwardWeights = WeightWork(convolutions, forBackward: false)
    backwardWeights = WeightWork(convolutions, forBackward: true)
    // Rounds of one operation come one after the other; those of one round only run together.
    let rounds = builder.operations.map(\.wholeBackward)
    let single = rounds.filter { $0.count == 1 }.flatMap { $0 }
    wholeRounds =
      (rounds.filter { $0.count > 1 }.flatMap { $0.map { [$0] } }
      + (single.isEmpty ? [] : [single])).map(WholeWork.init)
  }

  // MARK: - Running

  /// Computes every output of the batch that stands in `input`.
  func forward(_ context: StepContext) {
    if loss != nil || weightsAreNew {
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
  }

  /// The labels of the batch.
  var labels: UnsafeMutablePointer<Int32>? { loss?.labels }

  /// One pass forward and one back: loss and accuracy of the batch, and every parameter's gradient in the store.
  func gradients(_ context: StepContext) -> (loss: Float, accuracy: Float) {
    guard let loss else { return (.nan, .nan) }
    forward(context)
    pool.run(backwardWeights.pieces.count, backwardWeights)
    for phase in backwardPhases { run(phase, context) }
    for round in wholeRounds { pool.run(round.count, round) }
    return loss.result
  }
}

/// Operations that run together, slot by slot, and what must then be computed for the whole batch.
private final class Phase: PooledWork {
  var operations: [any Operation] = []
  var finish: ((StepContext) -> Void)?
  /// The loss, which comes before the first operations on the way back.
  var loss: FastCrossEntropy?
  var context = StepContext(mode: .inference, step: 0, seed: 0)
  private let slots: [Range<Int>]
  private let isBackward: Bool

  init(_ slots: [Range<Int>], isBackward: Bool = false) {
    (self.slots, self.isBackward) = (slots, isBackward)
  }

  func run(_ slot: Int, worker: Int) {
    var context = context
    context.worker = worker
    if isBackward {
      loss?.run(slots[slot])
      for operation in operations {
        operation.backward(slots[slot], slot: slot, isFirst: true, context: context)
      }
    } else {
      for operation in operations { operation.forward(slots[slot], context: context) }
    }
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
