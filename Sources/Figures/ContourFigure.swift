import CNNEngine
import Screen

/// A height map as lines of equal height, with paths over it: a marker for each path.
public struct ContourFigure: Figure {
  public var title: String
  /// `[H, W]`: a row for each of `y`, a column for each of `x`.
  public var heights: Tensor
  /// Places, upwards.
  public var x, y: [Double]
  public var paths: [(name: String, x: [Double], y: [Double])]

  public init(
    title: String, heights: Tensor, x: [Double], y: [Double],
    paths: [(name: String, x: [Double], y: [Double])]
  ) {
    self.title = sanitized(title)
    (self.heights, self.x, self.y) = (heights, x, y)
    self.paths = paths.map { (sanitized($0.name), $0.x, $0.y) }
  }

  public func grid(width: Int, appearance: Appearance) -> Grid {
    let heading = title.isEmpty ? [] : wrap([Span(title, Style.text.bold)], width: max(1, width))
    let legend = wrap(legend(appearance), width: max(1, width))
    let rows = min(16, max(8, width / 4))
    let down = PlotAxis(of: y, cells: rows, apart: 3)
    let left = down.ticks.map(\.label.unicodeScalars.count).max() ?? 0
    let columns = max(1, width - left - 1)
    let area = PlotArea(
      left: left + 1, top: heading.count,
      x: PlotAxis(of: x, cells: columns, apart: columns < 30 ? columns / 3 : 12), y: down)
    var grid = Grid(width: max(0, width), height: heading.count + area.rows + 2 + legend.count)
    for (row, line) in heading.enumerated() { grid.write(line, column: 0, row: row) }
    PlotFigure.drawAxes(area, on: &grid, appearance)
    drawLines(area, on: &grid, appearance)
    for (i, path) in paths.enumerated() { draw(path, series: i, area, on: &grid, appearance) }
    for (row, line) in legend.enumerated() {
      grid.write(line, column: 0, row: heading.count + area.rows + 2 + row)
    }
    return appearance.isASCII ? grid.asciified() : grid
  }

  // MARK: - Heights

  /// Lines lie closer together in the valley, as squares do: a bowl's are equally far apart.
  private var levels: [Float] {
    let finite = heights.scalars.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max(), low < high else { return [] }
    return (1...8).map { k in low + (high - low) * Float(k * k) / 81 }
  }

  /// The height at a point of the map, between its four neighbours.
  private func height(_ px: Double, _ py: Double) -> Float {
    let (i, down) = Self.place(py, y)
    let (j, across) = Self.place(px, x)
    let (i1, j1) = (min(i + 1, y.count - 1), min(j + 1, x.count - 1))
    let above = heights[i, j] * (1 - across) + heights[i, j1] * across
    let below = heights[i1, j] * (1 - across) + heights[i1, j1] * across
    return above * (1 - down) + below * down
  }

  /// Between which two places a number lies, and how far along.
  private static func place(_ value: Double, _ places: [Double]) -> (index: Int, share: Float) {
    var (low, high) = (0, places.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if places[middle] <= value { low = middle } else { high = middle }
    }
    guard high > low else { return (low, 0) }
    let share = (value - places[low]) / (places[high] - places[low])
    return (low, Float(min(1, max(0, share))))
  }

