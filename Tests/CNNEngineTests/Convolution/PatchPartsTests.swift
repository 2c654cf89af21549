import CNNEngine
import Testing

/// Patches are cut out a part at a time where all of them would take too much memory: the results are the same.
@Suite struct PatchPartsTests {
  @Test(arguments: [
    // Several rows at a time, and pieces of one long row.
    ([1, 1, 900, 700], [1, 1, 3, 3], 1), ([2, 2, 1, 400_000], [2, 1, 1, 11], 2),
  ])
  func `a large convolution agrees with its definition`(x: [Int], w: [Int], groups: Int) {
    let (x, w) = (uniform(shape: x, seed: 1), uniform(shape: w, seed: 2))
    #expect(
      isClose(
        conv2d(x, w, stride: (2, 1), groups: groups),
        conv2dDirect(x, w, stride: (2, 1), groups: groups),
        tolerance: 1e-4))
  }

  /// y is linear in x and in w, so Σ y·∂y = Σ x·∂x = Σ w·∂w.
  @Test(arguments: [([1, 1, 900, 700], [1, 1, 3, 3]), ([1, 1, 1, 500_000], [1, 1, 1, 11])])
  func `a large convolution's gradients weigh as much as its output`(x: [Int], w: [Int]) {
    let (x, w) = (uniform(shape: x, seed: 1) + 1, uniform(shape: w, seed: 2) + 1)
    let y = conv2d(x, w, padding: (1, 0))
    let dy = uniform(shape: y.shape, seed: 3) + 1
    let gradients = conv2dGradients(input: x, kernel: w, outputGradient: dy, padding: (1, 0))
    let whole = dot(y, dy)
    #expect(abs(dot(x, gradients.input) / whole - 1) < 1e-4)
    #expect(abs(dot(w, gradients.kernel) / whole - 1) < 1e-3)
  }

  @Test func `a product of long, narrow matrices is not copied sixteen columns wide`() {
    let n = 200_000
    #expect(matmul(ones(1, n), ones(n, 3)) == full(1, 3, value: Float(n)))
    #expect(matmul(ramp(n, 1), ones(1, 3)).shape == [n, 3])
    #expect(matmul(ramp(n, 1), full(1, 3, value: 2))[n - 1, 2] == Float(2 * (n - 1)))
  }

  @Test func `a transposed convolution writes each entry's kernel`() {
    let y = convTranspose2d(
      ramp(1, 1, 2, 3), ones(1, 1, 2, 2), stride: Pair(2, 1), padding: Pair(1, 0))
    #expect(y == [[[[0, 1, 3, 2], [3, 7, 9, 5]]]])
  }
}
