/// An activation on its own, where no convolution or normalisation before it computes it along.
final class FastActivation: Operation {
  enum Kind: Equatable {
    case relu, leakyRelu(Float), tanh, sigmoid, gelu, silu, identity
  }

  let name: String
  private let kind: Kind
  private let input, output, outputGradient: Maps
  private let inputGradient: Maps?
  private let accumulates: Bool

  init(
    name: String, kind: Kind, input: Maps, output: Maps, outputGradient: Maps,
    inputGradient: Maps?, accumulates: Bool
  ) {
    self.name = name
    self.kind = kind
    self.input = input
    self.output = output
    self.outputGradient = outputGradient
    self.inputGradient = inputGradient
    self.accumulates = accumulates
  }

  func forward(_ images: Range<Int>, context: StepContext) {
    switch kind {
    case .relu: map(images) { rectified($0) }
    case .leakyRelu(let slope): map(images) { $0.replacing(with: $0 * slope, where: $0 .< 0) }
    case .tanh: map(images) { hyperbolicTangent($0) }
    case .sigmoid: map(images) { logistic($0) }
    case .gelu: map(images) { $0 * normalShare($0) }
    case .silu: map(images) { $0 * logistic($0) }
    case .identity: map(images) { $0 }
    }
  }

  func backward(_ images: Range<Int>, slot: Int, isFirst: Bool, context: StepContext) {
    switch kind {
    case .relu:
      mapGradient(images) { _, y, dy in Lanes.zero.replacing(with: dy, where: y .> 0) }
    case .leakyRelu(let slope):
      mapGradient(images) { x, _, dy in dy.replacing(with: dy * slope, where: x .< 0) }
    case .tanh: mapGradient(images) { _, y, dy in dy * (1 - y * y) }
    case .sigmoid: mapGradient(images) { _, y, dy in dy * y * (1 - y) }
    case .gelu:
      mapGradient(images) { x, _, dy in
        dy * (normalShare(x) + x * 0.398_942_28 * exponential(-0.5 * x * x))
      }
    case .silu:
      mapGradient(images) { x, _, dy in
        let s = logistic(x)
        return dy * (s + x * s * (1 - s))
      }
    case .identity: mapGradient(images) { _, _, dy in dy }
    }
  }

  @inline(__always)
  private func map(_ images: Range<Int>, _ change: (Lanes) -> Lanes) {
    for n in images {
      for h in 0..<input.rows {
        let x = input.image(n) + input.offset(h, 0)
        let y = output.image(n) + output.offset(h, 0)
        for i in stride(from: 0, to: input.columns * input.step, by: laneCount) {
          (y + i).lanes = change((x + i).lanes)
        }
      }
    }
  }

  @inline(__always)
  private func mapGradient(_ images: Range<Int>, _ change: (Lanes, Lanes, Lanes) -> Lanes) {
    guard let inputGradient else { return }
    for n in images {
      for h in 0..<input.rows {
        let x = input.image(n) + input.offset(h, 0)
        let y = output.image(n) + output.offset(h, 0)
        let dy = outputGradient.image(n) + outputGradient.offset(h, 0)
        let dx = inputGradient.image(n) + inputGradient.offset(h, 0)
        for i in stride(from: 0, to: input.columns * input.step, by: laneCount) {
          let gradient = change((x + i).lanes, (y + i).lanes, (dy + i).lanes)
          (dx + i).lanes = accumulates ? (dx + i).lanes + gradient : gradient
        }
      }
    }
  }
}

/// The share of a normal distribution below x: Φ(x) = (1 + erf(x/√2))/2.
///
/// erf by Abramowitz and Stegun (1964), formula 7.1.26: off by at most 1.5·10⁻⁷.
@inline(__always) func normalShare(_ x: Lanes) -> Lanes {
  let z = absolute(x) * 0.707_106_78
  let t = 1 / Lanes(repeating: 1).addingProduct(z, Lanes(repeating: 0.327_591_1))
  var p = Lanes(repeating: 1.061_405_429)
  p = Lanes(repeating: -1.453_152_027).addingProduct(p, t)
  p = Lanes(repeating: 1.421_413_741).addingProduct(p, t)
  p = Lanes(repeating: -0.284_496_736).addingProduct(p, t)
  p = Lanes(repeating: 0.254_829_592).addingProduct(p, t)
  let tail = 0.5 * p * t * exponential(-z * z)
  return (1 - tail).replacing(with: tail, where: x .< 0)
}
