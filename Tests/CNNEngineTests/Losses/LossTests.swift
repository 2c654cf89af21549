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
    let (maps, places) = (
      normal(2, 3, 2, 2, seed: 3), [[[0, 1], [2, 9]], [[1, 1], [0, 2]]] as Tensor
    )
    let weights: Tensor = [0.5, 2, 1.25, 1]
    let cases: [(String, Tensor, Tensor, (Tensor) -> Float)] = [
      ("squares", y, meanSquaredErrorGradient(y, t), { meanSquaredError($0, t) }),
      ("binary", y, binaryCrossEntropyGradient(y, t), { binaryCrossEntropy($0, t) }),
      ("Dice", p, diceLossGradient(p, t), { diceLoss($0, t) }),
      (
        "cross-entropy", y, crossEntropyGradient(y, [0, 3, 1], smoothing: 0.2),
        { crossEntropy($0, [0, 3, 1], smoothing: 0.2) }
      ),
      (
        "weighted", y,
        crossEntropyGradient(y, [0, 3, 1], smoothing: 0.2, weights: weights, ignoring: 3),
        { crossEntropy($0, [0, 3, 1], smoothing: 0.2, weights: weights, ignoring: 3) }
      ),
      (
        "a label a place", maps, crossEntropyGradient(maps, places, smoothing: 0.1, ignoring: 9),
        { crossEntropy($0, places, smoothing: 0.1, ignoring: 9) }
      ),
      (
        "softmax", y, softmaxGradient(input: y, outputGradient: t), { dot(softmax($0), t) }
      ),
    ]
    for (name, x, gradient, loss) in cases {
      let measured = measuredGradient(at: x, weights: ones(1)) {
        Tensor(shape: [1], scalars: [loss($0)])
      }
      #expect(gradientDifference(gradient, measured) < gradientTolerance, "\(name)")
    }
  }

  // MARK: - Weights, ignored labels, places

  private let logits: Tensor = [[2, -1, 0.5], [0.1, 0.2, -3], [1, 1, 4], [-2, 0, 2]]
  private let weights: Tensor = [0.5, 2, 1.25]

  @Test func `weights, smoothing and ignored labels go together as in PyTorch`() {
    let cases: [(smoothing: Float, weights: Tensor?, loss: Float, gradient: [Float])] = [
      (
        0, nil, 2.4006015,
        [
          -0.071467655, 0.013037524, 0.058430131, 0.15502289, 0.17132679, -0.32634968, 0.015092834,
          -0.3182405, 0.30314767, 0, 0, 0,
        ]
      ),
      (
        0, weights, 2.9713238,
        [
          -0.028587062, 0.0052150098, 0.023372052, 0.15502289, 0.17132679, -0.32634968,
          0.024148534, -0.5091848, 0.48503627, 0, 0, 0,
        ]
      ),
      (
        0.1, nil, 2.3472682,
        [
          -0.049245433, 0.0019264133, 0.04731902, 0.14391178, 0.16021568, -0.30412745, 0.0039817225,
          -0.29601828, 0.29203656, 0, 0, 0,
        ]
      ),
      (
        0.1, weights, 2.8802516,
        [
          -0.0039862325, -0.011780517, 0.015766749, 0.15057844, 0.15354901, -0.30412745,
          0.018798519, -0.47453481, 0.45573629, 0, 0, 0,
        ]
      ),
    ]
    for (smoothing, weights, loss, gradient) in cases {
      let found = crossEntropy(
        logits, [0, 2, 1, 255], smoothing: smoothing, weights: weights, ignoring: 255)
      #expect(Swift.abs(found - loss) <= 2e-6)
      let back = crossEntropyGradient(
        logits, [0, 2, 1, 255], smoothing: smoothing, weights: weights, ignoring: 255)
      #expect(isClose(back, Tensor(shape: [4, 3], scalars: gradient), tolerance: 1e-7))
    }
  }

  @Test func `a label at every place gives PyTorch's mean over places`() {
    let z = Tensor(
      shape: [2, 3, 2, 2],
      scalars: [
        -2, -0.3, 1.4, -1.9, -0.2, 1.5, -1.8, -0.1, 1.6, -1.7, 0, 1.7, -1.6, 0.1, 1.8, -1.5, 0.2,
        1.9, -1.4, 0.3, 2, -1.3, 0.4, 2.1,
      ])
    let labels: Tensor = [[[0, 1], [2, 0]], [[1, 255], [2, 2]]]
    let loss = crossEntropy(z, labels, smoothing: 0.1, weights: weights, ignoring: 255)
    #expect(Swift.abs(loss - 1.4640784) < 2e-6)
    let gradient = crossEntropyGradient(z, labels, smoothing: 0.1, weights: weights, ignoring: 255)
    let expected: [Float] = [
      -0.051827778, 0.028247737, 0.109064381, -0.051827778, 0.001489029, -0.030921347,
      -0.003095701, 0.001489029, 0.050338749, 0.00267361, -0.10596868, 0.050338749, 0.003135574, 0,
      0.109064381, 0.001368184, -0.182841076, 0, -0.003095701, 0.012181119, 0.179705502, 0,
      -0.10596868, -0.013549303,
    ]
    #expect(isClose(gradient, Tensor(shape: z.shape, scalars: expected), tolerance: 1e-7))
    #expect(crossEntropy(logits, [0, 2, 1, 0] as Tensor) == crossEntropy(logits, [0, 2, 1, 0]))
  }

  // MARK: - Rules

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
    #expect(throws: ShapeError.number(name: "a label", expected: "a whole number", found: 0.5)) {
      try wholeLabels([0, 0.5], for: [2, 3])
    }
    #expect(throws: ShapeError.shape(name: "labels", expected: [2, 4, 5], found: [2])) {
      try wholeLabels([0, 1], for: [2, 3, 4, 5])
    }
  }

  @Test func `what would count nothing, or less than nothing, is refused`() {
    #expect(
      throws: ShapeError.tooSmall(name: "the number of labels that count", found: 0, least: 1)
    ) {
      try checkCrossEntropy([2, 3], [1, 1], ignoring: 1)
    }
    #expect(throws: ShapeError.self) { try checkCrossEntropy([1, 2], [0], weights: [0, 1]) }
    #expect(
      throws: ShapeError.number(name: "a class's weight", expected: "a number from 0", found: -1)
    ) {
      try checkCrossEntropy([1, 2], [0], weights: [1, -1])
    }
    #expect(throws: ShapeError.shape(name: "the classes' weights", expected: [2], found: [3])) {
      try checkCrossEntropy([1, 2], [0], weights: [1, 1, 1])
    }
  }

  @Test(arguments: [-0.1, 1.5, .nan, .infinity] as [Float])
  func `a target outside 0 to 1 is refused`(target: Float) {
    let targets = Tensor(shape: [2], scalars: [0.5, target])
    #expect { try checkTargets([2], targets) } throws: { error in
      "\(error)" == "a target must be from 0 to 1, not \(target)"
    }
    #expect(throws: ShapeError.self) { try checkMasks(targets, [0, 1]) }
    #expect(throws: ShapeError.self) { try checkMasks([0, 1], targets) }
  }
}
