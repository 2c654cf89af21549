import CNNEngine
import Testing

@Suite struct ClassificationTests {
  private let scores: Tensor = [[3, 1, 2], [0, 2, 1], [5, 4, 0], [1, 2, 3]]
  private let labels: Tensor = [0, 2, 1, 2]

  @Test func `a confusion matrix counts answers in the row of the truth`() {
    let matrix = confusionMatrix(scores, labels, classes: 3)
    #expect(matrix == [[1, 0, 0], [1, 0, 0], [0, 1, 1]])
    #expect(matrix.sum() == 4)
  }

  @Test func `the label is among more answers the more are asked for`() {
    #expect(topKAccuracy(scores, labels, k: 1) == 0.5)
    #expect(topKAccuracy(scores, labels, k: 2) == 1)
    #expect(topKAccuracy(scores, labels, k: 1) == accuracy(scores, labels))
  }

  @Test func `precision divides by answers, recall by members`() {
    let (precision, recall, f1) = precisionRecallF1([[1, 0, 0], [1, 0, 0], [0, 1, 1]])
    #expect(precision == [0.5, 0, 1] as Tensor)
    #expect(recall == [1, 0, 0.5] as Tensor)
    #expect(isClose(f1 * 3, [2, 0, 2]))
    #expect(perClassAccuracy([[3, 1], [0, 4]]) == [0.75, 1])
  }

  @Test func `a label outside the classes is refused with its number`() {
    #expect(throws: ShapeError.above(name: "a label", found: 3, most: 2)) {
      try checkScores([1, 3], [3], classes: 3)
    }
    #expect(throws: ShapeError.tooSmall(name: "a label", found: -1, least: 0)) {
      try checkScores([1, 3], [-1], classes: 3)
    }
    #expect(throws: ShapeError.number(name: "a label", expected: "a whole number", found: 1.5)) {
      try checkScores([1, 3], [1.5], classes: 3)
    }
  }

  @Test func `a row of scores with NaN is no answer`() {
    for column in 0..<3 {
      var scores = scores
      scores[2, column] = .nan
      #expect(throws: ShapeError.notANumber(name: "the scores", row: 2)) {
        try checkAnswers(scores, labels, classes: 3)
      }
    }
    #expect(throws: Never.self) { try checkAnswers(scores, labels, classes: 3) }
  }

  @Test func `a confusion matrix holds counts`() {
    #expect(throws: ShapeError.number(name: "a count", expected: "a number from 0", found: -1)) {
      try checkConfusion([[1, -1], [0, 1]])
    }
    let odd = Tensor(shape: [2, 2], scalars: [1, .nan, 0, 1])
    #expect(throws: ShapeError.self) { try checkConfusion(odd) }
  }
}

@Suite struct AugmentedTests {
  @Test func `nothing asked for changes nothing`() {
    let x = ramp(2, 3, 4, 5)
    #expect(augmented(x, seed: 3) == x)
  }

  @Test func `a flip turns whole pictures, about every second one`() {
    let x = ramp(200, 1, 2, 3)
    let y = augmented(x, flip: true, seed: 1)
    let turned = (0..<200).filter { y.part($0) == x.part($0).flippedLeftRight() }
    let kept = (0..<200).filter { y.part($0) == x.part($0) }
    #expect(turned.count + kept.count == 200)
    #expect((70...130).contains(turned.count))
  }

  @Test func `a cutout clears one square`() {
    let y = augmented(ones(6, 1, 9, 9), cutout: 3, seed: 2)
    for n in 0..<6 { #expect((4...9).contains(Int(81 - y.part(n).sum()))) }
  }

  @Test func `standardized entries have mean 0 and variance 1`() {
    let y = ramp(3, 4).standardized()
    #expect(abs(y.mean()) < 1e-6)
    #expect(abs(y.variance() - 1) < 1e-5)
    #expect(ones(3).standardized() == zeros(3))
  }
}
