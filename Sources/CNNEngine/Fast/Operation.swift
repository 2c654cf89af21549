/// One step of a network as the executor runs it: forward and backward, some images at a time.
///
/// An operation works on maps that were laid out once; running it asks for no memory. Each pair of calls touches its own
/// images only, so that threads share images out among them. What is summed over the whole batch goes into one of
/// `slots` places, which are added up in order afterwards: the result does not depend on who computed what.
protocol Operation: AnyObject {
  /// What `LayerHealth` and errors call the step.
  var name: String { get }
  /// Brings what depends on the parameters alone into form, once after they were loaded.
  func parametersChanged()
  /// Computes the outputs of some images.
  func forward(_ images: Range<Int>, context: StepContext)
  /// Computes the gradients of some images' inputs, and adds to the slot's parameter gradients.
  ///
  /// The first call of a step for a slot comes with `isFirst`.
  func backward(_ images: Range<Int>, slot: Int, isFirst: Bool, context: StepContext)
  /// Whether the images must wait for each other after `forward`, and what is then computed for all of them.
  var finishForward: ((StepContext) -> Void)? { get }
  /// The same after `backward`.
  var finishBackward: ((StepContext) -> Void)? { get }
  /// Rounds of pieces of work for the whole batch, which come after `backward` of all images.
  var wholeBackward: [(count: Int, run: (Int) -> Void)] { get }
}

extension Operation {
  func parametersChanged() {}
  var finishForward: ((StepContext) -> Void)? { nil }
  var finishBackward: ((StepContext) -> Void)? { nil }
  var wholeBackward: [(count: Int, run: (Int) -> Void)] { [] }
}

/// What a step knows besides its maps.
struct StepContext {
  var mode: Mode
  /// The number of the step: with the network's seed it decides what dropout drops.
  var step: Int
  var seed: UInt64
  /// Whether the input's gradient is computed elsewhere, in pieces.
  var skipsInputGradient = false
  /// Which thread works: 0 up to the number of threads.
  var worker = 0
}

/// An operation whose forward pass can be shared out within one image.
protocol DivisibleOperation: Operation {
  /// How many pieces the pass over some images falls into.
  func pieces(of images: Range<Int>) -> Int
  func forward(_ images: Range<Int>, piece: Int, context: StepContext)
}

/// An operation that computes each row of its output on its own.
protocol RowwiseOperation: DivisibleOperation {
  var rows: Int { get }
  func forward(_ images: Range<Int>, rows: Range<Int>, context: StepContext)
}

extension RowwiseOperation {
  func forward(_ images: Range<Int>, context: StepContext) {
    forward(images, rows: 0..<rows, context: context)
  }

  /// An image's rows fall into up to eight bands.
  private var bands: Int { min(8, rows) }

  func pieces(of images: Range<Int>) -> Int { images.count * bands }

  func forward(_ images: Range<Int>, piece: Int, context: StepContext) {
    let (image, band) = piece.quotientAndRemainder(dividingBy: bands)
    let n = images.lowerBound + image
    forward(
      n..<n + 1, rows: rows * band / bands..<rows * (band + 1) / bands, context: context)
  }
}
