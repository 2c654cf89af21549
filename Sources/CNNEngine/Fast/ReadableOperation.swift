/// Any layer as its definition has it, for those without a fast algorithm of their own: right, and slow.
///
/// It takes the whole batch at once, since a layer of layers may hold a normalisation.
final class ReadableOperation: Operation {
  let name: String
  private let layer: any Layer
  private let input, output: NetworkBuilder.Stage
  private let isFlat: Bool
  private let accumulates: Bool
  private let store: ParameterStore
  private let parameters: [Int]
  private let statistics: [NetworkBuilder.Statistics]
  private var kept = Kept()

  init(
    layer: any Layer, input: NetworkBuilder.Stage, output: NetworkBuilder.Stage, isFlat: Bool,
    accumulates: Bool, store: ParameterStore, parameters: [Int],
    statistics: [NetworkBuilder.Statistics]
  ) {
    name = layer.name
    self.layer = layer
    self.input = input
    self.output = output
    self.isFlat = isFlat
    self.accumulates = accumulates
    self.store = store
    self.parameters = parameters
    self.statistics = statistics
  }

  func forward(_ images: Range<Int>, context: StepContext) {}
  func backward(_ images: Range<Int>, slot: Int, isFirst: Bool, context: StepContext) {}

  private var values: [Tensor] { parameters.map { store.tensor($0, from: store.values) } }

  private func tensor(_ maps: Maps) -> Tensor {
    isFlat ? maps.tensor.viewed(as: [maps.images, maps.channels]) : maps.tensor
  }

  var finishForward: ((StepContext) -> Void)? {
    { [self] context in
      var random = RandomNumbers(
        seed: context.step &* 7919 &+ Int(truncatingIfNeeded: context.seed))
      let result = layer.forward(
        tensor(input.maps), parameters: values, statistics: statistics.flatMap(\.tensors),
        mode: context.mode, random: &random)
      kept = result.kept
      output.maps.fill(from: result.output)
      for (place, tensors) in zip(
        statistics, stride(from: 0, to: result.statistics.count, by: 2).map { $0 })
      {
        place.load(result.statistics[tensors], result.statistics[tensors + 1])
      }
    }
  }

  var finishBackward: ((StepContext) -> Void)? {
    { [self] _ in
      guard let gradient = output.gradient else { return }
      let result = layer.backward(tensor(gradient), kept: kept, parameters: values)
      for (index, tensor) in zip(parameters, result.parameters) {
        let target = store.gradient(index, slot: 0)
        for (i, entry) in tensor.scalars.enumerated() { target[i] = entry }
      }
      guard let inputGradient = input.gradient else { return }
      inputGradient.fill(
        from: accumulates
          ? result.input.viewed(as: inputGradient.tensor.shape) + inputGradient.tensor
          : result.input)
    }
  }
}
