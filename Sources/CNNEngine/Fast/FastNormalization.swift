/// Batch normalisation, with what usually follows it: a sum with the way past, and ReLU.
///
/// y = relu((x − m)/√(v + ε) · scale + shift + past), m and v over batch, rows and columns of each channel. The images
/// wait for each other once forward, for m and v, and once backward, for the two sums of the gradient.
final class NormalizationSums: Operation {
  let name: String
  let ports: Ports
  /// The value that is added after scale and shift, with its gradient.
  let past: Ports?
  let isRectified: Bool
  let store: ParameterStore
  let scale, shift: Int
  let momentum, epsilon: Float
  private var input: Maps { ports.input }
  /// Running mean and variance.
  let mean, variance: MutableScalars
  /// y = x · factor + term, for this batch.
  let factor, term: MutableScalars
  /// Of this batch: its mean, and 1/√(v + ε).
  let batchMean, inverseDeviation: MutableScalars
  /// dx = dz · factor + x · slope + offset.
  private let slope, offset: MutableScalars
  private let sums: MutableScalars
  private let width: Int

  init(
    name: String, _ node: Graph.Normalization, ports: Ports, past: Ports?, store: ParameterStore,
    scale: Int, shift: Int, statistics: StatisticsStore.Slice, arena: Arena
  ) {
    ports.requireSameWalk(name)
    past?.requireSameWalk(name)
    self.name = name
    self.ports = ports
    self.past = past
    isRectified = node.isRectified
    self.store = store
    self.scale = scale
    self.shift = shift
    momentum = node.momentum
    epsilon = node.epsilon
    let input = ports.input
    width = input.step
    (mean, variance) = (statistics.mean, statistics.variance)
    factor = arena.floats(width)
    term = arena.floats(width)
    batchMean = arena.floats(width)
    inverseDeviation = arena.floats(width)
    slope = arena.floats(width)
    offset = arena.floats(width)
    sums = arena.floats(2 * width * input.images)
  }

  /// Sums of x − shift and its square, for each image; the running mean is near enough to the mean to subtract first.
  func forward(_ images: Range<Int>, context: StepContext) {
    guard context.mode == .training else { return }
    for n in images {
      for c in stride(from: 0, to: width, by: laneCount) {
        let centre = (mean + c).lanes
        var (sum, squares) = (Lanes.zero, Lanes.zero)
        for h in 0..<input.rows {
          var x = input.image(n) + input.offset(h, 0) + c
          for _ in 0..<input.columns {
            let d = x.lanes - centre
            sum += d
            squares = squares.addingProduct(d, d)
            x += input.step
          }
        }
        (sums + 2 * n * width + c).lanes = sum
        (sums + (2 * n + 1) * width + c).lanes = squares
      }
    }
  }

  var finishForward: ((StepContext) -> Void)? {
    { [self] context in
      let (g, b) = (store.value(scale), store.value(shift))
      let count = Double(input.images * input.pixels)
      for c in 0..<input.channels {
        var (m, v) = (mean[c], variance[c])
        if context.mode == .training {
          var (sum, squares) = (0.0, 0.0)
          for n in 0..<input.images {
            sum += Double(sums[2 * n * width + c])
            squares += Double(sums[(2 * n + 1) * width + c])
          }
          let distance = sum / count
          let spread = max(0, squares / count - distance * distance)
          m = Float(Double(mean[c]) + distance)
          v = Float(spread)
          let unbiased = Float(spread * count / max(1, count - 1))
          mean[c] += momentum * (m - mean[c])
          variance[c] += momentum * (unbiased - variance[c])
        }
        batchMean[c] = m
        inverseDeviation[c] = 1 / (v + epsilon).squareRoot()
        factor[c] = g[c] * inverseDeviation[c]
        term[c] = b[c] - m * factor[c]
      }
    }
  }

  // MARK: - The gradient's sums

