import CNNEngine

/// One convolution, forward and both ways.
struct ConvolutionRow {
  var n, c, h, w, k, r, stride, padding: Int

  init(_ n: Int, _ c: Int, _ h: Int, _ w: Int, _ k: Int, _ r: Int, _ stride: Int, _ padding: Int) {
    (self.n, self.c, self.h, self.w) = (n, c, h, w)
    (self.k, self.r, self.stride, self.padding) = (k, r, stride, padding)
  }

  /// Shapes of LeNet, CIFAR-10 networks and ImageNet networks: batch, channels, rows, columns, kernels, size, stride,
  /// padding.
  static let all = [
    ConvolutionRow(64, 1, 28, 28, 6, 5, 1, 2), ConvolutionRow(64, 6, 14, 14, 16, 5, 1, 0),
    ConvolutionRow(128, 3, 32, 32, 64, 3, 1, 1), ConvolutionRow(128, 64, 32, 32, 64, 3, 1, 1),
    ConvolutionRow(128, 64, 16, 16, 128, 3, 1, 1), ConvolutionRow(128, 128, 8, 8, 256, 3, 1, 1),
    ConvolutionRow(128, 256, 4, 4, 512, 3, 1, 1), ConvolutionRow(128, 256, 8, 8, 64, 1, 1, 0),
    ConvolutionRow(128, 64, 32, 32, 128, 3, 2, 1), ConvolutionRow(1, 3, 224, 224, 64, 3, 1, 1),
    ConvolutionRow(1, 64, 224, 224, 64, 3, 1, 1), ConvolutionRow(1, 128, 112, 112, 128, 3, 1, 1),
    ConvolutionRow(1, 512, 14, 14, 512, 3, 1, 1), ConvolutionRow(1, 3, 224, 224, 64, 7, 2, 3),
    ConvolutionRow(1, 3, 227, 227, 96, 11, 4, 0),
  ]

  var name: String {
    "conv \(n)×\(c)×\(h)×\(w) → \(k), \(r)×\(r), stride \(stride), padding \(padding)"
  }

  func run(_ pool: ThreadPool, _ table: inout Table) throws {
    let x = normal(n, c, h, w, seed: 1)
    let kernel = normal(k, c, r, r, seed: 2) * 0.1
    let bias = normal(k, seed: 3)
    // As in the peer's table: no gradient of the input where it is a picture.
    let wantsInput = c > 3
    func make(_ algorithm: ConvolutionRunner.Algorithm) throws -> ConvolutionRunner {
      let runner = try ConvolutionRunner(
        input: x.shape, kernel: kernel.shape, stride: stride, padding: padding,
        algorithm: algorithm, inputGradient: wantsInput, pool: pool)
      let shape = runner.outputShape
      runner.load(
        input: x, kernel: kernel, bias: bias, outputGradient: normal(shape: shape, seed: 4))
      return runner
    }
    let runner = try make(.best)
    try check(runner, x, kernel, bias)
    let shape = runner.outputShape
    let operations = 2 * Double(shape.reduce(1, *)) * Double(c * r * r)
    let seconds = median(9) { runner.forward() }
    var direct = seconds
    if runner.algorithm != .direct {
      let plain = try make(.direct)
      direct = median(5) { plain.forward() }
    }
    try table.row(
      name + ", forward", runner.algorithm.rawValue, seconds: seconds, operations: operations,
      ratioToDirect: direct / seconds)
    let both = median(7) {
      runner.forward()
      runner.backward()
    }
    try table.row(
      name + ", both ways", runner.algorithm.rawValue, seconds: both,
      operations: operations * (wantsInput ? 3 : 2))
  }

  /// Some entries of the output and of each gradient, by the definition.
  private func check(_ runner: ConvolutionRunner, _ x: Tensor, _ w: Tensor, _ b: Tensor) throws {
    runner.forward()
    runner.backward()
    let y = runner.output
    let dy = normal(shape: y.shape, seed: 4)
    let (P, Q) = (y.shape[2], y.shape[3])
    func place(_ i: Int, _ count: Int) -> Int { i * 7919 % count }
    func entry(_ x: Tensor, _ n: Int, _ c: Int, _ i: Int, _ j: Int) -> Double {
      guard 0..<x.shape[2] ~= i, 0..<x.shape[3] ~= j else { return 0 }
      return Double(x[n, c, i, j])
    }
    var worst: (y: Float, dw: Float, dx: Float) = (0, 0, 0)
    let scale = (y: abs(y).max(), dw: abs(runner.kernelGradient).max())
    for i in 0..<50 {
      let (n, k, p, q) = (place(i, n), place(i + 1, k), place(i + 2, P), place(i + 3, Q))
      var sum = Double(b[k])
      for c in 0..<c {
        for r in 0..<self.r {
          for s in 0..<self.r {
            sum +=
              entry(x, n, c, p * stride + r - padding, q * stride + s - padding)
              * Double(w[k, c, r, s])
          }
        }
      }
      worst.y = max(worst.y, Swift.abs(Float(sum) - y[n, k, p, q]) / scale.y)
    }
    for i in 0..<5 {
      let (k, c, r, s) = (place(i, k), place(i + 1, c), place(i, self.r), place(i + 1, self.r))
      var sum = 0.0
      for n in 0..<n {
        for p in 0..<P {
          for q in 0..<Q {
            sum +=
              entry(x, n, c, p * stride + r - padding, q * stride + s - padding)
              * Double(dy[n, k, p, q])
          }
        }
      }
      worst.dw = max(worst.dw, Swift.abs(Float(sum) - runner.kernelGradient[k, c, r, s]) / scale.dw)
    }
    if let dx = runner.inputGradient {
      let largest = abs(dx).max()
      for i in 0..<20 {
        let (n, c, i, j) = (place(i, n), place(i + 1, c), place(i + 2, h), place(i + 3, self.w))
        var sum = 0.0
        for r in 0..<self.r {
          for s in 0..<self.r {
            let (u, v) = (i + padding - r, j + padding - s)
            guard u % stride == 0, v % stride == 0 else { continue }
            for k in 0..<k {
              sum += entry(dy, n, k, u / stride, v / stride) * Double(w[k, c, r, s])
            }
          }
        }
        worst.dx = max(worst.dx, Swift.abs(Float(sum) - dx[n, c, i, j]) / largest)
      }
    }
    for (what, error) in [
      ("the output", worst.y), ("the kernel's gradient", worst.dw),
      ("the input's gradient", worst.dx),
    ] where !(error < 5e-5) {
      throw WrongAnswer(name: name, what: what, error: error)
    }
  }
}
