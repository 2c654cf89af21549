import CellLanguage
import Screen

/// Source text in colours, its numbers marked as knobs, lines that are too long carried on below.
struct CodeView {
  var source: String
  var isSwift: Bool
  /// The columns of the text, the bar not counted.
  var width: Int
  /// The numbers that can be turned.
  var literals: [Literal] = []
  /// The one under the cursor.
  var picked: Int?
  /// Where text is being typed: line and column.
  var cursor: (line: Int, column: Int)?

  /// The picture, with a bar on its left: the text begins in the third column.
  func picture(bar: Unicode.Scalar, barStyle: Style) -> BlockPicture {
    let styles = styles()
    var lines: [[Glyph]] = [[]]
    var place: BlockPicture.LiteralPlace?
    var position: Frame.Position?
    var byte = 0
    var line = 0
    var column = 0
    let pickedRange = picked.flatMap { literals.indices.contains($0) ? literals[$0].range : nil }
    func note() {
      if let cursor, cursor.line == line, cursor.column == column {
        position = Frame.Position(column: lines[lines.count - 1].count + 2, row: lines.count - 1)
      }
    }
    let scalars = Array(source.unicodeScalars)
    /// What a line that is carried on begins with: two columns more than the line itself, where there is room.
    var indent: [Glyph] = []
    func carryOn() { lines.append(indent.count + 16 <= width ? indent : []) }
    for (i, scalar) in scalars.enumerated() {
      let isCursor = cursor?.line == line && cursor?.column == column
      let room = width - lines[lines.count - 1].count
      // The blank between two words ends with the line that it follows.
      if room <= 0, scalar == " ", !isCursor {
        byte += 1
        column += 1
        continue
      }
      // A line that is just full ends there, unless the cursor has to stand behind it.
      if room <= 0 ? scalar != "\n" || isCursor : beginsLongWord(at: i, in: scalars, room: room) {
        carryOn()
      }
      note()
      if i == 0 || scalars[i - 1] == "\n" {
        let blanks = scalars[i...].prefix { $0 == " " }.count
        indent = Array(repeating: Glyph(" ", Style(.code)), count: blanks + 2)
      }
      if scalar == "\n" {
        lines.append([])
        line += 1
        column = 0
      } else {
        if let range = pickedRange, range.contains(byte) {
          let start =
            place?.row == lines.count - 1
            ? place?.columns.lowerBound ?? 0 : lines[lines.count - 1].count + 2
          place = BlockPicture.LiteralPlace(
            row: lines.count - 1, columns: start..<lines[lines.count - 1].count + 3)
        }
        lines[lines.count - 1].append(Glyph(scalar, styles[byte]))
        column += 1
      }
      byte += scalar.utf8.count
    }
    if let cursor, cursor.line == line, cursor.column == column,
      lines[lines.count - 1].count >= width
    {
      lines.append([])
    }
    note()
    var grid = Grid(width: width + 2, height: lines.count)
    for (row, glyphs) in lines.enumerated() {
      grid[0, row] = Glyph(bar, barStyle)
      for (x, glyph) in glyphs.enumerated() { grid[x + 2, row] = glyph }
    }
    var picture = BlockPicture(grid)
    picture.literal = place
    picture.cursor = position
    return picture
  }

  /// Whether a word that fits on a line, but not on what is left of this one, begins here.
  private func beginsLongWord(at i: Int, in scalars: [Unicode.Scalar], room: Int) -> Bool {
    guard i > 0, room < width, scalars[i - 1] == " ", scalars[i] != " ", scalars[i] != "\n" else {
      return false
    }
    // What stands before it on its line must be more than its indentation.
    guard scalars[..<i].last(where: { $0 != " " }).map({ $0 != "\n" }) ?? false else {
      return false
    }
    let length = scalars[i...].prefix { $0 != " " && $0 != "\n" }.count
    return length > room && length <= width
  }

  /// A style for each byte.
  private func styles() -> [Style] {
    var styles = Array(repeating: Style(.code), count: source.utf8.count)
    guard isSwift else { return styles }
    for token in SyntaxToken.all(in: source) {
      let role: Role =
        switch token.kind {
        case .keyword: .keyword
        case .number, .string: .literal
        case .comment: .comment
        default: .code
        }
      for i in token.range { styles[i] = Style(role) }
    }
    for literal in literals { for i in literal.range { styles[i] = Style(.knob) } }
    if let picked, literals.indices.contains(picked) {
      for i in literals[picked].range { styles[i] = Style(.knobFocus) }
    }
    return styles
  }
}
