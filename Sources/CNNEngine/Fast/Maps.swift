/// The feature maps of a batch as the fast algorithms keep them: channels last, with a margin of zeros.
///
/// One pixel's channels lie side by side, rounded up to whole registers; padding is read from the margin, so that no
/// algorithm asks where a picture ends.
struct Maps {
  let images, channels, rows, columns: Int
  /// The floats from one pixel to the next.
  let step: Int
  /// The width of the margin above, below and beside each map.
  let margin: Int
  let data: MutableScalars

  init(
    images: Int, channels: Int, rows: Int, columns: Int, margin: Int, isPacked: Bool = false,
    in arena: Arena
  ) {
    self.images = images
    self.channels = channels
    self.rows = rows
    self.columns = columns
    self.margin = margin
    step = isPacked ? channels : wholeLanes(channels)
    data = arena.floats(images * (rows + 2 * margin) * (columns + 2 * margin) * step)
  }

  var rowStep: Int { (columns + 2 * margin) * step }
  var imageStep: Int { (rows + 2 * margin) * rowStep }
  var pixels: Int { rows * columns }

  /// Where a pixel of the first image begins; rows and columns may lie in the margin.
  func offset(_ row: Int, _ column: Int) -> Int {
    (row + margin) * rowStep + (column + margin) * step
  }

  func image(_ n: Int) -> MutableScalars { data + n * imageStep }

  /// Where each row of pixels begins, for some images.
  @inline(__always)
  func forEachRow(of images: Range<Int>, _ body: (MutableScalars) -> Void) {
    for n in images {
      for h in 0..<rows { body(image(n) + offset(h, 0)) }
    }
  }
}

extension Maps {
  /// Takes in a tensor `[N, C, H, W]`.
  func fill(from tensor: Tensor) {
    var i = 0
    for n in 0..<images {
      for c in 0..<channels {
        for h in 0..<rows {
          for w in 0..<columns {
            image(n)[offset(h, w) + c] = tensor.scalars[i]
            i += 1
          }
        }
      }
    }
  }

  /// The maps as a tensor: `[N, C, H, W]`.
  var tensor: Tensor {
    var result = Tensor(zeros: [images, channels, rows, columns])
    var i = 0
    for n in 0..<images {
      for c in 0..<channels {
        for h in 0..<rows {
          for w in 0..<columns {
            result.scalars[i] = image(n)[offset(h, w) + c]
            i += 1
          }
        }
      }
    }
    return result
  }
}
