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

  @Test(arguments: [
    (2, 0, 2, true), (1, 0, 3, true), (2, 1, 3, true), (2, 1, 3, false), (3, 1, 2, false),
  ])
  func `the shares of pooling add up to the engine's gradient`(
    stride: Int, padding: Int, size: Int, ceils: Bool
  ) {
    let x = Tensor(shape: [2, 2, 6, 7], scalars: (0..<168).map { Float($0 * 5 % 13 - 6) })
    for (isMaximum, countsPadding) in [(true, true), (false, true), (false, false)] {
      let y =
        isMaximum
        ? maxPool2d(x, size: size, stride: stride, padding: padding, ceilMode: ceils)
        : averagePool2d(
          x, size: size, stride: stride, padding: padding, ceilMode: ceils,
          countsPadding: countsPadding)
      let dy = Tensor(shape: y.shape, scalars: y.scalars.indices.map { Float($0 * 7 % 11 - 5) })
      let gradient =
        isMaximum
        ? maxPool2dGradient(
          input: x, outputGradient: dy, size: size, stride: stride, padding: padding,
          ceilMode: ceils)
        : averagePool2dGradient(
          input: x, outputGradient: dy, size: size, stride: stride, padding: padding,
          ceilMode: ceils, countsPadding: countsPadding)
      var step = WindowStep(
        operation: isMaximum ? .maxPool : .averagePool, input: x, kernel: zeros(0), bias: nil,
        kernelSize: .init(size, size), stride: .init(stride, stride),
        padding: .init(padding, padding), dilation: .init(1, 1), groups: 1, output: y,
        names: .init(input: "x", kernel: "", output: "y"))
      step.countsPadding = countsPadding
      var figure = BackwardFigure(
        step: step, outputGradient: dy, gradientName: "dy", subject: .input, entry: [0, 0, 0, 0])
      #expect(figure.gradient == gradient)
      for i in gradient.scalars.indices {
        figure.entry = [i / 84, i / 42 % 2, i / 7 % 6, i % 7]
        let sum = figure.terms.reduce(Float(0)) { $0 + $1.gradient * $1.value }
        #expect(abs(sum - gradient.scalars[i]) < 1e-5)
        if i % 11 == 0 {
          #expect(figure.grid(width: 54, appearance: .plain).width <= 54)
        }
      }
    }
  }

  @Test func `a maximum's figure says who has won each window`() {
    let x: Tensor = [[1, 0, 2, 3], [4, 5, 1, 0], [0, 2, -1, -2], [6, 1, -7, -4]]
    let y = maxPool2d(x, size: 3, stride: 1)
    let step = WindowStep(
      operation: .maxPool, input: x.reshaped(1, 1, 4, 4), kernel: zeros(0), bias: nil,
      kernelSize: .init(3, 3), stride: .init(1, 1), padding: .init(0, 0), dilation: .init(1, 1),
      groups: 1, output: y.reshaped(1, 1, 2, 2), names: .init(input: "x", kernel: "", output: "y"))
    let dy = Tensor(shape: [1, 1, 2, 2], scalars: [8, 4, -4, 12])
    let figure = BackwardFigure(
      step: step, outputGradient: dy, gradientName: "dy", subject: .input, entry: [0, 0, 1, 1])
    #expect(
      figure.sentence == "dx[1, 1] is 24; the entry lies in 4 windows and is the largest in 3.")
    let text = figure.grid(width: 80, appearance: .plain).description
    #expect(text.contains("dy[1, 0], won by x[3, 0]"), "\(text)")
    #expect(text.contains("dy[1, 1], won by x[1, 1]"), "\(text)")
    var hidden = figure
    hidden.isHidden = true
    #expect(!hidden.sentence.contains("24"))
    let blank = hidden.grid(width: 80, appearance: .plain).description
    #expect(
      blank.contains("8×?") && !blank.contains("won by") && !blank.contains("8×1"), "\(blank)")
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
