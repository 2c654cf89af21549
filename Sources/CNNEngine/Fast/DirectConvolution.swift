/// A convolution as a sum over taps, straight from the maps: forward, and both gradients.
///
/// y[n, k, p, q] = b[k] + Σ x[n, c, p·stride + r·dilation − padding, …] · w[k, c, r, s]: each output pixel is a row of a
/// matrix product whose left side is read where it lies, a run of channels for each tap. A dense layer is the case where
/// the kernel is as large as the map.
final class DirectConvolution: ConvolutionOperation, DivisibleOperation {
  let name: String
  private let geometry: FastGeometry
  private let input, output, outputGradient: Maps
  private let inputGradient: Maps?
  private let accumulatesInputGradient: Bool
  private let isRectified: Bool
  private let store: ParameterStore
  private let weight: Int
  private let bias: Int?
  private let group: Int

  private let layout: PanelLayout
  private let transposed: PanelLayout
  private let transposedWeights: MutableScalars
  /// Whether weights are turned round part by part, just before they are used: a single image uses each once.
  private let turnsParts: Bool
  private let scratch: Scratch

  // Forward: a row for each output pixel of a group.
  private let tiles: Int
  private let inputAt, outputAt: Offsets
  private let runs: RunTable
  /// Tiles that go through together: their maps stay in the second cache beside the next ones' and the weights.
  private let blockTiles: Int
  // Backward to the input: input pixels of one kind meet the same taps.
  private let phases: [InputPhase]
  // Backward to the weights: a row for each entry of a kernel.
  private let rowBlocks: Int
  private let rowAt, rowPlaces, narrowRowPlaces: Offsets
  private let gradientAt: Offsets
  private let groupPixels: Int
  let gradientIsWhole: Bool

  private struct InputPhase {
    let tiles: Int
    let at, outAt: Offsets
    let runs: RunTable
  }

  init(
    name: String, geometry: FastGeometry, input: Maps, output: Maps, outputGradient: Maps,
    inputGradient: Maps?, accumulates: Bool, isRectified: Bool, store: ParameterStore, weight: Int,
    bias: Int?, gradientIsWhole: Bool, group: Int, scratch: Scratch, arena: Arena
  ) {
    self.name = name
    self.geometry = geometry
    self.input = input
    self.output = output
    self.outputGradient = outputGradient
    self.inputGradient = inputGradient
    accumulatesInputGradient = accumulates
    self.isRectified = isRectified
    self.store = store
    self.weight = weight
    self.bias = bias
    self.group = group
    self.gradientIsWhole = gradientIsWhole
    let g = geometry
    layout = g.weightLayout
    transposed = PanelLayout(rows: g.taps * g.outputChannels, columns: g.inputChannels)
    self.scratch = scratch

    // Forward.
    let pixels = (0..<group).flatMap { n in
      (0..<g.outputRows).flatMap { p in (0..<g.outputColumns).map { q in (n, p, q) } }
    }
    groupPixels = pixels.count
    let start = { (n: Int, p: Int, q: Int) in
      n * input.imageStep
        + input.offset(p * g.stride.rows - g.padding.rows, q * g.stride.columns - g.padding.columns)
    }
    inputAt = arena.table(wholeTiles(pixels.map(start)))
    outputAt = arena.table(
      wholeTiles(pixels.map { n, p, q in n * output.imageStep + output.offset(p, q) }))
    gradientAt = arena.table(
      pixels.map { n, p, q in n * outputGradient.imageStep + outputGradient.offset(p, q) })
    tiles = (pixels.count + tileRows - 1) / tileRows
    let tapOffsets = (0..<g.taps).map { t in
      t / g.kernelColumns * g.dilation.rows * input.rowStep
        + t % g.kernelColumns * g.dilation.columns * input.step
    }
    // Without gaps between pixels, the taps of a kernel's row lie in one run.
    let joins = input.step == g.inputChannels && g.dilation.columns == 1
    runs = RunTable(
      joins
        ? stride(from: 0, to: g.taps, by: g.kernelColumns).map {
          (
            left: tapOffsets[$0], row: $0 * g.inputChannels,
            count: g.kernelColumns * g.inputChannels
          )
        }
        : tapOffsets.enumerated().map {
          (left: $1, row: $0 * g.inputChannels, count: g.inputChannels)
        }, in: arena)

    let bytes = group * (input.imageStep + output.imageStep) * MemoryLayout<Float>.stride
    let blocks = max(1, (bytes + Self.blockBytes / 2) / Self.blockBytes)
    blockTiles = max(1, (tiles + blocks - 1) / blocks)

    // Backward to the weights.
    let rows = (0..<g.taps * g.inputChannels)
    rowBlocks = (rows.count + tileRows - 1) / tileRows
    rowAt = arena.table(
      wholeTiles(rows.map { tapOffsets[$0 / g.inputChannels] + $0 % g.inputChannels }))
    rowPlaces = arena.table(wholeTiles(rows.map { $0 * 2 * laneCount }))
    narrowRowPlaces = arena.table(wholeTiles(rows.map { $0 * laneCount }))

    // Backward to the input.
    let phases: [InputPhase] =
      inputGradient.map { gradient in
        g.inputPhases.map { phase in
          let pixels = (0..<group).flatMap { n in phase.pixels.map { (n, $0) } }
          return InputPhase(
            tiles: (pixels.count + tileRows - 1) / tileRows,
            at: arena.table(
              wholeTiles(
                pixels.map { n, pixel in
                  n * outputGradient.imageStep
                    + outputGradient.offset(pixel.outputRow, pixel.outputColumn)
                })),
            outAt: arena.table(
              wholeTiles(
                pixels.map { n, pixel in
                  n * gradient.imageStep + gradient.offset(pixel.row, pixel.column)
                })),
            runs: RunTable(
              phase.taps.map { tap in
                (
                  left: tap.rows * outputGradient.rowStep + tap.columns * outputGradient.step,
                  row: tap.index * g.outputChannels, count: g.outputChannels
                )
              }, in: arena))
        }
      } ?? []
    self.phases = phases
    turnsParts =
      input.images == 1
      && phases.allSatisfy { $0.runs.parts.allSatisfy { $0.count == 1 } }
    transposedWeights = arena.floats(inputGradient == nil || turnsParts ? 0 : transposed.count)
    if turnsParts { scratch.reserve(RunTable.rows * 2 * laneCount) }
  }

