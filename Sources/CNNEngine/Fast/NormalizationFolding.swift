/// A convolution's weights and bias with the normalisation after it in them: once after parameters were loaded.
///
/// The weights are changed where they lie. A machine that folds never hands its parameters out again.
final class NormalizationFolding: Operation {
  let name: String
  /// The bias with the normalisation in it.
  let bias: MutableScalars
  private let setup: ConvolutionSetup
  private let scale, shift: Int
  private let statistics: StatisticsStore.Slice
  private let epsilon: Float
  private let factors: MutableScalars
  private let channels: Int

  init(
    _ fold: Graph.Fold, of setup: ConvolutionSetup, scale: Int, shift: Int,
    statistics: StatisticsStore.Slice
  ) {
    name = setup.name
    self.setup = setup
    (self.scale, self.shift) = (scale, shift)
    self.statistics = statistics
    epsilon = fold.epsilon
    channels = setup.geometry.outputChannels
    bias = setup.arena.floats(channels)
    factors = setup.arena.floats(channels)
  }

  func parametersChanged() {
    let store = setup.store
    let (g, b) = (store.value(scale), store.value(shift))
    let before = setup.bias.map { store.value($0) }
    for k in 0..<channels {
      factors[k] = g[k] / (statistics.variance[k] + epsilon).squareRoot()
      bias[k] = ((before?[k] ?? 0) - statistics.mean[k]) * factors[k] + b[k]
    }
    setup.convolution.weightLayout.scale(store.value(setup.weight), by: Scalars(factors))
  }

  func forward(_ images: Range<Int>, context: StepContext) {}
  func backward(_ images: Range<Int>, slot: Int, isFirst: Bool, context: StepContext) {}
}
