/// One direction of a Winograd convolution: maps to maps, with kernels transformed for it.
struct WinogradSide {
  struct Place {
    let image, row, column: Int
  }

  /// Tiles that go through together: their transforms stay in the second cache.
  static let tiles = 32

  let input, output: Maps
  let layout: PanelLayout
  let inputChannels, outputChannels: Int
  let padding: Pair
  let tileRowsOfImage, tileColumnsOfImage: Int
  let kernels: MutableScalars
  private let at, outAt: Offsets
  private let noTap, channelCount: Offsets

  init(
    input: Maps, output: Maps, inputChannels: Int, outputChannels: Int, padding: Pair,
    isUsed: Bool = true, arena: Arena
  ) {
    self.input = input
    self.output = output
    self.inputChannels = inputChannels
    self.outputChannels = outputChannels
    self.padding = padding
    layout = PanelLayout(rows: inputChannels, columns: outputChannels)
    tileRowsOfImage = (output.rows + 3) / 4
    tileColumnsOfImage = (output.columns + 3) / 4
    kernels = arena.floats(isUsed ? 36 * layout.count : 0)
    let (inputStep, outputStep) = (wholeLanes(inputChannels), wholeLanes(outputChannels))
    at = arena.table((0..<Self.tiles).map { $0 * inputStep })
    outAt = arena.table((0..<Self.tiles).map { $0 * outputStep })
    noTap = arena.table([0])
    channelCount = arena.table([inputChannels])
  }

  var tilesPerImage: Int { tileRowsOfImage * tileColumnsOfImage }
  var inputStep: Int { wholeLanes(inputChannels) }
  private var outputStep: Int { wholeLanes(outputChannels) }
  /// From one of the 36 places to the next; a register more than needed, or all would share one set of the cache.
  var placeStep: Int { Self.tiles * inputStep + laneCount }
  private var resultStep: Int { Self.tiles * outputStep + laneCount }
  var scratch: Int { 36 * (placeStep + resultStep) }

  func place(_ tile: Int, _ firstImage: Int) -> Place {
    let (n, t) = tile.quotientAndRemainder(dividingBy: tilesPerImage)
    return Place(
      image: firstImage + n, row: t / tileColumnsOfImage, column: t % tileColumnsOfImage)
  }

  /// The convolution of some images.
  func run(
    _ images: Range<Int>, bias: Scalars?, isRectified: Bool, accumulates: Bool,
    scratch: MutableScalars
  ) {
    run(
      images, tiles: 0..<images.count * tilesPerImage, bias: bias, isRectified: isRectified,
      accumulates: accumulates, scratch: scratch)
  }

  /// Some tiles of them, counted from the first image's first.
  func run(
    _ images: Range<Int>, tiles: Range<Int>, bias: Scalars?, isRectified: Bool, accumulates: Bool,
    scratch: MutableScalars
  ) {
    let results = scratch + 36 * placeStep
    for first in stride(from: tiles.lowerBound, to: tiles.upperBound, by: Self.tiles) {
      let count = min(Self.tiles, tiles.upperBound - first)
      for tile in 0..<count {
        transformInput(
          place(first + tile, images.lowerBound), to: scratch + tile &* inputStep, step: placeStep)
      }
      let blocks = (count + tileRows - 1) / tileRows
      let next = first + count..<min(first + count + Self.tiles, tiles.upperBound)
      var ahead = Lookahead(
        reading: memory(of: next, in: input, images.lowerBound, top: -padding.rows, rows: 6),
        writing: memory(of: next, in: output, images.lowerBound, top: 0, rows: 4),
        calls: 36 * layout.panels * blocks)
      for place in 0..<36 {
        let left = Scalars(scratch + place &* placeStep)
        let out = results + place &* resultStep
        for panel in 0..<layout.panels {
          let right = Scalars(kernels + place &* layout.count) + layout.start(panel)
          for block in 0..<blocks {
            ahead.advance()
            if panel < layout.widePanels {
              RegisterTile.wide(
                left, at: at + block &* tileRows, leftTaps: noTap, taps: 1, counts: channelCount,
                right, rightTaps: noTap, out: out + layout.column(panel),
                outAt: outAt + block &* tileRows, ending: TileEnding())
            } else {
              RegisterTile.narrow(
                left, at: at + block &* tileRows, leftTaps: noTap, taps: 1, counts: channelCount,
                right, rightTaps: noTap, out: out + layout.column(panel),
                outAt: outAt + block &* tileRows, ending: TileEnding())
            }
          }
        }
      }
      for tile in 0..<count {
        transformOutput(
          place(first + tile, images.lowerBound), from: results + tile &* outputStep, bias: bias,
          isRectified: isRectified, accumulates: accumulates)
      }
    }
  }

  /// The rows of maps that some tiles lie in.
  func memory(
    of tiles: Range<Int>, in maps: Maps, _ firstImage: Int, top: Int, rows: Int
  ) -> UnsafeRawBufferPointer? {
    guard let last = tiles.last else { return nil }
    let (a, b) = (place(tiles.lowerBound, firstImage), place(last, firstImage))
    let start = maps.image(a.image) + maps.offset(a.row * 4 + top, -maps.margin)
    let lastRow = min(b.row * 4 + top + rows, maps.rows + maps.margin)
    let end = maps.image(b.image) + maps.offset(lastRow, -maps.margin)
    return UnsafeRawBufferPointer(UnsafeBufferPointer(start: start, count: max(0, end - start)))
  }

