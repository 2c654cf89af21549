extension DirectConvolution {
  func inputGradientPieces(of images: Range<Int>) -> Int {
    inputGradient == nil ? 0 : images.count / group * transposed.panels
  }

  func inputGradient(_ images: Range<Int>, piece: Int, context: StepContext) {
    let (image, panel) = piece.quotientAndRemainder(dividingBy: transposed.panels)
    inputGradientGroup(
      images.lowerBound + image * group, panels: panel..<panel + 1, worker: context.worker)
  }

  /// Asks for a slice of the weights that are turned round next.
  func askForWeights(_ runs: RunTable, after part: Int, _ panel: Int, slice: Int) {
    guard part + 1 < runs.parts.count else { return }
    let run = runs.parts[part + 1].lowerBound
    let size = 2 * laneCount
    guard slice * size < runs.counts[run] else { return }
    let (tap, k) = (runs.wide[run] / size).quotientAndRemainder(dividingBy: geometry.outputChannels)
    let row = tap * geometry.inputChannels + transposed.column(panel)
    Lookahead.ask(
      toRead: store.value(weight) + layout.place(row, k + slice * size), count: size * size)
  }

  /// Turns some weights round for the input's gradient: channels in and out change places.
  func turnWeights(_ rows: Range<Int>, _ panel: Int, to target: MutableScalars) {
    let source = store.value(weight)
    let (C, K) = (geometry.inputChannels, geometry.outputChannels)
    let (first, width) = (transposed.column(panel), transposed.width(panel))
    var row = rows.lowerBound
    while row < rows.upperBound {
      let (tap, k) = row.quotientAndRemainder(dividingBy: K)
      let count = min(laneCount, K - k, rows.upperBound - row)
      let step = layout.width(k / (2 * laneCount))
      let to = target + (row - rows.lowerBound) * width
      for c in stride(from: 0, to: width, by: laneCount) {
        var square = LaneSquare(repeating: .zero)
        let from = source + layout.place(tap * C + first + c, k)
        for i in 0..<min(laneCount, C - first - c) { square[i] = (from + i &* step).lanes }
        square.transpose()
        for i in 0..<count { (to + (c &+ i &* width)).lanes = square[i] }
      }
      row += count
    }
  }

  var forwardPieces: Int { 0 }
  var backwardPieces: Int { inputGradient == nil || turnsParts ? 0 : transposed.panels }

  func prepareWeights(_ piece: Int, forBackward: Bool) {
    if forBackward {
      turnWeights(0..<transposed.rows, piece, to: transposedWeights + transposed.start(piece))
    }
  }

  func backward(_ images: Range<Int>, slot: Int, isFirst: Bool, context: StepContext) {
    setup.rectify(images)
    let hasInputGradient = inputGradient != nil && !context.skipsInputGradient
    for n in stride(from: images.lowerBound, to: images.upperBound, by: group) {
      let next = n + group..<min(n + 2 * group, max(n + group, images.upperBound))
      if !gradientIsWhole {
        var ahead = Lookahead(
          reading: hasInputGradient ? nil : input.memory(of: next),
          hasInputGradient ? nil : outputGradient.memory(of: next),
          writing: hasInputGradient ? inputGradient?.memory(of: n..<n + group) : nil,
          calls: (groupPixels + 127) / 128 * layout.panels * rowBlocks)
        addWeightGradient(
          n, to: store.gradient(weight, slot: slot), panels: 0..<layout.panels,
          blocks: 0..<rowBlocks, isFirst: isFirst && n == images.lowerBound, ahead: &ahead)
      }
      if hasInputGradient {
        inputGradientGroup(
          n, panels: 0..<transposed.panels, worker: context.worker,
          ahead: Lookahead(
            reading: outputGradient.memory(of: next),
            gradientIsWhole ? nil : input.memory(of: next),
            writing: gradientIsWhole ? inputGradient?.memory(of: next) : nil,
            calls: inputGradientCalls))
      }
    }
    if !sharesBias { setup.addBias(images, slot: slot, isFirst: isFirst) }
  }

  /// Whether the bias's gradient is shared out by channels, beside the weight's.
  private var sharesBias: Bool { gradientIsWhole && setup.biasPieces > 0 }

  var inputGradientCalls: Int {
    transposed.panels * phases.reduce(0) { $0 + $1.tiles * $1.runs.parts.count }
  }

  /// Some panels of the input's gradient of one group; of a transposed convolution this is its output.
  func inputGradientGroup(
    _ n: Int, panels: Range<Int>, worker: Int, ahead: Lookahead = Lookahead(calls: 0)
  ) {
    guard let inputGradient else { return }
    var ahead = ahead
    let isTransposed = setup.convolution.isTransposed
    let bias = isTransposed ? setup.biasValues : nil
    let ending = TileEnding(
      isRectified: isTransposed && setup.convolution.isRectified,
      accumulates: isTransposed ? setup.convolution.addsInput : setup.ports.accumulates)
    for phase in phases {
      multiply(
        Scalars(outputGradient.image(n)), at: phase.at, phase.runs, Scalars(transposedWeights),
        transposed, panels: panels, bias: bias, out: inputGradient.image(n), outAt: phase.outAt,
        tiles: 0..<phase.tiles, height: phase.tileHeight, ending: ending,
        turned: turnsParts ? scratch[worker] : nil, ahead: &ahead)
    }
  }

  /// Adds one group's share of some panels and rows of the weight gradient; the first group's share begins it.
  func addWeightGradient(
    _ n: Int, to gradient: MutableScalars, panels: Range<Int>, blocks: Range<Int>,
    isFirst: Bool, ahead: inout Lookahead
  ) {
    let (left, right) = (Scalars(input.image(n)), Scalars(outputGradient.image(n)))
    // As many pixels at once as stay in the first cache with their output gradients.
    let step = 128
    for first in stride(from: 0, to: groupPixels, by: step) {
      let count = min(step, groupPixels - first)
      let starts = isFirst && first == 0
      for panel in panels {
        let out = gradient + layout.start(panel)
        let column = right + layout.column(panel)
        if panel < layout.widePanels {
          for block in blocks {
            ahead.advance()
            RegisterTile.outerWide(
              left, at: rowAt + block &* tileRows, leftPixels: inputAt + first, column,
              rightPixels: gradientAt + first, pixels: count, out: out,
              outAt: rowPlaces + block &* tileRows, isFirst: starts)
          }
        } else {
          for block in blocks {
            ahead.advance()
            RegisterTile.outerNarrow(
              left, at: rowAt + block &* tileRows, leftPixels: inputAt + first, column,
              rightPixels: gradientAt + first, pixels: count, out: out,
              outAt: narrowRowPlaces + block &* tileRows, isFirst: starts)
          }
        }
      }
    }
  }

  /// A large kernel's gradient is shared out by its own entries: partial sums of it would cost more memory than maps.
  var wholeBackward: [(count: Int, run: (Int) -> Void)] {
    guard gradientIsWhole else { return [] }
    let parts = max(1, min(rowBlocks, (16 + layout.panels - 1) / layout.panels))
    let weightPieces = layout.panels * parts
    // A transposed convolution adds its bias's gradient up itself: here it would be that of its input.
    let biasPieces = sharesBias && !setup.convolution.isTransposed ? setup.biasPieces : 0
    return [
      (
        weightPieces + biasPieces,
        { [self] piece in
          if piece >= weightPieces { return setup.biasGradient(piece: piece - weightPieces) }
          let (panel, part) = (piece / parts, piece % parts)
          let blocks = rowBlocks * part / parts..<rowBlocks * (part + 1) / parts
          let gradient = store.gradient(weight, slot: 0)
          var ahead = Lookahead(calls: 0)
          for n in stride(from: 0, to: input.images, by: group) {
            addWeightGradient(
              n, to: gradient, panels: panel..<panel + 1, blocks: blocks, isFirst: n == 0,
              ahead: &ahead)
          }
        }
      )
    ]
  }
}
