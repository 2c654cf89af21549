/// What is done to a picture by chance each time it is learned from; held-out pictures stay as they are.
public struct Augmentation: Equatable, Sendable {
  /// Left and right change places in every second picture.
  public var flips: Bool
  /// The picture is moved by up to so many pixels each way; blanks come in.
  public var shift: Int
  /// A square of this side is set to 0 somewhere.
  public var cutout: Int

  public init(flips: Bool = false, shift: Int = 0, cutout: Int = 0) {
    (self.flips, self.shift, self.cutout) = (flips, shift, cutout)
  }

  /// Pictures as they are.
  public static let none = Augmentation()

  /// Writes one augmented picture.
  ///
  /// - Parameters:
  ///   - picture: one picture, row by row.
  ///   - shape: `[C, H, W]`.
  ///   - result: as many entries; all are written.
  ///   - blank: what comes in where the picture moves away.
  ///   - seed: decides what chance does.
  func apply(
    to picture: UnsafeBufferPointer<Float>, shape: [Int],
    into result: UnsafeMutableBufferPointer<Float>,
    blank: Float, seed: Int
  ) {
    var random = RandomNumbers(seed: seed)
    let (C, H, W) = (shape[0], shape[1], shape[2])
    let flip = flips && random.next() & 1 == 1
    let span = UInt64(2 * shift + 1)
    let (down, right) = (Int(random.next() % span) - shift, Int(random.next() % span) - shift)
    let top = Int(random.next() % UInt64(H)) - cutout / 2
    let left = Int(random.next() % UInt64(W)) - cutout / 2
    let (rows, columns) = (top..<top + cutout, left..<left + cutout)
    for c in 0..<C {
      for h in 0..<H {
        for w in 0..<W {
          let (y, x) = (h - down, (flip ? W - 1 - w : w) - right)
          let isCut = rows.contains(h) && columns.contains(w)
          let isInside = y >= 0 && y < H && x >= 0 && x < W
          result[(c * H + h) * W + w] =
            isCut ? 0 : isInside ? picture[(c * H + y) * W + x] : blank
        }
      }
    }
  }
}
