import Foundation
import Testing

@testable import CNNEngine

@Suite struct MishTests {
  @Test func `y is x times the hyperbolic tangent of softplus, however far out`() {
    let x: [Float] = [-200, -30, -3, -0.5, 0, 0.5, 3, 30, 200]
    let y = Mish().output(for: Tensor(shape: [9], scalars: x))
    for (x, y) in zip(x, y.scalars) {
      let exact = Double(x) * Foundation.tanh(Foundation.log1p(Foundation.exp(Double(x))))
      #expect(Swift.abs(Double(y) - exact) <= 1e-6 * max(1, Swift.abs(exact)), "\(x)")
    }
  }

  @Test func `its gradient is the slope`() {
    for row in gradientCheck(Mish(), input: normal(2, 3, 4, 5, seed: 1)) {
      #expect(row.isRight, "\(row.name) is off by \(row.worst)")
    }
  }

  @Test func `a network runs it fast, as it is defined`() {
    let x = normal(2, 3, 4, 5, seed: 1) * 10
    let network = Network(Sequential(Mish()), picture: [3, 4, 5])
    #expect(isClose(network.predict(x), Mish().output(for: x), tolerance: 1e-5))
    let dy = normal(2, 3, 4, 5, seed: 2)
    #expect(
      isClose(network.inputGradient(x, from: dy), Mish().inputGradient(x, dy), tolerance: 1e-5))
  }
}
