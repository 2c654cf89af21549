import CNNEngine
import Testing

@Suite struct ConvolutionTests {
  let edge: Tensor = [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]
  let square: Tensor = [
    [0, 0, 0, 0, 0],
    [0, 1, 1, 1, 0],
    [0, 1, 1, 1, 0],
    [0, 1, 1, 1, 0],
    [0, 0, 0, 0, 0],
  ]

  @Test func `the edge kernel finds the border of a square`() {
    #expect(conv2d(square, edge) == [[5, 3, 5], [3, 0, 3], [5, 3, 5]])
  }

  @Test func `forward and backward agree with PyTorch by every algorithm`() throws {
    for golden in try GoldenCase.read("conv2d") {
      let (x, w, b) = (try golden["x"], try golden["w"], try golden["b"])
      let stride = golden.config.stride?.pair ?? 1
      let padding = golden.config.padding?.pair ?? 0
      let dilation = golden.config.dilation ?? 1
      let groups = golden.config.groups ?? 1
      try expectClose(
        conv2dDirect(
          x, w, bias: b, stride: stride, padding: padding, dilation: dilation, groups: groups),
        golden["y"], "\(golden.name) direct")
      try expectClose(
        conv2dIm2col(
          x, w, bias: b, stride: stride, padding: padding, dilation: dilation, groups: groups),
        golden["y"], "\(golden.name) im2col")
      if w.shape.suffix(2) == [3, 3], stride == 1, dilation == 1, groups == 1 {
        try expectClose(
          conv2dWinograd(x, w, padding: padding) + b.reshaped(1, b.count, 1, 1), golden["y"],
          "\(golden.name) Winograd")
      }
      let gradients = try conv2dGradients(
        input: x, kernel: w, outputGradient: golden["dy"], stride: stride, padding: padding,
        dilation: dilation, groups: groups)
      try expectClose(gradients.input, golden["dx"], "\(golden.name) ∂x")
      try expectClose(gradients.kernel, golden["dw"], "\(golden.name) ∂w")
      try expectClose(gradients.bias, golden["db"], "\(golden.name) ∂b")
    }
  }

