import CNNEngine
import Screen

/// Draws one matrix of a tensor.
struct MatrixDrawing {
  let planes: TensorPlanes
  let plane: Int
  let ink: ScaleInk
  let isASCII: Bool
  /// Whether an entry is hidden, by its place in `scalars`.
  let isHidden: (Int) -> Bool
  /// Whether an entry is only padding, or not there yet, by its place: a dot stands for it.
  var isPadding: (Int) -> Bool = { _ in false }
  /// The marks of this matrix.
  let marks: [TensorsFigure.Mark]

  private func place(_ row: Int, _ column: Int) -> Int {
    (plane * planes.rows + row) * planes.columns + column
  }

  private func mark(_ row: Int, _ column: Int) -> TensorsFigure.Mark.Kind? {
    marks.last { $0.row == row && $0.column == column }?.kind
  }

  // MARK: - Numbers

  /// Each entry a cell of `cellWidth` columns with its number; `columns` of the matrix's columns are drawn.
  func numbers(labels: EntryLabels, cellWidth: Int, columns: Int, rows: Int) -> Grid {
    let window = window
    var grid = Grid(width: cellWidth * columns, height: rows)
    for row in 0..<rows {
      for column in 0..<columns {
        drawCell(row, column, labels: labels, cellWidth: cellWidth, on: &grid)
        outline(window, row, column, cellWidth: cellWidth, on: &grid)
      }
    }
    return grid
  }

  /// An entry's place in the matrix.
  private struct Place: Hashable {
    var row: Int
    var column: Int
  }

  /// The entries that one line goes around: those under the kernel, the chosen one among them included.
  private var window: Set<Place> {
    guard marks.contains(where: { $0.kind == .window }) else { return [] }
    return Set(
      marks.filter { $0.kind == .window || $0.kind == .selected }
        .map { Place(row: $0.row, column: $0.column) })
  }

  /// The columns of the grid over which the outline has its upper edge on the row above the matrix.
  func edgesAbove(cellWidth: Int) -> [Range<Int>] {
    window.filter { $0.row == 0 }.map { $0.column * cellWidth..<($0.column + 1) * cellWidth }
  }

  /// Draws what of the outline lies on a cell: bars where the window ends at a side, and lines under its last row and
  /// under the row above its first.
  private func outline(
    _ window: Set<Place>, _ row: Int, _ column: Int, cellWidth: Int, on grid: inout Grid
  ) {
    guard !window.isEmpty else { return }
    func isInside(_ row: Int, _ column: Int) -> Bool {
      window.contains(Place(row: row, column: column))
    }
    let left = column * cellWidth
    if isInside(row, column), mark(row, column) == .window {
      for (place, next) in [(left, column - 1), (left + cellWidth - 1, column + 1)]
      where !isInside(row, next) {
        grid[place, row].scalar = isASCII ? "|" : "┃"
        withoutInk(&grid[place, row].style)
      }
    }
    if isInside(row, column) != isInside(row + 1, column) {
      grid.restyle(column: left, row: row, count: cellWidth) { style in
        style.isUnderlined = true
        withoutInk(&style)
      }
    }
  }

  /// The outline has the ink of the cell that it lies on, and would change with each number's sign.
  private func withoutInk(_ style: inout Style) {
    if !ink.hasColors, !style.isReversed { (style.role, style.foreground) = (.text, nil) }
  }

  private func drawCell(
    _ row: Int, _ column: Int, labels: EntryLabels, cellWidth: Int, on grid: inout Grid
  ) {
    let value = planes.value(plane, row, column)
    let left = column * cellWidth
    let hidden = isHidden(place(row, column))
    let padding = !hidden && isPadding(place(row, column))
    var style = Style(hidden ? .prompt : padding ? .muted : .text)
    // Padding keeps the terminal's own ground, which tells it from an entry of 0.
    if ink.hasColors && !hidden && !padding && value.isFinite {
      let ground = ink.color(value)
      style.background = ground
      style.foreground = ground.ink
    } else if !value.isFinite && !hidden {
      style = Style(.wrong)
    } else if !hidden && !padding && value != 0 {
      style = ink.shadeStyle(value)
    }
    let kind = mark(row, column)
    if kind != nil { style.isBold = true }
    for x in 0..<cellWidth { grid[left + x, row] = Glyph(" ", style) }
    let label = hidden ? "?" : padding ? "·" : labels.label(value)
    grid.write(
      label, column: left + cellWidth - 1 - label.unicodeScalars.count, row: row, style: style)
    guard let kind, kind != .window else { return }
    let (before, after) = Self.brackets(kind, isASCII: isASCII)
    grid[left, row] = Glyph(before, style)
    grid[left + cellWidth - 1, row] = Glyph(after, style)
  }