  /// A quarter of the smallest second cache that has wide registers beside it.
  private static let blockBytes = 256 << 10

  // MARK: - Forward

  func forward(_ images: Range<Int>, context: StepContext) {
    var place = (image: images.lowerBound, first: 0)
    while place.image < images.upperBound {
      let block = place.first..<min(place.first + blockTiles, tiles)
      let next =
        block.upperBound < tiles
        ? (image: place.image, first: block.upperBound) : (image: place.image + group, first: 0)
      forwardGroup(
        place.image, tiles: block, panels: 0..<layout.panels,
        ahead: next.image < images.upperBound
          ? lookahead(next.image, next.first..<min(next.first + blockTiles, tiles), while: block)
          : Lookahead(calls: 0))
      place = next
    }
  }

  /// Looks ahead to what some tiles read and write, while others are computed.
  private func lookahead(_ n: Int, _ next: Range<Int>, while block: Range<Int>) -> Lookahead {
    let (first, last) = (next.lowerBound * tileRows, next.upperBound * tileRows - 1)
    func memory(_ image: MutableScalars, _ at: Offsets, _ reach: Int) -> UnsafeRawBufferPointer {
      UnsafeRawBufferPointer(
        UnsafeBufferPointer(start: image + at[first], count: at[last] - at[first] + reach))
    }
    return Lookahead(
      reading: memory(input.image(n), inputAt, runs.reach),
      writing: memory(output.image(n), outputAt, output.step),
      calls: block.count * layout.panels * runs.parts.count)
  }

  /// Some tiles and panels of one group: the pieces of a batch that is too small to share out by images.
  private func forwardGroup(
    _ n: Int, tiles: Range<Int>, panels: Range<Int>, ahead: Lookahead = Lookahead(calls: 0)
  ) {
    var ahead = ahead
    let ending = RegisterTile.Ending(isRectified: isRectified)
    multiply(
      Scalars(input.image(n)), at: inputAt, runs, Scalars(store.value(weight)), layout,
      panels: panels, bias: bias.map { Scalars(store.value($0)) }, out: output.image(n),
      outAt: outputAt, tiles: tiles, ending: ending, ahead: &ahead)
  }

