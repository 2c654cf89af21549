/// A grid as a picture in SVG: the same bytes for the same grid, with lines, blocks and dots as shapes, so that they
/// meet whatever font the viewer has.
public struct SVGPicture: Equatable, Sendable {
  let grid: Grid
  let appearance: Appearance
  /// The size of a glyph, in the picture's units.
  static let (width, height) = (10, 20)
  /// The blank space around the glyphs.
  static let margin = 10

  public init(_ grid: Grid, appearance: Appearance) {
    self.grid = grid
    self.appearance = appearance
  }

  /// The picture, ended by a line feed.
  public var text: String {
    let (width, height) = (
      grid.width * Self.width + 2 * Self.margin, grid.height * Self.height + 2 * Self.margin
    )
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
        + "viewBox=\"0 0 \(width) \(height)\" font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" "
        + "font-size=\"16\">",
      "<rect width=\"\(width)\" height=\"\(height)\" rx=\"6\" fill=\"\(Self.text(of: ground))\"/>",
      "<g transform=\"translate(\(Self.margin) \(Self.margin))\">",
    ]
    for row in 0..<grid.height { lines += picture(ofRow: row) }
    return (lines + ["</g>", "</svg>", ""]).joined(separator: "\n")
  }

  // MARK: - Colours

  /// How a glyph looks once everything is decided.
  private struct Look: Equatable {
    var ink: RGB
    var ground: RGB
    var isBold: Bool
    var isItalic: Bool
    var isUnderlined: Bool
  }

  /// The colours that the terminal would have of its own.
  private var ink: RGB { RGB(appearance.theme == .dark ? 0xDCDCDC : 0x24292F) }
  private var ground: RGB { RGB(appearance.theme == .dark ? 0x16181D : 0xFFFFFF) }

  private func look(of style: Style) -> Look {
    let told = Palette.colors(for: style, appearance: appearance)
    var (ink, ground) = (
      color(told.foreground, standard: ink), color(told.background, standard: ground)
    )
    if told.isReversed { swap(&ink, &ground) }
    return Look(
      ink: ink, ground: ground, isBold: told.isBold, isItalic: told.isItalic,
      isUnderlined: told.isUnderlined)
  }

  private func color(_ color: TerminalColor, standard: RGB) -> RGB {
    switch color {
    case .standard: standard
    case .ansi(let index): RGB(ansi: index)
    case .indexed(let index): RGB(indexed: index)
    case .direct(let color): color
    }
  }

  private static func text(of color: RGB) -> String {
    let digits = String(color.packed, radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.utf8.count) + digits
  }

  // MARK: - Rows

  private func picture(ofRow row: Int) -> [String] {
    let looks = (0..<grid.width).map { look(of: grid[$0, row].style) }
    var shapes = Shapes(top: row * Self.height)
    for (column, look) in looks.enumerated() where look.ground != ground {
      shapes.add(
        .init(x: column * Self.width, y: 0, width: Self.width, height: Self.height),
        Self.text(of: look.ground))
    }
    for (column, look) in looks.enumerated() {
      let color = Self.text(of: look.ink)
      for (box, opacity) in GlyphShape.boxes(of: grid[column, row].scalar) ?? [] {
        shapes.add(box.moved(by: column * Self.width), color, opacity: opacity)
      }
      if look.isUnderlined {
        shapes.add(
          .init(x: column * Self.width, y: Self.height - 1, width: Self.width, height: 1), color)
      }
    }
    return shapes.lines + words(ofRow: row, looks)
  }

  /// What is left to the font, word by word, so that each begins where it should.
  private func words(ofRow row: Int, _ looks: [Look]) -> [String] {
    var lines: [String] = []
    var column = 0
    while column < grid.width {
      guard isText(column, row) else {
        column += 1
        continue
      }
      var end = column + 1
      while end < grid.width, isText(end, row), looks[end] == looks[column] { end += 1 }
      let look = looks[column]
      let text = (column..<end).map { Self.escaped(grid[$0, row].scalar) }.joined()
      lines.append(
        "<text x=\"\(column * Self.width)\" y=\"\(row * Self.height + 15)\" "
          + "textLength=\"\((end - column) * Self.width)\" lengthAdjust=\"spacingAndGlyphs\" "
          + "fill=\"\(Self.text(of: look.ink))\"\(look.isBold ? " font-weight=\"bold\"" : "")"
          + "\(look.isItalic ? " font-style=\"italic\"" : "")>\(text)</text>")
      column = end
    }
    return lines
  }

  private func isText(_ column: Int, _ row: Int) -> Bool {
    let scalar = grid[column, row].scalar
    return scalar != " " && GlyphShape.boxes(of: scalar) == nil
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "&": "&amp;"
    case "<": "&lt;"
    case ">": "&gt;"
    default: String(scalar)
    }
  }
}

/// Rectangles of one row; those that go on where the last one ended are drawn as one.
private struct Shapes {
  let top: Int
  private var boxes: [(box: GlyphShape.Box, color: String, opacity: Int)] = []

  init(top: Int) { self.top = top }

  mutating func add(_ box: GlyphShape.Box, _ color: String, opacity: Int = 100) {
    for i in boxes.indices.suffix(4).reversed() {
      let last = boxes[i]
      if last.color == color, last.opacity == opacity, last.box.y == box.y,
        last.box.height == box.height, last.box.x + last.box.width == box.x
      {
        boxes[i].box.width += box.width
        return
      }
    }
    boxes.append((box, color, opacity))
  }

  var lines: [String] {
    boxes.map { box, color, opacity in
      "<rect x=\"\(box.x)\" y=\"\(top + box.y)\" width=\"\(box.width)\" height=\"\(box.height)\" "
        + "fill=\"\(color)\"\(opacity < 100 ? " fill-opacity=\"0.\(opacity)\"" : "")/>"
    }
  }
}
