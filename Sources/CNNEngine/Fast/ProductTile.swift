/// What becomes of a tile's sums at the end.
struct TileEnding {
  /// Added to every row; one number a column.
  var bias: Scalars?
  /// Whether negative sums become 0.
  var isRectified = false
  /// Whether the sums are added to what stands there.
  var accumulates = false
}

/// The heart of every matrix product here: a block of sums that stays in registers.
///
/// One number of the left side is spread over a register and multiplied by two registers of the right side, row by
/// row. The left side is not copied into blocks first: `at` says where each of its rows begins, so that rows may be
/// the pixels of an output, wherever their windows lie, or the entries of a kernel.
///
/// Measured on one core of an EPYC with AVX-512: 8 rows reach 243 of 254 GFLOP/s, 12 rows 75, since their sums no
/// longer fit in the registers.
enum ProductTile<let rows: Int> {
  /// Σ over taps t and entries c < counts[t] of left[at[row] + leftTap[t] + c] · right[rightTap[t] + c·width + column].
  ///
  /// - Parameters:
  ///   - left: the left side; `at` and `leftTaps` are offsets into it.
  ///   - at: where each row begins.
  ///   - leftTaps: where each run of entries begins, after its row's beginning.
  ///   - taps: how many runs of entries are summed.
  ///   - counts: how long each run is.
  ///   - right: a panel of columns: entry after entry, each with `2 × laneCount` columns.
  ///   - rightTaps: where each run begins in the panel.
  ///   - out: where the sums go.
  ///   - outAt: where each row's sums begin.
  ///   - ending: what becomes of the sums.
  @inline(__always)
  static func wide(
    _ left: Scalars, at: Offsets, leftTaps: Offsets, taps: Int, counts: Offsets, _ right: Scalars,
    rightTaps: Offsets, out: MutableScalars, outAt: Offsets, ending: TileEnding
  ) {
    var low = InlineArray<rows, Lanes>(repeating: .zero)
    var high = InlineArray<rows, Lanes>(repeating: .zero)
    var starts = InlineArray<rows, Int>(repeating: 0)
    for i in 0..<rows { starts[i] = at[i] }
    for t in 0..<taps {
      var a = left + leftTaps[t]
      var b = right + rightTaps[t]
      for _ in 0..<counts[t] {
        let (x, y) = (b.lanes, (b + laneCount).lanes)
        for i in 0..<rows {
          let v = Lanes(repeating: a[starts[i]])
          low[i] = low[i].addingProduct(v, x)
          high[i] = high[i].addingProduct(v, y)
        }
        a += 1
        b += 2 &* laneCount
      }
    }
    if let bias = ending.bias {
      let (x, y) = (bias.lanes, (bias + laneCount).lanes)
      for i in 0..<rows {
        low[i] += x
        high[i] += y
      }
    }
    if ending.accumulates {
      for i in 0..<rows {
        low[i] += (out + outAt[i]).lanes
        high[i] += (out + outAt[i] + laneCount).lanes
      }
    }
    if ending.isRectified {
      for i in 0..<rows {
        low[i] = rectified(low[i])
        high[i] = rectified(high[i])
      }
    }
    for i in 0..<rows {
      (out + outAt[i]).lanes = low[i]
      (out + outAt[i] + laneCount).lanes = high[i]
    }
  }

  /// The same for a panel of one register's width.
  @inline(__always)
  static func narrow(
    _ left: Scalars, at: Offsets, leftTaps: Offsets, taps: Int, counts: Offsets, _ right: Scalars,
    rightTaps: Offsets, out: MutableScalars, outAt: Offsets, ending: TileEnding
  ) {
    var sums = InlineArray<rows, Lanes>(repeating: .zero)
    var starts = InlineArray<rows, Int>(repeating: 0)
    for i in 0..<rows { starts[i] = at[i] }
    for t in 0..<taps {
      var a = left + leftTaps[t]
      var b = right + rightTaps[t]
      for _ in 0..<counts[t] {
        let x = b.lanes
        for i in 0..<rows { sums[i] = sums[i].addingProduct(Lanes(repeating: a[starts[i]]), x) }
        a += 1
        b += laneCount
      }
    }
    if let bias = ending.bias { for i in 0..<rows { sums[i] += bias.lanes } }
    if ending.accumulates { for i in 0..<rows { sums[i] += (out + outAt[i]).lanes } }
    if ending.isRectified { for i in 0..<rows { sums[i] = rectified(sums[i]) } }
    for i in 0..<rows { (out + outAt[i]).lanes = sums[i] }
  }

  /// out[outAt[row] + column] += Σ over pixels of left[at[row] + leftPixels[p]] · right[rightPixels[p] + column].
  ///
  /// The gradient of a kernel: each of its entries meets one input entry and one output gradient in each pixel. What
  /// stands in `out` counts as 0 where `isFirst`.
  @inline(__always)
  static func outerWide(
    _ left: Scalars, at: Offsets, leftPixels: Offsets, _ right: Scalars, rightPixels: Offsets,
    pixels: Int, out: MutableScalars, outAt: Offsets, isFirst: Bool
  ) {
    var low = InlineArray<rows, Lanes>(repeating: .zero)
    var high = InlineArray<rows, Lanes>(repeating: .zero)
    var starts = InlineArray<rows, Int>(repeating: 0)
    for i in 0..<rows {
      starts[i] = at[i]
      if isFirst { continue }
      low[i] = (out + outAt[i]).lanes
      high[i] = (out + outAt[i] + laneCount).lanes
    }
    for p in 0..<pixels {
      let a = left + leftPixels[p]
      let b = right + rightPixels[p]
      let (x, y) = (b.lanes, (b + laneCount).lanes)
      for i in 0..<rows {
        let v = Lanes(repeating: a[starts[i]])
        low[i] = low[i].addingProduct(v, x)
        high[i] = high[i].addingProduct(v, y)
      }
    }
    for i in 0..<rows {
      (out + outAt[i]).lanes = low[i]
      (out + outAt[i] + laneCount).lanes = high[i]
    }
  }

  /// The same for a panel of one register's width.
  @inline(__always)
  static func outerNarrow(
    _ left: Scalars, at: Offsets, leftPixels: Offsets, _ right: Scalars, rightPixels: Offsets,
    pixels: Int, out: MutableScalars, outAt: Offsets, isFirst: Bool
  ) {
    var sums = InlineArray<rows, Lanes>(repeating: .zero)
    var starts = InlineArray<rows, Int>(repeating: 0)
    for i in 0..<rows {
      starts[i] = at[i]
      if !isFirst { sums[i] = (out + outAt[i]).lanes }
    }
    for p in 0..<pixels {
      let a = left + leftPixels[p]
      let x = (right + rightPixels[p]).lanes
      for i in 0..<rows { sums[i] = sums[i].addingProduct(Lanes(repeating: a[starts[i]]), x) }
    }
    for i in 0..<rows { (out + outAt[i]).lanes = sums[i] }
  }
}

/// max(0, x) in every lane.
@inline(__always) func rectified(_ x: Lanes) -> Lanes { x.replacing(with: 0, where: x .< 0) }
