import Screen
import Testing

@Suite struct SVGPictureTests {
  private func lines(_ grid: Grid, _ appearance: Appearance = Appearance()) -> [Substring] {
    SVGPicture(grid, appearance: appearance).text.split(separator: "\n")
  }

  @Test func `a word stands where it stands in the grid, as wide as its glyphs`() {
    var grid = Grid(width: 8, height: 2)
    grid.write("a<b", column: 2, row: 1, style: Style.text.bold)
    let lines = lines(grid)
    #expect(lines[0].contains("width=\"100\" height=\"60\""))
    #expect(
      lines.contains(
        "<text x=\"20\" y=\"35\" textLength=\"30\" lengthAdjust=\"spacingAndGlyphs\" "
          + "fill=\"#dcdcdc\" font-weight=\"bold\">a&lt;b</text>"))
  }

  @Test func `grounds and halves that go on are one rectangle`() {
    var grid = Grid(width: 3, height: 1)
    let style = Style(.text, foreground: RGB(0xFF0000), background: RGB(0x0000FF))
    for x in 0..<3 { grid[x, 0] = Glyph("▀", style) }
    let shapes = lines(grid).filter { $0.hasPrefix("<rect x") }
    #expect(
      shapes == [
        "<rect x=\"0\" y=\"0\" width=\"30\" height=\"20\" fill=\"#0000ff\"/>",
        "<rect x=\"0\" y=\"0\" width=\"30\" height=\"10\" fill=\"#ff0000\"/>",
      ])
  }

  @Test func `lines meet: a corner reaches the middle of its neighbours`() {
    var grid = Grid(width: 2, height: 2)
    grid.write("┌─", column: 0, row: 0)
    grid.write("│", column: 0, row: 1)
    let shapes = lines(grid).filter { $0.hasPrefix("<rect x") }
    #expect(shapes.count == 3)
    // From the corner's middle to the right edge of its neighbour in one piece.
    #expect(shapes[0].hasPrefix("<rect x=\"5\" y=\"10\" width=\"15\" height=\"1\""))
  }

  @Test func `colours are those of the terminal, in every depth and on both grounds`() {
    var grid = Grid(width: 1, height: 1)
    grid.write("x", column: 0, row: 0, style: Style(.wrong))
    for depth in Appearance.ColorDepth.allCases {
      for theme in Appearance.Theme.allCases {
        let appearance = Appearance(depth: depth, theme: theme)
        let text = SVGPicture(grid, appearance: appearance).text
        #expect(text.contains(theme == .dark ? "#16181d" : "#ffffff"))
        #expect(text.contains("font-weight=\"bold\">x<"))
        #expect(text == SVGPicture(grid, appearance: appearance).text)
      }
    }
    #expect(SVGPicture(grid, appearance: Appearance()).text.contains("#ff8787"))
  }

  @Test func `reversed glyphs have their ink as ground`() {
    var grid = Grid(width: 1, height: 1)
    grid.write("x", column: 0, row: 0, style: Style.text.reversed)
    let text = SVGPicture(grid, appearance: .plain).text
    #expect(text.contains("height=\"20\" fill=\"#dcdcdc\"") && text.contains("fill=\"#16181d\">x"))
  }

  @Test func `every allowed glyph is drawn, as a shape or as text`() {
    for value in 0x21..<0x3000 as Range<UInt32> {
      guard let scalar = Unicode.Scalar(value), AllowedGlyphs.contains(scalar),
        scalar.value != 0x2800
      else { continue }
      let grid = Grid(width: 1, height: 1, fill: Glyph(scalar))
      let drawn = lines(grid).filter { $0.hasPrefix("<rect x") || $0.hasPrefix("<text") }
      #expect(!drawn.isEmpty, "U+\(String(value, radix: 16))")
    }
  }
}
