import Screen

/// Curves over one x axis: dots of braille between the points, a marker of its own on each curve.
public struct PlotFigure: Figure {
  public var title: String
  public var curves: [(name: String, x: [Double], y: [Double])]
  /// The lowest and highest y that the axis must show; the curves widen it.
  public var yRange: ClosedRange<Double>?
  /// The x that the axis must show, for curves that are still growing; the curves widen it.
  public var xRange: ClosedRange<Double>?

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
    let heading = title.isEmpty ? [] : wrap([Span(title, Style.text.bold)], width: max(1, width))
    let legend = legend(appearance, width: max(1, width))
    let height = min(14, max(width < 30 ? 6 : 10, width / 5))
    let ends = xRange.map { [$0.lowerBound, $0.upperBound] } ?? []
    let x = PlotAxis(
      of: points.map(\.x) + ends, ticks: max(width < 30 ? 2 : 4, width / (xRange == nil ? 16 : 7)),
      isTight: true)
    let bounds = yRange.map { [$0.lowerBound, $0.upperBound] } ?? []
    let y = PlotAxis(of: points.map(\.y) + bounds, ticks: max(2, height / 3), isTight: false)
    let left = y.labels.map(\.unicodeScalars.count).max() ?? 0
    let columns = max(1, width - left - 1)
    var grid = Grid(width: max(0, width), height: heading.count + height + 2 + legend.count)
    for (row, line) in heading.enumerated() { grid.write(line, column: 0, row: row) }
    let area = PlotArea(
      left: left + 1, top: heading.count, columns: columns, rows: height, x: x, y: y)
    drawAxes(area, on: &grid, appearance)
    for (i, curve) in curves.enumerated() { draw(curve, series: i, area, on: &grid, appearance) }
    for (row, line) in legend.enumerated() {
      grid.write(line, column: 0, row: heading.count + height + 2 + row)
    }
    return appearance.isASCII ? grid.asciified() : grid
  }

  private var points: [(x: Double, y: Double)] {
    curves.flatMap { zip($0.x, $0.y).filter { $0.isFinite && $1.isFinite }.map { (x: $0, y: $1) } }
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

  func drawAxes(_ area: PlotArea, on grid: inout Grid, _ appearance: Appearance) {
    let border = Style(.border)
    for row in area.top..<area.top + area.rows {
      grid[area.left - 1, row] = Glyph(appearance.isASCII ? "|" : "│", border)
    }
    let foot = area.top + area.rows
    grid[area.left - 1, foot] = Glyph(appearance.isASCII ? "+" : "└", border)
    for column in area.left..<area.left + area.columns {
      grid[column, foot] = Glyph(appearance.isASCII ? "-" : "─", border)
    }
    for (value, label) in zip(area.y.values, area.y.labels) {
      let row = area.dot(0, value).y / 4
      guard 0..<area.rows ~= row else { continue }
      grid.write(
        label, column: area.left - 1 - label.unicodeScalars.count, row: area.top + row,
        style: Style(.muted))
      grid[area.left - 1, area.top + row] = Glyph(appearance.isASCII ? "+" : "┤", border)
    }
    var free = 0
    for (value, label) in zip(area.x.values, area.x.labels) {
      let column = area.left + min(area.columns - 1, area.dot(value, 0).x / 2)
      let length = label.unicodeScalars.count
      let start = min(max(0, column - length / 2), max(0, grid.width - length))
      guard start >= free else { continue }
      grid[column, foot] = Glyph(appearance.isASCII ? "+" : "┬", border)
      free = grid.write(label, column: start, row: foot + 1, style: Style(.muted)) + 2
    }
  }

  private func draw(
    _ curve: (name: String, x: [Double], y: [Double]), series: Int, _ area: PlotArea,
    on grid: inout Grid, _ appearance: Appearance
  ) {
    let style = SeriesInk.style(series, appearance)
    let marker = SeriesInk.marker(series, appearance)
    let dots = zip(curve.x, curve.y).map { x, y in
      x.isFinite && y.isFinite ? area.dot(x, y) : nil
    }
    for (start, end) in zip(dots, dots.dropFirst()) {
      guard let start, let end else { continue }
      area.line(from: start, to: end) { x, y in
        let (column, row) = (area.left + x / 2, area.top + y / 4)
        if appearance.isASCII {
          grid[column, row] = Glyph(marker, style)
        } else {
          let before = grid[column, row]
          let old = 0x2800...0x28FF ~= before.scalar.value ? before.scalar.value : 0x2800
          guard before.scalar == " " || old != 0x2800 else { return }
          let scalar = Unicode.Scalar(old | PlotArea.bit(x % 2, y % 4)) ?? marker
          grid[column, row] = Glyph(scalar, style)
        }
      }
    }
    // Markers stand on every point of a short curve, and here and there on a long one.
    let shown = dots.compactMap { $0 }
    let step = max(1, shown.count * 6 / max(1, area.columns))
    let offset = shown.count > step ? step * series / max(1, curves.count) : 0
    for i in stride(from: offset, to: shown.count, by: step) {
      grid[area.left + shown[i].x / 2, area.top + shown[i].y / 4] = Glyph(marker, style.bold)
    }
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

/// Where on the grid the curves are drawn; each glyph has two by four dots.
struct PlotArea {
  let left: Int
  let top: Int
  let columns: Int
  let rows: Int
  let x: PlotAxis
  let y: PlotAxis

  /// The dot of a point, from the top left, inside the area.
  func dot(_ x: Double, _ y: Double) -> (x: Int, y: Int) {
    let across = self.x.share(of: x) * Double(2 * columns - 1)
    let down = (1 - self.y.share(of: y)) * Double(4 * rows - 1)
    return (
      min(max(Int(across.rounded()), 0), 2 * columns - 1),
      min(max(Int(down.rounded()), 0), 4 * rows - 1)
    )
  }

  /// The bit of a dot in braille: Unicode 15, chapter 21.1.
  static func bit(_ x: Int, _ y: Int) -> UInt32 {
    let bits: [UInt32] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
    return bits[2 * y + x]
  }

  /// Calls `body` for each dot between two: Bresenham, 1965.
  func line(from start: (x: Int, y: Int), to end: (x: Int, y: Int), _ body: (Int, Int) -> Void) {
    let (dx, dy) = (abs(end.x - start.x), -abs(end.y - start.y))
    let (stepX, stepY) = (start.x < end.x ? 1 : -1, start.y < end.y ? 1 : -1)
    var (x, y, error) = (start.x, start.y, dx + dy)
    while true {
      body(x, y)
      if x == end.x && y == end.y { return }
      let twice = 2 * error
      if twice >= dy {
        error += dy
        x += stepX
      }
      if twice <= dx {
        error += dx
        y += stepY
      }
    }
  }
}

/// An axis with ticks at round numbers.
struct PlotAxis {
  let low: Double
  let high: Double
  let values: [Double]
  let labels: [String]

  /// The axis of some values.
  ///
  /// - Parameters:
  ///   - values: what must be shown.
  ///   - ticks: about how many ticks there are to be.
  ///   - isTight: whether the axis ends with the values rather than with a tick.
  init(of values: [Double], ticks: Int, isTight: Bool) {
    var (low, high) = (values.min() ?? 0, values.max() ?? 1)
    if low == high { (low, high) = (low - 0.5, high + 0.5) }
    let step = Self.roundStep((high - low) / Double(max(1, ticks)))
    let first = (low / step).rounded(isTight ? .up : .down)
    let last = (high / step).rounded(isTight ? .down : .up)
    let count = Int(min(max(last - first, 0), 100))
    self.values = (0...count).map { (first + Double($0)) * step }
    self.low = isTight ? low : first * step
    self.high = isTight ? high : last * step
    var decimals = 0
    var unit = step
    while unit < 0.999_999 && decimals < 8 {
      unit *= 10
      decimals += 1
    }
    labels = self.values.map {
      decimals < 6 && $0.magnitude < 1e6
        ? NumberText.fixed($0, decimals: decimals) : NumberText.exponential($0)
    }
  }

  /// 0…1 from the low end to the high one; the middle where the axis is too long for `Double`.
  func share(of value: Double) -> Double {
    let share = (value - low) / (high - low)
    return share.isFinite ? share : 0.5
  }

  /// The nearest of 1, 2 and 5 times a power of ten that is not below.
  private static func roundStep(_ step: Double) -> Double {
    guard step.isFinite, step > 0 else { return 1 }
    var power = 1.0
    while power * 10 <= step { power *= 10 }
    while power > step { power /= 10 }
    return [1, 2, 5, 10].map { $0 * power }.first { $0 >= step * 0.999_999 } ?? 10 * power
  }
}
