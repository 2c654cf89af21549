import Foundation
import Testing

@testable import CNNEngine

/// Losses are values: several for parts of an output, a class for each pixel, numbers for each entry.
@Suite struct ObjectiveTests {
  /// A network whose output is its input times 1: gradients of the output stand in the gradient of the picture.
  private static func runner(_ objective: Objective, channels: Int, rows: Int, columns: Int)
    throws -> NetworkRunner
  {
    let runner = try NetworkRunner(
      Sequential(AveragePool2D(size: 1)), picture: [channels, rows, columns], batch: 2,
      objective: objective, wantsInputGradient: true, mode: .training, pool: ThreadPool(threads: 2))
    return runner
  }

  private static let x = normal(2, 5, 2, 3, seed: 1)

  /// The loss of a detector by its formulas, in double precision.
  private static func detectorLoss(_ x: [Double], boxes: [Double], labels: [Int]) -> Double {
    func at(_ n: Int, _ c: Int, _ p: Int) -> Double { x[(n * 5 + c) * 6 + p] }
    var (square, cross, weight) = (0.0, 0.0, 0.0)
    let weights = [1.0, 0.5, 3]
    for n in 0..<2 {
      for p in 0..<6 {
        for c in 0..<2 {
          let d = at(n, c, p) - boxes[(n * 2 + c) * 6 + p]
          square += d * d
        }
        let label = labels[n * 6 + p]
        guard label != 255 else { continue }
        let sum = (2..<5).reduce(0.0) { $0 + exp(at(n, $1, p)) }
        cross += weights[label] * (log(sum) - at(n, 2 + label, p))
        weight += weights[label]
      }
    }
    return 2 * square / 24 + cross / weight
  }

  @Test func `boxes and classes of a detector have a loss each`() throws {
    let objective = Objective([
      Objective.Part(.meanSquaredError, channels: 0..<2, weight: 2),
      Objective.Part(.crossEntropy(weights: [1, 0.5, 3], ignoring: 255), channels: 2..<5),
    ])
    let boxes = normal(2, 2, 2, 3, seed: 2)
    let labels = [0, 1, 2, 255, 1, 0, 2, 2, 255, 0, 1, 1]
    let runner = try Self.runner(objective, channels: 5, rows: 2, columns: 3)
    runner.setBatch(Self.x)
    for n in 0..<2 {
      runner.setTargets(n, boxes.scalars[n * 12..<(n + 1) * 12], part: 0)
      runner.setLabels(n, labels[n * 6..<(n + 1) * 6], part: 1)
    }
    let scalars = Self.x.scalars.map(Double.init)
    let targets = boxes.scalars.map(Double.init)
    let loss = Self.detectorLoss(scalars, boxes: targets, labels: labels)
    #expect(abs(Double(runner.differentiate().loss) - loss) < 1e-6 * loss)
    let gradient = try #require(runner.inputGradient)
    for i in scalars.indices {
      var (more, less) = (scalars, scalars)
      more[i] += 1e-5
      less[i] -= 1e-5
      let slope =
        (Self.detectorLoss(more, boxes: targets, labels: labels)
          - Self.detectorLoss(less, boxes: targets, labels: labels)) / 2e-5
      #expect(abs(Double(gradient.scalars[i]) - slope) < 1e-6)
    }
  }

  @Test func `channels without a loss have no gradient`() throws {
    let runner = try Self.runner(
      Objective([Objective.Part(.binaryCrossEntropy, channels: 1..<2)]), channels: 5, rows: 2,
      columns: 3)
    for _ in 0..<2 {
      runner.setBatch(Self.x)
      for n in 0..<2 { runner.setTargets(n, [0, 1, 0.5, 0, 1, 1]) }
      _ = runner.differentiate()
      let gradient = try #require(runner.inputGradient)
      for n in 0..<2 {
        for c in 0..<5 {
          let isZero = (0..<6).allSatisfy { gradient[n, c, $0 / 3, $0 % 3] == 0 }
          #expect(isZero == (c != 1))
        }
      }
    }
  }

  @Test func `losses are exact however large or far apart logits are`() throws {
    let runner = try NetworkRunner(
      Sequential(AveragePool2D(size: 1), Flatten()), picture: [3, 1, 1], batch: 2,
      objective: .crossEntropy(), wantsInputGradient: true, mode: .training,
      pool: ThreadPool(threads: 1))
    runner.setBatch(
      Tensor(shape: [2, 3, 1, 1], scalars: [1000, 990, -.infinity, 1e8, 0, -1e8]), labels: [0, 0])
    let exact = log1p(exp(-10.0)) / 2
    #expect(abs(Double(runner.differentiate().loss) - exact) < 1e-6 * exact)
    #expect(try #require(runner.inputGradient).scalars.allSatisfy(\.isFinite))
  }

  @Test func `parts that the output does not have are refused`() {
    func refusal(_ part: Objective.Part) -> ShapeError? {
      do throws(ShapeError) {
        try Objective([part]).check(output: [4, 3])
        return nil
      } catch {
        return error
      }
    }
    #expect(
      refusal(Objective.Part(.meanSquaredError, channels: 1..<5))
        == .above(name: "a loss's last channel", found: 4, most: 2))
    #expect(
      refusal(Objective.Part(.crossEntropy(weights: [1, 2])))
        == .length(name: "the class weights", expected: 3, found: 2))
    #expect(refusal(Objective.Part(.crossEntropy(weights: [1, 2, 3]))) == nil)
  }
}
