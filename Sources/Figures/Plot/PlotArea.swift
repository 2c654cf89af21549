/// Where on the grid the curves are drawn; each glyph has two by four dots.
struct PlotArea {
  let left: Int
  let top: Int
  let x: PlotAxis
  let y: PlotAxis

  var columns: Int { x.cells }
  var rows: Int { y.cells }

  /// A place in dots, from the top left.
  typealias Dot = (x: Int, y: Int)

  /// The dot of a point, inside the area.
  func dot(_ x: Double, _ y: Double) -> Dot {
    let (across, down) = place(x, y)
    return (
      min(max(Int(across.rounded()), 0), 2 * columns - 1),
      min(max(Int(down.rounded()), 0), 4 * rows - 1)
    )
  }

  /// The place of a point in dots, from the top left; a tick lies in the middle of its cell.
  func place(_ x: Double, _ y: Double) -> (across: Double, down: Double) {
    let across = 2 * self.x.place(of: x) + 0.5
    let down = 4 * (Double(rows - 1) - self.y.place(of: y)) + 1.5
    // So far away that only its side matters.
    func near(_ value: Double, _ length: Int) -> Double {
      value.isNaN ? 0 : min(max(value, -1e6), Double(length) + 1e6)
    }
    return (near(across, 2 * columns), near(down, 4 * rows))
  }

  /// The point of a dot: inverse to `place`.
  func point(_ dot: Dot) -> (x: Double, y: Double) {
    (
      x.value(at: (Double(dot.x) - 0.5) / 2),
      y.value(at: Double(rows - 1) - (Double(dot.y) - 1.5) / 4)
    )
  }

  /// The glyph that a dot lies in.
  func glyph(of dot: Dot) -> (column: Int, row: Int) { (left + dot.x / 2, top + dot.y / 4) }

  /// The bit of a dot in braille: Unicode 15, chapter 21.1.
  static func bit(_ x: Int, _ y: Int) -> UInt32 {
    let bits: [UInt32] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
    return bits[2 * y + x]
  }

  /// Calls `body` for each dot of the area on the way from one point to another.
  func line(
    from start: (x: Double, y: Double), to end: (x: Double, y: Double), _ body: (Int, Int) -> Void
  ) {
    let (a, b) = (place(start.x, start.y), place(end.x, end.y))
    // The part between the upper and the lower edge; along x the axis holds all.
    let bottom = Double(4 * rows) - 0.51
    let top = -0.49
    var (from, to) = (0.0, 1.0)
    let down = b.down - a.down
    if down == 0 {
      guard top...bottom ~= a.down else { return }
    } else {
      let (s, t) = ((top - a.down) / down, (bottom - a.down) / down)
      from = max(from, min(s, t))
      to = min(to, max(s, t))
      guard from <= to else { return }
    }
    func dot(_ share: Double) -> Dot {
      (
        Int((a.across + (b.across - a.across) * share).rounded()),
        Int((a.down + down * share).rounded())
      )
    }
    Self.line(from: dot(from), to: dot(to)) { x, y in
      if 0..<2 * columns ~= x, 0..<4 * rows ~= y { body(x, y) }
    }
  }

  /// Calls `body` for each dot between two: Bresenham, 1965.
  private static func line(from start: Dot, to end: Dot, _ body: (Int, Int) -> Void) {
    let (dx, dy) = (abs(end.x - start.x), -abs(end.y - start.y))
    let (stepX, stepY) = (start.x < end.x ? 1 : -1, start.y < end.y ? 1 : -1)
    var (x, y, error) = (start.x, start.y, dx + dy)
    while true {
      body(x, y)
      if x == end.x && y == end.y { return }
      let twice = 2 * error
      if twice >= dy {
        error += dy
        x += stepX
      }
      if twice <= dx {
        error += dx
        y += stepY
      }
    }
  }
}
