import CNNEngine
import Testing

@Suite struct PaddingTests {
  let row: Tensor = [[1, 2, 3]]

  @Test func `outside stand zeros, a mirror image, or the edge`() {
    #expect(pad(row, (0, 2)) == [[0, 0, 1, 2, 3, 0, 0]])
    #expect(pad(row, (0, 2), mode: .reflect) == [[3, 2, 1, 2, 3, 2, 1]])
    #expect(pad(row, (0, 2), mode: .replicate) == [[1, 1, 1, 2, 3, 3, 3]])
    #expect(
      pad(row, 1, mode: .replicate) == [[1, 1, 2, 3, 3], [1, 1, 2, 3, 3], [1, 1, 2, 3, 3]])
  }

  @Test func `a ring goes on with its other side`() {
    #expect(pad(row, (0, 2), mode: .circular) == [[2, 3, 1, 2, 3, 1, 2]])
    #expect(pad(row, (0, 3), mode: .circular) == [[1, 2, 3, 1, 2, 3, 1, 2, 3]])
    #expect(
      pad(ramp(2, 3), top: 1, left: 2, right: 1, mode: .circular)
        == [[4, 5, 3, 4, 5, 3], [1, 2, 0, 1, 2, 0], [4, 5, 3, 4, 5, 3]])
    #expect(throws: ShapeError.wrapping(amount: 4, length: 3)) {
      try paddedShape([1, 3], Pair(0, 4), mode: .circular)
    }
  }

  @Test func `each side is padded by itself`() {
    #expect(pad(row, top: 1) == [[0, 0, 0], [1, 2, 3]])
    #expect(pad(row, bottom: 1, left: 2) == [[0, 0, 1, 2, 3], [0, 0, 0, 0, 0]])
    #expect(pad(row, left: 1, right: 2, mode: .reflect) == [[2, 1, 2, 3, 2, 1]])
    #expect(pad(row, right: 2, mode: .replicate) == [[1, 2, 3, 3, 3]])
    #expect(pad(row, top: 0) == row)
    #expect(throws: ShapeError.tooSmall(name: "padding", found: -2, least: 0)) {
      try paddedShape([1, 3], PaddingSides(right: -2), mode: .zero)
    }
  }

  @Test func `same padding gives as many stops as strides fit, an odd entry behind`() throws {
    #expect(samePadding(input: 5, kernel: 3) == (1, 1))
    #expect(samePadding(input: 5, kernel: 4) == (1, 2))
    #expect(samePadding(input: 6, kernel: 3, stride: 2) == (0, 1))
    #expect(samePadding(input: 5, kernel: 3, dilation: 2) == (2, 2))
    #expect(samePadding(input: 5, kernel: 1, stride: 3) == (0, 0))
    for (input, kernel, stride, dilation) in [
      (7, 3, 1, 1), (7, 3, 2, 1), (8, 4, 3, 2), (9, 2, 2, 3), (4, 5, 1, 1), (1, 3, 2, 1),
    ] {
      let x = ramp(1, input, input + 1)
      let y = padSame(x, kernelSize: kernel, stride: stride, dilation: dilation)
      #expect(
        conv2d(y, ones(1, 1, kernel, kernel), stride: stride, dilation: dilation).shape
          == [1, (input + stride - 1) / stride, (input + stride) / stride])
    }
    #expect(conv2d(padSame(row, kernelSize: (1, 2)), [[1, 10]]) == [[21, 32, 3]])
  }

  @Test func `each picture of a batch is padded on its own`() {
    let x = ramp(2, 2, 3, 3)
    let padded = pad(x, (1, 2))
    #expect(padded.shape == [2, 2, 5, 7])
    #expect(padded.cropped(rows: 1..<4, columns: 2..<5) == x)
    #expect(padded.sum() == x.sum())
  }

  @Test func `padding first and convolving is convolving with padding`() {
    let (x, w) = (uniform(2, 6, 5, seed: 1), uniform(3, 2, 3, 3, seed: 2))
    #expect(isClose(conv2d(pad(x, (2, 1)), w), conv2d(x, w, padding: (2, 1))))
  }

  @Test func `a mirror reaches no further than the picture`() {
    #expect(throws: ShapeError.reflection(amount: 3, length: 3)) {
      try paddedShape([3, 3], 3, mode: .reflect)
    }
    #expect(throws: ShapeError.tooSmall(name: "padding", found: -1, least: 0)) {
      try paddedShape([3, 3], Pair(-1), mode: .zero)
    }
  }
}
