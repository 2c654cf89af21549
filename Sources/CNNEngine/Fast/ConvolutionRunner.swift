/// One convolution on its own, laid out for one batch size: what benchmarks time.
///
/// Inputs and outputs stay in the engine's own layout between passes, as they do inside a network.
public final class ConvolutionRunner {
  /// Which algorithm computes it.
  public enum Algorithm: String, CaseIterable, Sendable {
    /// Whatever suits the shape.
    case best
    case direct
    case winograd
  }

  private let executor: SingleConvolution
  public let outputShape: [Int]

  /// Lays out a convolution of `[N, C, H, W]` with a kernel `[K, C, R, S]`.
  ///
  /// - Throws: `ShapeError` where they do not fit together.
  public init(
    input: [Int], kernel: [Int], stride: Int, padding: Int, algorithm: Algorithm = .best,
    inputGradient: Bool = true, pool: ThreadPool
  ) throws(ShapeError) {
    let (g, shape) = try convolutionShape(
      input, kernel, bias: nil, stride: Pair(stride), padding: Pair(padding), dilation: 1, groups: 1
    )
    outputShape = shape
    let geometry = FastGeometry(
      inputChannels: g.C, outputChannels: g.K, inputRows: g.H, inputColumns: g.W,
      kernelRows: g.R, kernelColumns: g.S, stride: Pair(stride), padding: Pair(padding),
      dilation: 1, outputRows: g.P, outputColumns: g.Q)
    executor = SingleConvolution(
      geometry, batch: g.N, algorithm: algorithm, hasInputGradient: inputGradient, pool: pool)
  }

  /// What computes it, in a word.
  public var algorithm: Algorithm { executor.isWinograd ? .winograd : .direct }

  /// Takes in an input, a kernel, a bias and a gradient of the output.
  public func load(input: Tensor, kernel: Tensor, bias: Tensor, outputGradient: Tensor) {
    executor.load(input: input, kernel: kernel, bias: bias, outputGradient: outputGradient)
  }

  public func forward() { executor.forward() }
  /// The gradients of kernel, bias and, where it is wanted, input.
  public func backward() { executor.backward() }

  public var output: Tensor { executor.output.tensor }
  public var inputGradient: Tensor? { executor.inputGradient?.tensor }
  public var kernelGradient: Tensor { executor.store.gradientTensor(0) }
  public var biasGradient: Tensor { executor.store.gradientTensor(1) }
}

/// A convolution with its maps, run as the executor runs it.
final class SingleConvolution {
  let output: Maps
  let inputGradient: Maps?
  let store: ParameterStore
  let isWinograd: Bool
  private let input, outputGradient: Maps
  private let convolution: any ConvolutionOperation
  private let pool: ThreadPool
  private let slots: [Range<Int>]
  private let arena = Arena()
  private let context = StepContext(mode: .training, step: 0, seed: 1)

  init(
    _ g: FastGeometry, batch: Int, algorithm: ConvolutionRunner.Algorithm, hasInputGradient: Bool,
    pool: ThreadPool
  ) {
    self.pool = pool
    let slots = BatchSlots(batch)
    self.slots = slots.ranges
    let arena = arena
    let winograd =
      algorithm == .winograd || algorithm == .best && g.suitsWinograd(images: batch)
    isWinograd = winograd
    func maps(_ c: Int, _ h: Int, _ w: Int, _ margin: Int, isPacked: Bool = false) -> Maps {
      Maps(
        MapLayout(channels: c, rows: h, columns: w, margin: margin, isPacked: isPacked),
        images: batch, in: arena)
    }
    input = maps(
      g.inputChannels, g.inputRows, g.inputColumns, g.inputMargin,
      isPacked: !winograd && g.inputChannels < laneCount)
    output = maps(g.outputChannels, g.outputRows, g.outputColumns, 0)
    outputGradient = maps(
      g.outputChannels, g.outputRows, g.outputColumns, hasInputGradient ? g.gradientMargin : 0)
    inputGradient =
      hasInputGradient ? maps(g.inputChannels, g.inputRows, g.inputColumns, 0) : nil
    var node = Graph.Convolution(
      geometry: g, hasBias: true, algorithm: winograd ? .winograd : .direct)
    node.gradientIsWhole = node.suitsWholeGradient(images: batch)
    let specs: [ParameterSpec] = .weight(
      [g.outputChannels, g.inputChannels, g.kernelRows, g.kernelColumns], bias: g.outputChannels)
    store = ParameterStore(specs, hasGradients: true, arena: arena)
    let rows = 0..<g.outputChannels
    let weight = store.add(
      Graph.ParameterUse(parameter: 0, rows: rows), node.weightLayout,
      slots: node.gradientSlots(of: slots.ranges.count))
    let bias = store.add(
      Graph.ParameterUse(parameter: 1, rows: rows), .plain(g.outputChannels),
      slots: slots.ranges.count)
    store.allocate()
    let scratch = Scratch(arena: arena)
    let setup = ConvolutionSetup(
      name: "convolution", convolution: node,
      ports: Ports(
        input: input, output: output, outputGradient: outputGradient, inputGradient: inputGradient),
      store: store, weight: weight, bias: bias, isTraining: true, slots: slots.ranges.count,
      evenImages: slots.evenImages, scratch: scratch, arena: arena)
    convolution = winograd ? WinogradConvolution(setup) : DirectConvolution(setup)
    scratch.allocate(threads: pool.threads)
  }

  func load(input: Tensor, kernel: Tensor, bias: Tensor, outputGradient: Tensor) {
    self.input.fill(from: input)
    self.outputGradient.fill(from: outputGradient)
    store.load(kernel, into: 0)
    store.load(bias, into: 1)
  }

  func forward() {
    prepare(forBackward: false)
    if slots.count < pool.threads {
      return runDivided(convolution, images: 0..<output.images, pool: pool, context: context)
    }
    pool.run(slots.count) { slot, worker in
      var context = context
      context.worker = worker
      convolution.forward(slots[slot], context: context)
    }
  }

  func backward() {
    prepare(forBackward: true)
    let isDivided = slots.count < pool.threads
    if isDivided {
      let images = 0..<output.images
      pool.run(convolution.inputGradientPieces(of: images)) { piece, worker in
        var context = context
        context.worker = worker
        convolution.inputGradient(images, piece: piece, context: context)
      }
    }
    pool.run(slots.count) { slot, worker in
      var context = context
      context.worker = worker
      context.skipsInputGradient = isDivided
      convolution.backward(slots[slot], slot: slot, isFirst: true, context: context)
    }
    for round in convolution.wholeBackward { pool.run(round.count) { round.run($0) } }
  }

  private func prepare(forBackward: Bool) {
    pool.run(forBackward ? convolution.backwardPieces : convolution.forwardPieces) { piece in
      convolution.prepareWeights(piece, forBackward: forBackward)
    }
  }
}

/// Runs an operation for a batch of fewer images than threads.
func runDivided(
  _ operation: any Operation, images: Range<Int>, pool: ThreadPool, context: StepContext
) {
  guard let divisible = operation as? any DivisibleOperation else {
    return operation.forward(images, context: context)
  }
  pool.run(divisible.pieces(of: images)) { piece, worker in
    var context = context
    context.worker = worker
    divisible.forward(images, piece: piece, context: context)
  }
}
