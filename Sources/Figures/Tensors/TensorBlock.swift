import CNNEngine
import Screen

/// One tensor of the figure: a caption, the drawing, and what there is to say about it.
struct TensorBlock {
  private var caption: [[Span]] = []
  private var body: Grid
  private var feet: [Grid] = []
  /// The columns of the drawing that have an edge above them.
  private var edges: [Range<Int>] = []

  var width: Int {
    max(caption.map { Screen.width(of: $0) }.max() ?? 0, body.width, feet.map(\.width).max() ?? 0)
  }

  /// Draws a tensor of a figure.
  ///
  /// - Parameters:
  ///   - figure: the figure.
  ///   - index: which of its tensors.
  ///   - ink: the colours of its values.
  ///   - appearance: what the terminal can show.
  ///   - width: the columns of the figure.
  ///   - room: the columns that a heat map may take, so that others stand beside it.
  init(
    figure: TensorsFigure, index: Int, ink: ScaleInk, appearance: Appearance, width: Int, room: Int
  ) {
    let (name, tensor) = figure.tensors[index]
    let planes = TensorPlanes(tensor)
    let drawing = Drawing(
      figure: figure, index: index, planes: planes, ink: ink, appearance: appearance)
    var notes: [String] = []
    if figure.hidden[index] == .everything {
      body = .question(isASCII: appearance.isASCII)
    } else if planes.count == 0 {
      body = Grid(width: 0, height: 0)
      notes.append("no entries")
    } else if figure.isColorPicture(tensor) {
      body = drawing.picture(room: room, notes: &notes)
    } else if figure.fitsAsNumbers(index, width) {
      body = drawing.numbers(width: width, notes: &notes, edges: &edges)
    } else {
      body = drawing.maps(width: width, room: room, notes: &notes)
      if figure.scale == .separate || figure.tensors.count == 1, figure.hidden[index] != .values {
        feet.append(Self.line(ink.legend(length: min(12, max(4, body.width - 8)))))
      }
    }
    let shape = figure.hidden[index] == .everything ? "[?]" : "\(tensor.shape)"
    var title = [Span(name, Style.text.bold)]
    if !tensor.shape.isEmpty { title.append(Span(" \(shape)", .muted)) }
    caption = wrap(title, width: min(width, max(body.width, min(Screen.width(of: title), 32))))
    if let cursor = figure.cursor, cursor.tensor == index, figure.hidden[index] == nil,
      let readout = Self.readout(cursor, planes, name)
    {
      feet.append(Screen.grid(of: wrap(readout, width: width), width: width))
    }
    for note in notes {
      let lines = wrap([Span(note, .muted)], width: min(width, max(body.width, 20)))
      feet.append(Screen.grid(of: lines, width: width))
    }
  }

  private static func line(_ glyphs: [Glyph]) -> Grid {
    var grid = Grid(width: glyphs.count, height: 1)
    for (x, glyph) in glyphs.enumerated() { grid[x, 0] = glyph }
    return grid
  }

  private static func readout(
    _ cursor: TensorsFigure.Cursor, _ planes: TensorPlanes, _ name: String
  ) -> [Span]? {
    guard 0..<planes.rows ~= cursor.row, 0..<planes.columns ~= cursor.column,
      0..<planes.count ~= cursor.plane
    else { return nil }
    let place = (cursor.plane * planes.rows + cursor.row) * planes.columns + cursor.column
    let index = TensorsFigure.index(of: place, in: planes.tensor.shape)
    let value = planes.tensor.scalars[place]
    return [Span("\(index) = ", .muted), Span(NumberText.short(value), Style(.literal).bold)]
  }

  /// Blocks side by side, their drawings on one line.
  static func row(_ blocks: [TensorBlock], gap: Int) -> Grid {
    let top = blocks.map(\.caption.count).max() ?? 0
    let heights = blocks.map { $0.feet.reduce($0.body.height) { $0 + $1.height } }
    let width = blocks.reduce(gap * (blocks.count - 1)) { $0 + $1.width }
    var grid = Grid(width: width, height: top + (heights.max() ?? 0))
    var column = 0
    for block in blocks {
      for (i, line) in block.caption.enumerated() {
        grid.write(line, column: column, row: top - block.caption.count + i)
      }
      for edge in block.edges where top > 0 {
        grid.restyle(column: column + edge.lowerBound, row: top - 1, count: edge.count) {
          $0.isUnderlined = true
        }
      }
      grid.place(block.body, column: column, row: top)
      var row = top + block.body.height
      for foot in block.feet {
        grid.place(foot, column: column, row: row)
        row += foot.height
      }
      column += block.width + gap
    }
    return grid
  }
}

/// Draws a tensor's matrices in one of the three ways.
private struct Drawing {
  let figure: TensorsFigure
  let index: Int
  let planes: TensorPlanes
  let ink: ScaleInk
  let appearance: Appearance

  private func isHidden(_ place: Int) -> Bool {
    switch figure.hidden[index] {
    case .everything, .values: true
    case .entries(let places): places.contains(place)
    case nil: false
    }
  }

  private func drawing(of plane: Int) -> MatrixDrawing {
    var marks = figure.marks.filter { $0.tensor == index && $0.plane == plane }
    if let cursor = figure.cursor, cursor.tensor == index, cursor.plane == plane {
      marks.append(
        .init(
          tensor: index, row: cursor.row, column: cursor.column, plane: plane, kind: .selected))
    }
    return MatrixDrawing(
      planes: planes, plane: plane, ink: ink, isASCII: appearance.isASCII, isHidden: isHidden,
      marks: marks)
  }

  /// How many rows of numbers are drawn.
  private static let mostRows = 40

