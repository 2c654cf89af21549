import CNNEngine
import Testing

@Suite struct PoolingTests {
  @Test func `forward and backward agree with PyTorch`() throws {
    for golden in try GoldenCase.read("pooling") {
      let (x, dy) = (try golden["x"], try golden["dy"])
      let size = golden.config.size ?? 2
      let stride = golden.config.stride?.pair ?? Pair(size)
      let padding = golden.config.padding?.pair ?? 0
      if golden.config.kind == "max" {
        try expectClose(
          maxPool2d(x, size: size, stride: stride, padding: padding), golden["y"], golden.name)
        try expectClose(
          maxPool2dGradient(
            input: x, outputGradient: dy, size: size, stride: stride, padding: padding),
          golden["dx"], "\(golden.name) ∂x")
      } else {
        try expectClose(
          averagePool2d(x, size: size, stride: stride, padding: padding), golden["y"], golden.name)
        try expectClose(
          averagePool2dGradient(
            input: x, outputGradient: dy, size: size, stride: stride, padding: padding),
          golden["dx"], "\(golden.name) ∂x")
      }
    }
  }

  @Test func `the stride is the window's size unless given`() {
    let x = ramp(4, 6)
    #expect(maxPool2d(x) == [[7, 9, 11], [19, 21, 23]])
    #expect(maxPool2d(x, size: (2, 3)) == [[8, 11], [20, 23]])
    #expect(averagePool2d(x, size: 2) == [[3.5, 5.5, 7.5], [15.5, 17.5, 19.5]])
    #expect(maxPool2d(x, size: 3, stride: (1, 3)).shape == [2, 2])
  }

  @Test func `padding counts as minus infinity, or as nothing, or as zero`() {
    let x: Tensor = [[-4, -3], [-2, -1]]
    #expect(maxPool2d(x, size: 2, stride: 2, padding: 1) == x)
    #expect(averagePool2d(x, size: 2, stride: 2, padding: 1) == x / 4)
    #expect(averagePool2d(x, size: 2, stride: 2, padding: 1, countsPadding: false) == x)
  }

  @Test(arguments: PoolCase.all)
  func `ceil mode, dilation and counted padding agree with PyTorch`(example: PoolCase) {
    let x = Tensor(shape: [5, 7], scalars: (0..<35).map { Float($0 * 13 % 17) })
    let dy = Tensor(
      shape: example.output, scalars: example.y.indices.map { Float($0 + 1) })
    let (y, dx) =
      switch example.pool {
      case .max(let size, let stride, let padding, let dilation, let ceilMode):
        (
          maxPool2d(
            x, size: size, stride: stride, padding: padding, dilation: dilation,
            ceilMode: ceilMode),
          maxPool2dGradient(
            input: x, outputGradient: dy, size: size, stride: stride, padding: padding,
            dilation: dilation, ceilMode: ceilMode)
        )
      case .mean(let size, let stride, let padding, let ceilMode, let countsPadding):
        (
          averagePool2d(
            x, size: size, stride: stride, padding: padding, ceilMode: ceilMode,
            countsPadding: countsPadding),
          averagePool2dGradient(
            input: x, outputGradient: dy, size: size, stride: stride, padding: padding,
            ceilMode: ceilMode, countsPadding: countsPadding)
        )
      }
    #expect(isClose(y, Tensor(shape: example.output, scalars: example.y), tolerance: 2e-6))
    #expect(isClose(dx, Tensor(shape: [5, 7], scalars: example.dx), tolerance: 2e-6))
  }

  @Test func `the window's size has PyTorch's name, too`() {
    let x = ramp(4, 6)
    #expect(maxPool2d(x, kernelSize: 3) == maxPool2d(x, size: 3))
    #expect(
      averagePool2d(x, kernelSize: (2, 3), stride: 1) == averagePool2d(x, size: (2, 3), stride: 1))
    let dy = ones(1, 2)
    #expect(
      maxPool2dGradient(input: x, outputGradient: dy, kernelSize: 3)
        == maxPool2dGradient(input: x, outputGradient: dy, size: 3))
    #expect(
      averagePool2dGradient(input: x, outputGradient: dy, kernelSize: 3)
        == averagePool2dGradient(input: x, outputGradient: dy, size: 3))
  }

  @Test func `of equal entries the first one takes the gradient`() {
    #expect(maxPool2dGradient(input: ones(2, 2), outputGradient: [[5]]) == [[5, 0], [0, 0]])
  }

  @Test func `NaN wins under every window, and takes the gradient`() {
    for place in 0..<4 {
      var x: Tensor = [[1, 2], [3, 4]]
      x.scalars[place] = .nan
      #expect(maxPool2d(x).scalars[0].isNaN)
      let gradient = maxPool2dGradient(input: x, outputGradient: [[5]])
      #expect(gradient.scalars.firstIndex(of: 5) == place && gradient.sum() == 5)
    }
  }

  @Test func `a global mean leaves one entry a channel`() {
    #expect(globalAveragePool(ramp(2, 3, 2, 2)).shape == [2, 3, 1, 1])
    #expect(globalAveragePool(ramp(2, 2, 2)) == [[[1.5]], [[5.5]]])
  }

  @Test func `padding beyond half of the window is refused`() {
    #expect(throws: ShapeError.poolPadding(padding: 2, size: 3)) {
      try poolingShape([4, 4], size: 3, stride: 3, padding: 2)
    }
    #expect(throws: ShapeError.poolDilation(dilation: 3, length: 2)) {
      try poolingShape([2, 2], size: 2, stride: 1, padding: 1, dilation: 3)
    }
  }
}
