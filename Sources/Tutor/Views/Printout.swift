import Screen

/// What a program printed, column by column as it was printed: blanks stay, tabs reach the next multiple of eight.
///
/// A line that is too long is carried on below, behind a mark.
///
/// - Parameters:
///   - text: the lines, whatever they hold.
///   - width: the columns of a line, its indent included.
///   - indent: how many blanks stand before each line.
///   - style: the look of the text.
/// - Returns: at least one row.
func printout(_ text: String, width: Int, indent: Int = 0, style: Style = .text) -> Grid {
  let margin = min(indent, max(0, width - 2))
  var rows: [[Span]] = []
  for line in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) {
    // "\r\n" ends a line as well.
    let line = line.last == "\r" ? line.dropLast() : line
    var rest = Array(sanitized(withoutTabs(line)).unicodeScalars)[...]
    var mark = ""
    repeat {
      let piece = rest.prefix(max(1, width - margin - mark.unicodeScalars.count))
      rest = rest.dropFirst(piece.count)
      rows.append([
        Span(String(repeating: " ", count: margin)), Span(mark, .muted),
        Span(String(String.UnicodeScalarView(piece)), style),
      ])
      mark = "↪"
    } while !rest.isEmpty
  }
  return Screen.grid(of: rows, width: width)
}

/// A line with blanks in place of its tabs.
private func withoutTabs(_ line: some Sequence<Unicode.Scalar>) -> String {
  var scalars = String.UnicodeScalarView()
  var column = 0
  for scalar in line {
    let blanks = scalar == "\t" ? 8 - column % 8 : 0
    scalars.append(contentsOf: repeatElement(" ", count: blanks))
    if blanks == 0 { scalars.append(scalar) }
    column += max(1, blanks)
  }
  return String(scalars)
}