  /// The entries that there can be room for: those far outside have no say in the labels, however many they are.
  private func entries(ofPlanes shown: Int, columns: Int) -> [Float] {
    let columns = min(planes.columns, max(1, columns))
    return (0..<shown).flatMap { plane in
      (0..<min(planes.rows, Self.mostRows)).flatMap { row in
        let first = (plane * planes.rows + row) * planes.columns
        return planes.tensor.scalars[first..<first + columns]
      }
    }
  }

  func numbers(width: Int, notes: inout [String], edges: inout [Range<Int>]) -> Grid {
    let shown = min(planes.count, 64)
    let labels =
      figure.hidden[index] == .values
      ? EntryLabels(for: EmptyCollection())
      : EntryLabels(for: entries(ofPlanes: shown, columns: width / 4))
    let cellWidth = max(4, labels.width + 2)
    let columns = min(planes.columns, max(1, width / cellWidth))
    let rows = min(planes.rows, Self.mostRows)
    if columns < planes.columns { notes.append("columns 0–\(columns - 1) of \(planes.columns)") }
    if rows < planes.rows { notes.append("rows 0–\(rows - 1) of \(planes.rows)") }
    if planes.count == 1 { edges = drawing(of: 0).edgesAbove(cellWidth: cellWidth) }
    let grids = (0..<shown).map {
      drawing(of: $0).numbers(labels: labels, cellWidth: cellWidth, columns: columns, rows: rows)
    }
    return arranged(grids, width: width, notes: &notes)
  }

  func maps(width: Int, room: Int, notes: inout [String]) -> Grid {
    let shown = min(planes.count, planes.columns <= 8 && planes.rows <= 8 ? 64 : 16)
    // As many maps side by side as leave each of them 16 columns.
    let beside = min(shown, max(1, (width + 2) / 18))
    let columns = planes.count == 1 ? room : max(1, (width - 2 * (beside - 1)) / beside)
    let rows = max(1, planes.count == 1 ? figure.maximumRows : min(12, figure.maximumRows))
    let grids: [Grid]
    if figure.style == .picture && !ink.scale.isSigned && figure.hidden[index] == nil {
      grids = (0..<shown).map {
        picture(plane: $0, isColor: false, columns: columns, rows: rows)
      }
      if let first = grids.first { noteSize(first, notes: &notes) }
    } else if 2 * planes.columns <= columns && planes.rows <= rows {
      grids = (0..<shown).map { drawing(of: $0).blocks() }
    } else {
      let step = max(
        1, (planes.columns + columns - 1) / columns, (planes.rows + 2 * rows - 1) / (2 * rows))
      grids = (0..<shown).map { drawing(of: $0).halfBlocks(step: step) }
      if step > 1 {
        notes.append("\(planes.rows)×\(planes.columns), every \(step)\(Self.ending(of: step))")
      }
    }
    return arranged(grids, width: width, notes: &notes)
  }

  private static func ending(of number: Int) -> String {
    if 11...13 ~= number % 100 { return "th" }
    return number % 10 == 1 ? "st" : number % 10 == 2 ? "nd" : number % 10 == 3 ? "rd" : "th"
  }

  func picture(room: Int, notes: inout [String]) -> Grid {
    if figure.hidden[index] != nil { return .question(isASCII: appearance.isASCII) }
    let grid = picture(plane: 0, isColor: true, columns: room, rows: figure.maximumRows)
    noteSize(grid, notes: &notes)
    return grid
  }

  private func picture(plane: Int, isColor: Bool, columns: Int, rows: Int) -> Grid {
    let limit =
      isColor
      ? max(1, ink.scale.limit) : ink.scale.limit
    let share = min(
      1, Float(columns) / Float(planes.columns), Float(2 * rows) / Float(planes.rows))
    var (width, height) = (
      max(1, Int(Float(planes.columns) * share)), max(1, Int(Float(planes.rows) * share))
    )
    // Small pictures are drawn at twice their size.
    if 2 * width <= columns && 2 * height <= 2 * rows && share == 1 {
      (width, height) = (2 * width, 2 * height)
    }
    return PictureDrawing(
      planes: planes, plane: plane, isColor: isColor, limit: limit, appearance: appearance
    ).grid(width: width, height: height)
  }

  private func noteSize(_ grid: Grid, notes: inout [String]) {
    if grid.width < planes.columns {
      notes.append(
        "\(planes.rows)×\(planes.columns), averaged to \(grid.width * planes.rows / planes.columns)×\(grid.width)"
      )
    }
  }

  /// Matrices side by side with their numbers over them; each entry of a batch begins a row.
  private func arranged(_ grids: [Grid], width: Int, notes: inout [String]) -> Grid {
    if grids.count < planes.count {
      notes.append("\(grids.count) of \(planes.count) maps shown")
    }
    guard planes.count > 1 else { return grids.first ?? Grid(width: 0, height: 0) }
    let labelled = grids.enumerated().map { plane, grid in
      let label = planes.label(of: plane)
      var result = Grid(
        width: max(grid.width, label.unicodeScalars.count), height: grid.height + 1)
      result.write(label, column: 0, row: 0, style: Style(.muted))
      result.place(grid, column: 0, row: 1)
      return result
    }
    let shape = planes.tensor.shape
    let perRow = shape.count >= 4 ? max(1, shape[shape.count - 3]) : labelled.count
    let rows = stride(from: 0, to: labelled.count, by: perRow).map { start in
      Flow.grid(
        of: Array(labelled[start..<min(start + perRow, labelled.count)]), width: width, gap: 2,
        spacing: 0)
    }
    // A batch of single maps flows like channels.
    if perRow == 1 { return Flow.grid(of: labelled, width: width, gap: 2, spacing: 0) }
    return .stacked(rows)
  }
}
