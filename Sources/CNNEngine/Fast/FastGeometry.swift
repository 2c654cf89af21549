/// The sizes of a convolution, and which taps each input pixel's gradient is made of.
struct FastGeometry: Equatable {
  let inputChannels, outputChannels: Int
  let inputRows, inputColumns: Int
  let kernelRows, kernelColumns: Int
  let stride, padding, dilation: Pair
  let outputRows, outputColumns: Int

  /// Whether F(4×4, 3×3) pays: enough channels for its products to outweigh its transforms, and enough tiles for its
  /// kernels, four times as large, to be read.
  func suitsWinograd(images: Int) -> Bool {
    let tiles = images * ((outputRows + 3) / 4) * ((outputColumns + 3) / 4)
    return suitsWinograd && tiles >= 48
  }

  private var suitsWinograd: Bool {
    kernelRows == 3 && kernelColumns == 3 && stride == 1 && dilation == 1 && padding.rows <= 2
      && padding.columns <= 2 && inputChannels >= 12 && outputChannels >= 12
      && min(outputRows, outputColumns) >= 4
  }

  var taps: Int { kernelRows * kernelColumns }

  /// A row for each tap and input channel, a column for each output channel.
  var weightLayout: PanelLayout {
    PanelLayout(rows: taps * inputChannels, columns: outputChannels)
  }

  /// Where each entry of a kernel `[K, C, R, S]` lies in `weightLayout`.
  var weightPlaces: [Int32] {
    let layout = weightLayout
    var places: [Int32] = []
    places.reserveCapacity(outputChannels * inputChannels * taps)
    for k in 0..<outputChannels {
      for c in 0..<inputChannels {
        for t in 0..<taps { places.append(Int32(layout.place(t * inputChannels + c, k))) }
      }
    }
    return places
  }

  /// The margin that the input's maps must have.
  var inputMargin: Int { max(padding.rows, padding.columns) }

  /// The margin that the output gradient's maps must have, for the input's gradient.
  var gradientMargin: Int {
    inputPhases.flatMap { phase in
      phase.pixels.flatMap { pixel in
        phase.taps.map { tap in
          let (row, column) = (pixel.outputRow + tap.rows, pixel.outputColumn + tap.columns)
          return max(-row, row - outputRows + 1, -column, column - outputColumns + 1, 0)
        }
      }
    }.max() ?? 0
  }

  struct InputPixel {
    let row, column: Int
    /// The output pixel from which the taps count.
    let outputRow, outputColumn: Int
  }

  struct GradientTap {
    /// Which tap of the kernel.
    let index: Int
    /// From the pixel's `outputRow` and `outputColumn`.
    let rows, columns: Int
  }

  struct Phase {
    let pixels: [InputPixel]
    let taps: [GradientTap]
  }

  /// The input pixels, those together that the kernel's taps meet in the same way.
  ///
  /// With stride 1 that is all of them, with stride 2 every second row and column. Input row y meets output row p at
  /// kernel row r where y + padding = p·stride + r·dilation.
  var inputPhases: [Phase] {
    // A single output pixel (a dense layer) meets each input pixel in one tap: a margin would be all zeros.
    if outputRows * outputColumns == 1 && taps > 1 {
      return (0..<inputRows).flatMap { y in
        (0..<inputColumns).map { x in
          let (r, s) = (
            exact(y + padding.rows, dilation.rows, kernelRows),
            exact(x + padding.columns, dilation.columns, kernelColumns)
          )
          var taps: [GradientTap] = []
          if let r, let s {
            taps = [GradientTap(index: r * kernelColumns + s, rows: 0, columns: 0)]
          }
          return Phase(
            pixels: [InputPixel(row: y, column: x, outputRow: 0, outputColumn: 0)], taps: taps)
        }
      }
    }
    return (0..<stride.rows).flatMap { a in
      (0..<stride.columns).map { b in
        let rows = Swift.stride(from: a, to: inputRows, by: stride.rows)
        let columns = Swift.stride(from: b, to: inputColumns, by: stride.columns)
        let (m, l) = ((a + padding.rows) % stride.rows, (b + padding.columns) % stride.columns)
        return Phase(
          pixels: rows.flatMap { y in
            columns.map { x in
              InputPixel(
                row: y, column: x, outputRow: (y + padding.rows) / stride.rows,
                outputColumn: (x + padding.columns) / stride.columns)
            }
          },
          taps: (0..<kernelRows).flatMap { r in
            (0..<kernelColumns).compactMap { s in
              let (u, v) = (r * dilation.rows - m, s * dilation.columns - l)
              guard u % stride.rows == 0, v % stride.columns == 0 else { return nil }
              return GradientTap(
                index: r * kernelColumns + s, rows: -u / stride.rows, columns: -v / stride.columns)
            }
          })
      }
    }.filter { !$0.pixels.isEmpty }
  }

  private func exact(_ position: Int, _ dilation: Int, _ count: Int) -> Int? {
    position % dilation == 0 && position / dilation < count ? position / dilation : nil
  }
}
