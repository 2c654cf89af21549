/// The glyphs that are made of rectangles: blocks, shades, lines and dots of braille.
enum GlyphShape {
  /// A rectangle in the units of a picture, inside a glyph of 10 by 20.
  struct Box: Equatable {
    var x, y, width, height: Int

    func moved(by columns: Int) -> Box {
      Box(x: x + columns, y: y, width: width, height: height)
    }
  }

  private static let (width, height) = (SVGPicture.width, SVGPicture.height)

  /// The rectangles of a glyph with their opacity in percent; `nil` where it is a letter.
  static func boxes(of scalar: Unicode.Scalar) -> [(Box, Int)]? {
    switch scalar.value {
    case 0x2580...0x259F: blocks(scalar)
    case 0x2800...0x28FF: dots(scalar.value - 0x2800)
    default: lines[scalar].map(strokes)
    }
  }

  // MARK: - Blocks

  private static func blocks(_ scalar: Unicode.Scalar) -> [(Box, Int)]? {
    let whole = Box(x: 0, y: 0, width: width, height: height)
    switch scalar {
    case "▀": return [(Box(x: 0, y: 0, width: width, height: height / 2), 100)]
    case "▐": return [(Box(x: width / 2, y: 0, width: width / 2, height: height), 100)]
    case "░": return [(whole, 25)]
    case "▒": return [(whole, 50)]
    case "▓": return [(whole, 75)]
    case "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█":
      let part = (Int(scalar.value - 0x2580) * height + 4) / 8
      return [(Box(x: 0, y: height - part, width: width, height: part), 100)]
    case "▉", "▊", "▋", "▌", "▍", "▎", "▏":
      let part = max(1, (Int(0x2590 - scalar.value) * width + 4) / 8)
      return [(Box(x: 0, y: 0, width: part, height: height), 100)]
    default: return nil
    }
  }

  /// The dots of a pattern of braille: Unicode 15, chapter 21.1.
  private static func dots(_ pattern: UInt32) -> [(Box, Int)] {
    let bits: [(x: Int, y: Int)] = [
      (0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3),
    ]
    return bits.indices.filter { pattern >> UInt32($0) & 1 == 1 }.map { bit in
      (Box(x: 1 + 5 * bits[bit].x, y: 1 + 5 * bits[bit].y, width: 3, height: 3), 100)
    }
  }

  // MARK: - Lines

  /// How thick the strokes from the middle to the left, the right, up and down are; 0 for none.
  private struct Strokes {
    var left, right, up, down: Int
  }

  private static let lines: [Unicode.Scalar: Strokes] = {
    let (none, light, heavy) = (0, 1, 3)
    let rows: [(Unicode.Scalar, Int, Int, Int, Int)] = [
      ("─", light, light, none, none), ("━", heavy, heavy, none, none),
      ("│", none, none, light, light), ("┃", none, none, heavy, heavy),
      ("┌", none, light, none, light), ("┐", light, none, none, light),
      ("└", none, light, light, none), ("┘", light, none, light, none),
      ("┏", none, heavy, none, heavy), ("┓", heavy, none, none, heavy),
      ("┗", none, heavy, heavy, none), ("┛", heavy, none, heavy, none),
      ("├", none, light, light, light), ("┤", light, none, light, light),
      ("┬", light, light, none, light), ("┴", light, light, light, none),
      ("┼", light, light, light, light),
    ]
    return Dictionary(
      uniqueKeysWithValues: rows.map {
        ($0.0, Strokes(left: $0.1, right: $0.2, up: $0.3, down: $0.4))
      })
  }()

  private static func strokes(_ strokes: Strokes) -> [(Box, Int)] {
    let (x, y) = (width / 2, height / 2)
    let thick = max(strokes.left, strokes.right, strokes.up, strokes.down)
    var boxes: [Box] = []
    // Both halves of a straight line are one rectangle, and both reach over the middle where they bend.
    let across = max(strokes.left, strokes.right)
    if across > 0 {
      let start = strokes.left > 0 ? 0 : x - thick / 2
      let end = strokes.right > 0 ? width : x + thick / 2 + 1
      boxes.append(Box(x: start, y: y - across / 2, width: end - start, height: across))
    }
    let along = max(strokes.up, strokes.down)
    if along > 0 {
      let start = strokes.up > 0 ? 0 : y - thick / 2
      let end = strokes.down > 0 ? height : y + thick / 2 + 1
      boxes.append(Box(x: x - along / 2, y: start, width: along, height: end - start))
    }
    return boxes.map { ($0, 100) }
  }
}
