import CNNEngine
import Testing

@Suite struct NormalizationRuleTests {
  @Test func `a channel of one value has no variance to divide by`() {
    #expect(throws: ShapeError.singleValue(name: "each channel", shape: [1, 3, 1, 1])) {
      try checkBatchNorm([1, 3, 1, 1], [[3], [3]])
    }
    #expect(throws: Never.self) { try checkBatchNorm([2, 3, 1, 1], [[3], [3]]) }
    #expect(throws: Never.self) { try checkBatchNorm([1, 3, 1, 2], [[3], [3]]) }
    // With gathered statistics a single value is as good as many.
    #expect(throws: Never.self) { try checkNorm([1, 3, 1, 1], [[3], [3], [3], [3]]) }
    #expect(throws: ShapeError.singleValue(name: "each of 4 groups", shape: [2, 4, 1, 1])) {
      try checkGroups([2, 4, 1, 1], 4)
    }
    #expect(throws: Never.self) { try checkGroups([1, 4, 1, 1], 2) }
    #expect(layerNorm([[3], [5]]) == [[0], [0]])
  }

  @Test func `a batch normalisation anywhere in a plan is found`() {
    let norm = BatchNorm2D(channels: 2)
    let pooled = Sequential(GlobalAveragePool(), norm)
    let deep: [any Layer] = [
      norm, pooled, Sequential(ReLU(), Sequential(pooled)), Residual(Sequential(norm)),
      Residual(Sequential(ReLU()), shortcut: Sequential(norm)),
      Branches(Sequential(ReLU()), Sequential(norm)), DenseConnection(Sequential(norm)),
    ]
    for layer in deep {
      #expect(throws: ShapeError.singleValue(name: "each channel", shape: [1, 2, 1, 1])) {
        try layer.checkTraining(input: [1, 2, 1, 1])
      }
      #expect(throws: Never.self) { try layer.checkTraining(input: [2, 2, 1, 1]) }
    }
  }

  @Test(arguments: [-1, -1e-9, .nan, .infinity] as [Float])
  func `an epsilon below 0 is refused everywhere`(epsilon: Float) {
    let error = ShapeError.number(name: "epsilon", expected: "a number from 0", found: epsilon)
    let rules: [() throws -> Void] = [
      { try checkBatchNorm([2, 1, 1, 1], [[1]], epsilon: epsilon) },
      { try checkLayerNorm([2, 3], epsilon: epsilon) },
      { try checkGroups([1, 2, 2, 2], 1, epsilon: epsilon) },
      { try RMSProp.check(epsilon: epsilon) }, { try Adam.check(epsilon: epsilon) },
    ]
    for rule in rules {
      #expect { try rule() } throws: { "\($0)" == "\(error)" }
    }
  }
}
