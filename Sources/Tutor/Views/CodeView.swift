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
  /// What is wrong with the text, if anything.
  var mistake: CellError?

  /// One scalar of the text as it is drawn.
  private struct Piece {
    var glyph: Glyph
    /// The number that it belongs to, where one of the numbers has the cursor.
    var literal: Int?
  }

  /// The picture, with a bar on its left: the text begins in the third column.
  func picture(bar: Unicode.Scalar, barStyle: Style) -> BlockPicture {
    var lines = pieces()
    // While text is being typed every scalar stays where it was typed.
    if cursor == nil { joinComments(&lines) }
    var rows: [[Piece]] = []
    var position: Frame.Position?
    for (number, line) in lines.enumerated() {
      let typed = cursor.flatMap { $0.line == number ? $0.column : nil }
      let folded = folded(line, typed: typed)
      if let place = folded.cursor {
        position = Frame.Position(column: place.column + 2, row: rows.count + place.row)
      }
      rows += folded.rows
    }
    var grid = Grid(width: width + 2, height: rows.count)
    var places: [Int: BlockPicture.LiteralPlace] = [:]
    for (row, pieces) in rows.enumerated() {
      grid[0, row] = Glyph(bar, barStyle)
      for (x, piece) in pieces.enumerated() {
        grid[x + 2, row] = piece.glyph
        guard let literal = piece.literal else { continue }
        let start = places[literal].flatMap { $0.row == row ? $0.columns.lowerBound : nil } ?? x + 2
        places[literal] = BlockPicture.LiteralPlace(row: row, columns: start..<x + 3)
      }
    }
    var picture = BlockPicture(grid)
    picture.literal = picked.flatMap { places[$0] }
    picture.literals = places
    picture.cursor = position
    return picture
  }

  /// The text line by line.
  private func pieces() -> [[Piece]] {
    let styles = styles()
    var literals = (picked == nil ? [] : literals).enumerated().makeIterator()
    var literal = literals.next()
    var lines: [[Piece]] = [[]]
    var byte = 0
    for scalar in source.unicodeScalars {
      if scalar == "\n" {
        lines.append([])
      } else {
        while let range = literal?.element.range, range.upperBound <= byte {
          literal = literals.next()
        }
        let isOfLiteral = literal?.element.range.contains(byte) == true
        lines[lines.count - 1].append(
          Piece(glyph: Glyph(scalar, styles[byte]), literal: isOfLiteral ? literal?.offset : nil))
      }
      byte += scalar.utf8.count
    }
    return lines
  }

  // MARK: - Comments

  /// Where a line's comment begins.
  private func comment(in line: [Piece]) -> Int? {
    guard let start = line.firstIndex(where: { $0.glyph.style.role == .comment }),
      line[start].glyph.scalar == "/"
    else { return nil }
    return start
  }

  /// The blanks before a line that is nothing but a comment of running text, `// like this`.
  private func commentIndent(of line: [Piece]) -> Int? {
    guard let start = comment(in: line), line.count > start + 3,
      line[..<start].allSatisfy({ $0.glyph.scalar == " " })
    else { return nil }
    let slashes = line[start...].prefix { $0.glyph.scalar == "/" }.count
    let text = line[(start + slashes)...].prefix(2).map(\.glyph.scalar)
    return text.count == 2 && text[0] == " " && text[1] != " " && text[1] != "-" ? start : nil
  }

  /// Makes one line of comments that stand one under the other where one of them is too long, so that they wrap as one
  /// paragraph.
  private func joinComments(_ lines: inout [[Piece]]) {
    var i = 0
    while i < lines.count {
      guard let indent = commentIndent(of: lines[i]) else {
        i += 1
        continue
      }
      var end = i + 1
      while end < lines.count, commentIndent(of: lines[end]) == indent { end += 1 }
      if lines[i..<end].contains(where: { $0.count > width }) {
        let rest = lines[(i + 1)..<end].flatMap { line -> [Piece] in
          let text = line[indent...].drop { $0.glyph.scalar == "/" }
          return Array(text)
        }
        lines[i] += rest
        lines.removeSubrange((i + 1)..<end)
      }
      i += 1
    }
  }

  // MARK: - Folding

  /// A line in rows of at most `width` columns, and where the cursor stands if `typed` scalars of it lie before it.
  private func folded(
    _ line: [Piece], typed: Int?
  ) -> (rows: [[Piece]], cursor: (column: Int, row: Int)?) {
    let blanks = line.prefix { $0.glyph.scalar == " " }.count
    let comment = typed == nil ? comment(in: line) : nil
    var rows: [[Piece]] = [[]]
    var cursor: (column: Int, row: Int)?
    /// What a row that carries on begins with: two columns more than the line itself, where there is room; and in a
    /// comment its slashes and its own indent, since what follows is no code.
    func margin(at i: Int) -> [Piece] {
      var text = String(repeating: " ", count: blanks + 2)
      var style = Style(.code)
      if let comment, i > comment {
        let slashes = line[comment...].prefix { $0.glyph.scalar == "/" }.count
        let inner = line[(comment + slashes)...].prefix { $0.glyph.scalar == " " }.count
        text = String(repeating: " ", count: comment == blanks ? blanks : blanks + 2)
        text += String(repeating: "/", count: slashes)
        text += String(repeating: " ", count: max(1, inner))
        style = Style(.comment)
      }
      let pieces = text.unicodeScalars.map { Piece(glyph: Glyph($0, style)) }
      return pieces.count + 16 <= width ? pieces : []
    }
    for (i, piece) in line.enumerated() {
      let room = width - rows[rows.count - 1].count
      // The blank between two words ends with the row that it follows.
      if room <= 0, piece.glyph.scalar == " ", typed != i { continue }
      if room <= 0 || beginsLongWord(at: i, in: line, room: room) { rows.append(margin(at: i)) }
      if typed == i { cursor = (rows[rows.count - 1].count, rows.count - 1) }
      rows[rows.count - 1].append(piece)
    }
    if typed == line.count {
      // Behind a row that is just full the cursor has to stand on the next one.
      if rows[rows.count - 1].count >= width {
        rows.append(margin(at: line.count))
      }
      cursor = (rows[rows.count - 1].count, rows.count - 1)
    }
    return (rows, cursor)
  }

  /// Whether a word that fits on a row, but not on what is left of this one, begins here.
  private func beginsLongWord(at i: Int, in line: [Piece], room: Int) -> Bool {
    guard i > blanks(in: line), room < width, line[i - 1].glyph.scalar == " ",
      line[i].glyph.scalar != " "
    else { return false }
    // An argument stays with its label.
    var end = i
    while end < line.count, line[end].glyph.scalar != " " || line[end - 1].glyph.scalar == ":" {
      end += 1
    }
    return end - i > room && end - i <= width
  }

  private func blanks(in line: [Piece]) -> Int {
    line.prefix { $0.glyph.scalar == " " }.count
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
    for i in mistakenToken { styles[i] = Style(.wrong).underlined }
    if let picked, literals.indices.contains(picked) {
      for i in literals[picked].range { styles[i] = Style(.knobFocus) }
    }
    return styles
  }

  /// The bytes of the word with which the mistake begins; none where the text there is no longer the one it is about.
  private var mistakenToken: Range<Int> {
    guard let mistake, mistake.line >= 1, mistake.column >= 1 else { return 0..<0 }
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.indices.contains(mistake.line - 1) else { return 0..<0 }
    let line = lines[mistake.line - 1]
    let text = mistake.text.prefix { $0 != "\n" }
    guard !text.isEmpty, line.dropFirst(mistake.column - 1).hasPrefix(text) else { return 0..<0 }
    let start =
      lines.prefix(mistake.line - 1).reduce(0) { $0 + $1.utf8.count + 1 }
      + line.prefix(mistake.column - 1).utf8.count
    return SyntaxToken.all(in: source).first { $0.range.contains(start) }?.range ?? 0..<0
  }
}
