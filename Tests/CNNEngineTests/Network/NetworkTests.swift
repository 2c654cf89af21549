import CNNEngine
import Testing

@Suite struct NetworkTests {
  /// Everything that the fast algorithms compute in one where they may.
  static let plan = Sequential(
    Conv2D(inputChannels: 2, outputChannels: 6, kernelSize: 3, padding: 1, bias: false),
    BatchNorm2D(channels: 6), ReLU(),
    Residual(
      Sequential(
        Conv2D(inputChannels: 6, outputChannels: 6, kernelSize: 3, padding: 1),
        BatchNorm2D(channels: 6), ReLU(),
        Conv2D(inputChannels: 6, outputChannels: 6, kernelSize: 3, padding: 1),
        BatchNorm2D(channels: 6))), ReLU(),
    Residual(
      Sequential(
        Conv2D(inputChannels: 6, outputChannels: 8, kernelSize: 3, stride: 2, padding: 1), ReLU()),
      shortcut: Sequential(Conv2D(inputChannels: 6, outputChannels: 8, kernelSize: 1, stride: 2))),
    Sequential(Conv2D(inputChannels: 8, outputChannels: 5, kernelSize: 3), Tanh()),
    MaxPool2D(size: 2), Dropout(rate: 0.5), Flatten(), Dense(inputs: 20, outputs: 7), ReLU(),
    Dense(inputs: 7, outputs: 3))

  /// With running statistics that are not those of a fresh network.
  static let network: Network = {
    var network = Network(plan, picture: [2, 12, 12], seed: 5)
    for i in network.statistics.indices {
      let noise = uniform(network.statistics[i].shape[0], seed: i)
      network.statistics[i] = i.isMultiple(of: 2) ? noise * 0.2 : noise * noise + 0.5
    }
    for i in network.parameters.indices where network.parameters[i].rank == 1 {
      network.parameters[i] = network.parameters[i] + uniform(network.parameters[i].count, seed: i)
    }
    return network
  }()

  static let pictures = normal(3, 2, 12, 12, seed: 8)

  @Test func `every layer's output is handed out, a row of the table each`() throws {
    let rows = try Self.plan.rows(for: Self.pictures.shape)
    let outputs = Self.network.forwardAll(Self.pictures)
    #expect(outputs.map(\.name) == rows.map(\.layer))
    #expect(outputs.map(\.output.shape) == rows.map(\.outputShape))
  }

  @Test func `what is handed out is what each layer makes of what the one before handed out`() {
    let plain = Sequential(
      Conv2D(inputChannels: 2, outputChannels: 6, kernelSize: 3, padding: 1),
      BatchNorm2D(channels: 6), ReLU(), MaxPool2D(size: 2), Flatten(),
      Dense(inputs: 216, outputs: 4), ReLU())
    var network = Network(plain, picture: [2, 12, 12], seed: 3)
    network.statistics = [uniform(6, seed: 1), full(6, value: 0.7)]
    var x = Self.pictures
    var weights = network.parameters[...]
    var random = RandomNumbers(seed: 1)
    for (layer, handed) in zip(plain.layers, network.forwardAll(x)) {
      let count = layer.parameterShapes.count
      x =
        layer.forward(
          x, parameters: Array(weights.prefix(count)),
          statistics: layer is BatchNorm2D ? network.statistics : [], mode: .inference,
          random: &random
        ).output
      weights = weights.dropFirst(count)
      #expect(isClose(handed.output, x, tolerance: 1e-4), "\(handed.name)")
    }
  }

  @Test(arguments: [1, 31, 32, 33, 70])
  func `many pictures are predicted as each alone`(count: Int) {
    let pictures = normal(count, 2, 12, 12, seed: 4)
    let together = Self.network(pictures)
    #expect(together.shape == [count, 3])
    for n in [0, count / 2, count - 1] {
      #expect(isClose(together.part(n), Self.network(pictures.part(n)).part(0), tolerance: 1e-4))
    }
  }

  @Test func `the last output is the prediction`() throws {
    let last = try #require(Self.network.forwardAll(Self.pictures).last)
    #expect(isClose(last.output, Self.network(Self.pictures), tolerance: 1e-4))
  }

  /// Without corners, so that a step's slope can be measured.
  static let smooth: Network = {
    var network = Network(
      Sequential(
        Conv2D(inputChannels: 2, outputChannels: 4, kernelSize: 3, padding: 1),
        BatchNorm2D(channels: 4), Tanh(),
        Residual(
          Sequential(
            Conv2D(inputChannels: 4, outputChannels: 4, kernelSize: 3, padding: 1),
            BatchNorm2D(channels: 4), Tanh())), Dropout(rate: 0.5), AveragePool2D(size: 2),
        Flatten(),
        Dense(inputs: 144, outputs: 3)), picture: [2, 12, 12], seed: 5)
    network.statistics = [
      uniform(4, seed: 1), full(4, value: 0.7), uniform(4, seed: 2), full(4, value: 1.6),
    ]
    return network
  }()

  @Test func `what comes back to every layer is the slope of the loss`() throws {
    let labels = [2, 0, 1]
    let network = Self.smooth
    let rows = network.backwardAll(Self.pictures, labels: labels)
    #expect(rows.map(\.name) == network.forwardAll(Self.pictures).map(\.name))
    for (row, next) in zip(rows, rows.dropFirst()) {
      #expect(row.outputGradient == next.inputGradient || next.name.hasPrefix("  past"))
    }
    // The steepest entry of each: 32 bits measure flat ones too roughly.
    func expect(
      _ gradient: Tensor, _ name: String, loss: (_ entry: Int, _ step: Float) -> Float
    ) throws {
      let at = try #require(
        gradient.scalars.indices.max {
          abs(gradient.scalars[$0]) < abs(gradient.scalars[$1])
        })
      let measured = (loss(at, 1e-2) - loss(at, -1e-2)) / 2e-2
      #expect(
        abs(gradient.scalars[at] - measured) < 0.01 * abs(measured) + 2e-5,
        "\(name): \(gradient.scalars[at]), measured \(measured)")
    }
    let gradients = rows.flatMap(\.parameterGradients)
    #expect(gradients.map(\.shape) == network.parameters.map(\.shape))
    for (i, gradient) in gradients.enumerated() {
      try expect(gradient, "parameter \(i)") { entry, step in
        var moved = network
        moved.parameters[i].scalars[entry] += step
        return crossEntropy(moved(Self.pictures), labels)
      }
    }
    try expect(rows[0].inputGradient, "input") { entry, step in
      var moved = Self.pictures
      moved.scalars[entry] += step
      return crossEntropy(network(moved), labels)
    }
  }

  @Test func `plans of the same names are told apart by everything else`() {
    func plan(padding: Int = 1, bias: Bool = true, rate: Double = 0.5) -> Sequential {
      Sequential(
        Residual(
          Sequential(
            Conv2D(
              inputChannels: 2, outputChannels: 2, kernelSize: 3, padding: padding, bias: bias))),
        Dropout(rate: rate), GlobalAveragePool(), Flatten(), Dense(inputs: 2, outputs: 3))
    }
    let all = [plan(), plan(padding: 2), plan(bias: false), plan(rate: 0.4)].map(\.encoding)
    #expect(Set(all).count == 4)
    #expect(plan().encoding == all[0])
  }
}
