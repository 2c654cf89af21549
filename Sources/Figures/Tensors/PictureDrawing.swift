import CNNEngine
import Screen

/// Draws `[3, H, W]` as a picture in its own colours and `[H, W]` in greys, two rows of the picture to a row of
/// glyphs.
struct PictureDrawing {
  let planes: TensorPlanes
  /// The first of three matrices, or the only one.
  let plane: Int
  let isColor: Bool
  /// The value of full light.
  let limit: Float
  let appearance: Appearance

  /// The picture at a size; each of its points is the mean of the entries under it.
  func grid(width: Int, height: Int) -> Grid {
    var grid = Grid(width: width, height: (height + 1) / 2)
    let channels = isColor ? 3 : 1
    let points = (0..<channels).map { averaged(plane + $0, width: width, height: height) }
    guard appearance.depth >= .indexed256 else {
      shade(&grid, points, width: width, height: height)
      return grid
    }
    for y in 0..<grid.height {
      for x in 0..<width {
        let upper = color(points, x, 2 * y, width)
        let lower = 2 * y + 1 < height ? color(points, x, 2 * y + 1, width) : nil
        grid[x, y] =
          appearance.isASCII
          ? Glyph(" ", Style(.text, foreground: upper.ink, background: upper))
          : Glyph("▀", Style(.text, foreground: upper, background: lower))
      }
    }
    return grid
  }

  /// Without colours: shades from the darkest point to the lightest, scattered so that a few shades look like
  /// many.
  private func shade(_ grid: inout Grid, _ points: [[Float]], width: Int, height: Int) {
    let shades = ValueScale.Shades(isSigned: false, isASCII: appearance.isASCII)
    var lights = [Float](repeating: 0, count: width * grid.height)
    for y in 0..<grid.height {
      let next = min(2 * y + 1, height - 1)
      for x in 0..<width {
        let upper = color(points, x, 2 * y, width).luma
        lights[y * width + x] = (upper + color(points, x, next, width).luma) / 2
      }
    }
    let (low, high) = (lights.min() ?? 0, lights.max() ?? 0)
    for y in 0..<grid.height {
      for x in 0..<width {
        let light = high > low ? (lights[y * width + x] - low) / (high - low) : high
        let scatter = Self.bayer[y % 4 * 4 + x % 4] * 0.75 / Float(shades.positive.count - 1)
        grid[x, y] = Glyph(shades.glyph(at: max(0, light + scatter)))
      }
    }
  }

  private func color(_ points: [[Float]], _ x: Int, _ y: Int, _ width: Int) -> RGB {
    func step(_ value: Float) -> UInt8 {
      guard value.isFinite, limit > 0 else { return value == .infinity ? 255 : 0 }
      return UInt8((min(max(value / limit, 0), 1) * 255).rounded())
    }
    let i = y * width + x
    let first = step(points[0][i])
    guard isColor else { return RGB(red: first, green: first, blue: first) }
    return RGB(red: first, green: step(points[1][i]), blue: step(points[2][i]))
  }

  /// The thresholds of ordered dithering, −0.5 … 0.5: Bayer, 1973.
  private static let bayer: [Float] = [
    0, 8, 2, 10,
    12, 4, 14, 6,
    3, 11, 1, 9,
    15, 7, 13, 5,
  ].map { $0 / 15 - 0.5 }

  private func averaged(_ plane: Int, width: Int, height: Int) -> [Float] {
    var result = [Float](repeating: 0, count: width * height)
    for y in 0..<height {
      let first = y * planes.rows / height
      let rows = first..<max((y + 1) * planes.rows / height, first + 1)
      for x in 0..<width {
        let start = x * planes.columns / width
        let columns = start..<max((x + 1) * planes.columns / width, start + 1)
        var sum: Float = 0
        for row in rows {
          for column in columns { sum += planes.value(plane, row, column) }
        }
        result[y * width + x] = sum / Float(rows.count * columns.count)
      }
    }
    return result
  }
}

extension RGB {
  /// Perceived brightness, 0…1, from the gamma-coded parts: ITU-R BT.601.
  fileprivate var luma: Float {
    (0.299 * Float(red) + 0.587 * Float(green) + 0.114 * Float(blue)) / 255
  }
}