  @Test func `the algorithms agree on five hundred random geometries`() {
    var random = Dice(seed: 20)
    for round in 0..<500 {
      let groups = random.roll(1...3)
      let (C, K) = (groups * random.roll(1...3), groups * random.roll(1...3))
      let (R, S) = (random.roll(1...4), random.roll(1...4))
      let dilation = Pair(random.roll(1...3), random.roll(1...3))
      let padding = Pair(random.roll(0...3), random.roll(0...3))
      let stride = Pair(random.roll(1...3), random.roll(1...3))
      let H = max(1, dilation.rows * (R - 1) + 1 - 2 * padding.rows) + random.roll(0...6)
      let W = max(1, dilation.columns * (S - 1) + 1 - 2 * padding.columns) + random.roll(0...6)
      let x = uniform(random.roll(1...2), C, H, W, seed: round)
      let w = uniform(K, C / groups, R, S, seed: -round)
      let b = uniform(K, seed: 1000 + round)
      let direct = conv2dDirect(
        x, w, bias: b, stride: stride, padding: padding, dilation: dilation, groups: groups)
      for y in [
        conv2d(x, w, bias: b, stride: stride, padding: padding, dilation: dilation, groups: groups),
        conv2dIm2col(
          x, w, bias: b, stride: stride, padding: padding, dilation: dilation, groups: groups),
      ] {
        #expect(
          isClose(y, direct, tolerance: 1e-5),
          "x \(x.shape) w \(w.shape) stride \(stride) padding \(padding) dilation \(dilation)")
      }
    }
  }

  @Test func `gradients are the derivative of the weighted output`() {
    // ⟨r, conv(x, w)⟩ is linear in x and in w, so ⟨∂x, v⟩ = ⟨r, conv(v, w)⟩ and ⟨∂w, v⟩ = ⟨r, conv(x, v)⟩ exactly.
    let cases: [(stride: Pair, padding: Pair, dilation: Pair, groups: Int)] = [
      (1, 0, 1, 1), (2, 1, 1, 1), (Pair(2, 1), Pair(0, 2), Pair(1, 2), 2), (3, 2, 2, 2),
    ]
    for (i, (stride, padding, dilation, groups)) in cases.enumerated() {
      let x = uniform(2, 4, 9, 8, seed: i)
      let w = uniform(6, 4 / groups, 3, 2, seed: 10 + i)
      func y(_ x: Tensor, _ w: Tensor) -> Tensor {
        conv2dDirect(
          x, w, stride: stride, padding: padding, dilation: dilation, groups: groups)
      }
      let shape = y(x, w).shape
      let r = uniform(shape: shape, seed: 20 + i)
      let gradients = conv2dGradients(
        input: x, kernel: w, outputGradient: r, stride: stride, padding: padding,
        dilation: dilation, groups: groups)
      let (vx, vw) = (uniform(shape: x.shape, seed: 30 + i), uniform(shape: w.shape, seed: 40 + i))
      #expect(Swift.abs(dot(gradients.input, vx) - dot(r, y(vx, w))) < 1e-3)
      #expect(Swift.abs(dot(gradients.kernel, vw) - dot(r, y(x, vw))) < 1e-3)
      #expect(isClose(gradients.bias, r.sum(along: [0, 2, 3]).flattened(), tolerance: 1e-4))
    }
  }

  @Test func `the result has the axes that picture and kernel call for`() {
    let flat = ones(3, 3)
    #expect(conv2d(ramp(5, 5), flat).shape == [3, 3])
    #expect(conv2d(ramp(1, 5, 5), flat).shape == [1, 3, 3])
    #expect(conv2d(ramp(2, 1, 5, 5), flat).shape == [2, 1, 3, 3])
    #expect(conv2d(ramp(5, 5), ones(4, 1, 3, 3)).shape == [4, 3, 3])
    #expect(conv2d(ramp(2, 5, 5), ones(4, 2, 3, 3)).shape == [4, 3, 3])
  }

  @Test func `numbers and pairs mix in one call`() {
    let (x, w) = (ramp(1, 6, 6), ones(2, 1, 3, 3))
    let b: Tensor = [1, 2]
    #expect(
      conv2d(x, w, bias: b, stride: (1, 1), padding: (0, 0), dilation: 1, groups: 1)
        == conv2d(x, w, bias: b))
    #expect(conv2d(x, w, stride: 2, padding: 1).shape == [2, 3, 3])
    #expect(conv2d(x, w, stride: (2, 1), padding: 1, dilation: Pair(1, 2)).shape == [2, 3, 4])
    let steps = (3, 1)
    #expect(conv2d(x, w, stride: steps).shape == [2, 2, 4])
  }

  @Test func `true convolution turns the kernel`() {
    let w: Tensor = [[1, 2], [3, 4]]
    var impulse = zeros(4, 4)
    impulse[1, 2] = 1
    // An impulse shows a convolution's kernel as it is written, a cross-correlation's turned.
    #expect(convolve(impulse, w) == [[0, 1, 2], [0, 3, 4], [0, 0, 0]])
    #expect(conv2d(impulse, w) == [[0, 4, 3], [0, 2, 1], [0, 0, 0]])
    #expect(conv2d(ramp(5, 5), w.flipped()) == convolve(ramp(5, 5), w))
  }

  @Test func `the Toeplitz matrix does what the kernel does`() {
    let (x, w) = (uniform(5, 6, seed: 1), uniform(3, 2, seed: 2))
    let matrix = toeplitz(w, inputShape: [5, 6], stride: (2, 1), padding: 1)
    let y = conv2d(x, w, stride: (2, 1), padding: 1)
    #expect(isClose(matmul(matrix, x.reshaped(30, 1)), y.reshaped(y.count, 1)))
  }

  @Test func `patches times the kernel as a row is the convolution`() {
    let (x, w) = (ramp(2, 4, 4), ones(1, 2, 3, 3))
    let columns = im2col(x, size: 3)
    #expect(columns.shape == [18, 4])
    #expect(matmul(w.reshaped(1, 18), columns) == conv2d(x, w).reshaped(1, 4))
  }

  @Test func `Winograd's tiles reach odd sizes and padding`() {
    for (H, W, padding) in [(3, 3, 0), (4, 7, 0), (5, 5, 1), (8, 6, 2), (1, 1, 1)] {
      let (x, w) = (uniform(2, 3, H, W, seed: H), uniform(4, 3, 3, 3, seed: W))
      #expect(
        isClose(conv2dWinograd(x, w, padding: padding), conv2dDirect(x, w, padding: padding)))
    }
  }

  @Test func `multiplications are counted`() {
    #expect(multiplications(input: [1, 2, 4, 4], kernel: [3, 2, 3, 3]) == 216)
    #expect(
      multiplications(input: [1, 3, 32, 32], kernel: [64, 3, 3, 3], stride: 1, padding: 1)
        == 32 * 32 * 64 * 27)
    #expect(multiplications(input: [5, 5], kernel: [3, 3]) == 81)
    #expect(winogradMultiplications(input: [1, 1, 4, 4], kernel: [1, 1, 3, 3]) == 16)
    #expect(
      winogradMultiplications(input: [1, 3, 32, 32], kernel: [64, 3, 3, 3], padding: 1) * 9
        == multiplications(input: [1, 3, 32, 32], kernel: [64, 3, 3, 3], padding: 1) * 4)
  }
}

/// Seeded whole numbers: Lehmer's generator, enough to vary tests.
struct Dice {
  private var state: UInt64
  init(seed: UInt64) { state = seed * 2 + 1 }
  mutating func roll(_ range: ClosedRange<Int>) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return range.lowerBound + Int(state >> 33) % range.count
  }
}
