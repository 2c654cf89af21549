import Screen

/// What a cell printed: its blanks stand, so that columns stay columns; a line that is too long goes on below, behind a
/// mark.
struct Printout {
  var text: String
  /// The columns there are, the indent included.
  var width: Int
  var indent = 0
  var style = Style.text

  /// Stands before what belongs to the line above.
  static let mark: Unicode.Scalar = "↪"

  var grid: Grid {
    let room = max(1, width - indent)
    let lines = Self.expanded(text).unicodeScalars
      .split(separator: "\n", omittingEmptySubsequences: false)
      // "\r\n" ends a line as well.
      .map { $0.last == "\r" ? $0.dropLast() : $0 }
      .flatMap { Self.folded(Array(sanitized(String($0)).unicodeScalars), room: room) }
    var grid = Grid(width: max(0, width), height: lines.count)
    for (row, line) in lines.enumerated() {
      var column = indent
      if line.goesOn {
        grid[column, row] = Glyph(Self.mark, Style(.muted))
        column += 2
      }
      for (x, scalar) in line.scalars.enumerated() { grid[column + x, row] = Glyph(scalar, style) }
    }
    return grid
  }

  /// Lines of at most `room` columns, cut behind a blank where one is near the end.
  private static func folded(
    _ line: [Unicode.Scalar], room: Int
  ) -> [(scalars: [Unicode.Scalar], goesOn: Bool)] {
    var result: [(scalars: [Unicode.Scalar], goesOn: Bool)] = []
    var rest = line[...]
    while rest.count > room - (result.isEmpty ? 0 : 2) {
      let limit = max(1, room - (result.isEmpty ? 0 : 2))
      let near = rest.prefix(limit).suffix(limit / 3).lastIndex(of: " ")
      let end = near.map { $0 + 1 } ?? rest.startIndex + limit
      guard end < rest.endIndex else { break }
      result.append((Array(rest[..<end]), !result.isEmpty))
      rest = rest[end...]
    }
    result.append((Array(rest), !result.isEmpty))
    return result
  }

  /// Tabs as blanks up to the next column that is a multiple of eight.
  private static func expanded(_ text: String) -> String {
    guard text.unicodeScalars.contains("\t") else { return text }
    var result = String.UnicodeScalarView()
    var column = 0
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\t":
        let count = 8 - column % 8
        result.append(contentsOf: repeatElement(" ", count: count))
        column += count
      case "\n":
        result.append(scalar)
        column = 0
      default:
        result.append(scalar)
        column += 1
      }
    }
    return String(result)
  }
}
