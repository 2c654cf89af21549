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
    let (C, H, W) = (shape[0], shape[1], shape[2])
    let outcome = self.outcome(rows: H, columns: W, seed: seed)
    for c in 0..<C {
      for h in 0..<H {
        for w in 0..<W {
          let (y, x) = (h - outcome.down, (outcome.isFlipped ? W - 1 - w : w) - outcome.right)
          let isCut = outcome.cutRows.contains(h) && outcome.cutColumns.contains(w)
          let isInside = y >= 0 && y < H && x >= 0 && x < W
          result[(c * H + h) * W + w] =
            isCut ? 0 : isInside ? picture[(c * H + y) * W + x] : blank
        }
      }
    }
  }

  // MARK: - Chance

  /// What chance does to one picture: it is turned round, then moved, then a square is cut out.
  struct Outcome {
    var isFlipped = false
    /// By how many pixels it is moved.
    var (down, right) = (0, 0)
    /// The square, which may reach over the border.
    var (cutRows, cutColumns) = (0..<0, 0..<0)
  }

  /// What a seed does to a picture of so many rows and columns.
  func outcome(rows: Int, columns: Int, seed: Int) -> Outcome {
    var random = RandomNumbers(seed: seed)
    var outcome = Outcome()
    outcome.isFlipped = flips && random.next() & 1 == 1
    let span = UInt64(2 * shift + 1)
    outcome.down = Int(random.next() % span) - shift
    outcome.right = Int(random.next() % span) - shift
    let top = Int(random.next() % UInt64(rows)) - cutout / 2
    let left = Int(random.next() % UInt64(columns)) - cutout / 2
    outcome.cutRows = top..<top + cutout
    outcome.cutColumns = left..<left + cutout
    return outcome
  }

  /// The seed of picture `n` of a batch, from that of the batch.
  static func seed(ofPicture n: Int, in batchSeed: Int) -> Int { batchSeed &* 65_537 &+ n }
}
