import CNNEngine
import Figures
import Screen
import Testing

@Suite struct BackwardFigureTests {
  @Test(arguments: [
    (1, 0, 1, 1), (2, 1, 1, 1), (1, 2, 2, 2), (3, 1, 2, 2), (2, 0, 1, 4),
  ])
  func `the products add up to the engine's gradient`(
    stride: Int, padding: Int, dilation: Int, groups: Int
  ) {
    let step = Self.step(stride: stride, padding: padding, dilation: dilation, groups: groups)
    let count = step.output.scalars.count
    let dy = Tensor(
      shape: step.output.shape, scalars: (0..<count).map { Float($0 * 7 % 11 - 5) })
    for subject in [BackwardFigure.Subject.input, .kernel] {
      let shape = subject == .input ? step.input.shape : step.kernel.shape
      var figure = BackwardFigure(
        step: step, outputGradient: dy, gradientName: "dy", subject: subject,
        entry: [0, 0, 0, 0])
      let gradient = figure.gradient
      for i in gradient.scalars.indices {
        var (rest, entry) = (i, [0, 0, 0, 0])
        for axis in (0..<4).reversed() {
          (rest, entry[axis]) = rest.quotientAndRemainder(dividingBy: shape[axis])
        }
        figure.entry = entry
        let sum = figure.terms.reduce(Float(0)) { $0 + $1.gradient * $1.value }
        #expect(abs(sum - gradient.scalars[i]) < 1e-3)
      }
    }
  }

  @Test func `on a narrow screen gradients and products stand within sixteen rows`() {
    let x = Tensor(shape: [1, 1, 6, 6], scalars: (0..<36).map { Float($0) })
    let w = Tensor(shape: [1, 1, 3, 3], scalars: (1...9).map { Float($0) })
    let y = conv2d(x, w)
    let step = WindowStep(
      operation: .convolution, input: x, kernel: w, bias: nil, kernelSize: .init(3, 3),
      stride: .init(1, 1), padding: .init(0, 0), dilation: .init(1, 1), groups: 1, output: y,
      names: .init(input: "x", kernel: "w", output: "y"))
    let dy = Tensor(shape: y.shape, scalars: (0..<16).map { Float($0 % 3) })
    for place in 0..<6 {
      let grid = BackwardFigure(
        step: step, outputGradient: dy, gradientName: "dy", subject: .input,
        entry: [0, 0, place, place]
      ).grid(width: 54, appearance: .plain)
      #expect(grid.height <= 16 && grid.width <= 54, "\(grid)")
    }
  }

  @Test func `entries are named by as many indices as their tensors have axes`() {
    let x = ramp(1, 1, 4, 4)
    let w = ramp(1, 1, 2, 2)
    let y = conv2d(x, w)
    let step = WindowStep(
      operation: .convolution, input: x, kernel: w, bias: nil, kernelSize: .init(2, 2),
      stride: .init(1, 1), padding: .init(0, 0), dilation: .init(1, 1), groups: 1, output: y,
      names: .init(input: "x", kernel: "w", output: "y"),
      ranks: .init(input: 3, kernel: 4, output: 3))
    func figure(_ subject: BackwardFigure.Subject) -> BackwardFigure {
      BackwardFigure(
        step: step, outputGradient: y, gradientName: "dy", subject: subject, entry: [0, 0, 1, 1])
    }
    let (input, kernel) = (figure(.input), figure(.kernel))
    #expect(input.sentence.hasPrefix("dx[0, 1, 1] is "))
    #expect(kernel.sentence.hasPrefix("dw[0, 0, 1, 1] is "))
    let text = input.grid(width: 80, appearance: .plain).description
    #expect(text.contains("dy[0, 0, 0] × w[0, 0, 1, 1]"), "\(text)")
  }

  @Test(arguments: [1, 7, 20, 40, 80]) func `any width holds it, in ASCII too`(width: Int) {
    let step = Self.step(stride: 2, padding: 1, dilation: 1, groups: 2)
    let ones = Tensor(shape: step.output.shape, scalars: step.output.scalars.map { _ in 1 })
    for subject in [BackwardFigure.Subject.input, .kernel] {
      let grid = BackwardFigure(
        step: step, outputGradient: ones, gradientName: nil, subject: subject,
        entry: [1, 1, 2, 9]
      ).grid(width: width, appearance: Appearance(depth: .monochrome, isASCII: true))
      #expect(grid.width <= width)
      #expect(grid.glyphs.allSatisfy { $0.scalar.isASCII })
      if width >= 40 { #expect(grid.description.contains("everywhere")) }
    }
  }

  /// A batch of two with four channels, six rows and seven columns; four filters.
  static func step(stride: Int, padding: Int, dilation: Int, groups: Int) -> WindowStep {
    let x = Tensor(shape: [2, 4, 6, 7], scalars: (0..<336).map { Float($0 * 5 % 13 - 6) })
    let count = 4 * (4 / groups) * 6
    let w = Tensor(
      shape: [4, 4 / groups, 3, 2], scalars: (0..<count).map { Float($0 * 3 % 7 - 3) })
    let y = conv2d(
      x, w, stride: stride, padding: padding, dilation: dilation, groups: groups)
    return WindowStep(
      operation: .convolution, input: x, kernel: w, bias: nil, kernelSize: .init(3, 2),
      stride: .init(stride, stride), padding: .init(padding, padding),
      dilation: .init(dilation, dilation), groups: groups, output: y,
      names: .init(input: "x", kernel: "w", output: "y"))
  }
}
