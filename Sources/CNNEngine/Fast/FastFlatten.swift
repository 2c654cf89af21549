/// Maps laid out as one vector, channel after channel as `[N, C·H·W]` has it.
///
/// Only for layers that look at the vector as a whole: a dense layer reads the maps where they are, and layers that change
/// entries one by one leave them so.
final class FastFlatten: Operation {
  let name = "Flatten"
  private let ports: Ports

  init(_ ports: Ports) { self.ports = ports }

  func forward(_ images: Range<Int>, context: StepContext) {
    for n in images {
      let y = ports.output.row(0, of: n)
      let x = ports.input.image(n)
      forEachEntry(of: ports.input) { from, to in y[to] = x[from] }
      ports.output.clearTail(y)
    }
  }

  func backward(_ images: Range<Int>, slot: Int, isFirst: Bool, context: StepContext) {
    guard let gradient = ports.outputGradient, let inputGradient = ports.inputGradient else {
      return
    }
    for n in images {
      if !ports.accumulates { inputGradient.clear(n..<n + 1) }
      let dy = gradient.row(0, of: n)
      let dx = inputGradient.image(n)
      forEachEntry(of: inputGradient) { from, to in
        dx[from] += dy[to]
      }
    }
  }

  /// Calls `body` with the place of each entry in the maps and in the vector.
  @inline(__always)
  private func forEachEntry(of maps: Maps, _ body: (Int, Int) -> Void) {
    for c in 0..<maps.channels {
      for h in 0..<maps.rows {
        for w in 0..<maps.columns {
          body(maps.offset(h, w) + c, (c * maps.rows + h) * maps.columns + w)
        }
      }
    }
  }
}
