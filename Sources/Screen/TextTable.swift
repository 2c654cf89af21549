/// A table of wrapping text: columns side by side; where there is no room for all of them, the further ones below, each
/// row again with its first entry.
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
  /// Columns shrink to their longest word before any word is cut. Where even that does not fit, the columns fold: the
  /// first one is repeated beside those that had no room, under a mark. Where not even two columns fit side by side, each
  /// row becomes a record of `heading  text` lines.
  public func grid(width: Int, appearance: Appearance = Appearance()) -> Grid {
    let count = max(headings.count, footer.count, rows.map(\.count).max() ?? 0)
    guard count > 0, width > 0 else { return Grid(width: 0, height: 0) }
    guard let widths = columnWidths(count: count, width: width) else {
      return folded(count: count, width: width, appearance: appearance)
        ?? records(width: width, appearance: appearance)
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

  /// Each column's natural width, and the least one: that of its longest word, or less where a long word may be cut.
  private func bounds(count: Int, width: Int) -> (natural: [Int], least: [Int]) {
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
    // A long word may be cut where its column is wide enough to be read nonetheless.
    return (natural, zip(least, natural).map { min($0, max(12, width / 3), $1) })
  }

  /// The columns' widths, or `nil` where even the longest words do not fit side by side.
  private func columnWidths(count: Int, width: Int) -> [Int]? {
    let (natural, least) = bounds(count: count, width: width)
    let room = width - Self.gap * (count - 1)
    if natural.reduce(0, +) <= room { return natural }
    guard least.reduce(0, +) <= room else { return nil }
    // What is left is shared out from the column that lacks least: short entries stay on one line, long ones wrap.
    var widths = least
    var left = room - least.reduce(0, +)
    let order = widths.indices.sorted { natural[$0] - least[$0] < natural[$1] - least[$1] }
    for (i, c) in order.enumerated() {
      let share = min(natural[c] - least[c], left / (order.count - i))
      widths[c] += share
      left -= share
    }
    return widths
  }

  /// The table in parts one under the other, each of them the first column and some further ones; `nil` where a part
  /// would hold the first column alone.
  private func folded(count: Int, width: Int, appearance: Appearance) -> Grid? {
    let least = bounds(count: count, width: width).least
    guard count > 2, let widest = least.dropFirst().max(), least[0] + Self.gap + widest <= width
    else { return nil }
    var parts: [[Int]] = []
    var used = width
    for c in 1..<count {
      if used + Self.gap + least[c] > width {
        parts.append([0])
        used = least[0]
      }
      parts[parts.count - 1].append(c)
      used += Self.gap + least[c]
    }
    let mark = Span("\(appearance.isASCII ? ">" : "▸") the same rows, further columns", .muted)
    var grids: [Grid] = []
    for part in parts {
      if !grids.isEmpty { grids.append(Screen.grid(of: wrap([mark], width: width), width: width)) }
      grids.append(columns(part).grid(width: width, appearance: appearance))
    }
    return .stacked(grids)
  }

  /// A table of some of the columns.
  private func columns(_ columns: [Int]) -> TextTable {
    func pick(_ entries: [[Span]]) -> [[Span]] {
      entries.isEmpty
        ? [] : columns.map { entries.indices.contains($0) ? entries[$0] : [] }
    }
    var table = TextTable(
      headings: pick(headings), rows: rows.map(pick), alignments: columns.map(alignment))
    table.footer = pick(footer)
    return table
  }

  private func longestWord(_ line: [Span]) -> Int {
    var (longest, length) = (0, 0)
    let glue = Glue(in: line, atMost: .max)
    var place = 0
    for span in line {
      let isWhole = span.style.role == .code || span.style.role == .maths
      for scalar in span.text.unicodeScalars {
        length = scalar == " " && !isWhole && !glue.contains(place) ? 0 : length + 1
        longest = max(longest, length)
        place += 1
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
