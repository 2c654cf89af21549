/// Any layer as its definition has it, for those without a fast algorithm of their own: right, and slow.
///
/// It takes the whole batch at once, since a layer of layers may hold a normalisation.
final class ReadableOperation: Operation {
  let name: String
  private let layer: any Layer
  private let inputShape: [Int]
  private let ports: Ports
  private let store: ParameterStore
  private let statistics: StatisticsStore
  /// Their numbers in the plan.
  private let parameterNumbers, statisticsNumbers: [Int]
  private var kept = Kept()

  init(
    _ layer: any Layer, inputShape: [Int], ports: Ports, store: ParameterStore, parameters: [Int],
    statistics: StatisticsStore, numbers: [Int]
  ) {
    name = layer.name
    self.layer = layer
    self.inputShape = inputShape
    self.ports = ports
    self.store = store
    self.statistics = statistics
    (parameterNumbers, statisticsNumbers) = (parameters, numbers)
  }

  func forward(_ images: Range<Int>, context: StepContext) {}
  func backward(_ images: Range<Int>, slot: Int, isFirst: Bool, context: StepContext) {}

  private var values: [Tensor] { parameterNumbers.map { store.tensor($0, from: store.values) } }

  var finishForward: ((StepContext) -> Void)? {
    { [self] context in
      var random = RandomNumbers(
        seed: context.step &* 7919 &+ Int(truncatingIfNeeded: context.seed))
      let result = layer.forward(
        ports.input.tensor.viewed(as: inputShape), parameters: values,
        statistics: statisticsNumbers.map { statistics.tensor($0) }, mode: context.mode,
        random: &random)
      kept = result.kept
      ports.output.fill(from: result.output)
      for (number, tensor) in zip(statisticsNumbers, result.statistics) {
        statistics.load(tensor, into: number)
      }
    }
  }

  var finishBackward: ((StepContext) -> Void)? {
    { [self] _ in
      guard let gradient = ports.outputGradient else { return }
      let shape = checked { () throws(ShapeError) in try layer.outputShape(for: inputShape) }
      let result = layer.backward(
        gradient.tensor.viewed(as: shape), kept: kept, parameters: values)
      for (number, tensor) in zip(parameterNumbers, result.parameters) {
        store.loadGradient(tensor, of: number)
      }
      guard let inputGradient = ports.inputGradient else { return }
      let mine = result.input
      inputGradient.fill(
        from: ports.accumulates ? mine + inputGradient.tensor.viewed(as: mine.shape) : mine)
    }
  }
}
