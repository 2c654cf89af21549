import Screen

/// What tells series apart: a glyph each, and a colour where there are some.
enum SeriesInk {
  static func marker(_ series: Int, _ appearance: Appearance) -> Unicode.Scalar {
    let markers: [Unicode.Scalar] =
      appearance.isASCII
      ? ["*", "o", "+", "x", "#", "@"] : ["●", "▲", "■", "◆", "○", "△"]
    return markers[series % markers.count]
  }

  static func style(_ series: Int, _ appearance: Appearance) -> Style {
    guard appearance.depth >= .indexed256 else {
      guard appearance.depth == .ansi16 else { return .text }
      // Of the eight, blue is unreadable on black; cyan, green and yellow are on white.
      let eight: [UInt8] = appearance.theme == .dark ? [6, 3, 2, 5, 7, 1] : [4, 1, 0, 5]
      return Style(.text, foreground: RGB(ansi: eight[series % eight.count]))
    }
    let dark: [UInt32] = [0x87AFFF, 0xFFAF87, 0x87D787, 0xFFAFD7, 0xAFD7D7, 0xD7AFFF]
    let light: [UInt32] = [0x005FAF, 0xAF0000, 0x005F00, 0x870087, 0x005F5F, 0x5F00AF]
    let colors = appearance.theme == .dark ? dark : light
    return Style(.text, foreground: RGB(colors[series % colors.count]))
  }
}
