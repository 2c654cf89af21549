import Testing

@testable import CNNEngine

/// The fast executor computes what the readable layers say.
@Suite struct FastAgainstReadableTests {
  struct Plan: CustomTestStringConvertible, Sendable {
    var name: String
    var layers: [any Layer]
    var picture: [Int]
    var classes = 4
    var testDescription: String { name }
  }

  static func conv(_ c: Int, _ k: Int, _ size: Int = 3, stride: Int = 1, padding: Int = 1)
    -> Conv2D
  {
    Conv2D(
      inputChannels: c, outputChannels: k, kernelSize: size, stride: stride, padding: padding)
  }

  static func depthwise(_ c: Int, stride: Int = 1) -> Conv2D {
    Conv2D(
      inputChannels: c, outputChannels: c, kernelSize: 3, stride: stride, padding: 1, groups: c)
  }

  static let plans = [
    Plan(
      name: "LeNet's shape",
      layers: [
        conv(1, 6, 5, padding: 2), Tanh(), AveragePool2D(size: 2), conv(6, 16, 5, padding: 0),
        Tanh(), AveragePool2D(size: 2), Flatten(), Dense(inputs: 64, outputs: 12), Tanh(),
        Dense(inputs: 12, outputs: 4),
      ], picture: [1, 16, 16]),
    Plan(
      name: "VGG's shape, with Winograd",
      layers: [
        conv(3, 32), BatchNorm2D(channels: 32), ReLU(), conv(32, 40), BatchNorm2D(channels: 40),
        ReLU(), MaxPool2D(size: 2), conv(40, 32), ReLU(), MaxPool2D(size: 3, stride: 2, padding: 1),
        Flatten(), Dense(inputs: 128, outputs: 4),
      ], picture: [3, 8, 8]),
    Plan(
      name: "ResNet's shape",
      layers: [
        conv(3, 8), BatchNorm2D(channels: 8), ReLU(),
        Residual(
          Sequential(
            conv(8, 8), BatchNorm2D(channels: 8), ReLU(), conv(8, 8), BatchNorm2D(channels: 8))),
        ReLU(),
        Residual(
          Sequential(
            conv(8, 12, stride: 2), BatchNorm2D(channels: 12), ReLU(), conv(12, 12),
            BatchNorm2D(channels: 12)),
          shortcut: Sequential(conv(8, 12, 1, stride: 2, padding: 0), BatchNorm2D(channels: 12))),
        ReLU(), GlobalAveragePool(), Flatten(), Dense(inputs: 12, outputs: 4),
      ], picture: [3, 8, 8]),
    Plan(
      name: "sums without normalisation, other activations",
      layers: [
        conv(2, 6), SiLU(), Residual(Sequential(conv(6, 6), GELU())), LeakyReLU(slope: 0.1),
        Residual(Sequential(Sigmoid(), conv(6, 6))), AdaptiveAveragePool2D(3),
        BatchNorm2D(channels: 6),
        Flatten(), Dense(inputs: 54, outputs: 4),
      ], picture: [2, 7, 9]),
    Plan(
      name: "what may stand between maps and a dense layer",
      layers: [
        conv(1, 5), Flatten(), ReLU(), Dropout(rate: 0), Dense(inputs: 80, outputs: 6), Tanh(),
        LayerNorm(6), Dense(inputs: 6, outputs: 4),
      ], picture: [1, 4, 4]),
    Plan(
      name: "a vector normalised as a whole",
      layers: [conv(1, 5), Flatten(), LayerNorm(80), Dense(inputs: 80, outputs: 4)],
      picture: [1, 4, 4]),
    Plan(
      name: "MobileNet's shape: a kernel for each channel, then 1×1",
      layers: [
        conv(2, 18), depthwise(18), BatchNorm2D(channels: 18), ReLU(), conv(18, 20, 1, padding: 0),
        depthwise(20, stride: 2), ReLU(), Residual(Sequential(depthwise(20))), Flatten(),
        Dense(inputs: 240, outputs: 4),
      ], picture: [2, 7, 6]),
    Plan(
      name: "layers without a fast algorithm of their own",
      layers: [
        Conv2D(
          inputChannels: 4, outputChannels: 4, kernelSize: 3, padding: 1, groups: 2), ReLU(),
        Branches(
          Sequential(conv(4, 3), BatchNorm2D(channels: 3)), Sequential(conv(4, 2, 1, padding: 0))),
        DenseConnection(Sequential(conv(5, 3), Tanh())), GroupNorm(groups: 2, channels: 8),
        ConvTranspose2D(inputChannels: 8, outputChannels: 3, kernelSize: 2, stride: 2), Flatten(),
        Dense(inputs: 300, outputs: 9), LayerNorm(9), ReLU(), Dense(inputs: 9, outputs: 4),
      ], picture: [4, 5, 5]),
  ]

