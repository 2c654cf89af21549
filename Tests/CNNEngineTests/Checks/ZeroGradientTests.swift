import CNNEngine
import Testing

/// Gradients whose true value is 0: what is measured of them is rounding alone.
@Suite struct ZeroGradientTests {
  /// Before a batch normalisation a constant for each channel changes nothing.
  private static let plans: [any Layer] = [
    Sequential(
      Conv2D(inputChannels: 3, outputChannels: 4, kernelSize: 3, padding: 1),
      BatchNorm2D(channels: 4)),
    Sequential(
      Conv2D(inputChannels: 3, outputChannels: 2, kernelSize: (3, 2), stride: 2),
      BatchNorm2D(channels: 2), SiLU()),
    Sequential(
      Conv2D(inputChannels: 3, outputChannels: 3, kernelSize: 3, padding: 1, groups: 3),
      BatchNorm2D(channels: 3), Tanh(),
      Conv2D(inputChannels: 3, outputChannels: 4, kernelSize: 1), BatchNorm2D(channels: 4)),
    Residual(
      Sequential(
        Conv2D(inputChannels: 3, outputChannels: 3, kernelSize: 3, padding: 1),
        BatchNorm2D(channels: 3))),
    Sequential(
      ConvTranspose2D(inputChannels: 3, outputChannels: 2, kernelSize: 2, stride: 2),
      GroupNorm(groups: 2, channels: 2)),
  ]

  @Test(arguments: plans.indices, Weighting.allCases)
  func `a bias before a normalisation passes`(plan: Int, weighting: Weighting) {
    for seed in 0..<4 {
      let rows = gradientCheck(
        Self.plans[plan], input: normal(2, 3, 5, 4, seed: 50 + seed), weighting: weighting,
        seed: seed)
      for row in rows { #expect(row.isRight, "\(row.name) is off by \(row.worst)") }
    }
  }

  @Test func `softmax under a plain sum passes, whose gradient is 0 altogether`() {
    for seed in 0..<8 {
      let rows = gradientCheck(Softmax(), input: normal(4, 6, seed: seed), weighting: .ones)
      #expect(!rows.contains { !$0.isRight }, "\(rows)")
    }
  }

  /// A layer whose backward pass is another one's with a mistake in it.
  private struct Mistaken: Layer {
    var layer: any Layer
    var change: @Sendable (Backward) -> Backward
    var name: String { "mistaken" }
    var parameterShapes: [[Int]] { layer.parameterShapes }
    var statisticsShapes: [[Int]] { layer.statisticsShapes }
    func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
      try layer.outputShape(for: inputShape)
    }
    func forward(
      _ input: Tensor, parameters: [Tensor], statistics: [Tensor], mode: Mode,
      random: inout RandomNumbers
    ) -> Forward {
      layer.forward(
        input, parameters: parameters, statistics: statistics, mode: mode, random: &random)
    }
    func backward(_ outputGradient: Tensor, kept: Kept, parameters: [Tensor]) -> Backward {
      change(layer.backward(outputGradient, kept: kept, parameters: parameters))
    }
  }

  private static let mistakes: [(String, @Sendable (Backward) -> Backward)] = [
    (
      "the bias' gradient, which should be 0, is not",
      { Backward($0.input, parameters: [$0.parameters[0], ones(4) * 0.1] + $0.parameters[2...]) }
    ),
    (
      "the weight's gradient is a fiftieth too large",
      { Backward($0.input, parameters: [$0.parameters[0] * 1.02] + $0.parameters[1...]) }
    ),
    (
      "the input's gradient is a fiftieth too large",
      { Backward($0.input * 1.02, parameters: $0.parameters) }
    ),
    (
      "the shift's gradient is averaged",
      { Backward($0.input, parameters: $0.parameters[..<3] + [$0.parameters[3] / 20]) }
    ),
    (
      "one entry is missing",
      { back in
        var back = back
        back.input[1, 2, 3, 3] = 0
        return back
      }
    ),
    ("an entry is NaN", { Backward($0.input * .nan, parameters: $0.parameters) }),
  ]

  @Test(arguments: mistakes.indices) func `a mistake before a normalisation is caught`(index: Int) {
    let layer = Mistaken(layer: Self.plans[0], change: Self.mistakes[index].1)
    let rows = gradientCheck(layer, input: normal(2, 3, 5, 4, seed: 51))
    #expect(rows.contains { !$0.isRight }, "\(Self.mistakes[index].0)")
  }

  @Test func `a gradient that is not finite differs from every other`() {
    for odd in [Float.nan, .infinity] {
      let gradient = Tensor(shape: [2], scalars: [1, odd])
      #expect(gradientDifference([1, 2], gradient) == 1)
      #expect(gradientDifference(gradient, [1, 2]) == 1)
    }
    #expect(gradientDifference([1, 2], [1, 2]) == 0 && gradientDifference([1, 2], [1]) == 1)
  }
}
