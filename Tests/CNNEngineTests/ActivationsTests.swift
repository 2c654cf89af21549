import CNNEngine
import Testing

@Suite struct ActivationsTests {
  @Test func `forward and backward agree with PyTorch`() throws {
    let cases = try GoldenCase.read("activations")
    #expect(cases.count == 7)
    for golden in cases {
      let (x, dy) = (try golden["x"], try golden["dy"])
      let (y, dx) =
        switch golden.name {
        case "relu": (relu(x), reluGradient(input: x, outputGradient: dy))
        case "leakyRelu 0.01": (leakyRelu(x), leakyReluGradient(input: x, outputGradient: dy))
        case "sigmoid": (sigmoid(x), sigmoidGradient(input: x, outputGradient: dy))
        case "tanh": (tanh(x), tanhGradient(input: x, outputGradient: dy))
        case "gelu exact": (gelu(x), geluGradient(input: x, outputGradient: dy))
        case "silu": (silu(x), siluGradient(input: x, outputGradient: dy))
        case "softmax last axis": (softmax(x), softmaxGradient(input: x, outputGradient: dy))
        default: (zeros(0), zeros(0))
        }
      try expectClose(y, golden["y"], golden.name)
      try expectClose(dx, golden["dx"], "\(golden.name) ∂x")
    }
  }

  @Test func `nothing overflows far from zero`() {
    let far: Tensor = [-1000, 0, 1000]
    #expect(sigmoid(far) == [0, 0.5, 1])
    #expect(tanh(far) == [-1, 0, 1])
    #expect(softmax(far) == [0, 0, 1])
    #expect(softmax([[1, 1], [5, 5]]) == full(2, 2, value: 0.5))
  }

  @Test func `numbers pass through the same functions`() {
    #expect(relu(-2.0) == 0 && relu(3) == 3.0 && leakyRelu(-2.0, slope: 0.5) == -1)
    #expect(sigmoid(0.0) == 0.5 && CNNEngine.tanh(0.0) == 0)
    #expect(sigmoid(-1000.0) == 0)
    let half: Float = relu(0.5)
    #expect(half == 0.5)
    #expect(Swift.abs(gelu(1.0) - 0.8413447460685429) < 1e-15 && silu(0.0) == 0)
    #expect(sigmoid(-30.0) > 0 && silu(-1000.0) == 0)
  }

  @Test func `elementary functions go entry by entry`() {
    #expect(abs([-1, 2]) as Tensor == [1, 2])
    #expect(sqrt([4, 9]) as Tensor == [2, 3])
    #expect(pow([2, 3], 2) as Tensor == [4, 9])
    #expect(floor([1.5, -1.5]) as Tensor == [1, -2])
    #expect(ceil([1.5, -1.5]) as Tensor == [2, -1])
    #expect(max([1, 5], 3) as Tensor == [3, 5])
    #expect(min([1, 5], 3) as Tensor == [1, 3])
    #expect(isClose(log(exp([0, 1, 2])), [0, 1, 2]))
    #expect(isClose(sin([0, 1]) * sin([0, 1]) + cos([0, 1]) * cos([0, 1]), [1, 1]))
  }
}
