/// The largest entry under a window, and in the gradient's way back the first place where it stood.
final class MaxPooling: RowwiseOperation {
  let name: String
  private let ports: Ports
  private let input, output: Maps
  private let size, stride, padding, dilation: Pair
  /// For each output entry, which place of the window won.
  private let winners: MutableScalars
  private let keepsWinners: Bool

  init(
    name: String, _ windows: Graph.MaxWindows, ports: Ports, keepsWinners: Bool, arena: Arena
  ) {
    self.name = name
    (size, stride) = (windows.size, windows.stride)
    (padding, dilation) = (windows.padding, windows.dilation)
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
    let (rowStep, step) = (dilation.rows * input.rowStep, dilation.columns * input.step)
    for n in images {
      for p in rows {
        let top = p * stride.rows - padding.rows
        let (firstRow, endRow) = inside(top, size.rows, dilation.rows, input.rows)
        for q in 0..<output.columns {
          let left = q * stride.columns - padding.columns
          let (first, end) = inside(left, size.columns, dilation.columns, input.columns)
          let y = output.image(n) + output.offset(p, q)
          let won = winners + ((n * output.rows + p) * output.columns + q) * output.step
          let window = input.image(n) + input.offset(top, left)
          for c in Swift.stride(from: 0, to: output.step, by: laneCount) {
            var best = Lanes(repeating: -.infinity)
            var place = IntLanes(repeating: Int32(firstRow * size.columns + first))
            var r = firstRow
            while r < endRow {
              var s = first
              while s < end {
                let x = (window + (r &* rowStep &+ s &* step &+ c)).lanes
                // The first NaN wins, so that it is not lost on the way.
                let wins = (x .> best) .| ((x .!= x) .& (best .== best))
                best.replace(with: x, where: wins)
                place.replace(with: Int32(truncatingIfNeeded: r &* size.columns &+ s), where: wins)
                s &+= 1
              }
              r &+= 1
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

  /// The entries of a window along one axis that lie in the maps: the first, and the one after the last.
  @inline(__always)
  private func inside(_ start: Int, _ size: Int, _ dilation: Int, _ length: Int) -> (Int, Int) {
    dilation == 1
      ? (max(0, -start), min(size, length - start))
      : (
        start >= 0 ? 0 : (dilation - 1 - start) / dilation,
        min(size, (length - start + dilation - 1) / dilation)
      )
  }

  /// Each input entry gathers from the windows that it won.
  func backward(_ images: Range<Int>, slot: Int, isFirst: Bool, context: StepContext) {
    guard let inputGradient = ports.inputGradient, let outputGradient = ports.outputGradient else {
      return
    }
    let accumulates = ports.accumulates
    let step = output.step
    for n in images {
      for h in 0..<input.rows {
        let (firstRow, endRow) = windows(
          over: h, dilation.rows * (size.rows - 1) + 1, stride.rows, padding.rows, output.rows)
        for w in 0..<input.columns {
          let (first, end) = windows(
            over: w, dilation.columns * (size.columns - 1) + 1, stride.columns, padding.columns,
            output.columns)
          let dx = inputGradient.image(n) + inputGradient.offset(h, w)
          for c in Swift.stride(from: 0, to: step, by: laneCount) {
            var sum = accumulates ? (dx + c).lanes : .zero
            var p = firstRow
            while p < endRow {
              let dy = outputGradient.row(p, of: n) + c
              let won = winners + (((n &* output.rows &+ p) &* output.columns) &* step &+ c)
              let row = place(h &+ padding.rows &- p &* stride.rows, dilation.rows)
              var q = row < 0 ? end : first
              while q < end {
                let column = place(w &+ padding.columns &- q &* stride.columns, dilation.columns)
                if column >= 0 {
                  let place = Int32(truncatingIfNeeded: row &* size.columns &+ column)
                  let winner = UnsafeRawPointer(won + q &* step).loadUnaligned(as: IntLanes.self)
                  sum += Lanes.zero.replacing(
                    with: (dy + q &* step).lanes, where: winner .== IntLanes(repeating: place))
                }
                q &+= 1
              }
              p &+= 1
            }
            (dx + c).lanes = sum
          }
        }
      }
    }
  }

  /// Which entry of a window stands so far from its beginning: −1 between two of a dilated one.
  @inline(__always)
  private func place(_ distance: Int, _ dilation: Int) -> Int {
    if dilation == 1 { return distance }
    return distance % dilation == 0 ? distance / dilation : -1
  }

  /// The windows along one axis that reach over an entry: the first, and the one after the last.
  @inline(__always)
  private func windows(over entry: Int, _ size: Int, _ stride: Int, _ padding: Int, _ count: Int)
    -> (Int, Int)
  {
    let last = (entry + padding) / stride
    let first = max(0, (entry + padding - size + stride) / stride)
    return (entry + padding < size ? 0 : first, min(count, last + 1))
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
