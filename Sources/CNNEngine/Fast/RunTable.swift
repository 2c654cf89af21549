/// A table of whole tiles: the last offset again until they are full, which computes the same once more.
func wholeTiles(_ offsets: [Int], rows: Int = tileRows) -> [Int] {
  guard let last = offsets.last else { return [] }
  return offsets + Array(repeating: last, count: (rows - offsets.count % rows) % rows)
}

/// How high the tiles are that so many rows are computed in: lower ones where that saves a twentieth of the work.
func tileHeight(for rows: Int) -> Int {
  func work(_ height: Int) -> Int { (rows + height - 1) / height * height }
  return 20 * work(lowTileRows) <= 19 * work(tileRows) ? lowTileRows : tileRows
}

/// Runs of entries that a product sums, in parts whose weights stay in the first cache.
struct RunTable {
  let left, counts, wide, narrow: Offsets
  /// How many runs there are.
  let count: Int
  let parts: [Range<Int>]
  /// Where the last of the runs ends on the left.
  let reach: Int

  /// A panel's rows that are kept in the first cache: 24 KB of the 32 or 48 that it has.
  static let rows = 192

  /// Makes the tables.
  ///
  /// - Parameters:
  ///   - runs: where each begins on the left and in which row of a panel, and how long it is.
  ///   - arena: what owns the tables.
  init(_ runs: [(left: Int, row: Int, count: Int)], in arena: Arena) {
    let pieces = runs.flatMap { run in
      stride(from: 0, to: run.count, by: Self.rows).map { start in
        (
          left: run.left + start, row: run.row + start, count: min(Self.rows, run.count - start)
        )
      }
    }
    reach = runs.reduce(0) { max($0, $1.left + $1.count) }
    count = pieces.count
    left = arena.table(pieces.map(\.left))
    counts = arena.table(pieces.map(\.count))
    wide = arena.table(pieces.map { $0.row * 2 * laneCount })
    narrow = arena.table(pieces.map { $0.row * laneCount })
    var parts: [Range<Int>] = []
    var (first, rows) = (0, 0)
    for (i, piece) in pieces.enumerated() {
      if rows > 0, rows + piece.count > Self.rows {
        parts.append(first..<i)
        (first, rows) = (i, 0)
      }
      rows += piece.count
    }
    // Without any run the sums are still written: zeros.
    self.parts = parts + [first..<pieces.count]
  }
}
