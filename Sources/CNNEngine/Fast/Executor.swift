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
  /// Images of a slot that go through a phase together.
  private let chunk: Int
  private let forwardPhases: [Phase]
  private let backwardPhases: [Phase]
  private let forwardWeights, backwardWeights: [(convolution: any ConvolutionOperation, piece: Int)]
  /// What is computed for the whole batch after all images: rounds, each of pieces that may run together.
  private let wholeRounds: [[(count: Int, run: (Int) -> Void)]]

  /// Operations that run together, and what must then be computed for the whole batch.
  private struct Phase {
    var operations: [any Operation] = []
    var finish: ((StepContext) -> Void)?
  }

  var bytes: Int { arena.bytes }
  var rectifiedMaps: [Int: Maps] { builder.rectifiedMaps }

  /// Lays a network out.
  ///
  /// - Parameters:
  ///   - plan: the layers.
  ///   - picture: the shape of one input, `[C, H, W]`.
  ///   - batch: how many inputs go through at once.
  ///   - smoothing: the label smoothing of the loss; `nil` for a network that only predicts.
  init(
    _ plan: Sequential, picture: [Int], batch: Int, smoothing: Float?, pool: ThreadPool
  ) throws(ShapeError) {
    self.batch = batch
    self.pool = pool
    arena = Arena()
    let ranges = batchSlots(batch)
    let slots = ranges.count
    slotRanges = ranges
    let builder = NetworkBuilder(
      batch: batch, isTraining: smoothing != nil, slots: slots, arena: arena)
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
    chunk = batch % slots == 0 ? batch / slots : 1

    var forward: [Phase] = [Phase()]
    for operation in builder.operations {
      forward[forward.count - 1].operations.append(operation)
      if let finish = operation.finishForward {
        forward[forward.count - 1].finish = finish
        forward.append(Phase())
      }
    }
    forwardPhases = forward
    var backward: [Phase] = [Phase()]
    for operation in builder.operations.reversed() {
      backward[backward.count - 1].operations.append(operation)
      if let finish = operation.finishBackward {
        backward[backward.count - 1].finish = finish
        backward.append(Phase())
      }
    }
    backwardPhases = backward
    let convolutions = builder.operations.compactMap { $0 as? any ConvolutionOperation }
    forwardWeights = convolutions.flatMap { convolution in
      (0..<convolution.forwardPieces).map { (convolution, $0) }
    }
    backwardWeights = convolutions.flatMap { convolution in
      (0..<convolution.backwardPieces).map { (convolution, $0) }
    }
    // Rounds of one operation come one after the other; those of one round only run together.
    let rounds = builder.operations.map(\.wholeBackward)
    let single = rounds.filter { $0.count == 1 }.flatMap { $0 }
    wholeRounds =
      rounds.filter { $0.count > 1 }.flatMap { $0.map { [$0] } } + (single.isEmpty ? [] : [single])
  }

  // MARK: - Running

  /// Computes every output of the batch that stands in `input`.
  func forward(_ context: StepContext) {
    if loss != nil || weightsAreNew {
      pool.run(forwardWeights.count) { piece in
        forwardWeights[piece].convolution.prepareWeights(
          forwardWeights[piece].piece, forBackward: false)
      }
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
    for phase in forwardPhases {
      pool.run(slotRanges.count) { slot, worker in
        var context = context
        context.worker = worker
        forEachChunk(of: slotRanges[slot]) { images in
          for operation in phase.operations { operation.forward(images, context: context) }
        }
      }
      phase.finish?(context)
    }
  }

  /// The labels of the batch.
  var labels: UnsafeMutablePointer<Int32>? { loss?.labels }

  /// One pass forward and one back: loss and accuracy of the batch, and every parameter's gradient in the store.
  func gradients(_ context: StepContext) -> (loss: Float, accuracy: Float) {
    guard let loss else { return (.nan, .nan) }
    forward(context)
    pool.run(backwardWeights.count) { piece in
      backwardWeights[piece].convolution.prepareWeights(
        backwardWeights[piece].piece, forBackward: true)
    }
    for (number, phase) in backwardPhases.enumerated() {
      pool.run(slotRanges.count) { slot, worker in
        var context = context
        context.worker = worker
        var isFirst = true
        forEachChunk(of: slotRanges[slot]) { images in
          if number == 0 { loss.run(images) }
          for operation in phase.operations {
            operation.backward(images, slot: slot, isFirst: isFirst, context: context)
          }
          isFirst = false
        }
      }
      phase.finish?(context)
    }
    for round in wholeRounds {
      pool.run(round.reduce(0) { $0 + $1.count }) { piece in
        var rest = piece
        for part in round {
          if rest < part.count { return part.run(rest) }
          rest -= part.count
        }
      }
    }
    return loss.result
  }

  @inline(__always)
  private func forEachChunk(of range: Range<Int>, _ body: (Range<Int>) -> Void) {
    for n in stride(from: range.lowerBound, to: range.upperBound, by: chunk) {
      body(n..<min(n + chunk, range.upperBound))
    }
  }
}
