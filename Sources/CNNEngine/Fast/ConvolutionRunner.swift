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
    slots = batchSlots(batch)
    let arena = arena
    func maps(_ c: Int, _ h: Int, _ w: Int, _ margin: Int, isPacked: Bool = false) -> Maps {
      Maps(
        images: batch, channels: c, rows: h, columns: w, margin: margin, isPacked: isPacked,
        in: arena)
    }
    let winograd =
      algorithm == .winograd
      || algorithm == .best && g.suitsWinograd(images: batch)
    isWinograd = winograd
    input = maps(
      g.inputChannels, g.inputRows, g.inputColumns, g.inputMargin,
      isPacked: !winograd && g.inputChannels < laneCount)
    output = maps(g.outputChannels, g.outputRows, g.outputColumns, 0)
    outputGradient = maps(
      g.outputChannels, g.outputRows, g.outputColumns, hasInputGradient ? g.gradientMargin : 0)
    inputGradient =
      hasInputGradient ? maps(g.inputChannels, g.inputRows, g.inputColumns, 0) : nil
    store = ParameterStore(arena: arena)
    let layout = g.weightLayout
    let isWhole = layout.count > (winograd ? 200_000 : 100_000)
    let weight = store.add(
      shape: [g.outputChannels, g.inputChannels, g.kernelRows, g.kernelColumns],
      count: layout.count, slots: isWhole || winograd ? 1 : slots.count, places: g.weightPlaces)
    let bias = store.add(
      shape: [g.outputChannels], count: wholeLanes(g.outputChannels), slots: slots.count,
      places: (0..<g.outputChannels).map(Int32.init))
    store.allocate()
    let scratch = Scratch(arena: arena)
    convolution =
      winograd
      ? WinogradConvolution(
        name: "convolution", geometry: g, input: input, output: output,
        outputGradient: outputGradient, inputGradient: inputGradient, accumulates: false,
        isRectified: false, store: store, weight: weight, bias: bias, gradientIsWhole: isWhole,
        isTraining: true, slots: slots.count, scratch: scratch, arena: arena)
      : DirectConvolution(
        name: "convolution", geometry: g, input: input, output: output,
        outputGradient: outputGradient, inputGradient: inputGradient, accumulates: false,
        isRectified: false, store: store, weight: weight, bias: bias, gradientIsWhole: isWhole,
        group: imageGroup(batch: batch, slots: slots.count, pixels: g.outputRows * g.outputColumns),
        scratch: scratch, arena: arena)
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

/// The parts of a batch whose sums are kept apart: eight where that divides it.
func batchSlots(_ batch: Int) -> [Range<Int>] {
  let slots = batch % 8 == 0 ? 8 : (4...12).last { batch % $0 == 0 } ?? min(8, batch)
  return (0..<slots).map { batch * $0 / slots..<batch * ($0 + 1) / slots }
}

/// So many images together that a convolution has whole tiles of output pixels.
func imageGroup(batch: Int, slots: Int, pixels: Int) -> Int {
  guard batch % slots == 0 else { return 1 }
  let slot = batch / slots
  return (1...slot).first { slot % $0 == 0 && $0 * pixels >= 2 * tileRows } ?? slot
}

/// An operation whose forward pass can be shared out within one image.
protocol DivisibleOperation: Operation {
  /// How many pieces the pass over some images falls into.
  func pieces(of images: Range<Int>) -> Int
  func forward(_ images: Range<Int>, piece: Int, context: StepContext)
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
