/// One picture of a data set where it lies, and what its entries stand for.
struct StoredPicture {
  enum Entries {
    case bytes(UnsafePointer<UInt8>)
    case floats(Scalars)
  }

  let entries: Entries
  let channels, rows, columns: Int
  /// How many steps of `EntryScale` an entry goes through, and each step's means and deviations.
  let steps: Int
  let moments: Scalars
  /// What each byte stands for after them, 256 numbers a channel.
  let table: Scalars
  /// What stands where nothing is, a number for each channel.
  let blanks: Scalars

  /// Writes some entries of a channel's row.
  ///
  /// - Parameters:
  ///   - c: the channel.
  ///   - y: the row.
  ///   - x: the first entry's column.
  ///   - direction: 1 to go to the right, −1 to the left.
  ///   - count: how many.
  ///   - target: where the first one goes.
  ///   - step: from there to where the next one goes.
  @inline(__always)
  func copyRow(
    channel c: Int, row y: Int, from x: Int, direction: Int = 1, count: Int,
    to target: MutableScalars, step: Int = 1
  ) {
    let start = (c * rows + y) * columns + x
    switch entries {
    case .bytes(let bytes):
      let values = table + c * 256
      write(count, target, step) { values[Int(bytes[start + $0 * direction])] }
    case .floats(let floats) where steps == 0:
      write(count, target, step) { floats[start + $0 * direction] }
    case .floats(let floats):
      write(count, target, step) { floats[start + $0 * direction] }
      for s in 0..<steps {
        let (mean, deviation) = (
          moments[2 * s * channels + c], moments[(2 * s + 1) * channels + c]
        )
        write(count, target, step) { (target[$0 * step] - mean) / deviation }
      }
    }
  }

  @inline(__always)
  private func write(
    _ count: Int, _ target: MutableScalars, _ step: Int, _ entry: (Int) -> Float
  ) {
    var at = target
    for i in 0..<count {
      at.pointee = entry(i)
      at += step
    }
  }
}
