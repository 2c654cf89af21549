import CNNEngine
import Testing

@Suite struct WindowTests {
  @Test(arguments: [
    (32, 5, 1, 2, 1, 32), (28, 5, 2, 1, 1, 13), (224, 7, 2, 3, 1, 112), (224, 11, 4, 2, 1, 55),
    (7, 3, 1, 0, 3, 1), (5, 5, 3, 0, 1, 1), (6, 3, 2, 0, 1, 2), (9, 3, 1, 2, 2, 9),
  ]) func `the output's size follows the formula`(
    n: Int, f: Int, s: Int, p: Int, d: Int, expected: Int
  ) {
    #expect(outputSize(input: n, kernel: f, stride: s, padding: p, dilation: d) == expected)
  }

  @Test func `the size is the number of places where the kernel fits`() throws {
    for n in 1...9 {
      for f in 1...4 {
        for s in 1...3 {
          for p in 0...2 {
            for d in 1...3 where n + 2 * p >= d * (f - 1) + 1 {
              let places = (0..<n + 2 * p).count { $0 % s == 0 && $0 + d * (f - 1) < n + 2 * p }
              let window = Window(size: f, stride: s, padding: p, dilation: d)
              #expect(try window.stops(along: n) == places)
            }
          }
        }
      }
    }
  }

  @Test func `numbers out of range are refused, however large`() {
    #expect(throws: ShapeError.kernelTooLarge(reach: 5, paddedInput: 4)) {
      try Window(size: 5).stops(along: 4)
    }
    #expect(throws: ShapeError.tooSmall(name: "stride", found: 0, least: 1)) {
      try Window(size: 3, stride: 0).stops(along: 5)
    }
    for huge in [Int.max, Int.min] {
      #expect(throws: ShapeError.self) { try Window(size: huge).stops(along: 5) }
      #expect(throws: ShapeError.self) { try Window(size: 3, stride: huge).stops(along: 5) }
      #expect(throws: ShapeError.self) { try Window(size: 3, padding: huge).stops(along: 5) }
      #expect(throws: ShapeError.self) { try Window(size: 3, dilation: huge).stops(along: 5) }
      #expect(throws: ShapeError.self) { try Window(size: 3).stops(along: huge) }
      #expect(throws: ShapeError.self) {
        try ConvolutionGeometry(input: [huge, 1, huge, 1], kernel: [1, 1, 1, 1])
      }
      #expect(throws: ShapeError.self) { try paddedShape([3, 3], Pair(huge), mode: .zero) }
    }
  }

  @Test func `the receptive field grows by what the strides before allow`() {
    #expect(receptiveField(kernels: [3, 3], strides: [1, 1]) == 5)
    #expect(receptiveField(kernels: [3, 3, 3], strides: [1, 1, 1]) == 7)
    #expect(receptiveField(kernels: [3, 3, 2], strides: [1, 1, 2]) == 6)
    #expect(receptiveField(kernels: [7, 3, 3], strides: [2, 2, 1]) == 19)
    #expect(receptiveField(kernels: [3, 3], strides: [1, 1], dilations: [1, 2]) == 7)
    #expect(receptiveField([LayerWindow(kernel: 3, stride: 2), LayerWindow(kernel: 3)]) == 7)
    #expect(throws: ShapeError.length(name: "strides", expected: 2, found: 1)) {
      try layerWindows(kernels: [3, 3], strides: [1])
    }
    #expect(throws: ShapeError.self) {
      try checkedReceptiveField(Array(repeating: LayerWindow(kernel: 3, stride: 1024), count: 9))
    }
  }

  @Test(arguments: [
    (
      ShapeError.channels(expected: 3, found: 1, groups: 1),
      "the kernel is made for 3 input channels, but the input has 1"
    ),
    (
      .flatKernel(channels: 3, kernel: [3, 3]),
      "a kernel of shape [3, 3] is for one channel, but the input has 3; give a kernel [K, 3, R, S]"
    ),
    (.groups(groups: 2, name: "input", channels: 3), "2 groups do not divide 3 input channels"),
    (
      .kernelTooLarge(reach: 5, paddedInput: 4),
      "a kernel that reaches over 5 does not fit in a padded input of 4"
    ),
    (
      .broadcast([2, 3], [4]),
      "the shapes [2, 3] and [4] do not fit: an axis must be equal in both, or 1"
    ),
    (
      .reflection(amount: 3, length: 3),
      "reflecting 3 entries needs an axis of more than 3, but it has 3"
    ),
  ]) func `a shape error is a sentence with the numbers`(error: ShapeError, sentence: String) {
    #expect(error.description == sentence)
  }

  @Test func `shapes that do not fit are refused before anything runs`() {
    func shape(_ x: [Int], _ w: [Int], groups: Int = 1) throws -> [Int] {
      try convolutionShape(
        x, w, bias: nil, stride: 1, padding: 0, dilation: 1, groups: groups
      ).outputShape
    }
    #expect(throws: ShapeError.channels(expected: 3, found: 1, groups: 1)) {
      try shape([1, 1, 5, 5], [1, 3, 2, 2])
    }
    #expect(throws: ShapeError.flatKernel(channels: 3, kernel: [2, 2])) {
      try shape([3, 5, 5], [2, 2])
    }
    #expect(throws: ShapeError.groups(groups: 2, name: "input", channels: 3)) {
      try shape([3, 5, 5], [2, 1, 2, 2], groups: 2)
    }
    #expect(
      throws: ShapeError.rank(
        name: "the input", expected: "[H, W], [C, H, W] or [N, C, H, W]", shape: [5])
    ) { try shape([5], [2, 2]) }
    #expect(throws: ShapeError.shape(name: "the bias", expected: [2], found: [3])) {
      try convolutionShape(
        [1, 5, 5], [2, 1, 3, 3], bias: [3], stride: 1, padding: 0, dilation: 1, groups: 1)
    }
  }
}
