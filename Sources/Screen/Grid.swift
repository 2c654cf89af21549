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
    let (left, right) = (max(0, column), min(width, column + other.width))
    let (top, bottom) = (max(0, row), min(height, row + other.height))
    guard left < right, top < bottom else { return }
    for y in top..<bottom {
      let source = (y - row) * other.width + left - column
      let target = y * width + left
      for x in 0..<right - left { glyphs[target + x] = other.glyphs[source + x] }
    }
  }

  /// Changes the style of a run of glyphs and leaves their scalars.
  public mutating func restyle(
    column: Int, row: Int, count: Int, _ change: (inout Style) -> Void
  ) {
    guard 0..<height ~= row, count > 0 else { return }
    for x in max(0, column)..<max(max(0, column), min(width, column + count)) {
      change(&glyphs[row * width + x].style)
    }
  }

  /// The rows of a range, which may reach beyond the grid; what lies outside is blank.
  public func rows(_ range: Range<Int>) -> Grid {
    var slice = Grid(width: width, height: range.count)
    slice.place(self, column: 0, row: -range.lowerBound)
    return slice
  }

  /// The grid cut at a width, where it is wider.
  public func resized(toWidth limit: Int) -> Grid {
    guard width > limit else { return self }
    var result = Grid(width: limit, height: height)
    result.place(self, column: 0, row: 0)
    return result
  }

  /// The same grid in ASCII: every scalar beyond it is replaced by its one-to-one stand-in.
  public func asciified() -> Grid {
    var copy = self
    for i in copy.glyphs.indices where copy.glyphs[i].scalar.value >= 0x7F {
      copy.glyphs[i].scalar = AllowedGlyphs.ascii(of: copy.glyphs[i].scalar)
    }
    return copy
  }

  /// Grids one under the other, `spacing` blank rows between them.
  public static func stacked(_ grids: [Grid], spacing: Int = 0) -> Grid {
    let height = grids.reduce(0) { $0 + $1.height } + spacing * max(0, grids.count - 1)
    var result = Grid(width: grids.map(\.width).max() ?? 0, height: height)
    var row = 0
    for grid in grids {
      result.place(grid, column: 0, row: row)
      row += grid.height + spacing
    }
    return result
  }
}

extension Grid: CustomStringConvertible {
  /// The rows as lines, with trailing blanks removed: the form that tests compare and pipes receive.
  public var description: String {
    var text = ""
    for row in 0..<height {
      if row > 0 { text.unicodeScalars.append("\n") }
      var end = (row + 1) * width
      while end > row * width && glyphs[end - 1].scalar == " " { end -= 1 }
      for i in row * width..<end { text.unicodeScalars.append(glyphs[i].scalar) }
    }
    return text
  }
}
