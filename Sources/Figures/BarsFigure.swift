import Screen

/// Named bars from a common zero, with their values.
public struct BarsFigure: Figure {
  public var title: String
  public var bars: [(label: String, value: Double)]

  public init(title: String, bars: [(label: String, value: Double)]) {
    self.title = sanitized(title)
    self.bars = bars.map { (sanitized($0.label), $0.value) }
  }

  public func grid(width: Int, appearance: Appearance) -> Grid {
    let heading = title.isEmpty ? [] : wrap([Span(title, Style.text.bold)], width: max(1, width))
    var grid = Grid(width: max(0, width), height: heading.count + bars.count)
    for (row, line) in heading.enumerated() { grid.write(line, column: 0, row: row) }
    let values = bars.map { Self.text(of: $0.value) }
    let valueWidth = values.map(\.unicodeScalars.count).max() ?? 0
    let longest = bars.map(\.label.unicodeScalars.count).max() ?? 0
    let labelWidth = min(longest, max(4, width - valueWidth - 10), max(8, width * 2 / 5))
    let start = labelWidth + 1
    let room = max(1, width - start - valueWidth - 2)
    let finite = bars.map(\.value).filter(\.isFinite)
    let (low, high) = (min(0, finite.min() ?? 0), max(0, finite.max() ?? 0))
    // The zero stands where the shares of both sides meet.
    let span = high - low
    let zero = span > 0 && span.isFinite ? Int((-low / span * Double(room)).rounded()) : 0
    for (i, bar) in bars.enumerated() {
      let row = heading.count + i
      grid.write(cut(bar.label, labelWidth), column: 0, row: row)
      let length = span > 0 && bar.value.isFinite ? bar.value / span * Double(room) : 0
      var end = zero
      if bar.value.isFinite {
        end = draw(length, from: start + zero, row: row, on: &grid, appearance) - start
      }
      let after = low < 0 ? start + room + 2 : start + max(end, 0) + 1
      let column = low < 0 ? after + valueWidth - values[i].unicodeScalars.count : after
      grid.write(values[i], column: column, row: row)
    }
    return appearance.isASCII ? grid.asciified() : grid
  }

  /// Draws a bar and returns the column after its right end.
  private func draw(
    _ length: Double, from zero: Int, row: Int, on grid: inout Grid, _ appearance: Appearance
  ) -> Int {
    let style = SeriesInk.style(length < 0 ? 1 : 0, appearance)
    if appearance.isASCII {
      let count = Int(length.magnitude.rounded())
      let first = length < 0 ? zero - count : zero
      for x in first..<first + count { grid[x, row] = Glyph(length < 0 ? "=" : "#", style) }
      return max(zero, first + count)
    }
    if length < 0 {
      // Only halves of a column can be filled from the right.
      let halves = Int((-length * 2).rounded())
      for x in zero - halves / 2..<zero { grid[x, row] = Glyph("█", style) }
      if !halves.isMultiple(of: 2) { grid[zero - halves / 2 - 1, row] = Glyph("▐", style) }
      return zero
    }
    let eighths = Int((length * 8).rounded())
    for x in zero..<zero + eighths / 8 { grid[x, row] = Glyph("█", style) }
    guard !eighths.isMultiple(of: 8) else { return zero + eighths / 8 }
    let parts: [Unicode.Scalar] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    grid[zero + eighths / 8, row] = Glyph(parts[eighths % 8 - 1], style)
    return zero + eighths / 8 + 1
  }

  private func cut(_ text: String, _ width: Int) -> String {
    guard text.unicodeScalars.count > width else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(max(0, width - 1)))) + "…"
  }

  /// Whole numbers with their thousands apart.
  private static func text(of value: Double) -> String {
    if value.magnitude >= 1000, value.magnitude < 1e15, value == value.rounded() {
      return NumberText.grouped(Int(value))
    }
    return NumberText.short(value)
  }

  public var sentence: String {
    let list = bars.map { "\($0.label) \(Self.text(of: $0.value))" }.joined(separator: ", ")
    return "\(title.isEmpty ? "Bars" : title): \(list)."
  }
}
