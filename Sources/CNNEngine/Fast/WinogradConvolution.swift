/// A 3×3 convolution of stride 1 by F(4×4, 3×3): 36 products where the definition has 144.
///
/// Each 6×6 tile of the input becomes 36 numbers a channel; for each of the 36 places, tiles × channels is multiplied
/// by the transformed kernels, channels × channels; and each 36 results become 4×4 outputs. The gradient of the input
/// is the same with the kernel turned round, that of the kernel the same products the other way.
final class WinogradConvolution: ConvolutionOperation, DivisibleOperation {
  let name: String
  private let setup: ConvolutionSetup
  private let geometry: FastGeometry
  private let input, output, outputGradient: Maps
  private let inputGradient: Maps?
  private let store: ParameterStore
  private let weight: Int
  private let scratch: Scratch
  private let forwardSide, backwardSide: WinogradSide
  /// The kernel's gradient before its transform: one for each slot, or one.
  private let transformed: MutableScalars
  private let transformedStep: Int
  let gradientIsWhole: Bool
  private let rowAt, wideRows, narrowRows: Offsets
  private let inputPixels, gradientPixels: Offsets
  private let slots: Int

  init(_ setup: ConvolutionSetup) {
    self.setup = setup
    name = setup.name
    let geometry = setup.geometry
    let (input, output, outputGradient) = (
      setup.ports.input, setup.ports.output, setup.outputGradient
    )
    let inputGradient = setup.ports.inputGradient
    self.geometry = geometry
    (self.input, self.output, self.outputGradient) = (input, output, outputGradient)
    self.inputGradient = inputGradient
    store = setup.store
    weight = setup.weight
    let (scratch, arena, isTraining) = (setup.scratch, setup.arena, setup.isTraining)
    self.scratch = scratch
    let gradientIsWhole = setup.convolution.gradientIsWhole
    self.gradientIsWhole = gradientIsWhole
    slots = setup.slots
    let (C, K) = (geometry.inputChannels, geometry.outputChannels)
    let forwardSide = WinogradSide(
      input: input, output: output, inputChannels: C, outputChannels: K,
      padding: geometry.padding, arena: arena)
    self.forwardSide = forwardSide
    backwardSide = WinogradSide(
      input: outputGradient, output: inputGradient ?? input, inputChannels: K, outputChannels: C,
      padding: Pair(2 - geometry.padding.rows, 2 - geometry.padding.columns),
      isUsed: inputGradient != nil, arena: arena)
    scratch.reserve(max(forwardSide.scratch, backwardSide.scratch))
    let layout = PanelLayout(rows: C, columns: K)
    transformedStep = 36 * layout.count
    transformed = arena.floats(isTraining ? transformedStep * (gradientIsWhole ? 1 : slots) : 0)
    rowAt = arena.table(wholeTiles(Array(0..<C)))
    wideRows = arena.table(wholeTiles((0..<C).map { $0 * 2 * laneCount }))
    narrowRows = arena.table(wholeTiles((0..<C).map { $0 * laneCount }))
    let tiles =
      isTraining && gradientIsWhole ? input.images * forwardSide.tilesPerImage : WinogradSide.tiles
    inputPixels = arena.table((0..<tiles).map { $0 * forwardSide.inputStep })
    gradientPixels = arena.table((0..<tiles).map { $0 * wholeLanes(K) })
    if isTraining && gradientIsWhole { scratch.reserveShared(2 * wholeSize) }
    if isTraining && !gradientIsWhole {
      scratch.reserve(
        36 * (forwardSide.placeStep + WinogradSide.tiles * wholeLanes(K) + laneCount))
    }
  }

  // MARK: - Forward

  private var layout: PanelLayout { forwardSide.layout }
  var forwardPieces: Int { layout.panels }
  var backwardPieces: Int { inputGradient == nil ? 0 : backwardSide.layout.panels }

  func prepareWeights(_ piece: Int, forBackward: Bool) {
    if forBackward {
      backwardSide.transformTurned(store.value(weight), panel: piece)
    } else {
      forwardSide.transform(Scalars(store.value(weight)), panel: piece)
    }
  }

  func forward(_ images: Range<Int>, context: StepContext) {
    forwardSide.run(
      images, bias: setup.biasValues, isRectified: setup.convolution.isRectified,
      accumulates: setup.convolution.addsInput, scratch: scratch[context.worker])
  }

  func pieces(of images: Range<Int>) -> Int {
    (images.count * forwardSide.tilesPerImage + WinogradSide.tiles - 1) / WinogradSide.tiles
  }

