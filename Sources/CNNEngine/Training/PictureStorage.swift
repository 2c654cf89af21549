import Synchronization

/// Pictures as they came, bytes or floats, `[N, C, H, W]`; never changed, and shared by all data sets made from one.
final class PictureStorage: Sendable {
  enum Entries: Sendable {
    case bytes([UInt8])
    case floats([Float])
  }

  let entries: Entries
  let count: Int
  /// The shape of one picture, `[C, H, W]`.
  let picture: [Int]
  /// How many entries a picture has.
  let pictureSize: Int
  private let digests = Mutex<[UInt64]?>(nil)

  init(_ entries: Entries, count: Int, picture: [Int]) {
    (self.entries, self.count, self.picture) = (entries, count, picture)
    pictureSize = picture.reduce(1, *)
  }

  /// A digest of every picture, taken when it is first asked for and kept.
  var pictureDigests: [UInt64] {
    digests.withLock { digests in
      if let digests { return digests }
      let new =
        switch entries {
        case .bytes(let bytes): bytes.withUnsafeBytes { Self.digests($0, count) }
        case .floats(let floats): floats.withUnsafeBytes { Self.digests($0, count) }
        }
      digests = new
      return new
    }
  }

  private static func digests(_ bytes: UnsafeRawBufferPointer, _ count: Int) -> [UInt64] {
    let size = bytes.count / max(1, count)
    return (0..<count).map {
      digest(of: UnsafeRawBufferPointer(rebasing: bytes[$0 * size..<($0 + 1) * size]))
    }
  }
}
