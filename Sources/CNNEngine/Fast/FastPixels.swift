/// Pixels of maps, each where the output asks for it: padding that is not zeros, or not the same on every side.
final class FastPixels: RowwiseOperation {
  let name: String
  private let sourceRows, sourceColumns: [Int?]
  private let ports: Ports

  init(name: String, rows: [Int?], columns: [Int?], _ ports: Ports) {
    precondition(
      ports.input.step == ports.output.step && ports.input.step % laneCount == 0,
      "\(name) copies whole pixels, but \(ports.input.layout) and \(ports.output.layout) differ.")
    self.name = name
    (sourceRows, sourceColumns) = (rows, columns)
    self.ports = ports
  }

  var rows: Int { ports.output.rows }

  func forward(_ images: Range<Int>, rows: Range<Int>, context: StepContext) {
    let step = ports.output.step
    for n in images {
      for p in rows {
        var y = ports.output.row(p, of: n)
        let x = sourceRows[p].map { ports.input.row($0, of: n) }
        for w in sourceColumns {
          if let x, let w {
            y.update(from: x + w * step, count: step)
          } else {
            y.update(repeating: 0, count: step)
          }
          y += step
        }
      }
    }
  }

  func backward(_ images: Range<Int>, slot: Int, isFirst: Bool, context: StepContext) {
    guard let dx = ports.inputGradient, let dy = ports.outputGradient else { return }
    if !ports.accumulates { dx.clear(images) }
    let step = dx.step
    for n in images {
      for (p, h) in sourceRows.enumerated() {
        guard let h else { continue }
        let (from, to) = (dy.row(p, of: n), dx.row(h, of: n))
        for (q, w) in sourceColumns.enumerated() {
          guard let w else { continue }
          for c in stride(from: 0, to: step, by: laneCount) {
            (to + (w &* step &+ c)).lanes += (from + (q &* step &+ c)).lanes
          }
        }
      }
    }
  }
}
