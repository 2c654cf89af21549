import CNNEngine

/// A network, trained or asked.
struct NetworkRow {
  var name: String
  var plan: Sequential
  var picture: [Int]
  var batch: Int
  var runs: Int
  /// Whether every pixel has a class of its own.
  var isPerPixel = false

  // MARK: - The networks that are timed

  static let training = [
    NetworkRow(name: "digits CNN", plan: digits, picture: [1, 8, 8], batch: 64, runs: 201),
    NetworkRow(name: "LeNet-5", plan: lenet, picture: [1, 28, 28], batch: 64, runs: 101),
    NetworkRow(name: "VGG for 32×32", plan: vggSmall, picture: [3, 32, 32], batch: 128, runs: 9),
    NetworkRow(
      name: "ResNet-20", plan: residual(first: 16, [(16, 1), (32, 2), (64, 2)], 3),
      picture: [3, 32, 32], batch: 128, runs: 9),
    NetworkRow(
      name: "ResNet-18 for 32×32",
      plan: residual(first: 64, [(64, 1), (128, 2), (256, 2), (512, 2)], 2),
      picture: [3, 32, 32], batch: 128, runs: 3),
    NetworkRow(
      name: "GoogLeNet-like", plan: googLeNetSmall, picture: [3, 32, 32], batch: 64, runs: 7),
    NetworkRow(name: "DenseNet block", plan: denseBlock, picture: [3, 32, 32], batch: 64, runs: 7),
    NetworkRow(
      name: "U-Net of three levels", plan: uNet, picture: [3, 64, 64], batch: 16, runs: 7,
      isPerPixel: true),
  ]

  static let inference = [
    NetworkRow(name: "AlexNet", plan: alexnet(), picture: [3, 224, 224], batch: 1, runs: 9),
    NetworkRow(name: "VGG-16", plan: vgg(16), picture: [3, 224, 224], batch: 1, runs: 7),
    NetworkRow(name: "ResNet-18", plan: resnet(18), picture: [3, 224, 224], batch: 1, runs: 9),
    NetworkRow(name: "ResNet-50", plan: resnet(50), picture: [3, 224, 224], batch: 1, runs: 9),
  ]

  static func conv(
    _ c: Int, _ k: Int, _ size: Int = 3, padding: Int = 1, stride: Int = 1, bias: Bool = true
  ) -> Conv2D {
    Conv2D(
      inputChannels: c, outputChannels: k, kernelSize: size, stride: stride, padding: padding,
      bias: bias)
  }

  static func block(_ c: Int, _ k: Int, _ size: Int = 3, stride: Int = 1) -> [any Layer] {
    [
      conv(c, k, size, padding: size / 2, stride: stride, bias: false), BatchNorm2D(channels: k),
      ReLU(),
    ]
  }

  private static var digits: Sequential {
    Sequential(
      conv(1, 16), ReLU(), conv(16, 32), ReLU(), MaxPool2D(size: 2), Flatten(),
      Dense(inputs: 512, outputs: 64), ReLU(), Dense(inputs: 64, outputs: 10))
  }

  private static var lenet: Sequential {
    Sequential(
      conv(1, 6, 5, padding: 2), Tanh(), AveragePool2D(size: 2), conv(6, 16, 5, padding: 0), Tanh(),
      AveragePool2D(size: 2), Flatten(), Dense(inputs: 400, outputs: 120), Tanh(),
      Dense(inputs: 120, outputs: 84), Tanh(), Dense(inputs: 84, outputs: 10))
  }

  private static var vggSmall: Sequential {
    Sequential(
      block(3, 32) + block(32, 32) + [MaxPool2D(size: 2)] + block(32, 64) + block(64, 64)
        + [MaxPool2D(size: 2)] + block(64, 128) + block(128, 128)
        + [MaxPool2D(size: 2), Flatten(), Dense(inputs: 2048, outputs: 10)])
  }

  private static func residual(first: Int, _ stages: [(width: Int, stride: Int)], _ count: Int)
    -> Sequential
  {
    var (layers, channels) = (block(3, first), first)
    for stage in stages {
      for i in 0..<count {
        let stride = i == 0 ? stage.stride : 1
        let body = Sequential(
          block(channels, stage.width, stride: stride) + [
            conv(stage.width, stage.width, bias: false), BatchNorm2D(channels: stage.width),
          ])
        let past =
          stride == 1 && channels == stage.width
          ? nil
          : Sequential(
            conv(channels, stage.width, 1, padding: 0, stride: stride, bias: false),
            BatchNorm2D(channels: stage.width))
        layers += [Residual(body, shortcut: past), ReLU()]
        channels = stage.width
      }
    }
    return Sequential(
      layers + [GlobalAveragePool(), Flatten(), Dense(inputs: channels, outputs: 10)])
  }

  // MARK: - Timing

  private func pictures(_ count: Int) -> Tensor { normal(shape: [count] + picture, seed: 9) }

