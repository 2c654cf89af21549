/// The feature maps of a batch, as a `MapLayout` has them, and where they lie.
struct Maps {
  let layout: MapLayout
  let images: Int
  let channels, rows, columns: Int
  let step: Int
  let margin: Int
  let rowStep: Int
  let imageStep: Int
  private let data: MutableScalars
  /// The images of one slot lie side by side; from one slot's to the next one's is `slotStep`.
  private let imagesPerSlot, slotStep: Int

  init(
    _ layout: MapLayout, images: Int, at data: MutableScalars, imagesPerSlot: Int, slotStep: Int
  ) {
    self.layout = layout
    self.images = images
    (channels, rows, columns) = (layout.channels, layout.rows, layout.columns)
    (step, margin) = (layout.step, layout.margin)
    (rowStep, imageStep) = (layout.rowStep, layout.imageStep)
    self.data = data
    (self.imagesPerSlot, self.slotStep) = (imagesPerSlot, slotStep)
  }

  /// Maps with memory of their own.
  init(_ layout: MapLayout, images: Int, in arena: Arena) {
    self.init(
      layout, images: images, at: arena.floats(images * layout.imageStep), imagesPerSlot: images,
      slotStep: 0)
  }

  var pixels: Int { rows * columns }

  /// Where a pixel of the first image begins; rows and columns may lie in the margin.
  @inline(__always)
  func offset(_ row: Int, _ column: Int) -> Int {
    (row + margin) * rowStep + (column + margin) * step
  }

  @inline(__always)
  func image(_ n: Int) -> MutableScalars {
    if n < imagesPerSlot { return data + n * imageStep }
    let (slot, place) = n.quotientAndRemainder(dividingBy: imagesPerSlot)
    return data + (slot * slotStep + place * imageStep)
  }

  /// Where the pixels of a row begin.
  @inline(__always)
  func row(_ h: Int, of n: Int) -> MutableScalars { image(n) + offset(h, 0) }

  /// The floats of a row's pixels.
  var rowCount: Int { columns * step }

  /// Whether one loop can walk both maps register by register: as many rows and columns, and pixels equally far apart.
  func walksBeside(_ other: Maps) -> Bool {
    rows == other.rows && columns == other.columns && step == other.step
      && step % laneCount == 0
  }

  /// Writes zeros around some images' maps, where another value may have stood.
  func clearMargin(of images: Range<Int>) {
    guard margin > 0 else { return }
    for n in images {
      let start = image(n)
      let head = margin * rowStep + margin * step
      start.update(repeating: 0, count: head)
      for h in 0..<max(0, rows - 1) {
        (start + offset(h, columns)).update(repeating: 0, count: 2 * margin * step)
      }
      let end = offset(max(0, rows - 1), columns)
      (start + end).update(repeating: 0, count: imageStep - end)
    }
  }

  /// Writes zeros behind the channels of a pixel, up to the next one: what is there must stay a number.
  @inline(__always)
  func clearTail(_ pixel: MutableScalars) {
    for c in channels..<step { pixel[c] = 0 }
  }

  /// Sets all entries of some images to 0, margins left as they are.
  func clear(_ images: Range<Int>) {
    for n in images { for h in 0..<rows { row(h, of: n).update(repeating: 0, count: rowCount) } }
  }
}

extension Maps {
  /// Takes in a tensor `[N, C, H, W]` or `[N, features]` of as many entries.
  func fill(from tensor: Tensor) {
    tensor.scalars.withUnsafeBufferPointer { scalars in
      let size = channels * pixels
      for n in 0..<images {
        fill(n, from: UnsafeBufferPointer(rebasing: scalars[n * size..<(n + 1) * size]))
      }
    }
  }

  /// Takes in one image `[C, H, W]`.
  func fill(_ n: Int, from scalars: UnsafeBufferPointer<Float>) {
    if step > channels { clear(n..<n + 1) }
    var i = 0
    for c in 0..<channels {
      for h in 0..<rows {
        var at = row(h, of: n) + c
        for _ in 0..<columns {
          at.pointee = scalars[i]
          i += 1
          at += step
        }
      }
    }
  }

  /// The maps as a tensor: `[N, C, H, W]`.
  var tensor: Tensor {
    let size = channels * pixels
    let scalars = [Float](unsafeUninitializedCapacity: images * size) { buffer, count in
      var i = 0
      for n in 0..<images {
        for c in 0..<channels {
          for h in 0..<rows {
            var at = row(h, of: n) + c
            for _ in 0..<columns {
              buffer.initializeElement(at: i, to: at.pointee)
              i += 1
              at += step
            }
          }
        }
      }
      count = images * size
    }
    return Tensor(shape: [images, channels, rows, columns], scalars: scalars)
  }
}
