/// A drawn piece of a formula, and the row on which it stands.
struct MathsBox {
  var grid: Grid
  /// The row, from the top, that neighbours are aligned with.
  var baseline: Int

  var width: Int { grid.width }
  var height: Int { grid.height }
  /// Rows below the baseline.
  var depth: Int { height - 1 - baseline }

  init(grid: Grid, baseline: Int) {
    self.grid = grid
    self.baseline = baseline
  }

  /// One line of text.
  init(_ text: String) {
    grid = Grid(width: text.unicodeScalars.count, height: 1, fill: Self.blank)
    grid.write(text, column: 0, row: 0, style: Self.style)
    baseline = 0
  }

  static let style = Style(.maths)
  static let blank = Glyph(" ", style)

  /// A blank box.
  init(width: Int, height: Int = 1, baseline: Int = 0) {
    grid = Grid(width: width, height: height, fill: Self.blank)
    self.baseline = baseline
  }

  /// Boxes side by side on one baseline.
  static func row(_ boxes: [MathsBox]) -> MathsBox {
    let above = boxes.map(\.baseline).max() ?? 0
    let below = boxes.map(\.depth).max() ?? 0
    var result = MathsBox(
      width: boxes.reduce(0) { $0 + $1.width }, height: above + 1 + below, baseline: above)
    var column = 0
    for box in boxes {
      result.grid.place(box.grid, column: column, row: above - box.baseline)
      column += box.width
    }
    return result
  }

  /// Boxes one under the other, centred or flush left; the baseline is that of `base`.
  static func column(_ boxes: [MathsBox], base: Int, isCentered: Bool = true) -> MathsBox {
    let width = boxes.map(\.width).max() ?? 0
    var result = MathsBox(width: width, height: boxes.reduce(0) { $0 + $1.height })
    var row = 0
    for (i, box) in boxes.enumerated() {
      result.grid.place(
        box.grid, column: isCentered ? (width - box.width) / 2 : 0, row: row)
      if i == base { result.baseline = row + box.baseline }
      row += box.height
    }
    return result
  }

  /// Cut at a width, with a mark where something is missing.
  func clipped(to width: Int, isASCII: Bool) -> MathsBox {
    guard self.width > width else { return self }
    var result = MathsBox(width: max(0, width), height: height, baseline: baseline)
    result.grid.place(grid, column: 0, row: 0)
    for row in 0..<height { result.grid[width - 1, row] = Self.blank }
    result.grid[width - 1, baseline] = Glyph(isASCII ? ">" : "…", Self.style)
    return result
  }

  /// A bracket as tall as a body; one row stays one scalar.
  static func fence(_ bracket: String, height: Int, baseline: Int, isASCII: Bool) -> MathsBox {
    guard !bracket.isEmpty else { return MathsBox(width: 0, height: height, baseline: baseline) }
    guard height > 1, let parts = (isASCII ? asciiParts : parts)[bracket] else {
      var box = MathsBox(width: 1, height: height, baseline: baseline)
      let text = isASCII ? AllowedGlyphs.ascii(of: bracket.unicodeScalars.first ?? " ") : nil
      for row in height > 1 ? 0..<height : 0..<1 {
        box.grid[0, row] = Glyph(text ?? bracket.unicodeScalars.first ?? " ", style)
      }
      return box
    }
    let scalars = Array(parts.unicodeScalars)
    var box = MathsBox(width: 1, height: height, baseline: baseline)
    for row in 0..<height {
      let part =
        switch row {
        case 0: scalars[0]
        case height - 1: scalars[3]
        case height / 2: scalars[2]
        default: scalars[1]
        }
      box.grid[0, row] = Glyph(part, style)
    }
    return box
  }

  /// Top, straight piece, middle, bottom.
  private static let parts: [String: String] = [
    "(": "⎛⎜⎜⎝", ")": "⎞⎟⎟⎠", "[": "⎡⎢⎢⎣", "]": "⎤⎥⎥⎦", "{": "⎧⎪⎨⎩", "}": "⎫⎪⎬⎭",
    "⌊": "⎢⎢⎢⎣", "⌋": "⎥⎥⎥⎦", "⌈": "⎡⎢⎢⎢", "⌉": "⎤⎥⎥⎥", "|": "││││", "‖": "‖‖‖‖",
    "⟨": "╱╱⟨╲", "⟩": "╲╲⟩╱",
  ]
  private static let asciiParts: [String: String] = [
    "(": "/||\\", ")": "\\||/", "[": "[[[[", "]": "]]]]", "{": "/|<\\", "}": "\\|>/",
    "⌊": "/||\\", "⌋": "\\||/", "⌈": "/||\\", "⌉": "\\||/", "|": "||||", "‖": "||||",
    "⟨": "//<\\", "⟩": "\\\\>/",
  ]
}
