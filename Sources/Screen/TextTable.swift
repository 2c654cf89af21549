/// A table of wrapping text: columns side by side, or one record under the other where there is no room.
public struct TextTable: Equatable, Sendable {
  public enum Alignment: Hashable, Sendable { case left, center, right }

  /// What stands over each column; empty for a table without headings.
  public var headings: [[Span]]
  /// The rows' texts, column by column; short rows are filled with blanks.
  public var rows: [[[Span]]]
  /// A last row under a rule, such as totals; empty for none.
  public var footer: [[Span]] = []
  /// Where a column's text stands; columns beyond the last alignment are aligned left.
  public var alignments: [Alignment]

  public init(headings: [[Span]], rows: [[[Span]]], alignments: [Alignment] = []) {
    self.headings = headings
    self.rows = rows
    self.alignments = alignments
  }

  /// A table of plain text.
  public init(headings: [String], rows: [[String]], alignments: [Alignment] = []) {
    self.init(
      headings: headings.map { [Span($0)] }, rows: rows.map { $0.map { [Span($0)] } },
      alignments: alignments)
  }

  private static let gap = 2

  /// The table at a width of at most `width` columns.
  ///
  /// Columns shrink to their longest word before any word is cut; where even that does not fit, each row becomes
  /// a record of `heading  text` lines.
  public func grid(width: Int, appearance: Appearance = Appearance()) -> Grid {
    let count = max(headings.count, footer.count, rows.map(\.count).max() ?? 0)
    guard count > 0, width > 0 else { return Grid(width: 0, height: 0) }
    guard let widths = columnWidths(count: count, width: width) else {
      return records(width: width, appearance: appearance)
    }
    let total = widths.reduce(0, +) + Self.gap * (count - 1)
    var blocks: [[[[Span]]]] = []
    if !headings.isEmpty { blocks.append(wrapped(headings.map(emphasized), widths)) }
    blocks += rows.map { wrapped($0, widths) }
    if !footer.isEmpty { blocks.append(wrapped(footer.map(emphasized), widths)) }
    let rules = (headings.isEmpty ? 0 : 1) + (footer.isEmpty ? 0 : 1)
    let heights = blocks.map { $0.map(\.count).max() ?? 0 }
    var grid = Grid(width: total, height: heights.reduce(0, +) + rules)
    var row = 0
    for (index, block) in blocks.enumerated() {
      if !footer.isEmpty && index == blocks.count - 1 {
        drawRule(widths, row: row, on: &grid, appearance)
        row += 1
      }
      write(block, widths, row: row, on: &grid)
      row += heights[index]
      if !headings.isEmpty && index == 0 {
        drawRule(widths, row: row, on: &grid, appearance)
        row += 1
      }
    }
    return grid
  }

  /// The columns that the table takes where nothing has to be wrapped.
  public var naturalWidth: Int {
    let rows = [headings, footer] + rows
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { c in
      rows.map { $0.indices.contains(c) ? Screen.width(of: $0[c]) : 0 }.max() ?? 0
    }
    return widths.reduce(0, +) + Self.gap * max(0, count - 1)
  }

  private func write(_ block: [[[Span]]], _ widths: [Int], row: Int, on grid: inout Grid) {
    var column = 0
    for (c, lines) in block.enumerated() {
      for (l, line) in lines.enumerated() {
        let free = widths[c] - Screen.width(of: line)
        let shift =
          switch alignment(c) {
          case .left: 0
          case .center: free / 2
          case .right: free
          }
        grid.write(line, column: column + shift, row: row + l)
      }
      column += widths[c] + Self.gap
    }
  }

  private func drawRule(
    _ widths: [Int], row: Int, on grid: inout Grid, _ appearance: Appearance
  ) {
    let rule: Unicode.Scalar = appearance.isASCII ? "-" : "─"
    var start = 0
    for width in widths {
      for x in start..<start + width { grid[x, row] = Glyph(rule, Style(.border)) }
      start += width + Self.gap
    }
  }

  private func alignment(_ column: Int) -> Alignment {
    alignments.indices.contains(column) ? alignments[column] : .left
  }

  private func emphasized(_ spans: [Span]) -> [Span] {
    spans.map { Span($0.text, $0.style.bold) }
  }

  private func wrapped(_ entries: [[Span]], _ widths: [Int]) -> [[[Span]]] {
    widths.indices.map { c in
      entries.indices.contains(c) ? wrap(entries[c], width: widths[c]) : [[]]
    }
  }

  /// The columns' widths, or `nil` where even the longest words do not fit side by side.
  private func columnWidths(count: Int, width: Int) -> [Int]? {
    var natural = Array(repeating: 1, count: count)
    var least = Array(repeating: 1, count: count)
    for row in [headings, footer] + rows {
      for (c, entry) in row.enumerated() {
        for line in wrap(entry, width: 1_000_000) {
          natural[c] = max(natural[c], Screen.width(of: line))
          least[c] = max(least[c], longestWord(line))
        }
      }
    }
    let room = width - Self.gap * (count - 1)
    if natural.reduce(0, +) <= room { return natural }
    // A long word may be cut where its column is wide enough to be read nonetheless.
    least = zip(least, natural).map { min($0, max(12, width / 3), $1) }
    guard least.reduce(0, +) <= room else { return nil }
    // What is left goes, column by column, to the one that lacks most of its natural width.
    var widths = least
    for _ in 0..<room - least.reduce(0, +) {
      guard
        let c = widths.indices.max(by: { natural[$0] - widths[$0] < natural[$1] - widths[$1] }),
        natural[c] > widths[c]
      else { break }
      widths[c] += 1
    }
    return widths
  }

  private func longestWord(_ line: [Span]) -> Int {
    var (longest, length) = (0, 0)
    for span in line {
      let isWhole = span.style.role == .code || span.style.role == .maths
      for scalar in span.text.unicodeScalars {
        length = scalar == " " && !isWhole ? 0 : length + 1
        longest = max(longest, length)
      }
    }
    return longest
  }

  /// Each row as lines of heading and text, with a rule between rows.
  private func records(width: Int, appearance: Appearance) -> Grid {
    var lines: [[Span]] = []
    let rule = String(repeating: appearance.isASCII ? "-" : "─", count: min(width, 16))
    for (r, row) in (footer.isEmpty ? rows : rows + [footer]).enumerated() {
      if r > 0 { lines.append([Span(rule, .border)]) }
      for (c, entry) in row.enumerated() {
        let label =
          headings.indices.contains(c) && !headings[c].isEmpty
          ? emphasized(headings[c]) + [Span(": ")] : []
        lines += wrap(label + entry, width: width, hanging: 2)
      }
    }
    if rows.isEmpty { lines = headings.flatMap { wrap(emphasized($0), width: width) } }
    return Screen.grid(of: lines, width: width)
  }
}
