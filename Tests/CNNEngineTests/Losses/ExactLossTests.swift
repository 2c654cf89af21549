import CNNEngine
import Foundation
import Testing

/// The losses beside formulas in double precision that are exact wherever logits lie.
@Suite struct ExactLossTests {
  /// Rows of logits: random ones over wider and wider ranges, and those that lose digits first.
  private static let rows: [[Float]] = random + special
  private static let random: [[Float]] = ([0.1, 1, 10, 40, 300] as [Float]).flatMap { range in
    (0..<12).map { seed in (uniform(5, seed: 100 * Int(range) + seed) * range).scalars }
  }
  private static let special: [[Float]] = [
    [1000, 990], [990, 1000], [0, 50], [50, 0], [1e-3, 0], [88, -88, 0], [5, 5, 5],
    [-1e4, -1e4 + 3], [3e4, 3e4 - 20, 3e4 - 40], [1e6, 1e6], [0, -.infinity], [20, -.infinity, 3],
  ]

  /// log Σ eᶻ − z of one entry: log(1 + Σ e^(zⱼ − z) over all others).
  private func distance(_ z: [Float], _ c: Int) -> Double {
    let others = z.indices.filter { $0 != c }.map { Double(z[$0]) - Double(z[c]) }
    let most = max(0, others.max() ?? 0)
    guard most < .infinity else { return most }
    guard most > 700 else { return log1p(others.reduce(0) { $0 + Foundation.exp($1) }) }
    return most
      + Foundation.log(Foundation.exp(-most) + others.reduce(0) { $0 + Foundation.exp($1 - most) })
  }

  private func share(_ z: [Float], _ c: Int) -> Double { Foundation.exp(-distance(z, c)) }

  private func expectExact(_ found: Float, _ exact: Double, _ what: @autoclosure () -> String) {
    // Float's smallest number is 1.4e-45: below, no digits are left.
    let isExact =
      Double(found) == exact || Swift.abs(Double(found) - exact) <= 1e-6 * exact.magnitude + 1e-44
    #expect(isExact, "\(what()): \(found) is not \(exact)")
  }

  @Test func `softmax and its logarithm are exact for every row`() {
    for z in Self.rows {
      let x = Tensor(shape: [z.count], scalars: z)
      let (shares, logarithms) = (softmax(x), logSoftmax(x))
      for c in z.indices {
        expectExact(shares[c], share(z, c), "softmax of \(z)")
        expectExact(logarithms[c], -distance(z, c), "logSoftmax of \(z)")
      }
      let best = z.indices.max { z[$0] < z[$1] } ?? 0
      expectExact(logSumExp(x).scalars[0], Double(z[best]) + distance(z, best), "logSumExp of \(z)")
    }
  }

  @Test(arguments: [0, 0.1] as [Float])
  func `cross-entropy and its gradient are exact for every row and label`(smoothing: Float) {
    for z in Self.rows where smoothing == 0 || z.allSatisfy(\.isFinite) {
      let x = Tensor(shape: [1, z.count], scalars: z)
      let spread = Double(smoothing) / Double(z.count)
      for label in z.indices {
        let own = 1 - Double(smoothing)
        var exact = own * distance(z, label)
        if smoothing > 0 { exact += z.indices.reduce(0) { $0 + spread * distance(z, $1) } }
        expectExact(
          crossEntropy(x, [label], smoothing: smoothing), exact, "cross-entropy of \(z), \(label)")
        let gradient = crossEntropyGradient(x, [label], smoothing: smoothing)
        for c in z.indices {
          // p − 1 of the label is what all others have, with the other sign.
          let others = z.indices.filter { $0 != c }.reduce(0.0) { $0 + share(z, $1) }
          let slope =
            c == label ? -others + Double(smoothing) - spread : share(z, c) - spread
          expectExact(gradient[0, c], slope, "the gradient of \(z), \(label) at \(c)")
        }
      }
    }
  }

