import CNNEngine
import Figures
import Screen
import Testing

@Suite struct StepperFigureTests {
  static let square = Tensor(
    shape: [1, 1, 5, 5], scalars: TensorsFigureTests.square.scalars)
  static let edge = Tensor(shape: [1, 1, 3, 3], scalars: TensorsFigureTests.edge.scalars)

  @Test func `an entry of the output is taken apart`() {
    let figure = StepperFigure(
      step: .convolution(Self.square, Self.edge), entry: .init(p: 0, q: 1))
    #expect(
      drawn(figure) == """
        x [5, 5]               w [3, 3]       y [3, 3]       w × x
          0 ┃ 0   0   0┃  0     −1  −1  −1      5 ▸ 3◂  5      −1×0  −1×0  −1×0     0
          0 ┃ 1   1   1┃  0     −1   8  −1      3   0   3      −1×1   8×1  −1×1     6
          0 ┃ 1   1   1┃  0     −1  −1  −1      5   3   5      −1×1  −1×1  −1×1    −3
          0   1   1   1   0                                                      ────
          0   0   0   0   0                                  y[0, 1]                3
        """)
    #expect(
      figure.sentence
        == "y[0, 1] is 3, the sum of 9 products of rows 0 to 2 and columns 1 to 3 of x with w.")
  }

  @Test func `an entry is named by as many indices as its tensor has axes`() {
    var step = WindowStep.convolution(Self.square, Self.edge)
    for (rank, name) in [(2, "y[0, 1]"), (3, "y[0, 0, 1]"), (4, "y[0, 0, 0, 1]")] {
      step.ranks = .init(input: 2, kernel: 2, output: rank)
      let figure = StepperFigure(step: step, entry: .init(p: 0, q: 1))
      #expect(figure.sentence.hasPrefix("\(name) is 3,"))
      #expect(drawn(figure).contains("  \(name) "))
    }
  }

  @Test func `the window has one outline, closed by lines above and below`() {
    let figure = StepperFigure(step: .convolution(Self.square, Self.edge), entry: .init(p: 1, q: 1))
    let grid = figure.grid(width: 80, appearance: .plain)
    func underlined(_ row: Int) -> [Int] {
      (0..<20).filter { grid[$0, row].style.isUnderlined }
    }
    // The matrix begins in row 1; its window covers rows and columns 1 to 3, 4 columns of the screen each.
    #expect(underlined(1) == Array(4..<16))
    #expect(underlined(2).isEmpty && underlined(3).isEmpty)
    #expect(underlined(4) == Array(4..<16))
    let top = StepperFigure(step: .convolution(Self.square, Self.edge), entry: .init(p: 0, q: 2))
      .grid(width: 80, appearance: .plain)
    #expect((0..<24).filter { top[$0, 0].style.isUnderlined } == Array(8..<20))
  }

  @Test(arguments: [Appearance.ColorDepth.monochrome, .ansi16])
  func `the outline's lines take no ink of the numbers that they run under`(
    depth: Appearance.ColorDepth
  ) {
    let x = Tensor(shape: [1, 1, 5, 5], scalars: (0..<25).map { $0 % 2 == 0 ? 3 : -3 })
    let figure = StepperFigure(step: .convolution(x, Self.edge), entry: .init(p: 1, q: 1))
    let grid = figure.grid(width: 80, appearance: Appearance(depth: depth))
    for row in [1, 4] {
      let edge = (4..<16).map { grid[$0, row].style }
      #expect(edge.allSatisfy { $0.isUnderlined && $0.foreground == nil })
    }
    for row in 2...4 {
      for column in [4, 15] { #expect(grid[column, row].style.foreground == nil) }
    }
  }

  @Test func `on a narrow screen window and products stand within sixteen rows`() {
    let x = Tensor(shape: [1, 3, 9, 9], scalars: (0..<243).map { Float($0 * 7 % 11 - 5) })
    let w = Tensor(shape: [2, 3, 3, 3], scalars: (0..<54).map { Float($0 * 5 % 13 - 6) })
    let steps: [WindowStep] = [
      .convolution(x, w),
      .convolution(x, w, bias: Tensor(shape: [2], scalars: [1, 2]), padding: 1),
      .convolution(Self.square, Self.edge), .pooling(x, size: 3, operation: .maxPool),
    ]
    for step in steps {
      for place in 0..<step.output.shape[2] {
        for progress in [nil, 4] {
          let figure = StepperFigure(
            step: step, entry: .init(p: place, q: place), progress: progress)
          let grid = figure.grid(width: 54, appearance: .plain)
          #expect(grid.height <= 16, "\(grid)")
        }
      }
    }
  }

  @Test func `entries under a dilated kernel have an outline each`() {
    let w = Tensor(shape: [1, 1, 2, 2], scalars: [1, 1, 1, 1])
    let step = WindowStep(
      operation: .convolution, input: Self.square, kernel: w, bias: nil, kernelSize: .init(2, 2),
      stride: .init(1, 1), padding: .init(0, 0), dilation: .init(2, 2), groups: 1,
      output: conv2d(Self.square, w, dilation: 2),
      names: .init(input: "x", kernel: "w", output: "y"))
    let figure = StepperFigure(step: step, entry: .init(p: 0, q: 0))
    #expect(drawn(figure).contains("┃ 0┃  0 ┃ 0┃  0   0"))
  }

  @Test func `padding is a dot, and what is not visited yet is not shown`() {
    let figure = StepperFigure(
      step: .convolution(
        Self.square, Self.edge, bias: Tensor(shape: [1], scalars: [0.5]), padding: 1),
      entry: .init(p: 0, q: 1), progress: 6, hidesUnvisited: true)
    #expect(
      drawn(figure, isASCII: true) == """
        x [5, 5]                       w [3, 3]       y [5, 5]
          . | .   .   .|  .   .   .     -1  -1  -1      -.5 >   ?<    .     .     .
          . | 0   0 > 0<  0   0   .     -1   8 >-1<       .     .     .     .     .
          . | 0   1   1|  1   0   .     -1  -1  -1        .     .     .     .     .
          .   0   1   1   1   0   .                       .     .     .     .     .
          .   0   1   1   1   0   .                       .     .     .     .     .
          .   0   0   0   0   0   .
          .   .   .   .   .   .   .
        . padding, 0

        w x x
          -1x.  -1x.  -1x.     0
          -1x0   8x0  -1x0     0
             .     .     .
                            ----
        sum of 6 of 9          0
        bias                  .5
        y[0, 1]
        """)
  }

  @Test func `flipped kernels are shown flipped`() {
    let ramp = Tensor(shape: [1, 1, 3, 3], scalars: (0..<9).map(Float.init))
    let figure = StepperFigure(
      step: .convolution(Self.square, ramp, operation: .flippedConvolution),
      entry: .init(p: 1, q: 1))
    let text = drawn(figure)
    #expect(text.contains("  8   7   6"))
    #expect(text.contains("flipped 180°"))
    #expect(text.contains("w flipped × x"))
  }

  @Test func `each channel has its sum`() {
    let x = Tensor(shape: [1, 2, 2, 2], scalars: [1, 2, 3, 4, 5, 6, 7, 8])
    let w = Tensor(shape: [1, 2, 1, 1], scalars: [10, -1])
    let figure = StepperFigure(step: .convolution(x, w), entry: .init(p: 0, q: 1), channel: 1)
    #expect(
      drawn(figure) == """
        x [2, 2]      w [1, 1]   y [2, 2]      w × x channel 1
        channel c=1   k=0, c=1   channel k=0     −1×6         −6
          5 ┃ 6┃       −1          5 ▸14◂                   ────
          7   8                   23  32         channel 0    20
                                               ▸ channel 1    −6
                                                            ────
                                               y[0, 1]        14
        """)
  }

  @Test func `the largest entry of a pooling window is marked`() {
    let figure = StepperFigure(
      step: .pooling(Self.square, size: 2, operation: .maxPool), entry: .init(p: 0, q: 1))
    #expect(
      drawn(figure) == """
        x [5, 5]               y [4, 4]           under the window
          0 ┃ 0   0┃  0   0      1 ▸ 1◂  1   1      0   0
          0 ┃ 1   1┃  1   0      1   1   1   1      1◂  1
          0   1   1   1   0      1   1   1   1              ───
          0   1   1   1   0      1   1   1   1    largest     1
          0   0   0   0   0                       y[0, 1]     1
        """)
    #expect(figure.sentence == "y[0, 1] is 1, the largest of rows 0 to 1 and columns 1 to 2 of x.")
  }

  @Test func `what is to be predicted is hidden, and the sums that lead to it`() {
    let step = WindowStep.convolution(Self.square, Self.edge)
    let figure = StepperFigure(step: step, entry: .init(p: 0, q: 1), hidden: .entries([1]))
    #expect(
      drawn(figure) == """
        x [5, 5]               w [3, 3]       y [3, 3]       w × x
          0 ┃ 0   0   0┃  0     −1  −1  −1      5 ▸ ?◂  5      −1×0  −1×0  −1×0    ?
          0 ┃ 1   1   1┃  0     −1   8  −1      3   0   3      −1×1   8×1  −1×1    ?
          0 ┃ 1   1   1┃  0     −1  −1  −1      5   3   5      −1×1  −1×1  −1×1    ?
          0   1   1   1   0                                                      ───
          0   0   0   0   0                                  y[0, 1]               ?
        """)
    #expect(figure.sentence.hasPrefix("y[0, 1] is hidden,"))
    let all = StepperFigure(step: step, entry: .init(p: 0, q: 0), hidden: .everything)
    #expect(drawn(all).contains("y [?]"))
    #expect(!drawn(all).contains("5 "))
  }

  @Test func `a mean says what it is divided by`() {
    let figure = StepperFigure(
      step: .pooling(Self.square, size: 2, operation: .averagePool), entry: .init(p: 0, q: 0))
    #expect(drawn(figure).contains("divided by"))
  }

  /// A pooling in ceil mode: its last windows hang over the right and the lower edge.
  private static func hanging(_ x: Tensor, operation: WindowStep.Operation) -> WindowStep {
    let y =
      operation == .maxPool
      ? maxPool2d(x, size: 3, stride: 2, padding: 1, ceilMode: true)
      : averagePool2d(x, size: 3, stride: 2, padding: 1, ceilMode: true)
    return WindowStep(
      operation: operation, input: x, kernel: Tensor(zeros: [0]), bias: nil,
      kernelSize: .init(3, 3), stride: .init(2, 2), padding: .init(1, 1), dilation: .init(1, 1),
      groups: 1, output: y, names: .init(input: "x", kernel: "", output: "y"))
  }

  @Test func `what hangs over the padding is drawn, and does not count`() {
    let figure = StepperFigure(
      step: Self.hanging(ramp(1, 1, 4, 4), operation: .averagePool), entry: .init(p: 2, q: 2))
    #expect(
      drawn(figure) == """
        x [4, 4]                       y [3, 3]                under the window
          ·   ·   ·   ·   ·   ·   ·      1.11   2.67   1.67     15   ·   ·
          ·   0   1   2   3   ·   ·      5.67  10.00   5.50      ·   ·   ·
          ·   4   5   6   7   ·   ·      4.17   7.00 ▸ 3.75◂     ·   ·   ·
          ·   8   9  10  11   ·   ·                                          ───────
          ·  12  13  14 ┃15   ·   ·┃                           sum             15.00
          ·   ·   ·   · ┃ ·   ·   ·┃                           divided by       4.00
          ·   ·   ·   · ┃ ·   ·   ·┃                           y[2, 2]          3.75
        · padding, 0
        """)
  }

  @Test func `NaN is the largest entry under a window, and is marked`() {
    var x = ramp(1, 1, 2, 2)
    x.scalars[2] = .nan
    let figure = StepperFigure(
      step: .pooling(x, size: 2, operation: .maxPool), entry: .init(p: 0, q: 0))
    #expect(drawn(figure).contains("!◂"))
  }

  @Test(arguments: [1, 2, 7, 20, 33, 40, 55, 76, 80, 120])
  func `any width, any entry, any progress`(width: Int) {
    let x = Tensor(shape: [2, 4, 20, 30], scalars: (0..<4800).map { Float($0 * 7 % 11 - 5) / 8 })
    let w = Tensor(shape: [6, 2, 5, 5], scalars: (0..<300).map { Float($0 * 5 % 13 - 6) / 8 })
    let steps: [WindowStep] = [
      .convolution(x, w, padding: 2, groups: 2), .convolution(Self.square, Self.edge, padding: 2),
      .pooling(x, size: 3, operation: .maxPool), .pooling(x, size: 2, operation: .averagePool),
      Self.hanging(x, operation: .maxPool), Self.hanging(x, operation: .averagePool),
    ]
    for step in steps {
      for progress in [nil, 0, 1, 7, 10_000] {
        for place in [-1, 0, 3, 99] {
          let figure = StepperFigure(
            step: step, entry: .init(n: place, k: place, p: place, q: place), progress: progress,
            channel: place, hidesUnvisited: true)
          let grid = figure.grid(
            width: width, appearance: Appearance(depth: .monochrome, isASCII: true))
          #expect(grid.width <= width)
          #expect(grid.glyphs.allSatisfy { $0.scalar.isASCII })
        }
      }
    }
  }

  @Test func `a step of one channel fits 76 columns and 17 rows`() {
    let x = Tensor(shape: [1, 1, 28, 28], scalars: (0..<784).map { Float($0 % 17) })
    for p in [0, 13, 25] {
      let grid = StepperFigure(
        step: .convolution(x, Self.edge, padding: 1), entry: .init(p: p, q: p)
      ).grid(width: 76, appearance: Appearance())
      #expect(grid.width <= 76 && grid.height <= 17)
    }
  }

  private func drawn(_ figure: StepperFigure, isASCII: Bool = false) -> String {
    figure.grid(width: 80, appearance: Appearance(depth: .monochrome, isASCII: isASCII))
      .description
  }
}

