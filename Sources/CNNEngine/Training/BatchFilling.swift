/// Writes pictures of a data set into a batch's maps: normalised, and changed by chance as an `Augmentation` says.
///
/// It is made once for a batch and asks for no memory when it runs. What it writes is held to `Augmentation.apply`.
final class BatchFilling: PooledWork {
  private let maps: Maps
  private let pool: ThreadPool
  /// A piece of work is so many pictures.
  private let picturesPerPiece: Int
  private var data: Dataset?
  private var indices: ArraySlice<Int> = []
  private var augmentation: Augmentation?
  private var seed = 0

  /// Fewer entries than this are not worth a thread's while.
  private static let entriesPerPiece = 8192

  init(_ maps: Maps, pool: ThreadPool) {
    (self.maps, self.pool) = (maps, pool)
    picturesPerPiece = max(1, Self.entriesPerPiece / max(1, maps.channels * maps.pixels))
  }

  /// Fills places 0, 1, … of the batch.
  ///
  /// - Parameters:
  ///   - data: pictures of the maps' channels, rows and columns.
  ///   - indices: a picture's number for each place.
  ///   - augmentation: what chance does; `nil` leaves pictures as they are.
  ///   - seed: decides it.
  func fill(
    from data: Dataset, _ indices: ArraySlice<Int>, _ augmentation: Augmentation?, seed: Int
  ) {
    (self.data, self.indices) = (data, indices)
    (self.augmentation, self.seed) = (augmentation, seed)
    pool.run((indices.count + picturesPerPiece - 1) / picturesPerPiece, self)
    (self.data, self.indices) = (nil, [])
  }

  func run(_ piece: Int, worker: Int) {
    guard let data else { return }
    let first = piece * picturesPerPiece
    for n in first..<min(first + picturesPerPiece, indices.count) {
      let outcome = augmentation?.outcome(
        rows: maps.rows, columns: maps.columns, seed: Augmentation.seed(ofPicture: n, in: seed))
      data.withPicture(indices[indices.startIndex + n]) { picture in
        write(picture, outcome ?? Augmentation.Outcome(), to: n)
      }
    }
  }

  private func write(_ picture: StoredPicture, _ outcome: Augmentation.Outcome, to n: Int) {
    let (columns, step) = (maps.columns, maps.step)
    // Where the moved picture's columns lie; beside them its blanks.
    let left = min(columns, max(0, outcome.isFlipped ? -outcome.right : outcome.right))
    let right = max(
      left, min(columns, columns - (outcome.isFlipped ? outcome.right : -outcome.right)))
    let from = (outcome.isFlipped ? columns - 1 - left : left) - outcome.right
    let cut = outcome.cutColumns.clamped(to: 0..<columns)
    for h in 0..<maps.rows {
      let row = maps.row(h, of: n)
      if step > maps.channels { row.update(repeating: 0, count: maps.rowCount) }
      let y = h - outcome.down
      let isInside = 0..<maps.rows ~= y
      for c in 0..<maps.channels {
        let (at, blank) = (row + c, picture.blanks[c])
        for w in 0..<(isInside ? left : columns) { at[w * step] = blank }
        guard isInside else { continue }
        picture.copyRow(
          channel: c, row: y, from: from, direction: outcome.isFlipped ? -1 : 1,
          count: right - left, to: at + left * step, step: step)
        for w in right..<columns { at[w * step] = blank }
      }
      guard outcome.cutRows.contains(h) else { continue }
      for w in cut { for c in 0..<maps.channels { row[w * step + c] = 0 } }
    }
  }
}
