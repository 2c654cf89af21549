import Screen

/// Curves over one x axis: dots of braille between the points, a marker of its own on each curve.
public struct PlotFigure: Figure {
  public var title: String
  public var curves: [(name: String, x: [Double], y: [Double])]
  /// The lowest and highest y that the axis must show; the curves widen it.
  public var yRange: ClosedRange<Double>?
  /// The only y that are drawn: curves are cut where they leave them.
  public var yWindow: ClosedRange<Double>?
  /// The x that the axis must show, for curves that are still growing; the curves widen it.
  ///
  /// The picture's height does not change while they grow.
  public var xRange: ClosedRange<Double>?
  /// Whether values that fall by ten times or more, all above 0, are drawn on a logarithmic axis.
  public var prefersLogarithm = false
  /// The curves that are drawn in every second column only, behind the others: what was before.
  public var dotted: Set<Int> = []

  public init(
    title: String, curves: [(name: String, x: [Double], y: [Double])],
    yRange: ClosedRange<Double>? = nil, xRange: ClosedRange<Double>? = nil
  ) {
    self.title = sanitized(title)
    self.curves = curves.map { (sanitized($0.name), $0.x, $0.y) }
    self.yRange = yRange
    self.xRange = xRange
  }

  public func grid(width: Int, appearance: Appearance) -> Grid {
    let heading = heading(width: max(1, width))
    let legend = legend(appearance, width: max(1, width))
    let height = min(14, max(width < 30 ? 6 : 10, width / 5))
    let y = yAxis(rows: height)
    let left = y.ticks.map(\.label.unicodeScalars.count).max() ?? 0
    let x = xAxis(columns: max(1, width - left - 1))
    let rows = xRange == nil ? y.cells : height
    var grid = Grid(width: max(0, width), height: heading.count + rows + 2 + legend.count)
    for (row, line) in heading.enumerated() { grid.write(line, column: 0, row: row) }
    let area = PlotArea(left: left + 1, top: heading.count + rows - y.cells, x: x, y: y)
    Self.drawAxes(area, on: &grid, appearance)
    let behind = curves.indices.filter(dotted.contains)
    let order = behind + curves.indices.filter { !dotted.contains($0) }
    for i in order { drawLine(i, area, on: &grid, appearance) }
    for i in order { drawMarkers(i, area, on: &grid, appearance) }
    for (row, line) in legend.enumerated() {
      grid.write(line, column: 0, row: heading.count + rows + 2 + row)
    }
    return appearance.isASCII ? grid.asciified() : grid
  }

  // MARK: - Axes

  private func heading(width: Int) -> [[Span]] {
    guard !title.isEmpty || isLogarithmic else { return [] }
    let note = isLogarithmic ? [Span("\(title.isEmpty ? "" : ", ")logarithmic", .muted)] : []
    return wrap([Span(title, Style.text.bold)] + note, width: width)
  }

  private var points: [(x: Double, y: Double)] {
    curves.flatMap { zip($0.x, $0.y).filter { $0.isFinite && $1.isFinite }.map { (x: $0, y: $1) } }
  }

  private var isLogarithmic: Bool {
    let values = points.map(\.y)
    guard prefersLogarithm, let low = values.min(), let high = values.max() else { return false }
    return low > 0 && high >= 10 * low
  }

  private func yAxis(rows: Int) -> PlotAxis {
    var values = points.map(\.y)
    let isLogarithmic = isLogarithmic
    if let window = yWindow {
      values = [window.lowerBound, window.upperBound]
    } else if let range = yRange, !isLogarithmic {
      values += [range.lowerBound, range.upperBound]
    }
    return PlotAxis(
      of: values, cells: rows, apart: rows < 10 || isLogarithmic ? 2 : 3,
      isLogarithmic: isLogarithmic)
  }

  private func xAxis(columns: Int) -> PlotAxis {
    let ends = xRange.map { [$0.lowerBound, $0.upperBound] } ?? []
    return PlotAxis(
      of: points.map(\.x) + ends, cells: columns,
      apart: columns < 30 ? columns / 3 : xRange == nil ? 10 : 5)
  }

  static func drawAxes(_ area: PlotArea, on grid: inout Grid, _ appearance: Appearance) {
    let border = Style(.border)
    for row in area.top..<area.top + area.rows {
      grid[area.left - 1, row] = Glyph(appearance.isASCII ? "|" : "│", border)
    }
    let foot = area.top + area.rows
    grid[area.left - 1, foot] = Glyph(appearance.isASCII ? "+" : "└", border)
    for column in area.left..<area.left + area.columns {
      grid[column, foot] = Glyph(appearance.isASCII ? "-" : "─", border)
    }
    for (cell, label) in area.y.ticks {
      let row = foot - 1 - cell
      grid.write(
        label, column: area.left - 1 - label.unicodeScalars.count, row: row, style: Style(.muted))
      grid[area.left - 1, row] = Glyph(appearance.isASCII ? "+" : "┤", border)
    }
    var free = 0
    for (cell, label) in area.x.ticks {
      let column = area.left + cell
      let length = label.unicodeScalars.count
      let start = min(max(0, column - length / 2), max(0, grid.width - length))
      grid[column, foot] = Glyph(appearance.isASCII ? "+" : "┬", border)
      guard start >= free else { continue }
      free = grid.write(label, column: start, row: foot + 1, style: Style(.muted)) + 1
    }
  }

