import CNNEngine
import Figures
import Screen
import Testing

@Suite struct RandomFiguresTests {
  @Test func `any tensors at any width keep to the width and the allowed glyphs`() {
    var generator = SeededGenerator(state: 1)
    let special: [Float] = [
      0, 1, -1, .nan, .infinity, -.infinity, .greatestFiniteMagnitude, 1e-30, -0.25, 99_999, 12.5,
    ]
    for _ in 0..<3000 {
      let tensors = (0..<Int.random(in: 0...3, using: &generator)).map { i -> (String, Tensor) in
        let shape = (0..<Int.random(in: 0...5, using: &generator)).map { _ in
          Int.random(in: 0...9, using: &generator)
        }
        let scalars = (0..<shape.reduce(1) { $0 * $1 }).map { _ in
          special.randomElement(using: &generator) ?? 0
        }
        return ("t\u{202E}漢\(i)", Tensor(shape: shape, scalars: scalars))
      }
      let hidden: [TensorsFigure.Hidden?] = [nil, .everything, .values, .entries([0, 3])]
      let figure = TensorsFigure(
        tensors: tensors.map { (name: $0.0, tensor: $0.1) },
        scale: Bool.random(using: &generator) ? .shared : .separate,
        style: [.automatic, .numbers, .heatmap, .picture].randomElement(using: &generator)
          ?? .automatic,
        hidden: [0: hidden.randomElement(using: &generator) ?? nil].compactMapValues { $0 },
        marks: [.init(tensor: 0, row: 1, column: 1)], cursor: .init(tensor: 1, row: 0, column: 2),
        maximumRows: Int.random(in: 0...12, using: &generator))
      check(figure, &generator)
    }
  }

  @Test func `any bars and curves keep to the width and the allowed glyphs`() {
    var generator = SeededGenerator(state: 2)
    let special: [Double] = [0, 1, -1, .nan, .infinity, -.infinity, 1e308, -1e308, 1e-300, 0.1, 7]
    func values(_ count: Int) -> [Double] {
      (0..<count).map { _ in special.randomElement(using: &generator) ?? 0 }
    }
    for _ in 0..<3000 {
      let count = Int.random(in: 0...5, using: &generator)
      let bars = values(count).map { (label: "b\u{1B}[31m", value: $0) }
      check(BarsFigure(title: "bars", bars: bars), &generator)
      let curves = (0..<count % 3).map { (name: "c\($0)", x: values(4), y: values(4)) }
      check(PlotFigure(title: "plot", curves: curves), &generator)
      let (rows, columns) = (
        Int.random(in: 1...4, using: &generator), Int.random(in: 1...4, using: &generator)
      )
      let heights = Tensor(
        shape: [rows, columns], scalars: values(rows * columns).map { Float($0) })
      check(
        ContourFigure(
          title: "map", heights: heights, x: (0..<columns).map { Double($0) },
          y: (0..<rows).map { Double($0) }, paths: curves), &generator)
    }
  }

  private func check(_ figure: any Figure, _ generator: inout SeededGenerator) {
    let width = Int.random(in: 0...90, using: &generator)
    let appearance = Appearance(
      depth: Appearance.ColorDepth.allCases.randomElement(using: &generator) ?? .truecolor,
      isASCII: Bool.random(using: &generator),
      theme: Appearance.Theme.allCases.randomElement(using: &generator) ?? .dark)
    let grid = figure.grid(width: width, appearance: appearance)
    #expect(grid.width <= width)
    #expect(
      grid.glyphs.allSatisfy {
        appearance.isASCII ? $0.scalar.isASCII : AllowedGlyphs.contains($0.scalar)
      })
    #expect(!figure.sentence.isEmpty || figure is TensorsFigure)
  }
}

/// The same numbers on every run: SplitMix64, Steele, Lea and Flood, 2014.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
