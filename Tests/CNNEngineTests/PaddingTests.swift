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
