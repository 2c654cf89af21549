import CNNEngine
import Testing

@Suite struct LossTests {
  @Test func `cross-entropy is finite at logits of a thousand`() {
    let logits: Tensor = [[1000, -1000], [-1000, 1000]]
    #expect(crossEntropy(logits, [0, 1]) == 0)
    #expect(crossEntropy(logits, [1, 0]) == 2000)
    #expect(crossEntropyGradient(logits, [1, 0]).scalars == [0.5, -0.5, -0.5, 0.5])
    #expect(logSumExp([1000, 1000] as Tensor).scalars[0] == 1000.6932)
  }

  @Test func `a network that knows nothing loses ln 10`() {
    #expect(Swift.abs(crossEntropy(zeros(5, 10), [0, 3, 5, 7, 9]) - 2.302585) < 1e-6)
  }

  @Test func `every loss has the gradient that is measured`() {
    let (y, t) = (normal(3, 4, seed: 1), uniform(3, 4, seed: 2) * 0.5 + 0.5)
    let p = sigmoid(y)
    let cases: [(String, Tensor, Tensor, (Tensor) -> Float)] = [
      ("squares", y, meanSquaredErrorGradient(y, t), { meanSquaredError($0, t) }),
      ("binary", y, binaryCrossEntropyGradient(y, t), { binaryCrossEntropy($0, t) }),
      ("Dice", p, diceLossGradient(p, t), { diceLoss($0, t) }),
      (
        "cross-entropy", y, crossEntropyGradient(y, [0, 3, 1], smoothing: 0.2),
        { crossEntropy($0, [0, 3, 1], smoothing: 0.2) }
      ),
    ]
    for (name, x, gradient, loss) in cases {
      let measured = measuredGradient(at: x, weights: ones(1)) {
        Tensor(shape: [1], scalars: [loss($0)])
      }
      #expect(gradientDifference(gradient, measured) < gradientTolerance, "\(name)")
    }
  }

  @Test func `labels that do not fit are named`() {
    #expect(throws: ShapeError.above(name: "a label", found: 3, most: 2)) {
      try checkLabels([2, 3], [0, 3])
    }
    #expect(throws: ShapeError.tooSmall(name: "a label", found: -1, least: 0)) {
      try checkLabels([1, 3], [-1])
    }
    #expect(throws: ShapeError.length(name: "the labels", expected: 2, found: 1)) {
      try checkLabels([2, 3], [0])
    }
    #expect(throws: ShapeError.tooSmall(name: "the batch", found: 0, least: 1)) {
      try checkLabels([0, 3], [])
    }
  }
}