  /// Tiles of rows times panels of columns: for as many runs at once as stay in the first cache with their weights.
  private func multiply(
    _ left: Scalars, at: Offsets, _ runs: RunTable, _ weights: Scalars, _ layout: PanelLayout,
    panels: Range<Int>, bias: Scalars?, out: MutableScalars, outAt: Offsets, tiles: Range<Int>,
    ending: RegisterTile.Ending, turned: MutableScalars? = nil, ahead: inout Lookahead
  ) {
    for panel in panels {
      let column = layout.column(panel)
      for (part, range) in runs.parts.enumerated() {
        var right = weights + layout.start(panel)
        if let turned {
          let row = runs.wide[range.lowerBound] / (2 * laneCount)
          turnWeights(row..<row + runs.counts[range.lowerBound], panel, to: turned)
          right = Scalars(turned) - row * layout.width(panel)
        }
        var step = ending
        step.bias = part == 0 ? bias.map { $0 + column } : nil
        step.accumulates = part > 0 || ending.accumulates
        step.isRectified = ending.isRectified && part == runs.parts.count - 1
        let (first, count) = (range.lowerBound, range.count)
        if panel < layout.widePanels {
          for tile in tiles {
            ahead.advance()
            if turned != nil { askForWeights(runs, after: part, panel, slice: tile) }
            RegisterTile.wide(
              left, at: at + tile &* tileRows, leftTaps: runs.left + first, taps: count,
              counts: runs.counts + first, right, rightTaps: runs.wide + first, out: out + column,
              outAt: outAt + tile &* tileRows, ending: step)
          }
        } else {
          for tile in tiles {
            ahead.advance()
            RegisterTile.narrow(
              left, at: at + tile &* tileRows, leftTaps: runs.left + first, taps: count,
              counts: runs.counts + first, right, rightTaps: runs.narrow + first, out: out + column,
              outAt: outAt + tile &* tileRows, ending: step)
          }
        }
      }
    }
  }

  /// Whether a batch that is too small to share out by images is shared by tiles or by panels.
  ///
  /// Every piece reads all its weights: where those are more than the maps, as in a dense layer or late in a network,
  /// each thread takes weights of its own.
  private var sharesTiles: Bool {
    tiles >= 16 && (layout.count < group * input.imageStep || layout.panels < 4)
  }

  func pieces(of images: Range<Int>) -> Int {
    images.count / group * (sharesTiles ? 16 : layout.panels)
  }

  func forward(_ images: Range<Int>, piece: Int, context: StepContext) {
    let parts = sharesTiles ? 16 : layout.panels
    let n = images.lowerBound + piece / parts * group
    let part = piece % parts
    if sharesTiles {
      forwardGroup(
        n, tiles: tiles * part / parts..<tiles * (part + 1) / parts, panels: 0..<layout.panels)
    } else {
      forwardGroup(n, tiles: 0..<tiles, panels: part..<part + 1)
    }
  }

  // MARK: - Backward

  func inputGradientPieces(of images: Range<Int>) -> Int {
    inputGradient == nil ? 0 : images.count / group * transposed.panels
  }

  func inputGradient(_ images: Range<Int>, piece: Int, context: StepContext) {
    let (image, panel) = piece.quotientAndRemainder(dividingBy: transposed.panels)
    inputGradientGroup(
      images.lowerBound + image * group, panels: panel..<panel + 1, worker: context.worker)
  }

  /// Asks for a slice of the weights that are turned round next.
  private func askForWeights(_ runs: RunTable, after part: Int, _ panel: Int, slice: Int) {
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
  private func turnWeights(_ rows: Range<Int>, _ panel: Int, to target: MutableScalars) {
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
    if isRectified { rectifyGradient(outputGradient, where: output, images) }
    if isFirst {
      if let bias {
        store.gradient(bias, slot: slot).update(
          repeating: 0, count: wholeLanes(geometry.outputChannels))
      }
    }
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
    if let bias { addBiasGradient(outputGradient, images, to: store.gradient(bias, slot: slot)) }
  }

  private var inputGradientCalls: Int {
    transposed.panels * phases.reduce(0) { $0 + $1.tiles * $1.runs.parts.count }
  }

  private func inputGradientGroup(
    _ n: Int, panels: Range<Int>, worker: Int, ahead: Lookahead = Lookahead(calls: 0)
  ) {
    guard let inputGradient else { return }
    var ahead = ahead
    for phase in phases {
      multiply(
        Scalars(outputGradient.image(n)), at: phase.at, phase.runs, Scalars(transposedWeights),
        transposed, panels: panels, bias: nil, out: inputGradient.image(n), outAt: phase.outAt,
        tiles: 0..<phase.tiles,
        ending: RegisterTile.Ending(accumulates: accumulatesInputGradient),
        turned: turnsParts ? scratch[worker] : nil, ahead: &ahead)
    }
  }

  /// Adds one group's share of some panels and rows of the weight gradient; the first group's share begins it.
  private func addWeightGradient(
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
    return [
      (
        layout.panels * parts,
        { [self] piece in
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