  @Test(arguments: plans, [1, 5, 8, 24])
  func `loss and every gradient agree`(plan: Plan, batch: Int) throws {
    let sequential = Sequential(plan.layers)
    let network = Network(sequential, picture: plan.picture, seed: 4)
    let x = normal(shape: [batch] + plan.picture, seed: 5)
    let labels = (0..<batch).map { $0 * 3 % plan.classes }
    let runner = try NetworkRunner(
      sequential, picture: plan.picture, batch: batch,
      optimizer: .sgd(momentum: 0, nesterov: false, weightDecay: 0),
      objective: .crossEntropy(smoothing: 0.1),
      pool: ThreadPool(threads: 2))
    runner.load(parameters: network.parameters, statistics: network.statistics)
    runner.setBatch(x, labels: labels)
    let found = runner.differentiate()

    var random = RandomNumbers(seed: 1)
    let forward = sequential.forward(
      x, parameters: network.parameters, statistics: network.statistics, mode: .training,
      random: &random)
    let back = sequential.backward(
      crossEntropyGradient(forward.output, labels, smoothing: 0.1), kept: forward.kept,
      parameters: network.parameters)
    #expect(
      Swift.abs(found.loss - crossEntropy(forward.output, labels, smoothing: 0.1)) < 1e-4)
    expectAgreement(runner.output, forward.output, "output", 1e-4)
    // A batch of one has no spread where a map has one entry: nothing to compare but noise.
    let largest = back.parameters.map { abs($0).max() }.max() ?? 1
    for (i, (a, b)) in zip(runner.gradients, back.parameters).enumerated() {
      #expect(a.shape == b.shape)
      let error = abs(a - b).max() / max(abs(b).max(), 1e-2 * largest)
      #expect(error < 2e-3, "parameter \(i) is off by \(error)")
    }
    for (a, b) in zip(runner.statistics, forward.statistics) {
      expectAgreement(a, b, "statistics", 1e-4)
    }

    let predicted = sequential.forward(
      x, parameters: network.parameters, statistics: forward.statistics, mode: .inference,
      random: &random)
    var trained = network
    trained.statistics = forward.statistics
    expectAgreement(trained.predict(x), predicted.output, "prediction", 1e-4)
  }

  @Test(arguments: [
    OptimizerRule.sgd(momentum: 0, nesterov: false, weightDecay: 0),
    .sgd(momentum: 0.9, nesterov: false, weightDecay: 0.01),
    .sgd(momentum: 0.9, nesterov: true, weightDecay: 0.01), .rmsProp(decay: 0.99),
    .adam(weightDecay: 0.01), .adamW(weightDecay: 0.01),
  ])
  func `each rule moves parameters as its definition does`(rule: OptimizerRule) throws {
    let plan = Sequential(Self.conv(1, 3), Tanh(), Flatten(), Dense(inputs: 48, outputs: 4))
    let network = Network(plan, picture: [1, 4, 4])
    let runner = try NetworkRunner(
      plan, picture: [1, 4, 4], batch: 8, optimizer: rule, pool: ThreadPool(threads: 2))
    runner.load(parameters: network.parameters, statistics: [])
    runner.setBatch(normal(8, 1, 4, 4, seed: 2), labels: [0, 1, 2, 3, 0, 1, 2, 3])
    var parameters = network.parameters
    var optimizer: any Optimizer =
      switch rule {
      case .sgd(let momentum, let nesterov, let decay):
        SGD(momentum: momentum, nesterov: nesterov, weightDecay: decay)
      case .rmsProp(let decay): RMSProp(decay: decay)
      case .adam(let decay): Adam(weightDecay: decay)
      case .adamW(let decay): AdamW(weightDecay: decay)
      }
    for _ in 0..<4 {
      _ = runner.step(rate: 0.01)
      optimizer.step(&parameters, gradients: runner.gradients, rate: 0.01)
      for (a, b) in zip(runner.parameters, parameters) { expectAgreement(a, b, "parameter", 1e-5) }
    }
  }
}