  /// A dot wherever a neighbour lies beyond a line.
  private func drawLines(_ area: PlotArea, on grid: inout Grid, _ appearance: Appearance) {
    let levels = levels
    guard !levels.isEmpty, x.count > 0, y.count > 0 else { return }
    let (across, down) = (2 * area.columns, 4 * area.rows)
    // −1 for what lies beyond the map, on the axes' last half glyph.
    let bands = (0...down).map { row in
      (0...across).map { column -> Int in
        let point = area.point((column, row))
        guard area.x.low...area.x.high ~= point.x, area.y.low...area.y.high ~= point.y else {
          return -1
        }
        let height = height(point.x, point.y)
        return levels.count { $0 < height }
      }
    }
    for row in 0..<area.rows {
      for column in 0..<area.columns {
        var bits: UInt32 = 0
        for dy in 0..<4 {
          for dx in 0..<2 {
            let (r, c) = (4 * row + dy, 2 * column + dx)
            let next = [bands[r][c + 1], bands[r + 1][c]]
            if bands[r][c] >= 0, next.contains(where: { $0 >= 0 && $0 != bands[r][c] }) {
              bits |= PlotArea.bit(dx, dy)
            }
          }
        }
        // Without braille every second band is dotted.
        let isDotted = bands[4 * row + 2][2 * column + 1] % 2 == 1
        guard let dots = Unicode.Scalar(0x2800 | bits), appearance.isASCII ? isDotted : bits != 0
        else { continue }
        grid[area.left + column, area.top + row] = Glyph(
          appearance.isASCII ? "." : dots, Style(.muted))
      }
    }
  }

  // MARK: - Paths

  private func draw(
    _ path: (name: String, x: [Double], y: [Double]), series: Int, _ area: PlotArea,
    on grid: inout Grid, _ appearance: Appearance
  ) {
    let style = SeriesInk.style(series, appearance)
    let marker = SeriesInk.marker(series, appearance)
    // What leaves the map is not drawn at its edge, as if it stood there.
    let points = zip(path.x, path.y).map { px, py in
      px >= area.x.low && px <= area.x.high && py >= area.y.low && py <= area.y.high
        ? (x: px, y: py) : nil
    }
    var own: [Int: UInt32] = [:]
    for (start, end) in zip(points, points.dropFirst()) {
      guard let start, let end, !appearance.isASCII else { continue }
      area.line(from: start, to: end) { px, py in
        let (column, row) = area.glyph(of: (px, py))
        let bits = own[row * grid.width + column, default: 0] | PlotArea.bit(px % 2, py % 4)
        own[row * grid.width + column] = bits
        guard let scalar = Unicode.Scalar(0x2800 | bits) else { return }
        grid[column, row] = Glyph(scalar, style.bold)
      }
    }
    for case let point? in points {
      let (column, row) = area.glyph(of: area.dot(point.x, point.y))
      grid[column, row] = Glyph(marker, style.bold)
    }
  }

  private func legend(_ appearance: Appearance) -> [Span] {
    let lines = levels.map { NumberText.short(Double($0)) }.joined(separator: ", ")
    return paths.enumerated().flatMap { i, path in
      [
        Span("\(SeriesInk.marker(i, appearance)) ", SeriesInk.style(i, appearance)),
        Span(path.name + "   "),
      ]
    } + [Span(lines.isEmpty ? "flat" : "lines at " + lines, Style(.muted))]
  }

  public var sentence: String {
    let ways = paths.map { path -> String in
      guard let x0 = path.x.first, let y0 = path.y.first, let x1 = path.x.last,
        let y1 = path.y.last
      else { return "\(path.name) has no points" }
      return
        "\(path.name) goes from (\(NumberText.short(x0)), \(NumberText.short(y0))) to "
        + "(\(NumberText.short(x1)), \(NumberText.short(y1))) in \(path.x.count - 1) steps"
    }
    let name = title.isEmpty ? "Heights" : title
    return ([lowest(name)] + ways).joined(separator: "; ") + "."
  }

  private func lowest(_ name: String) -> String {
    guard heights.count > 0, !x.isEmpty else { return "\(name): no heights" }
    var best = 0
    for i in heights.scalars.indices where heights.scalars[i] < heights.scalars[best] { best = i }
    let (i, j) = best.quotientAndRemainder(dividingBy: x.count)
    return
      "\(name): lowest \(NumberText.short(Double(heights.scalars[best]))) at (\(NumberText.short(x[j])), \(NumberText.short(y[i])))"
  }
}
