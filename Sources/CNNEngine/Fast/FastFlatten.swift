/// Maps laid out as one vector, channel after channel as `[N, C·H·W]` has it.
///
/// Only for layers that look at the vector as a whole: a dense layer reads the maps where they are, and layers that change
/// entries one by one leave them so.
final class FastFlatten: Operation {
  let name = "Flatten"
  private let input, output: NetworkBuilder.Stage
  private let accumulates: Bool

  init(input: NetworkBuilder.Stage, output: NetworkBuilder.Stage, accumulates: Bool) {
    (self.input, self.output, self.accumulates) = (input, output, accumulates)
  }

  func forward(_ images: Range<Int>, context: StepContext) {
    for n in images {
      let y = output.maps.image(n) + output.maps.offset(0, 0)
      let x = input.maps.image(n)
      forEachEntry(of: input.maps) { from, to in y[to] = x[from] }
    }
  }

  func backward(_ images: Range<Int>, slot: Int, isFirst: Bool, context: StepContext) {
    guard let gradient = output.gradient, let inputGradient = input.gradient else { return }
    for n in images {
      let dy = gradient.image(n) + gradient.offset(0, 0)
      let dx = inputGradient.image(n)
      forEachEntry(of: inputGradient) { from, to in
        dx[from] = accumulates ? dx[from] + dy[to] : dy[to]
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