  /// The network laid out for training, with a batch in place.
  func runner(_ pool: ThreadPool) throws -> NetworkRunner {
    let network = Network(plan, picture: picture)
    let runner = try NetworkRunner(
      plan, picture: picture, batch: batch,
      optimizer: .sgd(momentum: 0.9, nesterov: false, weightDecay: 5e-4), pool: pool)
    runner.load(parameters: network.parameters, statistics: network.statistics)
    setBatch(pictures(batch), of: runner)
    return runner
  }

  func train(_ pool: ThreadPool, _ table: inout Table) throws {
    try checkTraining(Network(plan, picture: picture), pool)
    let runner = try runner(pool)
    let seconds = median(runs) { _ = runner.step(rate: 0.001) }
    try table.row(
      "train \(name), batch \(batch)", "", seconds: seconds,
      operations: try 6 * Double(plan.multiplyAccumulates(for: [batch] + picture)),
      picturesPerSecond: Double(batch) / seconds)
  }

  /// Puts pictures in place, and a class for each of them or of their pixels.
  private func setBatch(_ x: Tensor, of runner: NetworkRunner) {
    runner.setBatch(x)
    for n in 0..<x.shape[0] { runner.setLabels(n, labels(n)) }
  }

  private func labels(_ n: Int) -> [Int] {
    isPerPixel ? (0..<picture[1] * picture[2]).map { ($0 / 7 + n) % 4 } : [n * 7 % 10]
  }

  /// Loss and gradients of four pictures against the layers' definitions.
  private func checkTraining(_ network: Network, _ pool: ThreadPool) throws {
    let x = pictures(4)
    let runner = try NetworkRunner(
      plan, picture: picture, batch: 4,
      optimizer: .sgd(momentum: 0, nesterov: false, weightDecay: 0), pool: pool)
    runner.load(parameters: network.parameters, statistics: network.statistics)
    setBatch(x, of: runner)
    let found = runner.differentiate()
    var random = RandomNumbers(seed: 1)
    let forward = plan.forward(
      x, parameters: network.parameters, statistics: network.statistics, mode: .training,
      random: &random)
    // Pixels as rows of one table: `[N, K, P, Q]` → `[N·P·Q, K]`.
    let isMaps = forward.output.rank == 4
    let logits = isMaps ? pixelRows(forward.output) : forward.output
    let labels = (0..<4).flatMap { self.labels($0) }
    let loss = crossEntropy(logits, labels)
    guard Swift.abs(found.loss - loss) < 1e-3 * Swift.max(1, loss) else {
      throw WrongAnswer(name: name, what: "the loss", error: Swift.abs(found.loss - loss))
    }
    let rows = crossEntropyGradient(logits, labels)
    let back = plan.backward(
      isMaps ? maps(rows, like: forward.output) : rows, kept: forward.kept,
      parameters: network.parameters)
    // All gradients as one vector: a sum near 0 passes ReLU or not by its last bit, and single entries follow.
    var (distance, length): (Float, Float) = (0, 0)
    for (a, b) in zip(runner.gradients, back.parameters) {
      distance += dot(a - b, a - b)
      length += dot(b, b)
    }
    let error = (distance / length).squareRoot()
    guard error < 0.02 else { throw WrongAnswer(name: name, what: "the gradient", error: error) }
  }

  /// A row for each pixel: `[N, K, P, Q]` → `[N·P·Q, K]`.
  private func pixelRows(_ x: Tensor) -> Tensor {
    let (K, size) = (x.shape[1], x.shape[2] * x.shape[3])
    var result = Tensor(zeros: [x.shape[0] * size, K])
    for i in result.scalars.indices {
      let (row, k) = (i / K, i % K)
      result.scalars[i] = x.scalars[(row / size * K + k) * size + row % size]
    }
    return result
  }

  /// The way back: `[N·P·Q, K]` → the shape of `x`.
  private func maps(_ rows: Tensor, like x: Tensor) -> Tensor {
    let (K, size) = (x.shape[1], x.shape[2] * x.shape[3])
    var result = Tensor(zeros: x.shape)
    for i in rows.scalars.indices {
      let (row, k) = (i / K, i % K)
      result.scalars[(row / size * K + k) * size + row % size] = rows.scalars[i]
    }
    return result
  }

  func infer(_ pool: ThreadPool, _ table: inout Table) throws {
    let network = Network(plan, picture: picture)
    let x = pictures(batch)
    let runner = try NetworkRunner(plan, picture: picture, batch: batch, pool: pool)
    runner.load(parameters: network.parameters, statistics: network.statistics)
    runner.setBatch(x)
    runner.forward()
    var random = RandomNumbers(seed: 1)
    let expected = plan.forward(
      x, parameters: network.parameters, statistics: network.statistics, mode: .inference,
      random: &random
    ).output
    let error = abs(runner.output - expected).max() / abs(expected).max()
    guard error < 1e-3 else { throw WrongAnswer(name: name, what: "the output", error: error) }
    let seconds = median(runs) { runner.forward() }
    try table.row(
      "infer \(name), batch \(batch)", "", seconds: seconds,
      operations: try 2 * Double(plan.multiplyAccumulates(for: [batch] + picture)),
      picturesPerSecond: Double(batch) / seconds)
  }
}
