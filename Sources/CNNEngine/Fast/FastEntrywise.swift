/// A function of each entry, where nothing before it computes it along.
final class FastEntrywise: RowwiseOperation {
  let name: String
  private let loops: LaneLoops
  private let ports: Ports

  init(name: String, _ loops: LaneLoops, _ ports: Ports) {
    ports.requireSameWalk(name)
    self.name = name
    (self.loops, self.ports) = (loops, ports)
  }

  var rows: Int { ports.input.rows }

  func forward(_ images: Range<Int>, rows: Range<Int>, context: StepContext) {
    for n in images {
      for h in rows {
        loops.forward(
          Scalars(ports.input.row(h, of: n)), ports.output.row(h, of: n), ports.input.rowCount)
      }
    }
  }

  func backward(_ images: Range<Int>, slot: Int, isFirst: Bool, context: StepContext) {
    guard let dx = ports.inputGradient, let dy = ports.outputGradient else { return }
    for n in images {
      for h in 0..<dx.rows {
        loops.backward(
          Scalars(ports.input.row(h, of: n)), Scalars(ports.output.row(h, of: n)),
          Scalars(dy.row(h, of: n)), dx.row(h, of: n), dx.rowCount, ports.accumulates)
      }
    }
  }
}
