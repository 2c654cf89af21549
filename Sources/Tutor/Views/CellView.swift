import CellLanguage
import Coursebook
import Figures
import Screen

/// A live cell: its source, and under it the figures that it asks for.
extension PageView {
  func cellPicture(at index: Int) -> BlockPicture {
    guard let cell = open.cells[index] else { return BlockPicture(Grid(width: 0, height: 0)) }
    let isFocused = focus == .cell(index)
    var code = codeView(of: cell, isFocused: isFocused)
      .picture(bar: isFocused ? "┃" : "│", barStyle: Style(isFocused ? .focus : .border))
    var parts: [Grid] = [code.grid]
    if let header = cellHeader(cell, isFocused: isFocused) {
      parts.insert(header, at: 0)
      code.literal = code.literal.map { .init(row: $0.row + 1, columns: $0.columns) }
      code.cursor = code.cursor.map { .init(column: $0.column, row: $0.row + 1) }
    }
    let sourceHeight = parts.reduce(0) { $0 + $1.height }
    var row = sourceHeight
    var focusRows: [BlockPicture.FocusRows] = []
    // Above the figures, which may be of before: what went wrong stands by the text that it is about.
    if let error = cell.outcome.error {
      parts.append(errorPicture(error))
      row += parts[parts.count - 1].height
    }
    let isHidden = !isPlain && open.hidden.contains("cell " + cell.cell.name)
    if isHidden {
      parts.append(hiddenOutput)
      row += hiddenOutput.height
    }
    for output in cell.shown.outputs.indices where !isHidden {
      var picture = outputPicture(cell, output, block: index)
      if open.isFaint(index) { picture = picture.faint(appearance) }
      parts.append(picture)
      if cell.trace(output) != nil {
        focusRows.append(.init(focus: .stepper(index, output), rows: row..<row + picture.height))
      } else if cell.training(output) != nil {
        focusRows.append(.init(focus: .training(index, output), rows: row..<row + picture.height))
      }
      row += picture.height
    }
    // A cell's rows are its text and all that follows from it.
    focusRows.insert(.init(focus: .cell(index), rows: 0..<row), at: 0)
    var picture = BlockPicture(stack(parts, gap: 0))
    picture.focusRows = focusRows
    picture.literal = code.literal
    picture.cursor = code.cursor
    if row > sourceHeight { picture.consequence = sourceHeight..<row }
    return picture
  }

  /// What stands in place of a cell's figures while a prediction hides them all: `hides: cell NAME`.
  private var hiddenOutput: Grid {
    Screen.grid(
      of: wrap(
        [Span("What this cell shows comes when the question is answered.", .muted)],
        width: figureWidth, indent: 2, hanging: 2),
      width: figureWidth)
  }

  private func codeView(of cell: OpenCell, isFocused: Bool) -> CodeView {
    var view = CodeView(
      source: sanitized(cell.source, keepsLines: true), isSwift: true,
      width: max(1, figureWidth - 2))
    if isFocused, case .editing(let editor) = mode {
      view.source = sanitized(editor.text, keepsLines: true)
      view.cursor = editor.position
    } else if !isPlain {
      view.literals = view.source == cell.source ? cell.literals : []
      view.picked = isFocused ? literal : nil
    }
    return view
  }

  /// What stands over a cell: its state, where there is anything to say.
  private func cellHeader(_ cell: OpenCell, isFocused: Bool) -> Grid? {
    guard !isPlain, isFocused || cell.isChanged else { return nil }
    var spans: [Span] = []
    if isFocused {
      let word: String =
        switch mode {
        case .editing: "editing"
        case .matrix: "matrix as a grid,"
        default: "cell,"
        }
      spans.append(Span("┏ \(word) ", .focus))
    } else {
      spans.append(Span("┌ ", .border))
    }
    if isFocused, case .commanding = mode, let place = numberName(in: cell) {
      spans.append(Span(place, .muted))
    }
    if isFocused, case .matrix = mode, let place = numberName(in: cell) {
      spans.append(Span(place, .muted))
    }
    if cell.isChanged {
      spans.append(Span(isFocused ? "  changed by you" : "changed by you", .notice))
    }
    return Screen.grid(of: [spans], width: figureWidth)
  }

  /// Which number the cursor is on: "number 3 of 12", "row 2, column 1".
  private func numberName(in cell: OpenCell) -> String? {
    guard cell.literals.indices.contains(literal) else { return "no number to turn" }
    if let place = cell.literals[literal].matrix {
      return "row \(place.row), column \(place.column)"
    }
    return "knob \(literal + 1) of \(cell.literals.count)"
  }

  private func outputPicture(_ cell: OpenCell, _ output: Int, block: Int) -> Grid {
    switch cell.shown.outputs[output] {
    case .text(let text):
      return Printout(text: text, width: figureWidth, indent: 2).grid
    case .figure(let request):
      let isFocused = focus == .stepper(block, output) || focus == .training(block, output)
      let figure = request.figure(
        stepper: cell.steppers[output],
        training: cell.training(output).flatMap { open.trainings[$0.key] },
        hidden: isPlain ? [] : open.hidden)
      var grid = figure.grid(width: max(1, figureWidth - 2), appearance: appearance)
      if isPlain { grid = stack([grid, sentence(of: figure)], gap: 0) }
      let bar: Unicode.Scalar = isFocused ? "┃" : " "
      return stack(
        [
          Grid(width: 1, height: 1),
          barred(grid, bar: bar, style: Style(.focus), width: figureWidth),
        ], gap: 0)
    }
  }

  /// What a cell shows, or one of its figures, by itself.
  func figures(ofCell index: Int, output: Int?) -> Grid {
    guard let cell = open.cells[index] else { return Grid(width: 0, height: 0) }
    let outputs = output.map { [$0] } ?? Array(cell.shown.outputs.indices)
    return stack(outputs.map { outputPicture(cell, $0, block: index) }, gap: 0)
  }

  /// What a figure shows, in words, for those who cannot see it.
  private func sentence(of figure: any Figure) -> Grid {
    Screen.grid(
      of: wrap([Span(figure.sentence, .muted)], width: max(1, figureWidth - 2)), width: figureWidth)
  }

  private func errorPicture(_ error: CellError) -> Grid {
    let text = [
      Span("line \(error.line), column \(error.column): ", .muted),
      Span(sanitized(error.message), .wrong),
    ]
    return Screen.grid(
      of: wrap(text, width: figureWidth, indent: 2, hanging: 4), width: figureWidth)
  }
}
