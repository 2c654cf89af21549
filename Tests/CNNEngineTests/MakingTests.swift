import CNNEngine
import Testing

@Suite struct MakingTests {
  @Test func `a seed gives the same numbers on every run and machine`() {
    #expect(uniform(3, seed: 1).scalars == uniform(3, seed: 1).scalars)
    #expect(uniform(3, seed: 1) != uniform(3, seed: 2))
    // SplitMix64 from state 1: 0x910A2DEC89025CC1, 0xBEEB8DA1658EEC67; the upper 24 bits, brought to −1..<1.
    #expect(
      uniform(2, seed: 1).scalars
        == [2 * Float(0x910A2D) / 16_777_216 - 1, 2 * Float(0xBEEB8D) / 16_777_216 - 1])
    #expect(uniform(4, seed: -5) == uniform(4, seed: -5))
  }

  @Test func `random numbers have the mean and the variance that they should`() {
    let (u, n) = (uniform(20_000, seed: 3), normal(20_000, seed: 3))
    #expect(u.min() >= -1 && u.max() < 1)
    #expect(Swift.abs(u.mean()) < 0.02 && Swift.abs(u.variance() - 1 / 3) < 0.02)
    #expect(Swift.abs(n.mean()) < 0.02 && Swift.abs(n.variance() - 1) < 0.03)
  }

  @Test func `tensors are made of one value, of counting, of a diagonal`() {
    #expect(zeros(2, 3).shape == [2, 3] && ones(2, 3).sum() == 6)
    #expect(full(2, 2, value: 0.5) == [[0.5, 0.5], [0.5, 0.5]])
    #expect(ramp(2, 3) == [[0, 1, 2], [3, 4, 5]])
    #expect(identity(2) == [[1, 0], [0, 1]])
  }

  @Test func `tensors are stacked on a new axis, or joined along one`() throws {
    #expect(stack([[1, 2], [3, 4]]).shape == [2, 2])
    #expect(concatenate([[[1], [2]], [[3], [4]]], axis: 1) == [[1, 3], [2, 4]])
    #expect(concatenate([[[1], [2]], [[3], [4]]], axis: 0) == [[1], [2], [3], [4]])
    #expect(throws: ShapeError.shape(name: "each part", expected: [2], found: [3])) {
      try stackedShape([[2], [3]])
    }
  }

  @Test func `a Gaussian sums to 1 and is highest in the middle`() {
    let kernel = gaussian(size: 5, sigma: 1)
    #expect(Swift.abs(kernel.sum() - 1) < 1e-6 && kernel.argmax() == 12)
    #expect(isClose(kernel, kernel.flipped(), tolerance: 1e-7))
    #expect(isClose(kernel, kernel.transposed(), tolerance: 1e-7))
  }

  @Test func `a Gabor kernel waves along its angle`() {
    let kernel = gabor(size: 9, wavelength: 4, angle: 0, sigma: 2)
    #expect(kernel[4, 4] == 1)
    #expect(kernel[4, 6] < 0 && kernel[6, 4] > 0)
  }

  @Test func `grey weighs the colours`() {
    #expect(isClose(grey(ones(3, 2, 2)), ones(2, 2), tolerance: 1e-6))
    #expect(grey(ones(2, 2)) == ones(2, 2))
  }
}
