/// One position of the screen: a scalar one column wide, and how it looks.
public struct Glyph: Hashable, Sendable {
  public var scalar: Unicode.Scalar
  public var style: Style

  public init(_ scalar: Unicode.Scalar, _ style: Style = .text) {
    self.scalar = scalar
    self.style = style
  }

  public static let blank = Glyph(" ")
}

/// A rectangle of glyphs: what a frame looks like before any terminal sees it.
///
/// Views return grids, tests compare them, and only the terminal prints them.
public struct Grid: Equatable, Sendable {
  /// The number of columns.
  public let width: Int
  /// The number of rows.
  public let height: Int
  /// The glyphs, row by row.
  public private(set) var glyphs: [Glyph]

  /// Creates a grid of one glyph everywhere.
  public init(width: Int, height: Int, fill: Glyph = .blank) {
    self.width = max(0, width)
    self.height = max(0, height)
    glyphs = Array(repeating: fill, count: max(0, width) * max(0, height))
  }

  /// The glyph at a column and a row; writing outside the grid does nothing, reading gives a blank.
  public subscript(column: Int, row: Int) -> Glyph {
    get { contains(column, row) ? glyphs[row * width + column] : .blank }
    set { if contains(column, row) { glyphs[row * width + column] = newValue } }
  }

  private func contains(_ column: Int, _ row: Int) -> Bool {
    0..<width ~= column && 0..<height ~= row
  }

  /// Writes text from a column rightwards, cut at the edge, and returns the column after it.
  @discardableResult
  public mutating func write(_ text: String, column: Int, row: Int, style: Style = .text) -> Int {
    var column = column
    for scalar in text.unicodeScalars {
      self[column, row] = Glyph(scalar, style)
      column += 1
    }
    return column
  }

  /// Writes spans one after the other, and returns the column after them.
  @discardableResult
  public mutating func write(_ spans: [Span], column: Int, row: Int) -> Int {
    spans.reduce(column) { write($1.text, column: $0, row: row, style: $1.style) }
  }

  /// Copies another grid so that its top left corner lies at a column and a row; what lies outside is cut.
  public mutating func place(_ other: Grid, column: Int, row: Int) {
    for y in 0..<other.height {
      for x in 0..<other.width { self[column + x, row + y] = other[x, y] }
    }
  }
}

extension Grid: CustomStringConvertible {
  /// The rows as lines, with trailing blanks removed: the form that tests compare and pipes receive.
  public var description: String {
    (0..<height).map { row in
      var line = String.UnicodeScalarView()
      line.append(contentsOf: glyphs[row * width..<(row + 1) * width].map(\.scalar))
      return String(String(line).reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }
}
