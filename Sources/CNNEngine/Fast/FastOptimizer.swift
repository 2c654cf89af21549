/// An optimiser's step over all parameters: one pass over memory, shared out in pieces.
final class FastOptimizer: PooledWork {
  private let store: ParameterStore
  private let rule: OptimizerRule
  private let pool: ThreadPool
  /// The optimiser's memory: velocities, or means of gradients and of their squares.
  private(set) var first, second: MutableScalars
  /// Steps taken so far; Adam corrects its means by it.
  var steps = 0
  private let pieces: [(slice: Int, range: Range<Int>)]
  /// Sums of squares of each piece's gradients, updates and parameters.
  private let norms: MutableScalars
  /// Of the step that is taken: its rate, and what Adam divides its means by.
  private var rate: Float = 0
  private var corrections: (Float, Float) = (1, 1)
  /// Whether the rule keeps a mean of squares too.
  let usesSecond: Bool

  init(_ rule: OptimizerRule, store: ParameterStore, pool: ThreadPool, arena: Arena) {
    self.rule = rule
    self.store = store
    self.pool = pool
    first = arena.floats(store.count)
    if case .sgd = rule { usesSecond = false } else { usesSecond = true }
    second = arena.floats(usesSecond ? store.count : 0)
    pieces = store.slices.enumerated().flatMap { index, slice in
      stride(from: 0, to: slice.count, by: 16_384).map {
        (index, $0..<min($0 + 16_384, slice.count))
      }
    }
    norms = arena.floats(pieces.count * 3)
  }

  /// Moves every parameter against its gradient.
  func step(rate: Float) {
    steps += 1
    self.rate = rate
    corrections = Self.corrections(steps)
    pool.run(pieces.count, self)
  }

  func run(_ piece: Int, worker: Int) {
    let (rate, (a, b)) = (rate, corrections)
    switch rule {
    case .sgd(let momentum, let nesterov, let weightDecay):
      update(piece) { w, g, v, _ in
        let g = g.addingProduct(w, Lanes(repeating: weightDecay))
        v = (v * momentum) + g
        return nesterov ? g.addingProduct(v, Lanes(repeating: momentum)) * rate : v * rate
      }
    case .rmsProp(let decay):
      update(piece) { _, g, _, s in
        s = (s * decay).addingProduct(g * g, Lanes(repeating: 1 - decay))
        return g * rate / (s.squareRoot() + 1e-8)
      }
    case .adam(let weightDecay):
      update(piece) { w, g, m, s in
        let g = g.addingProduct(w, Lanes(repeating: weightDecay))
        m = (m * 0.9).addingProduct(g, Lanes(repeating: 0.1))
        s = (s * 0.999).addingProduct(g * g, Lanes(repeating: 0.001))
        return m * (rate / a) / ((s / b).squareRoot() + 1e-8)
      }
    case .adamW(let weightDecay):
      update(piece) { w, g, m, s in
        m = (m * 0.9).addingProduct(g, Lanes(repeating: 0.1))
        s = (s * 0.999).addingProduct(g * g, Lanes(repeating: 0.001))
        return (m * (rate / a) / ((s / b).squareRoot() + 1e-8))
          .addingProduct(w, Lanes(repeating: rate * weightDecay))
      }
    }
  }

  /// 1 − βᵗ for both of Adam's means.
  private static func corrections(_ steps: Int) -> (Float, Float) {
    var (a, b) = (1.0, 1.0)
    for _ in 0..<steps {
      a *= 0.9
      b *= 0.999
      if b < 1e-12 { break }
    }
    return (Float(1 - a), Float(1 - b))
  }

  @inline(__always)
  private func update(
    _ piece: Int, _ change: (Lanes, Lanes, inout Lanes, inout Lanes) -> Lanes
  ) {
    let (index, range) = pieces[piece]
    let slice = store.slices[index]
    var (gradients, updates, parameters) = (Lanes.zero, Lanes.zero, Lanes.zero)
    for i in stride(from: range.lowerBound, to: range.upperBound, by: laneCount) {
      var g = (store.gradients + slice.gradientStart + i).lanes
      for slot in 1..<max(1, slice.slots) {
        g += (store.gradients + slice.gradientStart + slot * slice.count + i).lanes
      }
      let at = slice.start + i
      let w = (store.values + at).lanes
      var m = (first + at).lanes
      var s = usesSecond ? (second + at).lanes : .zero
      let step = change(w, g, &m, &s)
      (first + at).lanes = m
      if usesSecond { (second + at).lanes = s }
      (store.values + at).lanes = w - step
      gradients = gradients.addingProduct(g, g)
      updates = updates.addingProduct(step, step)
      parameters = parameters.addingProduct(w, w)
    }
    norms[3 * piece] = gradients.sum()
    norms[3 * piece + 1] = updates.sum()
    norms[3 * piece + 2] = parameters.sum()
  }

  /// The norms of the last gradient of some parameters of the plan, of their last update, and of themselves before it, all
  /// taken as one vector.
  func norms(of parameters: [Int]) -> (gradient: Float, update: Float, parameter: Float) {
    var sums: (Float, Float, Float) = (0, 0, 0)
    for (piece, (slice, _)) in pieces.enumerated()
    where parameters.contains(where: { store.tensors[$0].contains(slice) }) {
      sums.0 += norms[3 * piece]
      sums.1 += norms[3 * piece + 1]
      sums.2 += norms[3 * piece + 2]
    }
    return (sums.0.squareRoot(), sums.1.squareRoot(), sums.2.squareRoot())
  }
}