  // MARK: - Curves

  private func drawLine(
    _ series: Int, _ area: PlotArea, on grid: inout Grid, _ appearance: Appearance
  ) {
    let style = SeriesInk.style(series, appearance)
    let marker = SeriesInk.marker(series, appearance)
    let isDotted = dotted.contains(series)
    // With colours the last curve has a glyph to itself, whose dots are all in its ink; without them all dots stay.
    var own: Set<Int> = []
    let points = drawable(series)
    for (start, end) in zip(points, points.dropFirst()) {
      guard let start, let end else { continue }
      area.line(from: start, to: end) { x, y in
        let (column, row) = area.glyph(of: (x, y))
        if isDotted, (x / 2) % 2 == 1 { return }
        if appearance.isASCII {
          grid[column, row] = Glyph(marker, style)
        } else {
          let isFirst = own.insert(row * grid.width + column).inserted
          let before = grid[column, row].scalar.value
          let isKept = 0x2800...0x28FF ~= before && !(isFirst && style.foreground != nil)
          let old = isKept ? before : 0x2800
          let scalar = Unicode.Scalar(old | PlotArea.bit(x % 2, y % 4)) ?? marker
          grid[column, row] = Glyph(scalar, style)
        }
      }
    }
  }

  /// The points of a curve, `nil` where there is nothing to draw.
  private func drawable(_ series: Int) -> [(x: Double, y: Double)?] {
    let isLogarithmic = isLogarithmic
    return zip(curves[series].x, curves[series].y).map { x, y in
      x.isFinite && y.isFinite && (!isLogarithmic || y > 0) ? (x, y) : nil
    }
  }

  /// Draws markers on every point of a short curve, and here and there on a long one.
  ///
  /// Each series has columns of its own, and points that lie in the middle of their glyphs come first.
  private func drawMarkers(
    _ series: Int, _ area: PlotArea, on grid: inout Grid, _ appearance: Appearance
  ) {
    let glyph = Glyph(
      SeriesInk.marker(series, appearance), SeriesInk.style(series, appearance).bold)
    var places = drawable(series).compactMap { $0 }.map { area.place($0.x, $0.y) }
    if dotted.contains(series) {
      // What came before may coincide with what is now: its markers stand between the points.
      places = zip(places, places.dropFirst()).map {
        (($0.across + $1.across) / 2, ($0.down + $1.down) / 2)
      }
    }
    let shown =
      places
      .filter { -0.5..<Double(4 * area.rows) - 0.5 ~= $0.down }
      .map { PlotArea.Dot(x: Int($0.across.rounded()), y: Int($0.down.rounded())) }
    func draw(_ dot: PlotArea.Dot) {
      let (column, row) = area.glyph(of: dot)
      if 0..<area.columns ~= dot.x / 2 { grid[column, row] = glyph }
    }
    if shown.count * 4 <= area.columns {
      shown.forEach(draw)
      return
    }
    let spacing = max(10, 5 * curves.count)
    var isEmpty = true
    for slot in stride(
      from: spacing * (2 * series + 1) / (2 * curves.count), to: area.columns, by: spacing)
    {
      let near = shown.filter { ($0.x / 2 - slot).magnitude <= min(2, spacing / 4) }
      // Half a glyph off the curve is what a marker at its edge looks like.
      func distance(_ dot: PlotArea.Dot) -> Int {
        (1...2 ~= dot.y % 4 ? 0 : 8) + abs(dot.x / 2 - slot)
      }
      guard let best = near.min(by: { distance($0) < distance($1) }) else { continue }
      draw(best)
      isEmpty = false
    }
    if isEmpty, let last = shown.last { draw(last) }
  }

  /// Lines in which a marker stays with its name, where a name fits at all.
  private func legend(_ appearance: Appearance, width: Int) -> [[Span]] {
    var lines: [[Span]] = []
    var used = 0
    for (i, curve) in curves.enumerated() {
      let entry = [
        Span("\(SeriesInk.marker(i, appearance)) ", SeriesInk.style(i, appearance)),
        Span(curve.name),
      ]
      let length = 2 + curve.name.unicodeScalars.count
      if !lines.isEmpty, used + 3 + length <= width {
        lines[lines.count - 1] += [Span("   ")] + entry
        used += 3 + length
      } else {
        lines.append(entry)
        used = length
      }
    }
    return lines.flatMap { wrap($0, width: width) }
  }

  public var sentence: String {
    let parts = curves.map { curve -> String in
      let finite = zip(curve.x, curve.y).filter { $0.isFinite && $1.isFinite }
      guard let first = finite.first, let last = finite.last else {
        return "\(curve.name) has no points"
      }
      return
        "\(curve.name) goes from \(NumberText.short(first.1)) at \(NumberText.short(first.0)) to "
        + "\(NumberText.short(last.1)) at \(NumberText.short(last.0))"
    }
    return "\(title.isEmpty ? "Curves" : title): \(parts.joined(separator: "; "))."
  }
}