  func forward(_ images: Range<Int>, piece: Int, context: StepContext) {
    let total = images.count * forwardSide.tilesPerImage
    let first = piece * WinogradSide.tiles
    forwardSide.run(
      images, tiles: first..<min(first + WinogradSide.tiles, total),
      bias: setup.biasValues, isRectified: setup.convolution.isRectified,
      accumulates: setup.convolution.addsInput,
      scratch: scratch[context.worker])
  }

  // MARK: - Backward

  func inputGradientPieces(of images: Range<Int>) -> Int {
    guard inputGradient != nil else { return 0 }
    return (images.count * backwardSide.tilesPerImage + WinogradSide.tiles - 1)
      / WinogradSide.tiles
  }

  func inputGradient(_ images: Range<Int>, piece: Int, context: StepContext) {
    let total = images.count * backwardSide.tilesPerImage
    let first = piece * WinogradSide.tiles
    backwardSide.run(
      images, tiles: first..<min(first + WinogradSide.tiles, total), bias: nil, isRectified: false,
      accumulates: setup.ports.accumulates, scratch: scratch[context.worker])
  }

  func backward(_ images: Range<Int>, slot: Int, isFirst: Bool, context: StepContext) {
    setup.rectify(images)
    setup.addBias(images, slot: slot, isFirst: isFirst)
    if !gradientIsWhole {
      let sums = transformed + slot * transformedStep
      addTransformedGradient(
        images, to: sums, isFirst: isFirst, memory: scratch[context.worker])
    }
    if inputGradient != nil, !context.skipsInputGradient {
      backwardSide.run(
        images, bias: nil, isRectified: false, accumulates: setup.ports.accumulates,
        scratch: scratch[context.worker])
    }
  }

  /// Adds what some images put in to the kernel's gradient, place by place.
  private func addTransformedGradient(
    _ images: Range<Int>, to sums: MutableScalars, isFirst: Bool, memory: MutableScalars
  ) {
    let side = forwardSide
    let gradientStep = WinogradSide.tiles * wholeLanes(geometry.outputChannels) + laneCount
    let gradients = memory + 36 * side.placeStep
    let total = images.count * side.tilesPerImage
    for first in stride(from: 0, to: total, by: WinogradSide.tiles) {
      let count = min(WinogradSide.tiles, total - first)
      for tile in 0..<count {
        let place = side.place(first + tile, images.lowerBound)
        side.transformInput(place, to: memory + tile * side.inputStep, step: side.placeStep)
        transformGradient(
          place, to: gradients + tile * wholeLanes(geometry.outputChannels), step: gradientStep)
      }
      let next = first + count..<min(first + count + WinogradSide.tiles, total)
      var ahead = Lookahead(
        reading: side.memory(
          of: next, in: input, images.lowerBound, top: -side.padding.rows, rows: 6),
        side.memory(of: next, in: outputGradient, images.lowerBound, top: 0, rows: 4),
        calls: 36 * layout.panels * ((geometry.inputChannels + tileRows - 1) / tileRows))
      for place in 0..<36 {
        multiply(
          Scalars(memory + place * side.placeStep), Scalars(gradients + place * gradientStep),
          tiles: count, to: sums + place * layout.count, isFirst: isFirst && first == 0,
          ahead: &ahead)
      }
    }
  }

  private func multiply(
    _ left: Scalars, _ right: Scalars, tiles: Int, to sums: MutableScalars, isFirst: Bool,
    ahead: inout Lookahead
  ) {
    let blocks = (geometry.inputChannels + tileRows - 1) / tileRows
    for panel in 0..<layout.panels {
      let out = sums + layout.start(panel)
      let column = right + layout.column(panel)
      for block in 0..<blocks {
        ahead.advance()
        if panel < layout.widePanels {
          RegisterTile.outerWide(
            left, at: rowAt + block &* tileRows, leftPixels: inputPixels, column,
            rightPixels: gradientPixels, pixels: tiles, out: out,
            outAt: wideRows + block &* tileRows, isFirst: isFirst)
        } else {
          RegisterTile.outerNarrow(
            left, at: rowAt + block &* tileRows, leftPixels: inputPixels, column,
            rightPixels: gradientPixels, pixels: tiles, out: out,
            outAt: narrowRows + block &* tileRows, isFirst: isFirst)
        }
      }
    }
  }

