import Screen

/// Rows under headings; columns of numbers stand to the right, large ones with their thousands apart.
public struct TableFigure: Figure {
  public var headings: [String]
  public var rows: [[String]]

  public init(headings: [String], rows: [[String]]) {
    self.headings = headings.map { sanitized($0) }
    self.rows = rows.map { $0.map { NumberText.grouped(sanitized($0)) } }
  }

  public func grid(width: Int, appearance: Appearance) -> Grid {
    let count = max(headings.count, rows.map(\.count).max() ?? 0)
    let alignments = (0..<count).map { column -> TextTable.Alignment in
      let entries = rows.compactMap { $0.indices.contains(column) ? $0[column] : nil }
      return !entries.isEmpty && entries.allSatisfy(Self.isNumeric) ? .right : .left
    }
    let table = TextTable(headings: headings, rows: rows, alignments: alignments)
    let grid = table.grid(width: width, appearance: appearance).resized(toWidth: width)
    return appearance.isASCII ? grid.asciified() : grid
  }

  public var sentence: String {
    let count = rows.count == 1 ? "1 row" : "\(rows.count) rows"
    let separator = headings.contains { $0.contains(",") } ? "; " : ", "
    return headings.isEmpty
      ? "A table of \(count)." : "A table of \(count): \(headings.joined(separator: separator))."
  }

  /// Whether an entry is a number, with separators or a unit sign; blanks count as numbers.
  static func isNumeric(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy {
      switch $0 {
      case "0"..."9", ".", ",", "-", "−", "+", "%", " ", "e", "×", "∞", "–", "—": true
      default: false
      }
    }
  }
}
