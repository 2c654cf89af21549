/// A transposed convolution: the way back of a convolution as a way there, and its way there as the way back.
///
/// The convolution inside goes from this one's output maps to its input maps. What it calls the gradient of its output
/// is this one's input, and the gradient of its input this one's output.
final class TransposedConvolution: ConvolutionOperation, DivisibleOperation {
  let name: String
  private let inner: DirectConvolution
  private let setup: ConvolutionSetup

  init(_ setup: ConvolutionSetup) {
    name = setup.name
    self.setup = setup
    let ports = setup.ports
    var turned = setup
    // Without training, what would be read and written on the way back is never touched.
    turned.ports = Ports(
      input: ports.outputGradient ?? ports.output, output: ports.inputGradient ?? ports.input,
      outputGradient: ports.input, inputGradient: ports.output, accumulates: ports.accumulates)
    inner = DirectConvolution(turned, usesForward: setup.isTraining)
  }

  var forwardPieces: Int { inner.backwardPieces }
  var backwardPieces: Int { 0 }
  func prepareWeights(_ piece: Int, forBackward: Bool) {
    if !forBackward { inner.prepareWeights(piece, forBackward: true) }
  }

  func forward(_ images: Range<Int>, context: StepContext) {
    for n in stride(from: images.lowerBound, to: images.upperBound, by: inner.group) {
      inner.inputGradientGroup(n, panels: 0..<inner.transposed.panels, worker: context.worker)
    }
  }

  func pieces(of images: Range<Int>) -> Int { inner.inputGradientPieces(of: images) }

  func forward(_ images: Range<Int>, piece: Int, context: StepContext) {
    inner.inputGradient(images, piece: piece, context: context)
  }

  func backward(_ images: Range<Int>, slot: Int, isFirst: Bool, context: StepContext) {
    setup.rectify(images)
    setup.addBias(images, slot: slot, isFirst: isFirst)
    if !inner.gradientIsWhole {
      var ahead = Lookahead(calls: 0)
      for n in stride(from: images.lowerBound, to: images.upperBound, by: inner.group) {
        inner.addWeightGradient(
          n, to: setup.store.gradient(setup.weight, slot: slot), panels: 0..<inner.layout.panels,
          blocks: 0..<inner.rowBlocks, isFirst: isFirst && n == images.lowerBound, ahead: &ahead)
      }
    }
    if setup.ports.inputGradient != nil, !context.skipsInputGradient {
      inner.forward(images, context: context)
    }
  }

  func inputGradientPieces(of images: Range<Int>) -> Int {
    setup.ports.inputGradient == nil ? 0 : inner.pieces(of: images)
  }

  func inputGradient(_ images: Range<Int>, piece: Int, context: StepContext) {
    inner.forward(images, piece: piece, context: context)
  }

  var wholeBackward: [(count: Int, run: (Int) -> Void)] { inner.wholeBackward }
}
