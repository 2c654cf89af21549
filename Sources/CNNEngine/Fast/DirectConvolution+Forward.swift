extension DirectConvolution {
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
    let (first, last) = (next.lowerBound * tileHeight, next.upperBound * tileHeight - 1)
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
    // Of a transposed convolution this is the way back: no bias, and perhaps another's share of the gradient.
    let isTransposed = setup.convolution.isTransposed
    let ending = TileEnding(
      isRectified: !isTransposed && setup.convolution.isRectified,
      accumulates: isTransposed ? setup.ports.accumulates : setup.convolution.addsInput)
    let bias = isTransposed ? nil : setup.biasValues
    if groupPixels == 1 {
      for panel in panels { forwardRow(n, panel, bias: bias, ending) }
      return
    }
    multiply(
      Scalars(input.image(n)), at: inputAt, runs, Scalars(store.value(weight)), layout,
      panels: panels, bias: bias, out: output.image(n),
      outAt: outputAt, tiles: tiles, height: tileHeight, ending: ending, ahead: &ahead)
  }

  /// One panel of the only output pixel of an image.
  private func forwardRow(_ n: Int, _ panel: Int, bias: Scalars?, _ ending: TileEnding) {
    var ending = ending
    let column = layout.column(panel)
    ending.bias = bias.map { $0 + column }
    let left = Scalars(input.image(n)) + inputAt[0]
    let right = Scalars(store.value(weight)) + layout.start(panel)
    let out = output.image(n) + outputAt[0] + column
    if panel < layout.widePanels {
      ProductRow.multiply(left, runs, right, isWide: true, out: out, ending: ending)
    } else {
      ProductRow.multiply(left, runs, right, isWide: false, out: out, ending: ending)
    }
  }

  /// Whether a batch that is too small to share out by images is shared by tiles or by panels.
  ///
  /// Every piece reads all its weights: where those are more than the maps, as in a dense layer or late in a network,
  /// each thread takes weights of its own.
  private var sharesTiles: Bool {
    tiles >= 16 && (layout.count < group * input.imageStep || layout.panels < 4)
  }

  func pieces(of images: Range<Int>) -> Int { images.count / group * parts }

  /// The parts of an image: sixteen, or its panels.
  private var parts: Int { sharesTiles ? 16 : layout.panels }

  func forward(_ images: Range<Int>, piece: Int, context: StepContext) {
    let parts = self.parts
    let n = images.lowerBound + piece / parts * group
    let part = piece % parts
    if sharesTiles {
      forwardGroup(
        n, tiles: tiles * part / parts..<tiles * (part + 1) / parts, panels: 0..<layout.panels)
    } else {
      forwardGroup(n, tiles: 0..<tiles, panels: part..<part + 1)
    }
  }
}