  static func brackets(
    _ kind: TensorsFigure.Mark.Kind, isASCII: Bool
  ) -> (Unicode.Scalar, Unicode.Scalar) {
    switch kind {
    case .window: ("[", "]")
    case .selected: isASCII ? (">", "<") : ("▸", "◂")
    case .right: isASCII ? ("=", " ") : ("✓", " ")
    case .wrong: isASCII ? ("!", " ") : ("✗", " ")
    }
  }

  // MARK: - Heat maps

  /// Each entry two columns wide and one row high.
  func blocks() -> Grid {
    var grid = Grid(width: 2 * planes.columns, height: planes.rows)
    for row in 0..<planes.rows {
      for column in 0..<planes.columns {
        let value = planes.value(plane, row, column)
        var pair: (Unicode.Scalar, Unicode.Scalar) = (" ", " ")
        var style = Style.text
        if isHidden(place(row, column)) {
          pair = (isASCII ? "." : "·", " ")
          style = Style(.muted)
        } else if !value.isFinite {
          pair = Self.special(value, isASCII: isASCII)
          style = Style(.wrong)
        } else if ink.hasColors {
          let ground = ink.color(value)
          style = Style(.text, foreground: ground.ink, background: ground)
        } else {
          let glyph = ink.glyph(value)
          pair = (glyph, glyph)
          style = ink.shadeStyle(value)
        }
        if let kind = mark(row, column) {
          pair = Self.brackets(kind, isASCII: isASCII)
          style.isBold = true
        }
        grid[2 * column, row] = Glyph(pair.0, style)
        grid[2 * column + 1, row] = Glyph(pair.1, style)
      }
    }
    return grid
  }

  private static func special(
    _ value: Float, isASCII: Bool
  ) -> (Unicode.Scalar, Unicode.Scalar) {
    if value.isNaN { return ("!", "!") }
    return (value < 0 ? "-" : "+", isASCII ? "I" : "∞")
  }

  /// Each entry one column wide and half a row high; of `step` entries along both axes the first is drawn.
  func halfBlocks(step: Int) -> Grid {
    let width = (planes.columns + step - 1) / step
    let height = (planes.rows + step - 1) / step
    var grid = Grid(width: width, height: (height + 1) / 2)
    for y in 0..<grid.height {
      let upper = 2 * y * step
      let lower = 2 * y + 1 < height ? upper + step : nil
      for x in 0..<width { grid[x, y] = half(upper, lower, x * step, step) }
    }
    return grid
  }

  private func half(_ upper: Int, _ lower: Int?, _ column: Int, _ step: Int) -> Glyph {
    let top = planes.value(plane, upper, column)
    let bottom = lower.map { planes.value(plane, $0, column) }
    if isHidden(place(upper, column)) { return Glyph(isASCII ? "." : "·", Style(.muted)) }
    if top.isNaN || bottom?.isNaN == true { return Glyph("!", Style(.wrong)) }
    if !top.isFinite || bottom?.isFinite == false {
      return Glyph(isASCII ? "I" : "∞", Style(.wrong))
    }
    let marked = (isMarked(upper, column, step), lower.map { isMarked($0, column, step) } ?? false)
    // The entry that is farther from zero speaks for both where a glyph has one ground only.
    let value = bottom.map { $0.magnitude > top.magnitude ? $0 : top } ?? top
    if ink.hasColors && isASCII {
      let ground = marked.0 || marked.1 ? Self.markColor : ink.color(value)
      return Glyph(" ", Style(.text, foreground: ground.ink, background: ground))
    }
    if ink.hasColors {
      let style = Style(
        .text, foreground: marked.0 ? Self.markColor : ink.color(top),
        background: bottom.map { marked.1 ? Self.markColor : ink.color($0) })
      return Glyph("▀", style)
    }
    if marked.0 || marked.1 { return Glyph(isASCII ? "O" : "□", Style.text.bold) }
    return Glyph(ink.glyph(value), ink.shadeStyle(value))
  }

  private func isMarked(_ row: Int, _ column: Int, _ step: Int) -> Bool {
    !marks.isEmpty
      && marks.contains {
        row..<row + step ~= $0.row && column..<column + step ~= $0.column
      }
  }

  /// A pink that no ramp has.
  private static let markColor = RGB(0xFF5FD7)
}
