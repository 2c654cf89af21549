/// A convolution as a sum over taps, straight from the maps: forward, and both gradients.
///
/// y[n, k, p, q] = b[k] + Σ x[n, c, p·stride + r·dilation − padding, …] · w[k, c, r, s]: each output pixel is a row of a
/// matrix product whose left side is read where it lies, a run of channels for each tap. A dense layer is the case where
/// the kernel is as large as the map.
final class DirectConvolution: ConvolutionOperation, DivisibleOperation {
  let setup: ConvolutionSetup
  let name: String
  let geometry: FastGeometry
  let input, output, outputGradient: Maps
  let inputGradient: Maps?
  let store: ParameterStore
  let weight: Int
  /// Images that go through together, so that their output pixels fill whole tiles.
  let group: Int

  let layout: PanelLayout
  let transposed: PanelLayout
  let transposedWeights: MutableScalars
  /// Whether weights are turned round part by part, just before they are used: a single image uses each once.
  let turnsParts: Bool
  let scratch: Scratch

  // Forward: a row for each output pixel of a group.
  let tiles: Int
  let tileHeight: Int
  let inputAt, outputAt: Offsets
  let runs: RunTable
  /// Tiles that go through together: their maps stay in the second cache beside the next ones' and the weights.
  let blockTiles: Int
  // Backward to the input: input pixels of one kind meet the same taps.
  let phases: [InputPhase]
  // Backward to the weights: a row for each entry of a kernel.
  let rowBlocks: Int
  let rowAt, rowPlaces, narrowRowPlaces: Offsets
  let gradientAt: Offsets
  let groupPixels: Int
  let gradientIsWhole: Bool

  struct InputPhase {
    let tiles, tileHeight: Int
    let at, outAt: Offsets
    let runs: RunTable
  }

  /// Lays a convolution out.
  ///
  /// - Parameters:
  ///   - setup: what it is made of.
  ///   - usesForward: whether its way there is used: of a transposed one's, only in training.
  init(_ setup: ConvolutionSetup, usesForward: Bool = true) {
    self.setup = setup
    name = setup.name
    let (g, ports, arena) = (setup.geometry, setup.ports, setup.arena)
    geometry = g
    let (input, output, outputGradient) = (ports.input, ports.output, setup.outputGradient)
    (self.input, self.output, self.outputGradient) = (input, output, outputGradient)
    let inputGradient = ports.inputGradient
    self.inputGradient = inputGradient
    store = setup.store
    weight = setup.weight
    let group = imageGroup(setup.evenImages, pixels: g.outputRows * g.outputColumns)
    self.group = group
    gradientIsWhole = setup.convolution.gradientIsWhole
    layout = g.weightLayout
    transposed = PanelLayout(rows: g.taps * g.outputChannels, columns: g.inputChannels)
    scratch = setup.scratch

    // Forward.
    let pixels = (0..<group).flatMap { n in
      (0..<g.outputRows).flatMap { p in (0..<g.outputColumns).map { q in (n, p, q) } }
    }
    groupPixels = pixels.count
    let start = { (n: Int, p: Int, q: Int) in
      n * input.imageStep
        + input.offset(p * g.stride.rows - g.padding.rows, q * g.stride.columns - g.padding.columns)
    }
    let height = CNNEngine.tileHeight(for: pixels.count)
    tileHeight = height
    inputAt = arena.table(usesForward ? wholeTiles(pixels.map(start), rows: height) : [])
    outputAt = arena.table(
      usesForward
        ? wholeTiles(
          pixels.map { n, p, q in n * output.imageStep + output.offset(p, q) }, rows: height) : [])
    gradientAt = arena.table(
      setup.isTraining
        ? pixels.map { n, p, q in n * outputGradient.imageStep + outputGradient.offset(p, q) } : [])
    tiles = (pixels.count + height - 1) / height
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
    let rows = 0..<(setup.isTraining ? g.taps * g.inputChannels : 0)
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
          let height = CNNEngine.tileHeight(for: pixels.count)
          return InputPhase(
            tiles: (pixels.count + height - 1) / height, tileHeight: height,
            at: arena.table(
              wholeTiles(
                pixels.map { n, pixel in
                  n * outputGradient.imageStep
                    + outputGradient.offset(pixel.outputRow, pixel.outputColumn)
                }, rows: height)),
            outAt: arena.table(
              wholeTiles(
                pixels.map { n, pixel in
                  n * gradient.imageStep + gradient.offset(pixel.row, pixel.column)
                }, rows: height)),
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

  /// Tiles of rows times panels of columns: for as many runs at once as stay in the first cache with their weights.
  func multiply(
    _ left: Scalars, at: Offsets, _ runs: RunTable, _ weights: Scalars, _ layout: PanelLayout,
    panels: Range<Int>, bias: Scalars?, out: MutableScalars, outAt: Offsets, tiles: Range<Int>,
    height: Int, ending: TileEnding, turned: MutableScalars? = nil, ahead: inout Lookahead
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
        switch (panel < layout.widePanels, height == tileRows) {
        case (true, true):
          for tile in tiles {
            ahead.advance()
            if turned != nil { askForWeights(runs, after: part, panel, slice: tile) }
            RegisterTile.wide(
              left, at: at + tile &* height, leftTaps: runs.left + first, taps: count,
              counts: runs.counts + first, right, rightTaps: runs.wide + first, out: out + column,
              outAt: outAt + tile &* height, ending: step)
          }
        case (true, false):
          for tile in tiles {
            ahead.advance()
            if turned != nil { askForWeights(runs, after: part, panel, slice: tile) }
            LowTile.wide(
              left, at: at + tile &* height, leftTaps: runs.left + first, taps: count,
              counts: runs.counts + first, right, rightTaps: runs.wide + first, out: out + column,
              outAt: outAt + tile &* height, ending: step)
          }
        case (false, true):
          for tile in tiles {
            ahead.advance()
            RegisterTile.narrow(
              left, at: at + tile &* height, leftTaps: runs.left + first, taps: count,
              counts: runs.counts + first, right, rightTaps: runs.narrow + first, out: out + column,
              outAt: outAt + tile &* height, ending: step)
          }
        case (false, false):
          for tile in tiles {
            ahead.advance()
            LowTile.narrow(
              left, at: at + tile &* height, leftTaps: runs.left + first, taps: count,
              counts: runs.counts + first, right, rightTaps: runs.narrow + first, out: out + column,
              outAt: outAt + tile &* height, ending: step)
          }
        }
      }
    }
  }
}
