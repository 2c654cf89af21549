import Foundation
import Testing

@testable import Figures

@Suite struct PlotAxisTests {
  @Test func `ticks are equally far apart, in the middle of their cells, whatever the ends are`() {
    var generator = SeededGenerator(state: 5)
    for _ in 0..<2000 {
      let size = exp2(Double.random(in: -18...18, using: &generator))
      let ends = (0..<2).map { _ in Double.random(in: -1...1, using: &generator) * size }
      let cells = Int.random(in: 8...120, using: &generator)
      let axis = PlotAxis(of: ends, cells: cells, apart: Int.random(in: 2...12, using: &generator))
      #expect(axis.cells <= cells)
      #expect(axis.ticks.count >= 2, "\(ends) in \(cells)")
      let ways = zip(axis.ticks, axis.ticks.dropFirst()).map { $1.cell - $0.cell }
      #expect(Set(ways).count <= 1 && ways.allSatisfy { $0 > 0 })
      for end in ends {
        #expect((-0.001...Double(axis.cells) - 0.999).contains(axis.place(of: end)))
      }
      for (cell, label) in axis.ticks {
        #expect((0..<axis.cells).contains(cell))
        let value = axis.value(at: Double(cell))
        #expect(abs(axis.place(of: value) - Double(cell)) < 1e-6)
        // The label is the value in the middle of the cell, in the digits that it has.
        if let said = Double(label.replacing("−", with: "-")) {
          #expect(abs(said - value) <= 0.051 * abs(value) + 1e-12 * size, "\(label) \(value)")
        }
      }
    }
  }

  @Test func `a logarithmic axis has a tick at each power of ten, or more where there is room`() {
    let wide = PlotAxis(of: [0.01, 100], cells: 13, apart: 3, isLogarithmic: true)
    #expect(wide.ticks.map(\.label) == ["0.01", "0.1", "1", "10", "100"])
    #expect(wide.ticks.map(\.cell) == [0, 3, 6, 9, 12])
    let narrow = PlotAxis(of: [0.2, 2], cells: 13, apart: 3, isLogarithmic: true)
    #expect(narrow.ticks.map(\.label) == ["0.2", "0.5", "1", "2"])
    let tall = PlotAxis(of: [1e-16, 1], cells: 13, apart: 3, isLogarithmic: true)
    #expect(tall.ticks.count >= 3 && tall.cells <= 13)
  }

  @Test func `an axis without length, or too long for a number, has a middle`() {
    #expect(PlotAxis(of: [], cells: 10, apart: 3).cells <= 10)
    #expect(PlotAxis(of: [3, 3], cells: 10, apart: 3).ticks.contains { $0.label == "3.0" })
    let endless = PlotAxis(of: [-1e308, 1e308], cells: 11, apart: 3)
    #expect(endless.place(of: 1e308) == 5 && endless.ticks.isEmpty)
  }
}
