/// One row of a matrix product: a dense layer that answers for one image.
///
/// Each weight is read once and used once, so that memory sets the pace: nothing is computed for rows that are not
/// there, and what is read soon is asked for early, across the borders of pages where the processor itself stops asking.
enum ProductRow {
  /// Σ over runs t and entries c < counts[t] of left[leftTaps[t] + c] · right[rightTaps[t] + c·width + column].
  ///
  /// - Parameters:
  ///   - left: the row; `leftTaps` are offsets into it.
  ///   - runs: the runs of entries that are summed.
  ///   - right: a panel of columns, one or two registers wide.
  ///   - isWide: whether it is two.
  ///   - out: where the sums go.
  ///   - ending: what becomes of the sums.
  @inline(__always)
  static func multiply(
    _ left: Scalars, _ runs: RunTable, _ right: Scalars, isWide: Bool, out: MutableScalars,
    ending: TileEnding
  ) {
    let width = isWide ? 2 * laneCount : laneCount
    // Sums of four entries in turn: one multiplication need not wait for the one before.
    var low = InlineArray<4, Lanes>(repeating: .zero)
    var high = InlineArray<4, Lanes>(repeating: .zero)
    let taps = isWide ? runs.wide : runs.narrow
    for t in 0..<runs.count {
      var a = left + runs.left[t]
      var b = right + taps[t]
      var rest = runs.counts[t]
      while rest >= 4 {
        Lookahead.ask(toRead: MutableScalars(mutating: b + distance), count: 4 &* width)
        for i in 0..<4 {
          let x = Lanes(repeating: a[i])
          low[i] = low[i].addingProduct(x, (b + i &* width).lanes)
          if isWide { high[i] = high[i].addingProduct(x, (b + (i &* width &+ laneCount)).lanes) }
        }
        a += 4
        b += 4 &* width
        rest &-= 4
      }
      while rest > 0 {
        let x = Lanes(repeating: a.pointee)
        low[0] = low[0].addingProduct(x, b.lanes)
        if isWide { high[0] = high[0].addingProduct(x, (b + laneCount).lanes) }
        a += 1
        b += width
        rest &-= 1
      }
    }
    finish(low, 0, out, ending)
    if isWide { finish(high, laneCount, out, ending) }
  }

  /// How far ahead weights are asked for, in floats: half a page of the smallest kind.
  private static let distance = 512

  @inline(__always)
  private static func finish(
    _ sums: InlineArray<4, Lanes>, _ column: Int, _ out: MutableScalars, _ ending: TileEnding
  ) {
    var sum = (sums[0] + sums[1]) + (sums[2] + sums[3])
    if let bias = ending.bias { sum += (bias + column).lanes }
    if ending.accumulates { sum += (out + column).lanes }
    (out + column).lanes = ending.isRectified ? rectified(sum) : sum
  }
}
