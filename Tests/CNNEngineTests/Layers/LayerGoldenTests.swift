import CNNEngine
import Testing

@Suite struct LayerGoldenTests {
  @Test(arguments: try GoldenCase.read("linear"))
  func `a dense layer and its gradients are PyTorch's`(_ c: GoldenCase) throws {
    let (x, w, b, dy) = (try c["x"], try c["w"], try c["b"], try c["dy"])
    expectClose(dense(x, w, bias: b), try c["y"], "y")
    let found = denseGradients(input: x, weight: w, outputGradient: dy)
    expectClose(found.input, try c["dx"], "dx")
    expectClose(found.weight, try c["dw"], "dw")
    expectClose(found.bias, try c["db"], "db")
  }

  @Test(arguments: try GoldenCase.read("batchnorm"))
  func `batch normalisation, both ways and predicting, is PyTorch's`(_ c: GoldenCase) throws {
    let (x, gamma, beta, dy) = (try c["x"], try c["gamma"], try c["beta"], try c["dy"])
    let layer = BatchNorm2D(
      channels: gamma.count, momentum: Float(try #require(c.config.momentum)),
      epsilon: Float(try #require(c.config.epsilon)))
    var random = RandomNumbers(seed: 1)
    let before = [try c["runningMeanBefore"], try c["runningVarianceBefore"]]
    let forward = layer.forward(
      x, parameters: [gamma, beta], statistics: before, mode: .training, random: &random)
    expectClose(forward.output, try c["y"], "y")
    expectClose(forward.statistics[0], try c["runningMeanAfter"], "running mean")
    expectClose(forward.statistics[1], try c["runningVarianceAfter"], "running variance")
    let back = layer.backward(dy, kept: forward.kept, parameters: [gamma, beta])
    expectClose(back.input, try c["dx"], "dx")
    expectClose(back.parameters[0], try c["dgamma"], "dgamma")
    expectClose(back.parameters[1], try c["dbeta"], "dbeta")
    let predicted = layer.forward(
      x, parameters: [gamma, beta], statistics: forward.statistics, mode: .inference,
      random: &random)
    expectClose(predicted.output, try c["yInference"], "inference")
  }

  @Test(arguments: try GoldenCase.read("cross_entropy"))
  func `softmax and cross-entropy are PyTorch's, at extreme logits too`(_ c: GoldenCase) throws {
    let labels = try #require(c.config.labels)
    let smoothing = try #require(c.config.labelSmoothing)
    let logits = try c["logits"]
    let loss = crossEntropy(logits, labels, smoothing: smoothing)
    expectClose(Tensor(shape: [1], scalars: [loss]), try c["loss"], "loss")
    expectClose(
      crossEntropyGradient(logits, labels, smoothing: smoothing), try c["dlogits"], "gradient")
  }

  @Test(arguments: try GoldenCase.read("optimizers"))
  func `five steps of each optimiser are PyTorch's`(_ c: GoldenCase) throws {
    var (optimizer, rate) = try Self.optimizer(c.name)
    var parameters = [try c["start"]]
    for step in 0..<5 {
      optimizer.step(&parameters, gradients: [try c["gradient\(step)"]], rate: rate)
      expectClose(parameters[0], try c["after\(step)"], "after step \(step)")
    }
  }

  private static func optimizer(_ name: String) throws -> (any Optimizer, Float) {
    switch name {
    case "sgd lr 0.1": (SGD(), 0.1)
    case "sgd momentum 0.9 decay 0.01": (SGD(momentum: 0.9, weightDecay: 0.01), 0.1)
    case "sgd nesterov 0.9 decay 0.0005":
      (SGD(momentum: 0.9, nesterov: true, weightDecay: 0.0005), 0.05)
    case "adam lr 0.01": (Adam(), 0.01)
    case "adamw lr 0.01 decay 0.1": (AdamW(weightDecay: 0.1), 0.01)
    case "rmsprop lr 0.01": (RMSProp(), 0.01)
    default: throw Unknown(name: name)
    }
  }

  private struct Unknown: Error { var name: String }

  @Test func `the readable network trains as PyTorch's does`() throws {
    let run = try #require(try GoldenCase.read("training_run").first)
    let plan = Sequential(
      Conv2D(inputChannels: 1, outputChannels: 4, kernelSize: 3, padding: 1), ReLU(),
      MaxPool2D(size: 2),
      Conv2D(inputChannels: 4, outputChannels: 8, kernelSize: 3, padding: 1),
      BatchNorm2D(channels: 8), ReLU(), MaxPool2D(size: 2), Flatten(),
      Dense(inputs: try run["p6"].shape[1], outputs: 10))
    let labels = try #require(run.config.labels)
    let x = try run["x"]
    var parameters = try (0..<8).map { try run["p\($0)"] }
    var optimizer = SGD(momentum: 0.9)
    var random = RandomNumbers(seed: 1)
    for expected in try #require(run.config.losses) {
      let forward = plan.forward(
        x, parameters: parameters, statistics: [zeros(8), ones(8)], mode: .training,
        random: &random)
      let loss = crossEntropy(forward.output, labels)
      #expect(Swift.abs(loss - expected) <= 1e-4)
      let back = plan.backward(
        crossEntropyGradient(forward.output, labels), kept: forward.kept, parameters: parameters)
      optimizer.step(&parameters, gradients: back.parameters, rate: 0.1)
    }
  }
}
