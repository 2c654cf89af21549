import Foundation
import Testing

@testable import CNNEngine

@Suite struct NetworkRunnerTests {
  @Test(arguments: [1, 2, 3])
  func `ten steps of a small network lose as they do in PyTorch`(threads: Int) throws {
    let run = try #require(try GoldenCase.read("training_run").first)
    let plan = Sequential(
      Conv2D(inputChannels: 1, outputChannels: 4, kernelSize: 3, padding: 1), ReLU(),
      MaxPool2D(size: 2),
      Conv2D(inputChannels: 4, outputChannels: 8, kernelSize: 3, padding: 1),
      BatchNorm2D(channels: 8), ReLU(), MaxPool2D(size: 2), Flatten(),
      Dense(inputs: try run["p6"].shape[1], outputs: 10))
    let x = try run["x"]
    let runner = try NetworkRunner(
      plan, picture: Array(x.shape.dropFirst()), batch: x.shape[0],
      optimizer: .sgd(momentum: 0.9, nesterov: false, weightDecay: 0),
      pool: ThreadPool(threads: threads))
    runner.load(parameters: try (0..<8).map { try run["p\($0)"] }, statistics: [])
    runner.setBatch(x, labels: try #require(run.config.labels))
    let losses = (0..<10).map { _ in runner.step(rate: 0.1).loss }
    for (found, expected) in zip(losses, try #require(run.config.losses)) {
      #expect(abs(found - expected) <= 1e-4, "\(losses)")
    }
  }
}
