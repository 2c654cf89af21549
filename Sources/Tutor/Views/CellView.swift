import CellLanguage
import Coursebook
import Figures
import Screen

/// A live cell: its source, and under it or beside it the figures that it asks for.
extension PageView {
  func cellPicture(at index: Int) -> BlockPicture {
    guard let cell = open.cells[index] else { return BlockPicture(Grid(width: 0, height: 0)) }
    let isFocused = focus == .cell(index)
    let places = arrangement(of: cell)
    let code = codeView(of: cell, width: places.codeWidth, isFocused: isFocused)
      .picture(bar: isFocused ? "┃" : "│", barStyle: Style(isFocused ? .focus : .border))
    let header = cellHeader(cell, isFocused: isFocused)
    // The figures begin with the text, or under it; what stands over a cell is as wide as both.
    let codeRow = header?.height ?? 0
    let results = cellResults(of: cell, at: index, in: places)
    let resultsRow = places.isBeside ? codeRow : codeRow + code.grid.height
    let height = max(codeRow + code.grid.height, resultsRow + results.grid.height)
    var grid = Grid(width: figureWidth, height: height)
    if let header { grid.place(header, column: 0, row: 0) }
    grid.place(code.grid, column: 0, row: codeRow)
    grid.place(results.grid, column: places.column, row: resultsRow)
    var picture = BlockPicture(grid)
    // A cell's rows are its text and all that follows from it.
    picture.focusRows = [.init(focus: .cell(index), rows: 0..<height)]
    picture.focusRows += results.focusRows.map {
      .init(
        focus: $0.focus, rows: $0.rows.lowerBound + resultsRow..<$0.rows.upperBound + resultsRow,
        column: places.column)
    }
    picture.literal = code.literal?.moved(rows: codeRow)
    picture.literals = code.literals.mapValues { $0.moved(rows: codeRow) }
    picture.cursor = code.cursor.map { .init(column: $0.column, row: $0.row + codeRow) }
    if results.grid.height > 0 {
      picture.consequence = resultsRow..<resultsRow + results.grid.height
    }
    return picture
  }

  /// What a cell puts out, one picture under the other: what went wrong, what it printed, its figures.
  private func cellResults(
    of cell: OpenCell, at index: Int, in places: CellArrangement
  ) -> BlockPicture {
    var parts: [Grid] = []
    var row = 0
    var focusRows: [BlockPicture.FocusRows] = []
    func add(_ part: Grid) {
      parts.append(part)
      row += part.height
    }
    // Above the figures, which may be of before: what went wrong stands by the text that it is about.
    if let error = cell.outcome.error { add(errorPicture(error, width: places.width)) }
    if !isPlain, open.hidden.contains("cell " + cell.cell.name) {
      add(hiddenOutput(width: places.width))
    } else {
      for output in cell.shown.outputs.indices {
        var picture = outputPicture(cell, output, block: index, width: places.width)
        if open.isFaint(index) { picture = outdated(picture, isFirst: row == 0) }
        let start = row
        // A figure stands apart from what is above it.
        if case .figure = cell.shown.outputs[output], !places.isBeside || row > 0 {
          add(Grid(width: 1, height: 1))
        }
        add(picture)
        let rows = start..<row
        if cell.trace(output) != nil {
          focusRows.append(.init(focus: .stepper(index, output), rows: rows))
        } else if cell.training(output) != nil {
          focusRows.append(.init(focus: .training(index, output), rows: rows))
        }
      }
    }
    var picture = BlockPicture(stack(parts, gap: 0))
    picture.focusRows = focusRows
    return picture
  }

  /// A figure of before: faint, and where there are too few colours to see that, named so at its upper right corner.
  private func outdated(_ picture: Grid, isFirst: Bool) -> Grid {
    var picture = picture.faint(appearance)
    let words = " of before"
    let column = picture.width - words.unicodeScalars.count
    guard isFirst, appearance.depth < .indexed256, column >= 0, picture.height > 0 else {
      return picture
    }
    picture.write(words, column: column, row: 0, style: Style(.notice))
    return picture
  }

  /// What stands in place of a cell's figures while a prediction hides them all: `hides: cell NAME`.
  private func hiddenOutput(width: Int) -> Grid {
    Screen.grid(
      of: wrap(
        [Span("What this cell shows comes when the question is answered.", .muted)],
        width: width, indent: 2, hanging: 2),
      width: width)
  }

