import CNNEngine
import Testing

@Suite struct TensorTests {
  @Test func `a matrix is written as one, and prints as one`() {
    let k: Tensor = [[-1, 0.5], [8, 0]]
    #expect(k.shape == [2, 2] && k.scalars == [-1, 0.5, 8, 0])
    #expect("\(k)" == "[[-1.0, 0.5], [8.0, 0.0]]")
    #expect("\(ramp(3) / 3)" == "[0.0, 0.33333334, 0.6666667]")
    #expect("\(Tensor(shape: [], scalars: [2]))" == "2.0")
    #expect("\(zeros(0, 3))" == "[]")
    #expect("\(zeros(10, 100))".hasPrefix("[[0.0, 0.0"))
    #expect("\(zeros(3, 96, 96))" == "Tensor [3, 96, 96]")
    #expect("\(Tensor(shape: [3], scalars: [-.nan, .nan, -.infinity]))" == "[nan, nan, -inf]")
    #expect((-Double.nan).text == "nan" && (0.5 as Float).text == "0.5")
  }

  @Test func `shapes are matched from the last axis on, and 1 is repeated`() throws {
    let x = ramp(2, 3)
    #expect(x + [10, 20, 30] == [[10, 21, 32], [13, 24, 35]])
    #expect(x * [[1], [2]] == [[0, 1, 2], [6, 8, 10]])
    #expect(ramp(2, 1) + ramp(1, 2) == [[0, 1], [1, 2]])
    #expect(1 - x == [[1, 0, -1], [-2, -3, -4]])
    #expect(2 * x / 4 == [[0, 0.5, 1], [1.5, 2, 2.5]])
    #expect(-x + x == zeros(2, 3))
    #expect(try broadcastShape([4, 1, 3], [5, 1]) == [4, 5, 3])
    #expect(throws: ShapeError.broadcast([2, 3], [2])) { try broadcastShape([2, 3], [2]) }
  }

  @Test func `broadcasting equals repeating by hand, whatever the axes`() {
    var random = Dice(seed: 3)
    for round in 0..<200 {
      let shape = (0..<3).map { _ in random.roll(1...4) }
      let a = uniform(shape: shape.map { random.roll(0...2) == 0 ? 1 : $0 }, seed: round)
      let b = uniform(shape: shape.map { random.roll(0...2) == 0 ? 1 : $0 }, seed: -round)
      let sum = a - b
      for i in 0..<sum.shape[0] {
        for j in 0..<sum.shape[1] {
          for k in 0..<sum.shape[2] {
            let x = a[min(i, a.shape[0] - 1), min(j, a.shape[1] - 1), min(k, a.shape[2] - 1)]
            let y = b[min(i, b.shape[0] - 1), min(j, b.shape[1] - 1), min(k, b.shape[2] - 1)]
            #expect(sum[i, j, k] == x - y)
          }
        }
      }
    }
  }

  @Test func `reduced axes stay with length 1`() {
    let x = ramp(2, 3)
    #expect(x.sum(along: 0) == [[3, 5, 7]])
    #expect(x.mean(along: 1) == [[1], [4]])
    #expect(x.variance(along: 0) == [[2.25, 2.25, 2.25]])
    #expect(x.sum(along: [0, 1]) == [[15]])
    #expect(x.argmax(along: 1) == [[2], [2]])
    #expect(ramp(2, 3, 2).sum(along: 1) == [[[6, 9]], [[24, 27]]])
    #expect(x.sum() == 15 && x.mean() == 2.5 && x.min() == 0 && x.max() == 5 && x.argmax() == 5)
    #expect(([1, 2, 3, 4] as Tensor).variance() == 1.25)
    #expect(([1, 3] as Tensor) / ([1, 3] as Tensor).sum() == [0.25, 0.75])
  }

  @Test func `pictures are turned, moved, cut and taken apart`() {
    let x: Tensor = [[1, 2, 3], [4, 5, 6]]
    #expect(x.transposed() == [[1, 4], [2, 5], [3, 6]])
    #expect(x.flipped() == [[6, 5, 4], [3, 2, 1]])
    #expect(x.shifted(down: 1, right: 1) == [[0, 0, 0], [0, 1, 2]])
    #expect(x.shifted(down: -1, right: -2) == [[6, 0, 0], [0, 0, 0]])
    #expect(x.shifted(down: Int.max, right: Int.min) == zeros(2, 3))
    #expect(x.cropped(rows: 0..<1, columns: 1..<3) == [[2, 3]])
    #expect(zeros(2, 0, 3).cropped(rows: 0..<0, columns: 0..<3).shape == [2, 0, 3])
    #expect(
      x.cropped(rows: 0..<1, columns: 1..<3).upsampled(by: 2) == [[2, 2, 3, 3], [2, 2, 3, 3]])
    #expect(ramp(2, 3, 2).upsampled(by: 3).shape == [2, 9, 6] && x.upsampled(by: 1) == x)
    #expect(averagePool2d(ramp(2, 3, 4).upsampled(by: 2), size: 2) == ramp(2, 3, 4))
    #expect(x.part(1) == [4, 5, 6] && x[1, 2] == 6)
    #expect(ramp(2, 2, 2).channel(1) == [[4, 5], [6, 7]])
    #expect(x.reshaped(3, 2) == [[1, 2], [3, 4], [5, 6]] && x.flattened().shape == [6])
    #expect(x.clamped(2, 5) == [[2, 2, 3], [4, 5, 5]])
    #expect(([0.4, 0.6] as Tensor).rounded() == [0, 1])
    #expect(x.map { $0 * 2 } == x * 2)
    #expect(x.greater(than: 3) == [[0, 0, 0], [1, 1, 1]] && x.equal(to: 2).sum() == 1)
    #expect(([7, 8] as Tensor).repeated(2) == [[7, 8], [7, 8]])
  }

  @Test func `matrices multiply`() throws {
    #expect(matmul([[1, 2], [3, 4]], [[5, 6], [7, 8]]) == [[19, 22], [43, 50]])
    let (a, b) = (uniform(37, 53, seed: 1), uniform(53, 41, seed: 2))
    let c = matmul(a, b)
    for (i, j) in [(0, 0), (36, 40), (17, 5), (32, 33)] {
      let expected = (0..<53).reduce(0.0) { $0 + Double(a[i, $1]) * Double(b[$1, j]) }
      #expect(Swift.abs(Double(c[i, j]) - expected) < 1e-5)
    }
    #expect(dot([1, 2, 3], [4, 5, 6]) == 32)
    #expect(throws: ShapeError.matrixProduct([2, 3], [2, 3])) {
      try matrixProductShape([2, 3], [2, 3])
    }
  }

  @Test func `indices, axes and shapes that do not exist are refused`() {
    #expect(throws: ShapeError.index(3, axis: 1, shape: [2, 3])) {
      try checkIndices([0, 3], of: [2, 3], all: true)
    }
    #expect(throws: ShapeError.axis(2, shape: [2, 3])) { try checkAxes([2], of: [2, 3]) }
    #expect(throws: ShapeError.reshape(count: 6, shape: [4, 2])) {
      try checkReshape(count: 6, to: [4, 2])
    }
    #expect(throws: ShapeError.self) { try checkReshape(count: 0, to: [Int.max, 2]) }
    #expect(throws: ShapeError.self) { try entryCount(of: [Int.max, Int.max]) }
    #expect(throws: ShapeError.tooSmall(name: "an axis", found: -1, least: 0)) {
      try entryCount(of: [2, -1])
    }
  }
}
