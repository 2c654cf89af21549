import Testing

@testable import CNNEngine

@Suite struct Pad2DTests {
  @Test(arguments: PaddingMode.allCases)
  func `its gradient is the slope, and the fast one is the same`(mode: PaddingMode) {
    let layer = Pad2D(top: 1, bottom: 2, left: 0, right: 2, mode: mode)
    let x = normal(2, 3, 4, 5, seed: 1)
    for row in gradientCheck(layer, input: x) {
      #expect(row.isRight, "\(row.name) is off by \(row.worst)")
    }
    let network = Network(Sequential(layer), picture: [3, 4, 5])
    let dy = normal(2, 3, 7, 7, seed: 2)
    var random = RandomNumbers(seed: 1)
    let forward = layer.forward(x, parameters: [], statistics: [], mode: .training, random: &random)
    #expect(network.predict(x) == pad(x, top: 1, bottom: 2, right: 2, mode: mode))
    let back = layer.backward(dy, kept: forward.kept, parameters: []).input
    #expect(isClose(network.inputGradient(x, from: dy), back, tolerance: 1e-6))
  }

  @Test func `a ring has no edge: every shift of the picture shifts the output`() {
    let plan = Sequential(
      Pad2D(1, mode: .circular), Conv2D(inputChannels: 1, outputChannels: 2, kernelSize: 3))
    let network = Network(plan, picture: [1, 4, 5])
    let x = normal(1, 1, 4, 5, seed: 3)
    var shifted = x
    for h in 0..<4 {
      for w in 0..<5 { shifted.scalars[h * 5 + w] = x.scalars[(h + 1) % 4 * 5 + (w + 2) % 5] }
    }
    let (a, b) = (network.predict(x), network.predict(shifted))
    for k in 0..<2 {
      for h in 0..<4 {
        for w in 0..<5 { #expect(abs(a[0, k, (h + 1) % 4, (w + 2) % 5] - b[0, k, h, w]) < 1e-5) }
      }
    }
  }

  @Test func `a mirror reaches no further than the picture`() {
    #expect(throws: ShapeError.reflection(amount: 4, length: 4)) {
      try Pad2D(4, mode: .reflect).outputShape(for: [1, 1, 4, 9])
    }
  }
}
