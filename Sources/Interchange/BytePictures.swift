import CNNEngine

/// Labelled pictures of one byte a sample, as data sets keep them: a quarter of what they need as `Float`.
public struct BytePictures: Equatable, Sendable {
  /// `[C, H, W]`, the same for all.
  public let shape: [Int]
  /// Picture after picture, each channel by channel and row by row; 0…255.
  public let bytes: [UInt8]
  /// The class of each picture, counted from 0.
  public let labels: [Int]
  /// A name for each class.
  public let classNames: [String]

  /// How many pictures there are, at least one.
  public var count: Int { labels.count }

  /// - Throws: `InterchangeError` by the rules `checkPictures`.
  public init(
    shape: [Int], bytes: [UInt8], labels: [Int], classNames: [String]
  ) throws(InterchangeError) {
    try checkPictures(
      shape: shape, byteCount: bytes.count, labels: labels, classes: classNames.count)
    self.shape = shape
    self.bytes = bytes
    self.labels = labels
    self.classNames = classNames
  }
}

/// The rules of labelled pictures.
///
/// - Parameters:
///   - shape: must be `[C, H, W]`, with at least one pixel.
///   - byteCount: must be `C · H · W` for each label, and there must be one.
///   - labels: must be below `classes` and not negative.
///   - classes: how many there are.
/// - Throws: `InterchangeError` with the numbers that do not fit.
func checkPictures(
  shape: [Int], byteCount: Int, labels: [Int], classes: Int
) throws(InterchangeError) {
  guard shape.count == 3 else {
    throw .pictures("a picture's shape is [C, H, W], not \(echoed("\(shape)"))")
  }
  guard shape.allSatisfy({ $0 > 0 }) else {
    throw .pictures("pictures of shape \(shape) have no pixel")
  }
  let size = try entryCount(shape)
  guard byteCount > 0 else { throw .pictures("there is no picture in it") }
  guard byteCount.isMultiple(of: size), labels.count == byteCount / size else {
    throw .pictures(
      "\(labels.count) labels do not fit \(byteCount) bytes of pictures of shape \(shape)")
  }
  for (i, label) in labels.enumerated() where !(0..<classes).contains(label) {
    throw .pictures(
      "the label of picture \(i) is \(label), but the classes are 0 to \(classes - 1)")
  }
}
