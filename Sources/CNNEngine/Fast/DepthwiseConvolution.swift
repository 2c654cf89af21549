/// A convolution in which every channel meets a kernel of its own and nothing else.
///
/// y[n, c, p, q] = b[c] + Σ x[n, c, p·stride + r·dilation − padding, …] · w[c, r, s]: nine multiplications for nine
/// entries read, so that a matrix product has nothing to gain. Registers run along the channels.
final class DepthwiseConvolution: ConvolutionOperation, DivisibleOperation {
  let name: String
  private let setup: ConvolutionSetup
  private let geometry: FastGeometry
  private let input, output, outputGradient: Maps
  private let inputGradient: Maps?
  private let store: ParameterStore
  private let weight: Int
  /// From one tap's weights to the next tap's.
  private let width: Int
  /// For each input row and column, the taps that reach it and the outputs that they reach it from.
  private let rowTaps, columnTaps: [[(tap: Int, output: Int)]]

  init(_ setup: ConvolutionSetup) {
    self.setup = setup
    name = setup.name
    let g = setup.geometry
    geometry = g
    (input, output) = (setup.ports.input, setup.ports.output)
    (outputGradient, inputGradient) = (setup.outputGradient, setup.ports.inputGradient)
    store = setup.store
    weight = setup.weight
    width = wholeLanes(g.outputChannels)
    func taps(
      _ count: Int, _ outputs: Int, _ kernel: Int, _ stride: Int, _ padding: Int, _ dilation: Int
    ) -> [[(tap: Int, output: Int)]] {
      (0..<count).map { y in
        (0..<kernel).compactMap { r in
          let p = y + padding - r * dilation
          guard p >= 0, p % stride == 0, p / stride < outputs else { return nil }
          return (r, p / stride)
        }
      }
    }
    rowTaps = taps(
      g.inputRows, g.outputRows, g.kernelRows, g.stride.rows, g.padding.rows, g.dilation.rows)
    columnTaps = taps(
      g.inputColumns, g.outputColumns, g.kernelColumns, g.stride.columns, g.padding.columns,
      g.dilation.columns)
  }

  var forwardPieces: Int { 0 }
  var backwardPieces: Int { 0 }
  func prepareWeights(_ piece: Int, forBackward: Bool) {}

  // MARK: - Forward

  func forward(_ images: Range<Int>, context: StepContext) {
    for n in images {
      for p in 0..<output.rows { forward(n, row: p) }
    }
  }

  func pieces(of images: Range<Int>) -> Int { images.count * output.rows }

  func forward(_ images: Range<Int>, piece: Int, context: StepContext) {
    let (n, row) = piece.quotientAndRemainder(dividingBy: output.rows)
    forward(images.lowerBound + n, row: row)
  }

  private func forward(_ n: Int, row p: Int) {
    let g = geometry
    let weights = store.value(weight)
    let (addsInput, isRectified) = (setup.convolution.addsInput, setup.convolution.isRectified)
    let step = g.stride.columns * input.step
    for c in stride(from: 0, to: width, by: laneCount) {
      let term = setup.biasValues.map { ($0 + c).lanes } ?? .zero
      // Four outputs at once read each weight once.
      for q in stride(from: 0, to: g.outputColumns, by: 4) {
        let count = min(4, g.outputColumns - q)
        var sums = InlineArray<4, Lanes>(repeating: term)
        for r in 0..<g.kernelRows {
          let row =
            input.image(n)
            + input.offset(
              p * g.stride.rows + r * g.dilation.rows - g.padding.rows,
              q * g.stride.columns - g.padding.columns) + c
          for s in 0..<g.kernelColumns {
            let w = (weights + ((r &* g.kernelColumns &+ s) &* width &+ c)).lanes
            let x = row + s &* g.dilation.columns &* input.step
            if count == 4 {
              for i in 0..<4 { sums[i] = sums[i].addingProduct((x + i &* step).lanes, w) }
            } else {
              for i in 0..<count { sums[i] = sums[i].addingProduct((x + i &* step).lanes, w) }
            }
          }
        }
        let y = output.image(n) + output.offset(p, q) + c
        for i in 0..<count {
          if addsInput { sums[i] += (y + i &* output.step).lanes }
          (y + i &* output.step).lanes = isRectified ? rectified(sums[i]) : sums[i]
        }
      }
    }
  }

  // MARK: - Backward

  func inputGradientPieces(of images: Range<Int>) -> Int {
    inputGradient == nil ? 0 : images.count * input.rows
  }

  func inputGradient(_ images: Range<Int>, piece: Int, context: StepContext) {
    let (n, row) = piece.quotientAndRemainder(dividingBy: input.rows)
    inputGradient(images.lowerBound + n, row: row)
  }

  func backward(_ images: Range<Int>, slot: Int, isFirst: Bool, context: StepContext) {
    setup.rectify(images)
    let gradient = store.gradient(weight, slot: slot)
    if isFirst { gradient.update(repeating: 0, count: geometry.taps * width) }
    for n in images {
      addWeightGradient(n, to: gradient)
      if !context.skipsInputGradient {
        for h in 0..<input.rows { inputGradient(n, row: h) }
      }
    }
    setup.addBias(images, slot: slot, isFirst: isFirst)
  }

  /// Each input entry gathers from the outputs that it went into.
  private func inputGradient(_ n: Int, row h: Int) {
    guard let inputGradient else { return }
    let weights = store.value(weight)
    for c in stride(from: 0, to: width, by: laneCount) {
      for w in 0..<inputGradient.columns {
        let dx = inputGradient.image(n) + inputGradient.offset(h, w) + c
        var sum = setup.ports.accumulates ? dx.lanes : .zero
        for (r, p) in rowTaps[h] {
          for (s, q) in columnTaps[w] {
            let dy = (outputGradient.image(n) + outputGradient.offset(p, q) + c).lanes
            sum = sum.addingProduct(
              dy, (weights + ((r &* geometry.kernelColumns &+ s) &* width &+ c)).lanes)
          }
        }
        dx.lanes = sum
      }
    }
  }

  private func addWeightGradient(_ n: Int, to gradient: MutableScalars) {
    let g = geometry
    let step = g.stride.columns * input.step
    for c in stride(from: 0, to: width, by: laneCount) {
      for p in 0..<g.outputRows {
        for t in 0..<g.taps {
          let (r, s) = t.quotientAndRemainder(dividingBy: g.kernelColumns)
          var x =
            input.image(n)
            + input.offset(
              p * g.stride.rows + r * g.dilation.rows - g.padding.rows,
              s * g.dilation.columns - g.padding.columns) + c
          var dy = outputGradient.image(n) + outputGradient.offset(p, 0) + c
          var (even, odd) = ((gradient + (t &* width &+ c)).lanes, Lanes.zero)
          // Two sums, so that one multiplication need not wait for the one before.
          for q in 0..<g.outputColumns {
            if q & 1 == 0 {
              even = even.addingProduct(x.lanes, dy.lanes)
            } else {
              odd = odd.addingProduct(x.lanes, dy.lanes)
            }
            x += step
            dy += outputGradient.step
          }
          (gradient + (t &* width &+ c)).lanes = even + odd
        }
      }
    }
  }
}
