/// All that a fast convolution is made of: its sizes, its maps, where its weights lie, and whose memory it uses.
struct ConvolutionSetup {
  let name: String
  let convolution: Graph.Convolution
  var ports: Ports
  let store: ParameterStore
  /// The numbers of its weight and bias in the store.
  let weight: Int
  let bias: Int?
  /// The bias of a convolution that has taken a normalisation over, in place of its own.
  var foldedBias: MutableScalars?
  let isTraining: Bool
  /// The slots of the batch, and how many images each can be cut into groups of.
  let slots, evenImages: Int
  let scratch: Scratch
  let arena: Arena

  var geometry: FastGeometry { convolution.geometry }

  /// What is added to the sums of each channel.
  @inline(__always)
  var biasValues: Scalars? {
    foldedBias.map { Scalars($0) } ?? bias.map { Scalars(store.value($0)) }
  }

  /// The output's gradient; where nothing is trained it is never read.
  var outputGradient: Maps { ports.outputGradient ?? ports.output }

  /// The bias's own share of the gradient: begins it where `isFirst`, and adds some images.
  func addBias(_ images: Range<Int>, slot: Int, isFirst: Bool) {
    guard let bias else { return }
    let gradient = store.gradient(bias, slot: slot)
    if isFirst { gradient.update(repeating: 0, count: outputGradient.step) }
    addBiasGradient(outputGradient, images, to: gradient)
  }

  /// The bias's gradient in pieces, a register of channels each, where the batch has one slot: of a large picture it
  /// reads as much as the products do.
  var biasPieces: Int { bias != nil && slots == 1 ? outputGradient.step / laneCount : 0 }

  func biasGradient(piece: Int) {
    guard let bias else { return }
    let gradient = store.gradient(bias, slot: 0)
    (gradient + piece * laneCount).update(repeating: 0, count: laneCount)
    addBiasGradient(
      outputGradient, 0..<outputGradient.images, to: gradient,
      channels: piece * laneCount..<(piece + 1) * laneCount)
  }

  /// No gradient where the output was cut off at 0.
  func rectify(_ images: Range<Int>) {
    if convolution.isRectified { rectifyGradient(outputGradient, where: ports.output, images) }
  }
}
