/// eˣ over its sum, over the entries of each vector.
final class FastSoftmax: Operation {
  let name = "Softmax"
  private let ports: Ports

  init(_ ports: Ports) { self.ports = ports }

  func forward(_ images: Range<Int>, context: StepContext) {
    for n in images {
      let (x, y) = (ports.input.row(0, of: n), ports.output.row(0, of: n))
      let count = ports.input.channels
      var largest = x[0]
      for i in 1..<max(1, count) { largest = max(largest, x[i]) }
      var sum: Float = 0
      for i in 0..<count {
        y[i] = exponential(x[i] - largest)
        sum += y[i]
      }
      for i in 0..<count { y[i] /= sum }
      ports.output.clearTail(y)
    }
  }

  /// ∂x = y · (∂y − Σ y·∂y).
  func backward(_ images: Range<Int>, slot: Int, isFirst: Bool, context: StepContext) {
    guard let gradient = ports.inputGradient, let outputGradient = ports.outputGradient else {
      return
    }
    for n in images {
      let (y, dy) = (ports.output.row(0, of: n), outputGradient.row(0, of: n))
      let dx = gradient.row(0, of: n)
      let count = ports.input.channels
      if !ports.accumulates { gradient.clear(n..<n + 1) }
      var sum: Float = 0
      for i in 0..<count { sum += y[i] * dy[i] }
      for i in 0..<count { dx[i] += y[i] * (dy[i] - sum) }
    }
  }
}
