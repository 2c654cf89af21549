import CellLanguage
import Figures
import Screen

/// Where a cell's figures stand: under its text, or on a wide screen beside it, so that knob and picture are seen at once.
struct CellArrangement: Equatable {
  /// The columns of the text, its bar included.
  var codeWidth: Int
  /// The first column of what the cell puts out, and how many columns it has.
  var column: Int
  var width: Int

  var isBeside: Bool { column > 0 }

  /// Where a screen is wide enough.
  static let leastWidth = 110
  /// The blank columns between the text and what stands beside it.
  static let gap = 2
  /// What a line of the text may grow by before anything moves: a knob's number gets longer as it is turned.
  static let slack = 2
}

extension PageView {
  /// Figures stand beside the text where they lose nothing by it and rows are saved.
  ///
  /// That goes by what the cell asks for, not by what the reader does at the moment: nothing moves while text is typed, a
  /// stepper walks, a network trains or a question is answered.
  func arrangement(of cell: OpenCell) -> CellArrangement {
    let under = CellArrangement(codeWidth: figureWidth, column: 0, width: figureWidth)
    let outputs = cell.shown.outputs
    guard !isPlain, width >= CellArrangement.leastWidth, outputs.contains(where: \.isFigure)
    else { return under }
    let lines = [cell.cell.source, cell.source].flatMap { $0.split(separator: "\n") }
    let longest = lines.map(\.unicodeScalars.count).max() ?? 0
    let codeWidth = 2 + longest + CellArrangement.slack
    let column = codeWidth + CellArrangement.gap
    let room = figureWidth - column
    guard room > 2 else { return under }
    let codeHeight = cell.cell.source.split(separator: "\n", omittingEmptySubsequences: false).count
    var (isSame, heightUnder, heightBeside) = (true, codeHeight, 0)
    for output in outputs {
      let wide = extent(of: output, width: figureWidth)
      var beside = wide
      if wide.columns > room {
        // A figure that fills the width may have a form for a narrower one: that of a screen of 80 columns is good enough.
        guard extent(of: output, width: Self.commonWidth).columns <= room else { return under }
        isSame = false
        beside = extent(of: output, width: room)
      }
      heightUnder += wide.rows + (output.isFigure ? 1 : 0)
      heightBeside += beside.rows + (output.isFigure && heightBeside > 0 ? 1 : 0)
    }
    guard isSame || max(codeHeight, heightBeside) + 2 < heightUnder else { return under }
    return CellArrangement(codeWidth: codeWidth, column: column, width: room)
  }

  /// The columns of figures on a screen of 80.
  private static let commonWidth = 76

  /// How large an output is drawn at a width, whatever is hidden of it and wherever its stepper stands.
  private func extent(of output: Output, width: Int) -> (columns: Int, rows: Int) {
    let grid: Grid
    switch output {
    case .text(let text): grid = Printout(text: text, width: width, indent: 2).grid
    case .figure(let request):
      if let least = request.leastWidth { return (min(width, least + 2), 1) }
      let inner = request.figure(stepper: nil, hidden: [])
        .grid(width: max(1, width - 2), appearance: appearance)
      return (inner.usedColumns + 2, inner.height)
    }
    return (grid.usedColumns, grid.height)
  }
}

extension Output {
  fileprivate var isFigure: Bool {
    if case .figure = self { true } else { false }
  }
}

extension FigureRequest {
  /// The columns that a figure needs which takes as many as it is given; `nil` for one with a width of its own.
  fileprivate var leastWidth: Int? {
    switch self {
    // Both plots of a run side by side.
    case .training: 72
    case .plot, .bars, .contour: 46
    case .tensors, .trace, .table, .summary: nil
    }
  }
}

extension Grid {
  /// The columns up to the last one in which something stands.
  fileprivate var usedColumns: Int {
    var used = 0
    for row in 0..<height {
      var end = width
      while end > used, self[end - 1, row] == .blank { end -= 1 }
      used = max(used, end)
    }
    return used
  }
}
