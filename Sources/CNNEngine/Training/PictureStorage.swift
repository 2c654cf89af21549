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

  init(_ entries: Entries, count: Int, picture: [Int]) {
    (self.entries, self.count, self.picture) = (entries, count, picture)
    pictureSize = picture.reduce(1, *)
  }
}