  /// Bᵀ d B of one 6×6 tile, 36 numbers a channel.
  @inline(__always)
  func transformInput(_ place: Place, to target: MutableScalars, step: Int) {
    let (top, left) = (place.row * 4 - padding.rows, place.column * 4 - padding.columns)
    let (lastRow, lastColumn) = (input.rows + input.margin - 1, input.columns + input.margin - 1)
    let isWhole = top + 5 <= lastRow && left + 5 <= lastColumn
    let source = input.image(place.image) + input.offset(top, left)
    var rows = InlineArray<36, Lanes>(repeating: .zero)
    for c in stride(from: 0, to: inputStep, by: laneCount) {
      for j in 0..<6 {
        var d = Six(repeating: .zero)
        let column = source + (j &* input.step &+ c)
        if isWhole {
          for i in 0..<6 { d[i] = (column + i &* input.rowStep).lanes }
        } else if left + j <= lastColumn {
          for i in 0..<6 where top + i <= lastRow { d[i] = (column + i &* input.rowStep).lanes }
        }
        let t = Winograd4.input(d)
        for i in 0..<6 { rows[i * 6 + j] = t[i] }
      }
      for i in 0..<6 {
        let t = Winograd4.input([
          rows[i * 6], rows[i * 6 + 1], rows[i * 6 + 2], rows[i * 6 + 3], rows[i * 6 + 4],
          rows[i * 6 + 5],
        ])
        for j in 0..<6 { (target + ((i * 6 + j) &* step &+ c)).lanes = t[j] }
      }
    }
  }

  /// Aᵀ m A of one tile's 36 results, into the maps.
  @inline(__always)
  private func transformOutput(
    _ place: Place, from results: MutableScalars, bias: Scalars?, isRectified: Bool,
    accumulates: Bool
  ) {
    let (top, left) = (place.row * 4, place.column * 4)
    let rowCount = min(4, output.rows - top)
    let columnCount = min(4, output.columns - left)
    let target = output.image(place.image) + output.offset(top, left)
    var rows = InlineArray<24, Lanes>(repeating: .zero)
    for k in stride(from: 0, to: outputStep, by: laneCount) {
      for j in 0..<6 {
        var m = Six(repeating: .zero)
        for i in 0..<6 { m[i] = (results + ((i * 6 + j) &* resultStep &+ k)).lanes }
        let y = Winograd4.output(m)
        for i in 0..<4 { rows[i * 6 + j] = y[i] }
      }
      let term = bias.map { ($0 + k).lanes } ?? .zero
      for i in 0..<rowCount {
        let y = Winograd4.output([
          rows[i * 6], rows[i * 6 + 1], rows[i * 6 + 2], rows[i * 6 + 3], rows[i * 6 + 4],
          rows[i * 6 + 5],
        ])
        let row = target + (i &* output.rowStep &+ k)
        for j in 0..<columnCount {
          let at = row + j &* output.step
          var v = y[j] + term
          if accumulates { v += at.lanes }
          at.lanes = isRectified ? rectified(v) : v
        }
      }
    }
  }

  // MARK: - Kernels

  /// G w Gᵀ of one panel: `weights` as a direct convolution has them, tap after tap.
  func transform(_ weights: Scalars, panel: Int) {
    let width = layout.width(panel)
    let taps = PanelLayout(rows: 9 * inputChannels, columns: outputChannels)
    let source = weights + taps.start(panel)
    for c in 0..<inputChannels {
      for k in stride(from: 0, to: width, by: laneCount) {
        var w = InlineArray<9, Lanes>(repeating: .zero)
        for t in 0..<9 { w[t] = (source + ((t * inputChannels + c) * width + k)).lanes }
        store(w, to: kernels + layout.start(panel) + c * width + k)
      }
    }
  }

  /// The same of the kernels turned by 180°, with channels in and out changed: for the input's gradient.
  ///
  /// - Parameters:
  ///   - weights: those of the way there, whose output channels are this way's input channels.
  ///   - panel: which columns to write.
  func transformTurned(_ weights: MutableScalars, panel: Int) {
    let (first, width) = (layout.column(panel), layout.width(panel))
    let channels = min(width, outputChannels - first)
    let taps = PanelLayout(rows: 9 * outputChannels, columns: inputChannels)
    var squares = InlineArray<9, LaneSquare>(repeating: LaneSquare(repeating: .zero))
    for k in stride(from: 0, to: inputChannels, by: laneCount) {
      let step = taps.width(k / (2 * laneCount))
      for lanes in stride(from: 0, to: width, by: laneCount) {
        let count = max(0, min(laneCount, channels - lanes))
        // A square of channels in and channels out for each tap, turned round in registers.
        for t in 0..<9 {
          var square = LaneSquare(repeating: .zero)
          if count > 0 {
            let from = weights + taps.place(t * outputChannels + first + lanes, k)
            for i in 0..<count { square[i] = (from + i &* step).lanes }
          }
          square.transpose()
          squares[8 - t] = square
        }
        for i in 0..<min(laneCount, inputChannels - k) {
          var turned = InlineArray<9, Lanes>(repeating: .zero)
          for t in 0..<9 { turned[t] = squares[t][i] }
          store(turned, to: kernels + layout.start(panel) + (k + i) * width + lanes)
        }
      }
    }
  }

  @inline(__always)
  private func store(_ w: InlineArray<9, Lanes>, to target: MutableScalars) {
    var rows = InlineArray<18, Lanes>(repeating: .zero)
    for s in 0..<3 {
      let u = Winograd4.kernel([w[s], w[3 + s], w[6 + s]])
      for i in 0..<6 { rows[i * 3 + s] = u[i] }
    }
    for i in 0..<6 {
      let u = Winograd4.kernel([rows[i * 3], rows[i * 3 + 1], rows[i * 3 + 2]])
      for j in 0..<6 { (target + (i * 6 + j) * layout.count).lanes = u[j] }
    }
  }
}