  /// dz = dy where the output is not cut off; Σ dz and Σ dz · x̂ for each image.
  func backward(_ images: Range<Int>, slot: Int, isFirst: Bool, context: StepContext) {
    guard let gradient = ports.outputGradient else { return }
    let output = ports.output
    let (skipGradient, skipAccumulates) = (past?.inputGradient, past?.accumulates ?? false)
    for n in images {
      for c in stride(from: 0, to: width, by: laneCount) {
        let centre = (batchMean + c).lanes
        let scaling = (inverseDeviation + c).lanes
        var (sum, products) = (Lanes.zero, Lanes.zero)
        for h in 0..<input.rows {
          var x = input.image(n) + input.offset(h, 0) + c
          var y = output.image(n) + output.offset(h, 0) + c
          var dy = gradient.image(n) + gradient.offset(h, 0) + c
          var past = skipGradient.map { $0.image(n) + $0.offset(h, 0) + c }
          for _ in 0..<input.columns {
            var dz = dy.lanes
            if isRectified {
              dz = Lanes.zero.replacing(with: dz, where: y.lanes .> 0)
              dy.lanes = dz
            }
            if let target = past {
              target.lanes = skipAccumulates ? target.lanes + dz : dz
              past = target + (skipGradient?.step ?? 0)
            }
            sum += dz
            products = products.addingProduct(dz, (x.lanes - centre) * scaling)
            x += input.step
            y += output.step
            dy += gradient.step
          }
        }
        (sums + 2 * n * width + c).lanes = sum
        (sums + (2 * n + 1) * width + c).lanes = products
      }
    }
  }

  var finishBackward: ((StepContext) -> Void)? {
    { [self] context in
      let count = Float(input.images * input.pixels)
      let (dg, db) = (store.gradient(scale, slot: 0), store.gradient(shift, slot: 0))
      for c in 0..<input.channels {
        var (sum, products) = (0.0, 0.0)
        for n in 0..<input.images {
          sum += Double(sums[2 * n * width + c])
          products += Double(sums[(2 * n + 1) * width + c])
        }
        db[c] = Float(sum)
        dg[c] = Float(products)
        // By running statistics each entry goes through a line of its own: dx = factor · dz.
        guard context.mode == .training else {
          (slope[c], offset[c]) = (0, 0)
          continue
        }
        // dx = factor · (dz − Σdz/n − x̂ · Σ(dz·x̂)/n)
        slope[c] = -factor[c] * inverseDeviation[c] * Float(products) / count
        offset[c] = -factor[c] * Float(sum) / count - batchMean[c] * slope[c]
      }
    }
  }

  /// y for some rows of some images.
  func apply(_ images: Range<Int>, rows: Range<Int>) {
    let (output, skip) = (ports.output, past?.input)
    for n in images {
      for h in rows {
        let x = input.row(h, of: n)
        let y = output.row(h, of: n)
        let past = skip.map { $0.row(h, of: n) }
        for c in stride(from: 0, to: width, by: laneCount) {
          let (f, t) = ((factor + c).lanes, (term + c).lanes)
          for w in stride(from: c, to: c + input.columns * width, by: width) {
            var v = t.addingProduct((x + w).lanes, f)
            if let past { v += (past + w).lanes }
            (y + w).lanes = isRectified ? rectified(v) : v
          }
        }
      }
    }
  }

  /// dx for some images; where nothing else meets the input, it takes the place of dz.
  func applyGradient(_ images: Range<Int>) {
    guard let inputGradient = ports.inputGradient, let gradient = ports.outputGradient else {
      return
    }
    for n in images {
      for h in 0..<input.rows {
        let x = input.row(h, of: n)
        let dy = gradient.row(h, of: n)
        let dx = inputGradient.row(h, of: n)
        for c in stride(from: 0, to: width, by: laneCount) {
          let (f, s, o) = ((factor + c).lanes, (slope + c).lanes, (offset + c).lanes)
          for w in stride(from: c, to: c + input.columns * width, by: width) {
            let v = o.addingProduct((dy + w).lanes, f).addingProduct((x + w).lanes, s)
            (dx + w).lanes = ports.accumulates ? (dx + w).lanes + v : v
          }
        }
      }
    }
  }
}

/// The second half of batch normalisation: what can be computed once the sums of all images are known.
final class Normalization: RowwiseOperation {
  let sums: NormalizationSums
  var name: String { sums.name }
  init(_ sums: NormalizationSums) { self.sums = sums }

  var rows: Int { sums.ports.output.rows }
  func forward(_ images: Range<Int>, rows: Range<Int>, context: StepContext) {
    sums.apply(images, rows: rows)
  }
  /// Nothing: the way back begins with `NormalizationSums` and goes on with `NormalizationGradient`.
  func backward(_ images: Range<Int>, slot: Int, isFirst: Bool, context: StepContext) {}
}

/// The same half on the way back, between the sums and the convolution before.
final class NormalizationGradient: Operation {
  let sums: NormalizationSums
  var name: String { sums.name }
  init(_ sums: NormalizationSums) { self.sums = sums }

  func forward(_ images: Range<Int>, context: StepContext) {}
  func backward(_ images: Range<Int>, slot: Int, isFirst: Bool, context: StepContext) {
    sums.applyGradient(images)
  }
}
