/// The largest entry under a window, and in the gradient's way back the first place where it stood.
final class MaxPooling: RowwiseOperation {
  let name: String
  private let ports: Ports
  private let input, output: Maps
  private let size, stride, padding: Pair
  /// For each output entry, which place of the window won.
  private let winners: MutableScalars
  private let keepsWinners: Bool

  init(
    name: String, size: Pair, stride: Pair, padding: Pair, ports: Ports, keepsWinners: Bool,
    arena: Arena
  ) {
    self.name = name
    self.size = size
    self.stride = stride
    self.padding = padding
    self.ports = ports
    (input, output) = (ports.input, ports.output)
    precondition(
      input.step == output.step && input.step % laneCount == 0,
      "\(name) walks channels side by side, but \(input.layout) and \(output.layout) differ.")
    self.keepsWinners = keepsWinners
    winners = arena.floats(keepsWinners ? output.images * output.pixels * output.step : 0)
  }

  var rows: Int { output.rows }

  func forward(_ images: Range<Int>, rows: Range<Int>, context: StepContext) {
    for n in images {
      for p in rows {
        for q in 0..<output.columns {
          let y = output.image(n) + output.offset(p, q)
          let won = winners + ((n * output.rows + p) * output.columns + q) * output.step
          let (top, left) = (p * stride.rows - padding.rows, q * stride.columns - padding.columns)
          for c in Swift.stride(from: 0, to: output.step, by: laneCount) {
            var best = Lanes(repeating: -.infinity)
            var place = IntLanes(
              repeating: Int32(max(0, -top) * size.columns + max(0, -left)))
            for r in max(0, -top)..<min(size.rows, input.rows - top) {
              for s in max(0, -left)..<min(size.columns, input.columns - left) {
                let x = (input.image(n) + input.offset(top + r, left + s) + c).lanes
                // A NaN wins, so that it is not lost on the way.
                let wins = (x .> best) .| (x .!= x)
                best.replace(with: x, where: wins)
                place.replace(with: Int32(r * size.columns + s), where: wins)
              }
            }
            (y + c).lanes = best
            if keepsWinners {
              UnsafeMutableRawPointer(won + c).storeBytes(of: place, as: IntLanes.self)
            }
          }
        }
      }
    }
  }

  func backward(_ images: Range<Int>, slot: Int, isFirst: Bool, context: StepContext) {
    guard let inputGradient = ports.inputGradient, let outputGradient = ports.outputGradient else {
      return
    }
    let accumulates = ports.accumulates
    let overlaps = size.rows > stride.rows || size.columns > stride.columns
    let leavesOut =
      overlaps || size != stride || padding != 0
      || output.rows * stride.rows != input.rows || output.columns * stride.columns != input.columns
    for n in images {
      // Windows may leave entries out, at the end or between strides: those get no share.
      if leavesOut && !accumulates { inputGradient.clear(n..<n + 1) }
      let adds = overlaps || accumulates
      for p in 0..<output.rows {
        for q in 0..<output.columns {
          let dy = outputGradient.image(n) + outputGradient.offset(p, q)
          let won = winners + ((n * output.rows + p) * output.columns + q) * output.step
          let (top, left) = (p * stride.rows - padding.rows, q * stride.columns - padding.columns)
          for c in Swift.stride(from: 0, to: output.step, by: laneCount) {
            let place = UnsafeRawPointer(won + c).loadUnaligned(as: IntLanes.self)
            let gradient = (dy + c).lanes
            for r in max(0, -top)..<min(size.rows, input.rows - top) {
              for s in max(0, -left)..<min(size.columns, input.columns - left) {
                let dx =
                  inputGradient.image(n) + inputGradient.offset(top + r, left + s) + c
                let share = Lanes.zero.replacing(
                  with: gradient, where: place .== Int32(r * size.columns + s))
                dx.lanes = adds ? dx.lanes + share : share
              }
            }
          }
        }
      }
    }
  }
}

/// The mean of the entries under a window; places in the padding count as zeros.
final class AveragePooling: RowwiseOperation {
  let name: String
  private let ports: Ports
  private let input, output: Maps
  /// For each output row and column, the input rows and columns under it.
  private let rowRanges, columnRanges: [Range<Int>]
  /// One over the number of entries that a mean is taken of.
  private let shares: [Float]

  init(name: String, windows: Graph.AverageWindows, ports: Ports) {
    self.name = name
    rowRanges = windows.rows
    columnRanges = windows.columns
    shares = windows.shares
    self.ports = ports
    (input, output) = (ports.input, ports.output)
    precondition(
      input.step == output.step && input.step % laneCount == 0,
      "\(name) walks channels side by side, but \(input.layout) and \(output.layout) differ.")
  }

  var rows: Int { output.rows }

  func forward(_ images: Range<Int>, rows: Range<Int>, context: StepContext) {
    for n in images {
      for p in rows {
        for q in 0..<output.columns {
          let y = output.image(n) + output.offset(p, q)
          let share = shares[p * output.columns + q]
          for c in stride(from: 0, to: output.step, by: laneCount) {
            var sum = Lanes.zero
            for h in rowRanges[p] {
              for w in columnRanges[q] { sum += (input.image(n) + input.offset(h, w) + c).lanes }
            }
            (y + c).lanes = sum * share
          }
        }
      }
    }
  }

  func backward(_ images: Range<Int>, slot: Int, isFirst: Bool, context: StepContext) {
    guard let inputGradient = ports.inputGradient, let outputGradient = ports.outputGradient else {
      return
    }
    let accumulates = ports.accumulates
    for n in images {
      if !accumulates { inputGradient.clear(n..<n + 1) }
      for p in 0..<output.rows {
        for q in 0..<output.columns {
          let dy = outputGradient.image(n) + outputGradient.offset(p, q)
          let share = shares[p * output.columns + q]
          for c in stride(from: 0, to: output.step, by: laneCount) {
            let gradient = (dy + c).lanes * share
            for h in rowRanges[p] {
              for w in columnRanges[q] {
                (inputGradient.image(n) + inputGradient.offset(h, w) + c).lanes += gradient
              }
            }
          }
        }
      }
    }
  }
}