  /// A dy Aᵀ of one 4×4 tile, 36 numbers a channel.
  private func transformGradient(
    _ place: WinogradSide.Place, to target: MutableScalars, step: Int
  ) {
    let maps = outputGradient
    let (top, left) = (place.row * 4, place.column * 4)
    var rows = InlineArray<24, Lanes>(repeating: .zero)
    for k in stride(from: 0, to: maps.step, by: laneCount) {
      for j in 0..<4 {
        var y = InlineArray<4, Lanes>(repeating: .zero)
        if left + j < maps.columns {
          for i in 0..<4 where top + i < maps.rows {
            y[i] = (maps.image(place.image) + maps.offset(top + i, left + j) + k).lanes
          }
        }
        let m = Winograd4.outputGradient(y)
        for i in 0..<6 { rows[i * 4 + j] = m[i] }
      }
      for i in 0..<6 {
        let m = Winograd4.outputGradient([
          rows[i * 4], rows[i * 4 + 1], rows[i * 4 + 2], rows[i * 4 + 3],
        ])
        for j in 0..<6 { (target + (i * 6 + j) * step + k).lanes = m[j] }
      }
    }
  }

  /// Gᵀ u G for one panel of the kernel's gradient: from the sums of all slots to the taps.
  private func finishGradient(panel: Int) {
    let width = layout.width(panel)
    let target = store.gradient(weight, slot: 0)
    let taps = geometry.weightLayout
    let partials = gradientIsWhole ? 1 : slots
    for c in 0..<geometry.inputChannels {
      for k in stride(from: 0, to: width, by: laneCount) {
        var rows = InlineArray<18, Lanes>(repeating: .zero)
        for j in 0..<6 {
          var u = Six(repeating: .zero)
          for i in 0..<6 {
            var at = transformed + (i * 6 + j) * layout.count + layout.start(panel) + c * width + k
            var sum = at.lanes
            for _ in 1..<max(1, partials) {
              at += transformedStep
              sum += at.lanes
            }
            u[i] = sum
          }
          let w = Winograd4.kernelGradient(u)
          for r in 0..<3 { rows[r * 6 + j] = w[r] }
        }
        for r in 0..<3 {
          let w = Winograd4.kernelGradient([
            rows[r * 6], rows[r * 6 + 1], rows[r * 6 + 2], rows[r * 6 + 3], rows[r * 6 + 4],
            rows[r * 6 + 5],
          ])
          for s in 0..<3 {
            let row = (r * 3 + s) * geometry.inputChannels + c
            (target + taps.start(panel) + row * width + k).lanes = w[s]
          }
        }
      }
    }
  }

  private var wholeSize: Int {
    let tiles = input.images * forwardSide.tilesPerImage
    return 36
      * (tiles * max(forwardSide.inputStep, wholeLanes(geometry.outputChannels)) + laneCount)
  }

  /// Transforms of all tiles, products place by place, and the way back to the taps.
  var wholeBackward: [(count: Int, run: (Int) -> Void)] {
    let last = (count: layout.panels, run: { [self] panel in finishGradient(panel: panel) })
    guard gradientIsWhole else { return [last] }
    let tiles = input.images * forwardSide.tilesPerImage
    let inputPlaces = tiles * forwardSide.inputStep + laneCount
    let gradientPlaces = tiles * wholeLanes(geometry.outputChannels) + laneCount
    let half = wholeSize
    return [
      (
        input.images,
        { [self] n in
          let (memory, gradients) = (scratch.shared, scratch.shared + half)
          for t in 0..<forwardSide.tilesPerImage {
            let place = forwardSide.place(t, n)
            let tile = n * forwardSide.tilesPerImage + t
            forwardSide.transformInput(
              place, to: memory + tile * forwardSide.inputStep, step: inputPlaces)
            transformGradient(
              place, to: gradients + tile * wholeLanes(geometry.outputChannels),
              step: gradientPlaces)
          }
        }
      ),
      (
        36,
        { [self] place in
          let sums = transformed + place * layout.count
          var ahead = Lookahead(calls: 0)
          // As many tiles at once as stay in the second cache with the sums of a panel.
          for first in stride(from: 0, to: tiles, by: 256) {
            multiply(
              Scalars(
                scratch.shared + place * inputPlaces + first * forwardSide.inputStep),
              Scalars(
                scratch.shared + half + place * gradientPlaces
                  + first * wholeLanes(geometry.outputChannels)),
              tiles: min(256, tiles - first), to: sums, isFirst: first == 0, ahead: &ahead)
          }
        }
      ), last,
    ]
  }
}
