import CNNEngine
import Figures
import Screen
import Testing

@Suite struct ChartsTests {
  @Test func `bars start at a common zero`() {
    let figure = BarsFigure(
      title: "Parameters", bars: [("conv", 2500), ("dense", 10_000), ("a", 0)])
    #expect(
      drawn(figure, width: 32) == """
        Parameters
        conv  ████▌ 2,500
        dense ██████████████████ 10,000
        a      0
        """)
    #expect(
      drawn(figure, width: 32, isASCII: true) == """
        Parameters
        conv  ##### 2,500
        dense ################## 10,000
        a      0
        """)
    #expect(figure.sentence == "Parameters: conv 2,500, dense 10,000, a 0.")
  }

  @Test func `negative bars go to the left`() {
    #expect(
      drawn(BarsFigure(title: "", bars: [("cat", 3), ("dog", -1)]), width: 24) == """
        cat     ████████████   3
        dog ████              −1
        """)
  }

  @Test func `a long label is cut`() {
    #expect(
      drawn(BarsFigure(title: "", bars: [("a very long label", 1)]), width: 20)
        == "a very … ████████ 1")
  }

  @Test func `curves are told apart by their markers`() {
    let figure = PlotFigure(
      title: "Loss", curves: [("train", [0, 1, 2], [4, 1, 0]), ("test", [0, 1, 2], [4, 3, 2])])
    #expect(
      drawn(figure, width: 24, isASCII: true) == """
        Loss
        4+ooooo
         |  **ooooooooooo
        2+     ****     ooooooo
         |        *******
        0+              *******
         ++---------+---------+
          0         1         2
        * train   o test
        """)
    #expect(
      figure.sentence == "Loss: train goes from 4 at 0 to 0 at 2; test goes from 4 at 0 to 2 at 2.")
  }

  @Test func `a growing curve has its whole axis from the start, and a marker stays with its name`()
  {
    let figure = PlotFigure(
      title: "", curves: [("training batch", [0, 1], [0, 1]), ("held out", [1], [1])],
      xRange: 0...8)
    let lines = drawn(figure, width: 36).split(separator: "\n").map(String.init)
    #expect(lines.contains { $0.split(separator: " ") == ["0", "2", "4", "6", "8"] })
    #expect(lines.last == "● training batch   ▲ held out")
    #expect(drawn(figure, width: 20).hasSuffix("\n● training batch\n▲ held out"))
  }

  @Test func `a loss that falls by ten times has a logarithmic axis that says so`() {
    var figure = PlotFigure(
      title: "loss", curves: [("held out", [0, 1, 2, 3], [2, 0.2, 0.02, 0.002])])
    #expect(!drawn(figure, width: 40).contains("logarithmic"))
    figure.prefersLogarithm = true
    let text = drawn(figure, width: 40, isASCII: true)
    #expect(
      text == """
        loss, logarithmic
             |**
            1+ ******
             |       ******
          0.1+            ******
             |                  ******
         0.01+                       ******
             |                             *****
        0.001+
             ++----------+----------+----------+
              0          1          2          3
        * held out
        """)
    // What falls by less, or to 0, has an axis of equal steps.
    figure.curves[0].y = [2, 1.5, 1, 0.5]
    #expect(!drawn(figure, width: 40).contains("logarithmic"))
    figure.curves[0].y = [2, 0.2, 0.02, 0]
    #expect(!drawn(figure, width: 40).contains("logarithmic"))
  }

  @Test func `a curve that leaves the window is cut at its edge`() {
    var figure = PlotFigure(title: "", curves: [("y", [0, 1, 2], [0, 0.9, 1])])
    figure.yWindow = 0.8...1
    let grid = figure.grid(width: 40, appearance: .plain)
    let lines = grid.description.split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("0.8") } && !grid.description.contains("0.0"))
    // It comes in from below, where it crosses 0.8, and not from the corner.
    #expect(grid[5, grid.height - 4].scalar == " ")
  }

  @Test func `markers stand on their curves, and apart from those of other curves`() {
    let x = (0..<200).map(Double.init)
    let figure = PlotFigure(
      title: "", curves: [("a", x, x.map { $0 / 50 }), ("b", x, x.map { $0 / 50 })])
    let grid = figure.grid(width: 80, appearance: .plain)
    var places: [(column: Int, row: Int)] = []
    for row in 0..<grid.height - 1 {
      for column in 0..<grid.width where "●▲".unicodeScalars.contains(grid[column, row].scalar) {
        places.append((column, row))
      }
    }
    #expect(places.count >= 10)
    for (column, row) in places {
      // The curve goes in on the left of its marker and out on its right: in its row, or in the one next to it.
      for (beside, rows) in [(column - 1, row...row + 1), (column + 1, row - 1...row)] {
        let dots = rows.contains { 0x2801...0x28FF ~= grid[beside, $0].scalar.value }
        #expect(dots || beside >= grid.width - 2 || beside < 4, "(\(column), \(row))")
      }
    }
    let columns = places.map(\.column).sorted()
    #expect(zip(columns, columns.dropFirst()).allSatisfy { $1 - $0 >= 3 })
  }

  @Test func `curves have inks of their own where there are eight colours`() {
    let figure = PlotFigure(
      title: "",
      curves: [("a", [0, 1], [0, 0]), ("b", [0, 1], [1, 1]), ("c", [0, 1], [2, 2])])
    for theme in Appearance.Theme.allCases {
      let appearance = Appearance(depth: .ansi16, theme: theme)
      let grid = figure.grid(width: 40, appearance: appearance)
      let inks = Set(
        grid.glyphs.filter { "●▲■".unicodeScalars.contains($0.scalar) }
          .map { Palette.colors(for: $0.style, appearance: appearance).foreground })
      #expect(inks.count == 3 && !inks.contains(.standard))
    }
  }

  @Test func `an earlier run is dotted, and lies behind`() {
    var figure = PlotFigure(
      title: "", curves: [("now", [0, 1], [1, 1]), ("before", [0, 1], [0, 0])])
    figure.dotted = [1]
    let lines = drawn(figure, width: 40, isASCII: true).split(separator: "\n")
    #expect(lines.contains { $0.contains("o o o o o") } && lines.contains { $0.contains("*****") })
  }

  @Test func `points that are not finite are left out`() {
    let figure = PlotFigure(title: "", curves: [("y", [0, 1, 2], [.nan, .infinity, 1])])
    #expect(drawn(figure, width: 30).contains("●"))
    #expect(drawn(PlotFigure(title: "", curves: [("y", [], [])]), width: 30).contains("● y"))
  }

  @Test func `columns of numbers stand to the right`() {
    let figure = TableFigure(
      headings: ["padding", "output"], rows: [["zero", "32"], ["reflect", "8"]])
    #expect(
      drawn(figure, width: 40) == """
        padding  output
        ───────  ──────
        zero         32
        reflect       8
        """)
  }

  @Test func `large numbers of a table have their thousands apart`() {
    let figure = TableFigure(
      headings: ["layer", "parameters"],
      rows: [["dense", "483388358656"], ["conv", "1792"], ["10000x", "-12345"]])
    #expect(
      drawn(figure, width: 40) == """
        layer        parameters
        ──────  ───────────────
        dense   483,388,358,656
        conv               1792
        10000x          -12,345
        """)
  }

  @Test func `a summary adds up`() {
    let figure = SummaryFigure(
      name: "LeNet-5",
      rows: [
        .init(
          layer: "Conv2D(1 → 6, 5×5)", outputShape: [1, 6, 28, 28], parameters: 156,
          multiplyAccumulates: 117_600, field: .oneEntry.seen(through: 5, stride: 1)),
        .init(
          layer: "Dense", outputShape: [1, 10], parameters: 0, multiplyAccumulates: 0,
          field: .everything),
      ])
    #expect(
      drawn(figure, width: 76) == """
        LeNet-5
        layer                       output  parameters     MACs   memory  sees
        ──────────────────  ──────────────  ──────────  ───────  ───────  ────
        Conv2D(1 → 6, 5×5)  [1, 6, 28, 28]         156  117,600  18.8 kB   5×5
        Dense                      [1, 10]           –        –     40 B   all
        ──────────────────  ──────────────  ──────────  ───────  ───────  ────
        total                                      156  117,600  18.9 kB
        """)
  }

  @Test func `a narrow summary keeps shapes whole, and says the rest in its sentence`() {
    let figure = SummaryFigure(
      name: "net",
      rows: [
        .init(
          layer: "Conv2D 3→64, 7×7, stride 2", outputShape: [1, 64, 112, 112], parameters: 9408,
          multiplyAccumulates: 118_013_952, field: .oneEntry.seen(through: 7, stride: 2))
      ])
    #expect(drawn(figure, width: 64).contains("1×64×112×112"))
    #expect(drawn(figure, width: 64).contains("118,013,952"))
    #expect(
      drawn(figure, width: 54) == """
        net
        layer (/2: stride 2)        output  params   MACs
        ────────────────────  ────────────  ──────  ─────
        Conv2D 3→64, 7×7, /2  1×64×112×112   9,408  118 M
        ────────────────────  ────────────  ──────  ─────
        total                                9,408  118 M
        """)
    #expect(!drawn(figure, width: 40).contains("MACs"))
    #expect(drawn(figure, width: 40).contains("1×64×112×112"))
    #expect(
      figure.sentence
        == "net has 1 layer, 9,408 parameters and 118,013,952 multiply-accumulates. Its output has shape [1, 64, 112, 112], and an entry of it sees 7×7 entries of the input. The outputs of all layers take 3.21 MB."
    )
  }

  @Test(arguments: 1...120) func `no width is exceeded`(width: Int) {
    let figures: [any Figure] = [
      BarsFigure(title: "A title", bars: [("a label", -1e9), ("b", 3.14159), ("c", .nan)]),
      PlotFigure(title: "A title", curves: [("y", [0, 1e-9], [1e9, -1e9]), ("z", [0], [0])]),
      TableFigure(headings: ["a", "b"], rows: [["one two three", "4"], ["5"]]),
      SummaryFigure(
        name: "network",
        rows: [
          .init(
            layer: "Conv2D(3 → 64)", outputShape: [1, 64, 9, 9], parameters: 1,
            multiplyAccumulates: 2, field: .oneEntry)
        ]),
    ]
    for figure in figures {
      for isASCII in [false, true] {
        let grid = figure.grid(
          width: width, appearance: Appearance(depth: .monochrome, isASCII: isASCII))
        #expect(grid.width <= width)
        #expect(grid.glyphs.allSatisfy { AllowedGlyphs.contains($0.scalar) })
        if isASCII { #expect(grid.glyphs.allSatisfy { $0.scalar.isASCII }) }
      }
    }
  }

  private func drawn(_ figure: any Figure, width: Int, isASCII: Bool = false) -> String {
    figure.grid(width: width, appearance: Appearance(depth: .monochrome, isASCII: isASCII))
      .description
  }
}