  @Test func `softmax's gradient keeps what one share lacks to the whole`() {
    for z in Self.rows where z.allSatisfy(\.isFinite) {
      let x = Tensor(shape: [z.count], scalars: z)
      let dy = uniform(z.count, seed: 9)
      let gradient = softmaxGradient(input: x, outputGradient: dy)
      for c in z.indices {
        let exact = z.indices.reduce(0.0) {
          $0 + share(z, c) * share(z, $1) * (Double(dy[c]) - Double(dy[$1]))
        }
        expectExact(gradient[c], exact, "softmax's gradient of \(z) at \(c)")
      }
    }
  }

  @Test func `binary cross-entropy and its gradient are exact however sure the answer`() {
    let logits: [Float] =
      [-.infinity, -1e4, -300, -90, -20, -3, -1e-3, 0, 1e-3, 3, 20, 90, 300, 1e4, .infinity]
      + normal(40, seed: 5).scalars.map { $0 * 10 }
    for z in logits {
      for t in [0, 1e-6, 0.25, 1 - 1e-6, 1] as [Float] where z.isFinite || t == (z > 0 ? 1 : 0) {
        // softplus(z) and softplus(−z): what each of the two answers costs.
        let (no, yes) = (distance([0, z], 0), distance([z, 0], 0))
        let exact = (t > 0 ? Double(t) * yes : 0) + (t < 1 ? (1 - Double(t)) * no : 0)
        let (x, target) = (Tensor(shape: [1], scalars: [z]), Tensor(shape: [1], scalars: [t]))
        expectExact(binaryCrossEntropy(x, target), exact, "binary cross-entropy of \(z), \(t)")
        let slope =
          -Double(t) * Foundation.exp(-no) + (1 - Double(t)) * Foundation.exp(-yes)
        expectExact(
          binaryCrossEntropyGradient(x, target).scalars[0], slope, "its gradient at \(z), \(t)")
      }
    }
  }

  @Test func `a constant added to all logits changes nothing`() {
    let z: Tensor = [[2, -1, 0.5], [0.25, 4, -3]]
    for shift in [-4096, -64, 64, 4096, 65_536] as [Float] {
      #expect(crossEntropy(z + shift, [0, 2]) == crossEntropy(z, [0, 2]))
      #expect(crossEntropyGradient(z + shift, [0, 2]) == crossEntropyGradient(z, [0, 2]))
      #expect(logSoftmax(z + shift) == logSoftmax(z) && softmax(z + shift) == softmax(z))
    }
  }

  @Test func `a sum over many rows does not drift`() {
    let count = 200_000
    let z = Tensor(
      shape: [count, 2], scalars: (0..<2 * count).map { $0.isMultiple(of: 2) ? 0.1 : 0 })
    let exact = distance([0.1, 0], 0)
    expectExact(crossEntropy(z, Array(repeating: 0, count: count)), exact, "cross-entropy")
    let flat = z.flattened()
    let both = (distance([0, 0.1], 0) + Foundation.log(2)) / 2
    expectExact(binaryCrossEntropy(flat, Tensor(zeros: flat.shape)), both, "binary cross-entropy")
  }

  @Test func `the slope of a sure sigmoid and the tail of GELU are not lost`() {
    let x: Tensor = [20, -20, 8]
    let slopes = sigmoidGradient(input: x, outputGradient: ones(3))
    for i in 0..<3 {
      let e = Foundation.exp(-Double(Swift.abs(x[i])))
      expectExact(slopes[i], e / ((1 + e) * (1 + e)), "sigmoid's slope at \(x[i])")
    }
    let flat = tanhGradient(input: [10], outputGradient: [1])
    expectExact(flat[0], 1 / (cosh(10) * cosh(10)), "tanh's slope at 10")
    expectExact(gelu([-6] as Tensor)[0], -3 * erfc(6 / 2.0.squareRoot()), "GELU at −6")
    expectExact(silu(-30 as Float), -30 / (1 + Foundation.exp(30)), "SiLU at −30")
  }

  @Test func `of two masks that nearly agree the difference stays`() {
    let (p, t): (Tensor, Tensor) = ([1, 1, 1e-9], [1, 1, 0])
    let exact = Double(p[2]) / (4 + Double(p[2]) + 1)
    expectExact(diceLoss(p, t), exact, "Dice's loss")
  }
}
