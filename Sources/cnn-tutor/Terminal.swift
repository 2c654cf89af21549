import CTerminal
import Screen
import Tutor

/// The reader's terminal: the only place that knows ncurses.
@MainActor
struct Terminal {
  private var shown: Frame?
  /// The look of each style that was drawn, so that the palette is asked once.
  private var looks: [Style: Look] = [:]
  private var looksAppearance: Appearance

  fileprivate struct Look {
    var foreground: Int32
    var background: Int32
    var attributes: UInt32
  }

  /// Takes over the terminal; `nil` when no type of terminal works.
  ///
  /// `notice` receives a sentence when another type than `$TERM` was taken.
  init?(appearance: Appearance, notice: inout String?) {
    var fallback: UnsafePointer<CChar>?
    guard cterminal_open(appearance.depth == .truecolor, &fallback) else { return nil }
    if let fallback {
      notice =
        "This terminal's type is not known here; it is taken for \(String(cString: fallback))."
    }
    looksAppearance = appearance
  }

  /// The number of colours that the terminal's type has.
  static var colors: Int { Int(cterminal_colors()) }

  /// The size now, in columns and rows.
  var size: (width: Int, height: Int) {
    var (width, height): (Int32, Int32) = (0, 0)
    cterminal_size(&width, &height)
    return (Int(width), Int(height))
  }

  /// Draws what differs from the frame shown before.
  mutating func show(_ frame: Frame, appearance: Appearance) {
    if appearance != looksAppearance {
      looks = [:]
      looksAppearance = appearance
      shown = nil
    }
    let grid = frame.grid
    let old = shown.flatMap {
      $0.grid.width == grid.width && $0.grid.height == grid.height ? $0.grid : nil
    }
    for row in 0..<grid.height {
      var column = 0
      while column < grid.width {
        let glyph = grid[column, row]
        if let old, old[column, row] == glyph {
          column += 1
          continue
        }
        var run = [drawn(glyph.scalar)]
        var end = column + 1
        while end < grid.width, grid[end, row].style == glyph.style,
          old.map({ $0[end, row] != grid[end, row] }) ?? true
        {
          run.append(drawn(grid[end, row].scalar))
          end += 1
        }
        draw(run, glyph.style, column: column, row: row)
        column = end
      }
    }
    if let cursor = frame.cursor {
      cterminal_cursor(Int32(cursor.row), Int32(cursor.column), true)
    } else {
      cterminal_cursor(0, 0, false)
    }
    cterminal_refresh()
    shown = frame
  }

  /// Forgets what the terminal shows: the next frame is painted whole.
  mutating func forget() {
    shown = nil
    cterminal_repaint()
  }

  /// The last gate before the terminal: what is not one of the glyphs that are allowed is not drawn.
  private func drawn(_ scalar: Unicode.Scalar) -> UInt32 {
    AllowedGlyphs.contains(scalar) ? scalar.value : 0x25A1
  }

  private mutating func draw(_ run: [UInt32], _ style: Style, column: Int, row: Int) {
    let look = looks[style] ?? Look(Palette.colors(for: style, appearance: looksAppearance))
    // A picture has as many styles as pairs of colours; past that the table only costs memory.
    if looks.count < 4_096 { looks[style] = look }
    cterminal_draw(
      Int32(row), Int32(column), run, Int32(run.count), look.foreground, look.background,
      look.attributes)
  }
}

extension Terminal.Look {
  init(_ style: TerminalStyle) {
    foreground = style.foreground.number
    background = style.background.number
    attributes =
      (style.isBold ? UInt32(CTERMINAL_BOLD) : 0) | (style.isItalic ? UInt32(CTERMINAL_ITALIC) : 0)
      | (style.isUnderlined ? UInt32(CTERMINAL_UNDERLINED) : 0)
      | (style.isReversed ? UInt32(CTERMINAL_REVERSED) : 0)
  }
}

extension TerminalColor {
  /// The terminal's number for the colour; −1 for its own.
  fileprivate var number: Int32 {
    switch self {
    case .standard: -1
    case .ansi(let index), .indexed(let index): Int32(index)
    case .direct(let color): Int32(color.packed)
    }
  }
}
