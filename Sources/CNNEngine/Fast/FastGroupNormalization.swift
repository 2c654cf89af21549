/// Groups of channels of each image brought to mean 0 and variance 1, then scaled and shifted channel by channel.
///
/// y = x̂ · scale + shift with x̂ = (x − m)/√(v + ε), m and v over a group's channels, rows and columns of one image. A
/// vector that is one group is layer normalisation.
final class FastGroupNormalization: Operation {
  let name: String
  private let groups: Int
  private let epsilon: Float
  private let ports: Ports
  private let store: ParameterStore
  private let scale, shift: Int
  private let width: Int
  /// For each image and channel: the mean and 1/√(v + ε) of its group.
  private let means, inverses: MutableScalars
  /// Some numbers a channel for each thread.
  private let scratch: Scratch

  init(
    name: String, groups: Int, epsilon: Float, ports: Ports, store: ParameterStore, scale: Int,
    shift: Int, scratch: Scratch, arena: Arena
  ) {
    ports.requireSameWalk(name)
    self.name = name
    self.groups = groups
    self.epsilon = epsilon
    self.ports = ports
    self.store = store
    (self.scale, self.shift) = (scale, shift)
    self.scratch = scratch
    width = ports.input.step
    means = arena.floats(ports.input.images * width)
    inverses = arena.floats(ports.input.images * width)
    scratch.reserve(4 * width)
  }

  private var size: Int { ports.input.channels / groups }

  /// Calls `body` with the first channel of every group.
  private func forEachGroup(_ body: (Range<Int>) -> Void) {
    for group in 0..<groups { body(group * size..<(group + 1) * size) }
  }

  /// Sums over an image's pixels, channel by channel.
  @inline(__always)
  private func sum(
    _ n: Int, to sums: MutableScalars, _ value: (_ c: Int, _ h: Int, _ offset: Int) -> Lanes
  ) {
    for c in stride(from: 0, to: width, by: laneCount) {
      var sum = Lanes.zero
      for h in 0..<ports.input.rows {
        for w in stride(from: c, to: c + ports.input.rowCount, by: width) { sum += value(c, h, w) }
      }
      (sums + c).lanes = sum
    }
  }

  func forward(_ images: Range<Int>, context: StepContext) {
    let (input, output) = (ports.input, ports.output)
    let (g, b) = (store.value(scale), store.value(shift))
    let sums = scratch[context.worker]
    let count = Double(size * input.pixels)
    for n in images {
      let (mean, inverse) = (means + n * width, inverses + n * width)
      // The mean first and then squares of what is left: one pass over squares loses digits.
      sum(n, to: sums) { _, h, w in (input.row(h, of: n) + w).lanes }
      forEachGroup { channels in
        let m = Float(channels.reduce(0.0) { $0 + Double(sums[$1]) } / count)
        for c in channels { mean[c] = m }
      }
      sum(n, to: sums) { c, h, w in
        let d = (input.row(h, of: n) + w).lanes - (mean + c).lanes
        return d * d
      }
      forEachGroup { channels in
        let v = Float(channels.reduce(0.0) { $0 + Double(sums[$1]) } / count)
        for c in channels { inverse[c] = 1 / (v + epsilon).squareRoot() }
      }
      for h in 0..<input.rows {
        let (x, y) = (input.row(h, of: n), output.row(h, of: n))
        for c in stride(from: 0, to: width, by: laneCount) {
          let (m, factor) = ((mean + c).lanes, (inverse + c).lanes * (g + c).lanes)
          let term = (b + c).lanes
          for w in stride(from: c, to: c + input.rowCount, by: width) {
            (y + w).lanes = term.addingProduct((x + w).lanes - m, factor)
          }
        }
      }
    }
  }

  /// ∂x = (g·∂y − mean(g·∂y) − x̂ · mean(g·∂y·x̂)) / √(v + ε), means over the group.
  func backward(_ images: Range<Int>, slot: Int, isFirst: Bool, context: StepContext) {
    guard let outputGradient = ports.outputGradient else { return }
    let input = ports.input
    let (dg, db) = (store.gradient(scale, slot: slot), store.gradient(shift, slot: slot))
    if isFirst {
      dg.update(repeating: 0, count: width)
      db.update(repeating: 0, count: width)
    }
    let g = store.value(scale)
    let sums = scratch[context.worker]
    let (products, firsts, seconds) = (sums + width, sums + 2 * width, sums + 3 * width)
    let count = Double(size * input.pixels)
    for n in images {
      let (mean, inverse) = (means + n * width, inverses + n * width)
      sum(n, to: sums) { _, h, w in (outputGradient.row(h, of: n) + w).lanes }
      sum(n, to: products) { c, h, w in
        (outputGradient.row(h, of: n) + w).lanes
          * ((input.row(h, of: n) + w).lanes - (mean + c).lanes)
          * (inverse + c).lanes
      }
      for c in stride(from: 0, to: width, by: laneCount) {
        (db + c).lanes += (sums + c).lanes
        (dg + c).lanes += (products + c).lanes
      }
      guard let inputGradient = ports.inputGradient else { continue }
      forEachGroup { channels in
        let first = channels.reduce(0.0) { $0 + Double(g[$1] * sums[$1]) } / count
        let second = channels.reduce(0.0) { $0 + Double(g[$1] * products[$1]) } / count
        for c in channels { (firsts[c], seconds[c]) = (Float(first), Float(second)) }
      }
      for h in 0..<input.rows {
        let (x, dy) = (input.row(h, of: n), outputGradient.row(h, of: n))
        let dx = inputGradient.row(h, of: n)
        for c in stride(from: 0, to: width, by: laneCount) {
          let (m, i) = ((mean + c).lanes, (inverse + c).lanes)
          let (a, b, factor) = ((firsts + c).lanes, (seconds + c).lanes, (g + c).lanes)
          for w in stride(from: c, to: c + input.rowCount, by: width) {
            let normal = ((x + w).lanes - m) * i
            let v = ((dy + w).lanes * factor - a - normal * b) * i
            (dx + w).lanes = ports.accumulates ? (dx + w).lanes + v : v
          }
        }
      }
    }
  }
}
