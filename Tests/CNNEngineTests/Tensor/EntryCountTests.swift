import CNNEngine
import Testing

/// What is too large to exist is refused with a sentence, also where a zero makes it empty.
@Suite struct EntryCountTests {
  private static let trillion = 1_000_000_000_000

  @Test(arguments: [
    [trillion, trillion, 0], [0, trillion, trillion], [Int.max, 2, 0], [Int.max],
    [1 << 20, 1 << 21],
    Array(0..<64), Array(repeating: 1, count: 65), Array(repeating: 0, count: 1_000), [2, -1],
    [Int.min, 0],
  ])
  func `an impossible shape is refused, with a zero in it too`(shape: [Int]) {
    #expect(throws: ShapeError.self) { try entryCount(of: shape) }
    #expect(throws: ShapeError.self) { try checkReshape(count: 0, to: shape) }
    #expect(throws: ShapeError.self) { try Softmax().rows(for: shape) }
    #expect(throws: ShapeError.self) { try Residual(Sequential()).rows(for: shape) }
  }

  @Test(arguments: [
    ([], 1), ([0], 0), ([3, 0, 5], 0), ([1 << 40, 0], 0), ([1 << 20, 1 << 20], 1 << 40),
    (Array(repeating: 1, count: 64), 1),
  ])
  func `a shape within bounds has its axes' product`(shape: [Int], count: Int) throws {
    #expect(try entryCount(of: shape) == count)
  }

  @Test func `no rule makes an impossible shape of possible ones`() {
    let wide = 1 << 30
    #expect(throws: ShapeError.self) { try broadcastShape([wide, 1], [1, wide]) }
    #expect(throws: ShapeError.self) { try matrixProductShape([wide, 0], [0, wide]) }
    #expect(throws: ShapeError.self) { try denseShape([wide, 0], [wide, 0], bias: nil) }
    #expect(throws: ShapeError.self) {
      try stackedShape(Array(repeating: [wide, 0], count: 1 << 11))
    }
    #expect(throws: ShapeError.self) {
      try concatenatedShape(Array(repeating: [wide, 1_000], count: 2), axis: 0)
    }
  }

  @Test func `an empty tensor costs nothing, however long its other axes are`() {
    let x = zeros(1 << 40, 0)
    #expect(softmax(x).shape == x.shape && sqrt(x).clamped(0, 1).shape == x.shape)
    #expect(x.transposed().shape == [0, 1 << 40] && x.flipped().shape == x.shape)
    #expect(concatenate([x, x], axis: 1).shape == x.shape)
    #expect(stack([x]).shape == [1, 1 << 40, 0])
    #expect("\(x)" == "Tensor [1099511627776, 0]" && "\(zeros(2, 0))" == "[[], []]")
    let batch = zeros(1 << 40, 0, 1, 1)
    #expect(conv2dDirect(batch, zeros(0, 0, 1, 1)).shape == batch.shape)
    #expect(conv2d(batch, zeros(0, 0, 1, 1)).shape == batch.shape)
    #expect(maxPool2d(zeros(0, 1 << 40, 1, 1), size: 1).shape == [0, 1 << 40, 1, 1])
    let gradients = conv2dGradients(
      input: batch, kernel: zeros(0, 0, 1, 1), outputGradient: batch)
    #expect(gradients.input.shape == batch.shape)
  }

  @Test func `parameters and work beyond all numbers are a sentence`() {
    let wide = Dense(inputs: 1 << 24, outputs: 1 << 24)
    let plan = Sequential(Array(repeating: wide, count: 40_000))
    #expect(throws: ShapeError.self) { try plan.checkedParameterCount() }
    #expect(throws: ShapeError.self) { try plan.rows(for: [1, 1 << 24]) }
  }

  @Test func `no run has more steps than can be counted`() throws {
    let data = try Dataset(
      name: "points", images: zeros(4, 1, 2, 2), labels: [0, 1, 0, 1], classes: 2)
    let network = Network(Sequential(Flatten(), Dense(inputs: 4, outputs: 2)), picture: [1, 2, 2])
    var options = TrainingOptions()
    (options.batch, options.epochs) = (1, .max)
    #expect {
      try Training.check(network, data, nil, options)
    } throws: { error in
      "\(error)"
        == "the number of epochs must be at most 274877906944, not 9223372036854775807"
    }
  }
}
