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

  // Forward: a row for each output pixel of a group.
  private let tiles: Int
  private let inputAt, outputAt: Offsets
  private let runs: RunTable
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
    bias: Int?, gradientIsWhole: Bool, group: Int, arena: Arena
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
    transposedWeights = arena.floats(inputGradient == nil ? 0 : transposed.count)

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

    // Backward to the weights.
    let rows = (0..<g.taps * g.inputChannels)
    rowBlocks = (rows.count + tileRows - 1) / tileRows
    rowAt = arena.table(
      wholeTiles(rows.map { tapOffsets[$0 / g.inputChannels] + $0 % g.inputChannels }))
    rowPlaces = arena.table(wholeTiles(rows.map { $0 * 2 * laneCount }))
    narrowRowPlaces = arena.table(wholeTiles(rows.map { $0 * laneCount }))

    // Backward to the input.
    phases =
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
  }

  // MARK: - Forward

  func forward(_ images: Range<Int>, context: StepContext) {
    for n in stride(from: images.lowerBound, to: images.upperBound, by: group) {
      forwardGroup(n, tiles: 0..<tiles, panels: 0..<layout.panels)
    }
  }

  /// Some tiles and panels of one group: the pieces of a batch that is too small to share out by images.
  func forwardGroup(_ n: Int, tiles: Range<Int>, panels: Range<Int>) {
    let ending = RegisterTile.Ending(isRectified: isRectified)
    multiply(
      Scalars(input.image(n)), at: inputAt, runs, Scalars(store.value(weight)), layout,
      panels: panels, bias: bias.map { Scalars(store.value($0)) }, out: output.image(n),
      outAt: outputAt, tiles: tiles, ending: ending)
  }

  /// Tiles of rows times panels of columns: for as many runs at once as stay in the first cache with their weights.
  private func multiply(
    _ left: Scalars, at: Offsets, _ runs: RunTable, _ weights: Scalars, _ layout: PanelLayout,
    panels: Range<Int>, bias: Scalars?, out: MutableScalars, outAt: Offsets, tiles: Range<Int>,
    ending: RegisterTile.Ending
  ) {
    for panel in panels {
      let right = weights + layout.start(panel)
      let column = layout.column(panel)
      for (part, range) in runs.parts.enumerated() {
        var step = ending
        step.bias = part == 0 ? bias.map { $0 + column } : nil
        step.accumulates = part > 0 || ending.accumulates
        step.isRectified = ending.isRectified && part == runs.parts.count - 1
        let (first, count) = (range.lowerBound, range.count)
        if panel < layout.widePanels {
          for tile in tiles {
            RegisterTile.wide(
              left, at: at + tile &* tileRows, leftTaps: runs.left + first, taps: count,
              counts: runs.counts + first, right, rightTaps: runs.wide + first, out: out + column,
              outAt: outAt + tile &* tileRows, ending: step)
          }
        } else {
          for tile in tiles {
            RegisterTile.narrow(
              left, at: at + tile &* tileRows, leftTaps: runs.left + first, taps: count,
              counts: runs.counts + first, right, rightTaps: runs.narrow + first, out: out + column,
              outAt: outAt + tile &* tileRows, ending: step)
          }
        }
      }
    }
  }

  /// Tiles where there are many, panels where there are few: a dense layer has one tile an image.
  func pieces(of images: Range<Int>) -> Int {
    images.count / group * (tiles >= 16 ? 16 : layout.panels)
  }

  func forward(_ images: Range<Int>, piece: Int, context: StepContext) {
    let parts = tiles >= 16 ? 16 : layout.panels
    let n = images.lowerBound + piece / parts * group
    let part = piece % parts
    if tiles >= 16 {
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
    inputGradientGroup(images.lowerBound + image * group, panels: panel..<panel + 1)
  }

  /// Turns the weights round for the input's gradient: channels in and out change places.
  private func transposeWeights(_ panels: Range<Int>) {
    let source = store.value(weight)
    let (C, K) = (geometry.inputChannels, geometry.outputChannels)
    for panel in panels {
      let (first, width) = (transposed.column(panel), transposed.width(panel))
      let channels = min(width, C - first)
      let target = transposedWeights + transposed.start(panel)
      for tap in 0..<geometry.taps {
        for k in 0..<K {
          let from = source + (layout.place(tap * C + first, k))
          let step = layout.width(k / (2 * laneCount))
          let to = target + (tap * K + k) * width
          for c in 0..<channels { to[c] = from[c &* step] }
        }
      }
    }
  }

  var forwardPieces: Int { 0 }
  var backwardPieces: Int { inputGradient == nil ? 0 : transposed.panels }

  func prepareWeights(_ piece: Int, forBackward: Bool) {
    if forBackward { transposeWeights(piece..<piece + 1) }
  }

  func backward(_ images: Range<Int>, slot: Int, isFirst: Bool, context: StepContext) {
    if isRectified { rectifyGradient(outputGradient, where: output, images) }
    if isFirst {
      if !gradientIsWhole {
        store.gradient(weight, slot: slot).update(repeating: 0, count: layout.count)
      }
      if let bias {
        store.gradient(bias, slot: slot).update(
          repeating: 0, count: wholeLanes(geometry.outputChannels))
      }
    }
    for n in stride(from: images.lowerBound, to: images.upperBound, by: group) {
      if !gradientIsWhole {
        addWeightGradient(
          n, to: store.gradient(weight, slot: slot), panels: 0..<layout.panels,
          blocks: 0..<rowBlocks)
      }
      if !context.skipsInputGradient {
        inputGradientGroup(n, panels: 0..<transposed.panels)
      }
    }
    if let bias { addBiasGradient(outputGradient, images, to: store.gradient(bias, slot: slot)) }
  }

  private func inputGradientGroup(_ n: Int, panels: Range<Int>) {
    guard let inputGradient else { return }
    for phase in phases {
      multiply(
        Scalars(outputGradient.image(n)), at: phase.at, phase.runs, Scalars(transposedWeights),
        transposed, panels: panels, bias: nil, out: inputGradient.image(n), outAt: phase.outAt,
        tiles: 0..<phase.tiles,
        ending: RegisterTile.Ending(accumulates: accumulatesInputGradient))
    }
  }

  /// Adds one group's share of some panels and rows of the weight gradient.
  private func addWeightGradient(
    _ n: Int, to gradient: MutableScalars, panels: Range<Int>, blocks: Range<Int>
  ) {
    let (left, right) = (Scalars(input.image(n)), Scalars(outputGradient.image(n)))
    // As many pixels at once as stay in the first cache with their output gradients.
    for first in stride(from: 0, to: groupPixels, by: 128) {
      let count = min(128, groupPixels - first)
      for panel in panels {
        let out = gradient + layout.start(panel)
        let column = right + layout.column(panel)
        if panel < layout.widePanels {
          for block in blocks {
            RegisterTile.outerWide(
              left, at: rowAt + block &* tileRows, leftPixels: inputAt + first, column,
              rightPixels: gradientAt + first, pixels: count, out: out,
              outAt: rowPlaces + block &* tileRows)
          }
        } else {
          for block in blocks {
            RegisterTile.outerNarrow(
              left, at: rowAt + block &* tileRows, leftPixels: inputAt + first, column,
              rightPixels: gradientAt + first, pixels: count, out: out,
              outAt: narrowRowPlaces + block &* tileRows)
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
          let width = layout.width(panel)
          (gradient + layout.start(panel) + blocks.lowerBound * tileRows * width).update(
            repeating: 0,
            count: (min(blocks.upperBound * tileRows, layout.rows) - blocks.lowerBound * tileRows)
              * width)
          for n in stride(from: 0, to: input.images, by: group) {
            addWeightGradient(n, to: gradient, panels: panel..<panel + 1, blocks: blocks)
          }
        }
      )
    ]
  }
}

/// A table of whole tiles: the last offset again until they are full, which computes the same once more.
func wholeTiles(_ offsets: [Int]) -> [Int] {
  guard let last = offsets.last else { return [] }
  return offsets
    + Array(repeating: last, count: (tileRows - offsets.count % tileRows) % tileRows)
}

/// Runs of entries that a product sums, in parts whose weights stay in the first cache.
struct RunTable {
  let left, counts, wide, narrow: Offsets
  let parts: [Range<Int>]

  /// A panel's rows that are kept in the first cache: 24 KB of the 32 or 48 that it has.
  private static let rows = 192

  /// Makes the tables.
  ///
  /// - Parameters:
  ///   - runs: where each begins on the left and in which row of a panel, and how long it is.
  ///   - arena: what owns the tables.
  init(_ runs: [(left: Int, row: Int, count: Int)], in arena: Arena) {
    let pieces = runs.flatMap { run in
      stride(from: 0, to: run.count, by: Self.rows).map { start in
        (
          left: run.left + start, row: run.row + start, count: min(Self.rows, run.count - start)
        )
      }
    }
    left = arena.table(pieces.map(\.left))
    counts = arena.table(pieces.map(\.count))
    wide = arena.table(pieces.map { $0.row * 2 * laneCount })
    narrow = arena.table(pieces.map { $0.row * laneCount })
    var parts: [Range<Int>] = []
    var (first, rows) = (0, 0)
    for (i, piece) in pieces.enumerated() {
      if rows > 0, rows + piece.count > Self.rows {
        parts.append(first..<i)
        (first, rows) = (i, 0)
      }
      rows += piece.count
    }
    // Without any run the sums are still written: zeros.
    self.parts = parts + [first..<pieces.count]
  }
}
