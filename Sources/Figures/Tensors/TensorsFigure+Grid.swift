import CNNEngine
import Screen

extension TensorsFigure {
  public func grid(width: Int, appearance: Appearance) -> Grid {
    guard width > 0, !tensors.isEmpty else { return Grid(width: 0, height: 0) }
    let scales = self.scales()
    let inks = scales.map { ScaleInk($0, appearance) }
    let large = tensors.indices.filter { !fitsAsNumbers($0, width) && hidden[$0] != .everything }
    let room = max(24, (width - Self.gap * (large.count - 1)) / max(1, large.count))
    let blocks = tensors.indices.map { i in
      TensorBlock(
        figure: self, index: i, ink: inks[i], appearance: appearance, width: width,
        room: min(width, room))
    }
    let rows = Flow.rows(of: blocks.map(\.width), width: width, gap: Self.gap)
    var grids = rows.map { TensorBlock.row($0.map { blocks[$0] }, gap: Self.gap) }
    if scale == .shared, tensors.count > 1, let ink = inks.first {
      let legend =
        ink.legend() + " (one scale for all)".unicodeScalars.map { Glyph($0, Style(.muted)) }
      var line = Grid(width: min(width, legend.count), height: 1)
      for (x, glyph) in legend.enumerated() { line[x, 0] = glyph }
      grids.append(line)
    }
    let whole = Grid.stacked(grids, spacing: 1).resized(toWidth: width)
    return appearance.isASCII ? whole.asciified() : whole
  }

  static let gap = 3

  /// Each tensor's scale, from the entries that may be seen.
  private func scales() -> [ValueScale] {
    var scales = tensors.indices.map { i -> ValueScale in
      var scale: ValueScale
      switch hidden[i] {
      case nil: scale = ValueScale(of: tensors[i].tensor.scalars)
      case .entries(let places):
        scale = ValueScale(
          of: tensors[i].tensor.scalars.enumerated().lazy.filter { !places.contains($0.offset) }
            .map(\.element))
      case .everything, .values: scale = ValueScale(of: EmptyCollection())
      }
      if style == .picture && !scale.isSigned {
        scale.isGrey = true
        if scale.limit <= 1 { scale.limit = 1 }
      }
      return scale
    }
    if scale == .shared, let first = scales.first {
      let common = scales.dropFirst().reduce(first) { $0.union($1) }
      scales = scales.map { _ in common }
    }
    return scales
  }

  /// Whether a tensor is drawn as numbers.
  func fitsAsNumbers(_ i: Int, _ width: Int) -> Bool {
    let planes = TensorPlanes(tensors[i].tensor)
    switch style {
    case .numbers: return true
    case .heatmap, .picture: return false
    case .automatic:
      // A vector may be as long as the line.
      if planes.rows == 1, planes.count == 1, planes.columns * 5 <= width { return true }
      guard planes.columns <= 12, planes.rows <= 16 else { return false }
      return planes.columns * 4 <= width && planes.count <= 64
    }
  }

  /// Whether a tensor is drawn in its own colours.
  func isColorPicture(_ tensor: Tensor) -> Bool {
    guard tensor.shape.count == 3, tensor.shape[0] == 3 else { return false }
    switch style {
    case .numbers, .heatmap: return false
    case .picture: return true
    case .automatic:
      return tensor.shape[1] >= 16 && tensor.shape[2] >= 16
        && tensor.scalars.allSatisfy { 0...1 ~= $0 }
    }
  }
}

extension Grid {
  /// What stands for a tensor of which not even the shape is given away.
  static func question(isASCII: Bool) -> Grid {
    var grid = Grid(width: 12, height: 3, fill: Glyph(isASCII ? "." : "·", Style(.muted)))
    grid.write(" ? ", column: 4, row: 1, style: Style(.prompt))
    return grid
  }
}

/// Rectangles in rows, from left to right.
enum Flow {
  /// Which rectangles stand in which row.
  static func rows(of widths: [Int], width: Int, gap: Int) -> [[Int]] {
    var rows: [[Int]] = []
    var column = 0
    for (i, w) in widths.enumerated() {
      if rows.isEmpty || column + gap + w > width {
        rows.append([i])
        column = w
      } else {
        rows[rows.count - 1].append(i)
        column += gap + w
      }
    }
    return rows
  }

  /// Grids side by side, as many as fit, the rest below.
  static func grid(of grids: [Grid], width: Int, gap: Int, spacing: Int) -> Grid {
    let rows = rows(of: grids.map(\.width), width: width, gap: gap)
    return .stacked(
      rows.map { row in
        var result = Grid(
          width: row.reduce(gap * (row.count - 1)) { $0 + grids[$1].width },
          height: row.map { grids[$0].height }.max() ?? 0)
        var column = 0
        for i in row {
          result.place(grids[i], column: column, row: 0)
          column += grids[i].width + gap
        }
        return result
      }, spacing: spacing)
  }
}
