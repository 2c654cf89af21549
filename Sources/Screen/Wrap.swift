/// Breaks text into lines of at most `width` columns, between words.
///
/// A run of inline code or maths that fits on a line is never broken inside, nor are a size such as `5 × 5` and a number
/// with its `%`; a word longer than a line is cut. A `"\n"` in the text ends the line. Blanks at a break are dropped.
///
/// - Parameters:
///   - spans: the text, of scalars one column wide.
///   - width: the columns of a line, its indent included; anything below 1 counts as 1.
///   - indent: how many blanks stand before the first line.
///   - hanging: how many blanks stand before every further line.
/// - Returns: at least one line; neighbouring spans of one style are joined.
public func wrap(_ spans: [Span], width: Int, indent: Int = 0, hanging: Int = 0) -> [[Span]] {
  var wrapper = Wrapper(width: max(1, width), indent: indent, hanging: hanging)
  let room = wrapper.width - wrapper.margin(of: hanging)
  let glue = Glue(in: spans, atMost: room)
  var place = 0
  for span in spans {
    let fits = span.text.unicodeScalars.count <= room
    wrapper.add(
      span, isWhole: (span.style.role == .code || span.style.role == .maths) && fits,
      glue: glue, from: place)
    place += span.text.unicodeScalars.count
  }
  return wrapper.finished()
}

/// The columns that spans take.
public func width(of spans: [Span]) -> Int {
  spans.reduce(0) { $0 + $1.text.unicodeScalars.count }
}

/// Lines as a grid: as wide as the widest one, at most `width`.
public func grid(of lines: [[Span]], width: Int) -> Grid {
  var result = Grid(
    width: min(width, lines.map { Screen.width(of: $0) }.max() ?? 0), height: lines.count)
  for (row, line) in lines.enumerated() { result.write(line, column: 0, row: row) }
  return result
}

/// Takes text scalar by scalar and hands out lines.
private struct Wrapper {
  let width: Int
  let hanging: Int
  private var lines: [[Span]] = []
  private var line: [Span] = []
  private var column = 0
  private var isEmpty = true
  /// Blanks between the line's text and the word; they vanish if the line ends here.
  private var blanks: [Glyph] = []
  private var word: [Glyph] = []

  init(width: Int, indent: Int, hanging: Int) {
    self.width = width
    self.hanging = hanging
    begin(indent)
  }

  /// An indent leaves room for at least half of the line.
  func margin(of indent: Int) -> Int { min(max(0, indent), width / 2) }

  private mutating func begin(_ indent: Int) {
    column = margin(of: indent)
    line = column > 0 ? [Span(String(repeating: " ", count: column))] : []
    isEmpty = true
  }

  /// Adds a span that begins at a place of the whole text.
  mutating func add(_ span: Span, isWhole: Bool, glue: Glue, from place: Int) {
    for (i, scalar) in span.text.unicodeScalars.enumerated() {
      if scalar == "\n" {
        endWord()
        endLine()
      } else if scalar == " " && !isWhole && !glue.contains(place + i) {
        endWord()
        blanks.append(Glyph(scalar, span.style))
      } else {
        word.append(Glyph(scalar, span.style))
      }
    }
  }

  mutating func finished() -> [[Span]] {
    endWord()
    endLine()
    return lines
  }

  private mutating func endLine() {
    lines.append(line)
    blanks = []
    begin(hanging)
  }

  private mutating func endWord() {
    guard !word.isEmpty else { return }
    if !isEmpty && column + blanks.count + word.count > width { endLine() }
    if !isEmpty {
      for blank in blanks { put(blank) }
    }
    blanks = []
    for glyph in word {
      if column >= width { endLine() }
      put(glyph)
    }
    word = []
  }

  private mutating func put(_ glyph: Glyph) {
    column += 1
    isEmpty = false
    if let last = line.indices.last, line[last].style == glyph.style {
      line[last].text.unicodeScalars.append(glyph.scalar)
    } else {
      line.append(Span(String(glyph.scalar), glyph.style))
    }
  }
}
