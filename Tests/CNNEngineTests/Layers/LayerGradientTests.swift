import CNNEngine
import Testing

/// A layer and an input to check its gradients with.
struct LayerCase: CustomTestStringConvertible, Sendable {
  var layer: any Layer
  var input: [Int]
  /// Entries a whole step apart and away from 0, for layers with kinks.
  var isSpread = false

  var testDescription: String { "\(layer.name), \(input)" }

  var tensor: Tensor {
    guard isSpread else { return normal(shape: input, seed: 5) }
    let count = input.reduce(1, *)
    // An order by chance of −n/2 + ½ … n/2 − ½ in steps of 0.1: nothing nearer to another or to 0 than 0.05.
    let order = normal(count, seed: 9).scalars.enumerated().sorted { $0.element < $1.element }
    var scalars = [Float](repeating: 0, count: count)
    for (rank, (place, _)) in order.enumerated() {
      scalars[place] = (Float(rank) - Float(count) / 2 + 0.5) * 0.1
    }
    return Tensor(shape: input, scalars: scalars)
  }
}

@Suite struct LayerGradientTests {
  /// A square picture, and one that is not.
  static let geometries = [[2, 4, 6, 6], [2, 4, 7, 5]]

  static let cases: [LayerCase] =
    geometries.flatMap { input -> [LayerCase] in
      [
        LayerCase(
          layer: Conv2D(inputChannels: 4, outputChannels: 3, kernelSize: 3, padding: 1),
          input: input),
        LayerCase(
          layer: Conv2D(
            inputChannels: 4, outputChannels: 6, kernelSize: (3, 2), stride: (2, 1),
            padding: (1, 2),
            dilation: (1, 2), groups: 2), input: input),
        LayerCase(
          layer: Conv2D(
            inputChannels: 4, outputChannels: 4, kernelSize: 3, stride: 2, padding: 1, groups: 4,
            bias: false), input: input),
        LayerCase(
          layer: ConvTranspose2D(
            inputChannels: 4, outputChannels: 2, kernelSize: 3, stride: 2, padding: 1,
            outputPadding: 1), input: input),
        LayerCase(
          layer: ConvTranspose2D(
            inputChannels: 4, outputChannels: 3, kernelSize: Pair(2, 3), bias: false), input: input),
        LayerCase(layer: MaxPool2D(size: 2), input: input, isSpread: true),
        LayerCase(
          layer: MaxPool2D(size: 3, stride: 2, padding: 1), input: input, isSpread: true),
        LayerCase(layer: AveragePool2D(size: 2), input: input),
        LayerCase(layer: AveragePool2D(size: 3, stride: 2, padding: 1), input: input),
        LayerCase(layer: GlobalAveragePool(), input: input),
        LayerCase(layer: AdaptiveAveragePool2D(3), input: input),
        LayerCase(layer: BatchNorm2D(channels: 4), input: input),
        LayerCase(layer: GroupNorm(groups: 2, channels: 4), input: input),
        LayerCase(layer: LayerNorm(input[3]), input: input),
        LayerCase(layer: Dropout(rate: 0.4), input: input),
        LayerCase(layer: Flatten(), input: input),
        LayerCase(layer: ReLU(), input: input, isSpread: true),
        LayerCase(layer: LeakyReLU(slope: 0.2), input: input, isSpread: true),
        LayerCase(layer: Tanh(), input: input),
        LayerCase(layer: Sigmoid(), input: input),
        LayerCase(layer: GELU(), input: input),
        LayerCase(layer: SiLU(), input: input),
        LayerCase(layer: Softmax(), input: input),
        LayerCase(
          layer: Sequential(
            Conv2D(inputChannels: 4, outputChannels: 3, kernelSize: 3), BatchNorm2D(channels: 3),
            Tanh(), GlobalAveragePool(), Flatten(), Dense(inputs: 3, outputs: 2)), input: input),
        LayerCase(
          layer: Residual(
            Sequential(
              Conv2D(inputChannels: 4, outputChannels: 4, kernelSize: 3, padding: 1), Tanh())),
          input: input),
        LayerCase(
          layer: Residual(
            Sequential(
              Conv2D(inputChannels: 4, outputChannels: 5, kernelSize: 3, stride: 2, padding: 1),
              Tanh()),
            shortcut: Sequential(
              Conv2D(inputChannels: 4, outputChannels: 5, kernelSize: 1, stride: 2))), input: input),
        LayerCase(
          layer: Branches(
            Sequential(Conv2D(inputChannels: 4, outputChannels: 2, kernelSize: 1)),
            Sequential(
              Conv2D(inputChannels: 4, outputChannels: 3, kernelSize: 3, padding: 1), Tanh())
          ), input: input),
        LayerCase(
          layer: DenseConnection(
            Sequential(Conv2D(inputChannels: 4, outputChannels: 2, kernelSize: 3, padding: 1))),
          input: input),
      ]
    } + [
      LayerCase(layer: Dense(inputs: 7, outputs: 4), input: [3, 7]),
      LayerCase(layer: Dense(inputs: 1, outputs: 5, bias: false), input: [4, 1]),
    ]

  @Test(arguments: cases)
  func `backward is the gradient of forward`(_ c: LayerCase) throws {
    #expect(try c.layer.outputShape(for: c.input) == output(of: c).shape)
    for row in gradientCheck(c.layer, input: c.tensor) {
      #expect(row.isRight, "\(row.name) is off by \(row.worst)")
    }
  }

  private func output(of c: LayerCase) -> Tensor {
    var random = RandomNumbers(seed: 1)
    return c.layer.forward(
      c.tensor,
      parameters: c.layer.parameterShapes.enumerated().map { normal(shape: $1, seed: $0) },
      statistics: c.layer.statisticsShapes.map { zeros($0[0]) + 1 }, mode: .training,
      random: &random
    ).output
  }

  @Test func `a layer whose backward is wrong is found out`() {
    struct Wrong: EntrywiseLayer {
      var name: String { "Wrong" }
      func output(for input: Tensor) -> Tensor { tanh(input) }
      func inputGradient(_ input: Tensor, _ outputGradient: Tensor) -> Tensor { outputGradient }
    }
    #expect(gradientCheck(Wrong(), input: normal(2, 3, seed: 1)).contains { !$0.isRight })
  }

  @Test func `dropout and batch normalisation do something else when they predict`() {
    var random = RandomNumbers(seed: 3)
    let x = normal(4, 2, 3, 3, seed: 1)
    let dropped = Dropout(rate: 0.5).forward(
      x, parameters: [], statistics: [], mode: .training, random: &random)
    #expect(dropped.output.scalars.contains(0) && dropped.output.max() > x.max())
    let kept = Dropout(rate: 0.5).forward(
      x, parameters: [], statistics: [], mode: .inference, random: &random)
    #expect(kept.output == x)

    let norm = BatchNorm2D(channels: 2)
    let statistics = [zeros(2), ones(2)]
    let trained = norm.forward(
      x + 5, parameters: [ones(2), zeros(2)], statistics: statistics, mode: .training,
      random: &random)
    #expect(Swift.abs(trained.output.mean()) < 1e-5)
    #expect(trained.statistics[0].mean() > 0.4, "a tenth of the way from 0 to 5")
    let predicted = norm.forward(
      x + 5, parameters: [ones(2), zeros(2)], statistics: statistics, mode: .inference,
      random: &random)
    #expect(isClose(predicted.output, x + 5, tolerance: 1e-4))
    #expect(predicted.statistics == statistics)
  }
}