  private func codeView(of cell: OpenCell, width: Int, isFocused: Bool) -> CodeView {
    var view = CodeView(
      source: sanitized(cell.source, keepsLines: true), isSwift: true,
      width: max(1, width - 2))
    if isFocused, case .editing(let editor) = mode {
      view.source = sanitized(editor.text, keepsLines: true)
      view.cursor = editor.position
    } else if !isPlain {
      view.literals = view.source == cell.source ? cell.literals : []
      view.picked = isFocused ? literal : nil
      view.mistake = cell.outcome.error
    }
    return view
  }

  /// What stands over a cell: its state, where there is anything to say.
  private func cellHeader(_ cell: OpenCell, isFocused: Bool) -> Grid? {
    guard !isPlain, isFocused || cell.isChanged || open.isHeld else { return nil }
    var spans: [Span] = []
    if isFocused {
      let word: String =
        switch mode {
        case .editing: "editing"
        case .matrix: "matrix as a grid,"
        case .pad: "the arrows steer"
        default: "cell,"
        }
      spans.append(Span("┏ \(word) ", .focus))
    } else {
      spans.append(Span("┌ ", .border))
    }
    if isFocused, [.commanding, .matrix, .pad].contains(mode), let place = numberName(in: cell) {
      spans.append(Span(place, .muted))
    }
    if cell.isChanged {
      // Where there are no colours a notice is reversed: the blanks before it are not.
      spans += [Span(isFocused ? "  " : ""), Span("changed by you", .notice)]
    }
    if open.isHeld { spans.append(Span("  has not run, R runs the cells", .notice)) }
    return Screen.grid(of: [spans], width: figureWidth)
  }

  /// Which number the cursor is on: "number 3 of 12", "row 2, column 1".
  private func numberName(in cell: OpenCell) -> String? {
    guard cell.literals.indices.contains(literal) else { return "no number to turn" }
    if let place = cell.literals[literal].matrix {
      return "row \(place.row), column \(place.column)"
    }
    if mode == .pad, let pad = cell.literals[literal].pad {
      let names = cell.literals.compactMap { $0.pad?.index == pad.index ? $0.pad?.name : nil }
      return sanitized(names.joined(separator: " and "))
    }
    return "knob \(literal + 1) of \(cell.literals.count)"
  }

  private func outputPicture(_ cell: OpenCell, _ output: Int, block: Int, width: Int) -> Grid {
    switch cell.shown.outputs[output] {
    case .text(let text):
      return Printout(text: text, width: width, indent: 2).grid
    case .figure(let request):
      let isFocused = focus == .stepper(block, output) || focus == .training(block, output)
      let figure = request.figure(
        stepper: cell.steppers[output],
        training: cell.training(output).flatMap { open.trainings[$0.key] }, pace: open.pace,
        hidden: isPlain ? [] : open.hidden)
      var grid = figure.grid(width: max(1, width - 2), appearance: appearance)
      if isPlain { grid = stack([grid, sentence(of: figure)], gap: 0) }
      let bar: Unicode.Scalar = isFocused ? "┃" : " "
      return barred(grid, bar: bar, style: Style(.focus), width: width)
    }
  }

  /// What a cell shows, or one of its figures, by itself.
  func figures(ofCell index: Int, output: Int?) -> Grid {
    guard let cell = open.cells[index] else { return Grid(width: 0, height: 0) }
    let outputs = output.map { [$0] } ?? Array(cell.shown.outputs.indices)
    return stack(outputs.map { outputPicture(cell, $0, block: index, width: figureWidth) }, gap: 0)
  }

  /// What a figure shows, in words, for those who cannot see it.
  private func sentence(of figure: any Figure) -> Grid {
    Screen.grid(
      of: wrap([Span(figure.sentence, .muted)], width: max(1, figureWidth - 2)), width: figureWidth)
  }

  private func errorPicture(_ error: CellError, width: Int) -> Grid {
    let text = [
      Span("line \(error.line), column \(error.column): ", .muted),
      Span(appearance.sentence(error.message), .wrong),
    ]
    return Screen.grid(of: wrap(text, width: width, indent: 2, hanging: 4), width: width)
  }
}
