import CNNEngine
import Figures
import Screen
import Testing

@Suite struct TensorsFigureTests {
  static let square = Tensor(
    shape: [5, 5],
    scalars: [
      0, 0, 0, 0, 0,
      0, 1, 1, 1, 0,
      0, 1, 1, 1, 0,
      0, 1, 1, 1, 0,
      0, 0, 0, 0, 0,
    ])
  static let edge = Tensor(shape: [3, 3], scalars: [-1, -1, -1, -1, 8, -1, -1, -1, -1])

  @Test func `small matrices are numbers side by side, with marks and a cursor`() {
    let figure = TensorsFigure(
      tensors: [("square", Self.square), ("edge", Self.edge)],
      marks: [.init(tensor: 0, row: 1, column: 1), .init(tensor: 0, row: 1, column: 2)],
      cursor: .init(tensor: 1, row: 1, column: 1))
    #expect(
      drawn(figure) == """
        square [5, 5]          edge [3, 3]
          0   0   0   0   0     −1  −1  −1
          0 ┃ 1   1┃  1   0     −1 ▸ 8◂ −1
          0   1   1   1   0     −1  −1  −1
          0   1   1   1   0    [1, 1] = 8
          0   0   0   0   0
        """)
  }

  @Test func `where there is no room they stand one under the other`() {
    let figure = TensorsFigure(tensors: [("square", Self.square), ("edge", Self.edge)])
    #expect(
      drawn(figure, width: 24) == """
        square [5, 5]
          0   0   0   0   0
          0   1   1   1   0
          0   1   1   1   0
          0   1   1   1   0
          0   0   0   0   0

        edge [3, 3]
         −1  −1  −1
         −1   8  −1
         −1  −1  −1
        """)
  }

  @Test(arguments: [Appearance.Theme.dark, .light])
  func `with eight colours shades keep their glyphs, and each sign has an ink`(
    theme: Appearance.Theme
  ) {
    let figure = TensorsFigure(
      tensors: [("x", Tensor(shape: [1, 3], scalars: [-4, 0, 4]))], style: .heatmap)
    let appearance = Appearance(depth: .ansi16, theme: theme)
    let grid = figure.grid(width: 40, appearance: appearance)
    #expect("\(grid)" == "\(figure.grid(width: 40, appearance: .plain))")
    func ink(_ column: Int) -> TerminalColor {
      Palette.colors(for: grid[column, 1].style, appearance: appearance).foreground
    }
    #expect(ink(0) == .ansi(theme == .dark ? 6 : 4) && ink(4) == .ansi(1))
  }

  @Test func `with eight colours numbers have the ink of their sign, and 0 has none`() {
    let figure = TensorsFigure(
      tensors: [("x", Tensor(shape: [1, 3], scalars: [-4, 0, 4]))], style: .numbers)
    let appearance = Appearance(depth: .ansi16, theme: .dark)
    let grid = figure.grid(width: 40, appearance: appearance)
    #expect("\(grid)" == "\(figure.grid(width: 40, appearance: .plain))")
    let inks = [3, 7, 11].map { Palette.colors(for: grid[$0, 1].style, appearance: appearance) }
    #expect(inks.map(\.foreground) == [.ansi(6), .standard, .ansi(1)])
  }

  /// Else a million columns that nobody sees would be made into text, and would decide how the others are written.
  @Test func `numbers that are cut off have no say in how the others are written`() {
    var long = Tensor(shape: [60, 400], scalars: Array(repeating: 2, count: 24_000))
    for place in [399, 59 * 400] { long.scalars[place] = -12_345.25 }
    let grid = TensorsFigure(tensors: [("x", long)], style: .numbers).grid(
      width: 40, appearance: .plain)
    #expect("\(grid)".contains(" 2   2   2"))
    #expect(!"\(grid)".contains("2.00"))
  }

  @Test func `a heat map shows more where there is more, and its legend says how much`() {
    let figure = TensorsFigure(
      tensors: [("x", Tensor(shape: [2, 3], scalars: [0, 1, 2, 4, 3, 2]))], style: .heatmap)
    #expect(
      drawn(figure) == """
        x [2, 3]
          ░░▒▒
        ██▓▓▒▒
        0 ░▒▓█ 4
        """)
    #expect(
      drawn(figure, isASCII: true) == """
        x [2, 3]
          ::++
        @@##++
        0 .:-=+*#%@ 4
        """)
  }

  @Test func `without colours lines are negative and shades positive`() {
    let figure = TensorsFigure(
      tensors: [("x", Tensor(shape: [1, 5], scalars: [-3, -1, 0, 1, 3]))], style: .heatmap)
    #expect(
      drawn(figure) == """
        x [1, 5]
        ≡≡--  ░░██
        −3 ≡=- 0 ░▒▓█ 3
        """)
  }

  @Test func `what is hidden is neither drawn nor counted`() {
    let secret = Tensor(shape: [1, 3], scalars: [1, 99, 3])
    let figure = TensorsFigure(
      tensors: [("a", secret), ("b", secret), ("c", secret)],
      hidden: [0: .everything, 1: .values, 2: .entries([1])])
    #expect(
      drawn(figure) == """
        a [?]          b [1, 3]       c [1, 3]
        ············     ?   ?   ?      1   ?   3
        ···· ? ·····
        ············
        """)
    #expect(!drawn(figure, depth: .truecolor).contains("99"))
    #expect(
      figure.sentence
        == "a is hidden until you answer. b has shape [1, 3]; its entries are hidden. "
        + "c has shape [1, 3]; 1 of its entries are hidden.")
  }

  @Test func `NaN and infinity have glyphs of their own`() {
    let odd = Tensor(shape: [4], scalars: [.nan, .infinity, -.infinity, 0.25])
    #expect(
      drawn(TensorsFigure(tensors: [("x", odd)])) == """
        x [4]
            !   inf  −inf   .25
        """)
    #expect(
      drawn(TensorsFigure(tensors: [("x", odd)], style: .heatmap)) == """
        x [4]
        !!+∞-∞██
        0 ░▒▓█ 0.25
        """)
  }

  @Test func `a matrix of one value does not divide by zero`() {
    let zeros = Tensor(zeros: [2, 2])
    #expect(
      drawn(TensorsFigure(tensors: [("x", zeros)], style: .heatmap)) == """
        x [2, 2]


        all 0
        """)
    #expect(TensorsFigure(tensors: [("x", zeros)]).sentence == "x has shape [2, 2], all 0.")
  }

  @Test func `channels stand side by side under their numbers`() {
    let w = Tensor(shape: [2, 2, 1, 2], scalars: [0, 1, 2, 3, 4, 5, 6, 7])
    #expect(
      drawn(TensorsFigure(tensors: [("w", w)])) == """
        w [2, 2, 1, 2]
        [0, 0]    [0, 1]
          0   1     2   3
        [1, 0]    [1, 1]
          4   5     6   7
        """)
  }

  @Test func `a large map shows every so manieth entry, and says so`() {
    let large = Tensor(shape: [96, 96], scalars: (0..<96 * 96).map { Float($0 % 96) })
    let grid = TensorsFigure(tensors: [("x", large)]).grid(width: 76, appearance: .plain)
    #expect(grid.width == 48)
    #expect("\(grid)".hasSuffix("96×96, every 2nd"))
  }

  @Test func `a picture of three channels is drawn in its own colours`() {
    var red = Tensor(zeros: [3, 16, 16])
    for i in 0..<256 { red.scalars[i] = 1 }
    let grid = TensorsFigure(tensors: [("red", red)]).grid(width: 76, appearance: Appearance())
    #expect(grid[0, 1].scalar == "▀")
    #expect(grid[0, 1].style.foreground == RGB(0xFF0000))
    #expect(grid[0, 1].style.background == RGB(0xFF0000))
  }

  @Test func `numbers read on their cells`() {
    let values = Tensor(shape: [5, 12], scalars: (0..<60).map { Float($0) - 30 })
    for depth in [Appearance.ColorDepth.indexed256, .truecolor] {
      for theme in Appearance.Theme.allCases {
        let appearance = Appearance(depth: depth, theme: theme)
        let grid = TensorsFigure(tensors: [("x", values)]).grid(width: 80, appearance: appearance)
        for glyph in grid.glyphs {
          guard let ground = glyph.style.background, let ink = glyph.style.foreground else {
            continue
          }
          #expect(ink.contrast(with: ground) >= 4.5)
        }
      }
    }
  }

  @Test(arguments: 1...120) func `no width is exceeded, whatever is drawn`(width: Int) {
    let tensors = [
      Self.square, Tensor(shape: [], scalars: [3.5]), Tensor(zeros: [0, 3]), Tensor(zeros: [40]),
      Tensor(zeros: [3, 16, 16]), Tensor(zeros: [2, 3, 20, 20]), Tensor(zeros: [1, 200]),
    ]
    for style in [TensorsFigure.TensorStyle.automatic, .numbers, .heatmap, .picture] {
      for isASCII in [false, true] {
        let figure = TensorsFigure(
          tensors: tensors.enumerated().map { ("tensor\($0)", $1) }, scale: .shared, style: style,
          marks: [.init(tensor: 5, row: 99, column: 1)], cursor: .init(tensor: 0, row: 9, column: 9)
        )
        let grid = figure.grid(
          width: width, appearance: Appearance(depth: .monochrome, isASCII: isASCII))
        #expect(grid.width <= width)
        if isASCII { #expect(grid.glyphs.allSatisfy { $0.scalar.isASCII }) }
      }
    }
  }

  private func drawn(
    _ figure: TensorsFigure, width: Int = 76, isASCII: Bool = false,
    depth: Appearance.ColorDepth = .monochrome
  ) -> String {
    figure.grid(width: width, appearance: Appearance(depth: depth, isASCII: isASCII)).description
  }
}

@Suite struct NumberTextTests {
  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "−1,234,567"),
    (138_357_544, "138,357,544"),
  ])
  func `thousands stand apart`(value: Int, text: String) {
    #expect(NumberText.grouped(value) == text)
  }

  @Test(
    arguments: [
      (0, "0"), (0.25, "0.25"), (12.5, "12.5"), (-3, "−3"), (1.0 / 3, "0.3333"),
      (123_456, "123456"),
      (1e6, "1e6"), (1e-4, "1e−4"), (-.infinity, "−inf"), (.nan, "nan"), (2.5e-7, "2.5e−7"),
      (999.99, "1000"), (1e300, "1e300"),
    ] as [(Double, String)])
  func `numbers are short`(value: Double, text: String) {
    #expect(NumberText.short(value) == text)
  }
}