extension WindowStep {
  /// A convolution done by its definition.
  static func convolution(
    _ x: Tensor, _ w: Tensor, bias: Tensor? = nil, padding: Int = 0, groups: Int = 1,
    operation: Operation = .convolution
  ) -> WindowStep {
    let (C, R, S) = (w.shape[1], w.shape[2], w.shape[3])
    let perGroup = w.shape[0] / groups
    return make(x, K: w.shape[0], R: R, S: S, padding: padding) { n, k, entry in
      var sum = bias?.scalars[k] ?? 0
      for c in 0..<C {
        for r in 0..<R {
          for s in 0..<S {
            let tap =
              operation == .flippedConvolution ? (R - 1 - r) * S + S - 1 - s : r * S + s
            let weight = w.scalars[(k * C + c) * R * S + tap]
            sum += (entry(k / perGroup * C + c, r, s) ?? 0) * weight
          }
        }
      }
      return sum
    } step: { y in
      WindowStep(
        operation: operation, input: x, kernel: w, bias: bias, kernelSize: .init(R, S),
        stride: .init(1, 1), padding: .init(padding, padding), dilation: .init(1, 1),
        groups: groups, output: y, names: .init(input: "x", kernel: "w", output: "y"))
    }
  }

  /// Pooling with stride 1.
  static func pooling(_ x: Tensor, size: Int, operation: Operation) -> WindowStep {
    make(x, K: x.shape[1], R: size, S: size, padding: 0) { n, k, entry in
      let values = (0..<size * size).compactMap { entry(k, $0 / size, $0 % size) }
      return operation == .maxPool
        ? values.max() ?? 0 : values.reduce(Float(0)) { $0 + $1 } / Float(size * size)
    } step: { y in
      WindowStep(
        operation: operation, input: x, kernel: Tensor(zeros: [0]), bias: nil,
        kernelSize: .init(size, size), stride: .init(1, 1), padding: .init(0, 0),
        dilation: .init(1, 1), groups: 1, output: y,
        names: .init(input: "x", kernel: "", output: "y"))
    }
  }

  private static func make(
    _ x: Tensor, K: Int, R: Int, S: Int, padding: Int,
    value: (Int, Int, (Int, Int, Int) -> Float?) -> Float, step: (Tensor) -> WindowStep
  ) -> WindowStep {
    let (N, C, H, W) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3])
    let (P, Q) = (H + 2 * padding - R + 1, W + 2 * padding - S + 1)
    var scalars: [Float] = []
    for n in 0..<N {
      for k in 0..<K {
        for i in 0..<P * Q {
          scalars.append(
            value(n, k) { c, r, s in
              let (h, w) = (i / Q + r - padding, i % Q + s - padding)
              guard 0..<H ~= h, 0..<W ~= w else { return nil }
              return x.scalars[((n * C + c) * H + h) * W + w]
            })
        }
      }
    }
    return step(Tensor(shape: [N, K, P, Q], scalars: scalars))
  }
}
