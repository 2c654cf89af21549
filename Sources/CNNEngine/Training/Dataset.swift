/// Pictures with their classes.
///
/// The pictures stay as they came, bytes or floats, in one storage that all parts of a data set share: choosing and
/// splitting copy none of them, and normalising only notes means and deviations. An entry becomes the number that a
/// network sees when a batch is filled.
public struct Dataset: Sendable {
  public var name: String
  /// For each picture a class, 0 to `classes` − 1.
  public private(set) var labels: [Int]
  public let classes: Int
  let storage: PictureStorage
  /// The number of each picture in the storage; `nil` for all of them in their order.
  let places: [Int]?
  let entryScale: EntryScale

  /// Creates a data set of floats.
  ///
  /// - Parameters:
  ///   - name: what errors and figures call it.
  ///   - images: `[N, C, H, W]`.
  ///   - labels: a class for each picture.
  ///   - classes: how many classes there are.
  ///   - blank: what stands where nothing is.
  /// - Throws: `ShapeError` where pictures and labels are not equally many, or a label is outside the classes.
  public init(
    name: String, images: Tensor, labels: [Int], classes: Int, blank: Float = 0
  ) throws(ShapeError) {
    guard images.rank == 4 else {
      throw .rank(name: "the pictures of \(name)", expected: "[N, C, H, W]", shape: images.shape)
    }
    try Self.check(labels, of: images.shape[0], classes: classes, name: name)
    let picture = Array(images.shape.dropFirst())
    self.init(
      name,
      PictureStorage(.floats(images.scalars), count: images.shape[0], picture: picture), nil,
      labels, classes, EntryScale(blank: blank, channels: picture[0], divisor: nil))
  }

  /// Creates a data set of bytes, which stay bytes.
  ///
  /// - Parameters:
  ///   - name: what errors and figures call it.
  ///   - bytes: the entries of all pictures, `[N, C, H, W]` row by row.
  ///   - picture: the shape of one picture, `[C, H, W]`.
  ///   - labels: a class for each picture.
  ///   - classes: how many classes there are.
  ///   - divisor: what a byte is divided by: 255 brings the entries to 0…1, 1 leaves them as they are.
  /// - Throws: `ShapeError` where the bytes are not those of as many pictures as there are labels, or a label is outside
  ///   the classes.
  public init(
    name: String, bytes: [UInt8], picture: [Int], labels: [Int], classes: Int, divisor: Float = 255
  ) throws(ShapeError) {
    guard picture.count == 3 else {
      throw .rank(name: "a picture of \(name)", expected: "[C, H, W]", shape: picture)
    }
    for length in picture where length < 1 {
      throw .tooSmall(name: "a length of a picture of \(name)", found: length, least: 1)
    }
    try Self.check(labels, of: labels.count, classes: classes, name: name)
    let size = try entryCount(of: [labels.count] + picture)
    guard bytes.count == size else {
      throw .length(name: "the bytes of \(name)", expected: size, found: bytes.count)
    }
    self.init(
      name, PictureStorage(.bytes(bytes), count: labels.count, picture: picture), nil, labels,
      classes, EntryScale(blank: 0, channels: picture[0], divisor: divisor))
  }

  private init(
    _ name: String, _ storage: PictureStorage, _ places: [Int]?, _ labels: [Int], _ classes: Int,
    _ entryScale: EntryScale
  ) {
    (self.name, self.storage, self.places) = (name, storage, places)
    (self.labels, self.classes, self.entryScale) = (labels, classes, entryScale)
  }

  /// The rule of a data set's labels.
  private static func check(
    _ labels: [Int], of count: Int, classes: Int, name: String
  ) throws(ShapeError) {
    guard count > 0 else {
      throw .tooSmall(name: "the number of pictures of \(name)", found: 0, least: 1)
    }
    guard labels.count == count else {
      throw .length(name: "the labels of \(name)", expected: count, found: labels.count)
    }
    for label in labels {
      guard label >= 0 else {
        throw .tooSmall(name: "a label of \(name)", found: label, least: 0)
      }
      guard label < classes else {
        throw .above(name: "a label of \(name)", found: label, most: classes - 1)
      }
    }
  }

  public var count: Int { labels.count }
  /// The shape of one picture, `[C, H, W]`.
  public var picture: [Int] { storage.picture }
  /// What stands where nothing is, a number for each channel: the 0 of the pictures as they came, after every change of
  /// all entries since.
  public var blanks: [Float] { entryScale.blanks }
  /// The same where all channels have one; else that of the first.
  public var blank: Float { blanks.first ?? 0 }

  // MARK: - Parts

  /// Some of the pictures, in this order.
  public func selecting(_ indices: [Int]) -> Dataset {
    Dataset(
      name, storage, indices.map { place($0) }, indices.map { labels[$0] }, classes, entryScale)
  }

  /// The first `count` pictures, or all where there are fewer.
  public func first(_ count: Int) -> Dataset {
    selecting(Array(0..<min(max(1, count), self.count)))
  }

  /// The pictures in two parts by chance: what is held out serves to judge, never to learn.
  public func split(heldOut share: Float, seed: Int) -> (training: Dataset, heldOut: Dataset) {
    let order = shuffledIndices(count, seed: seed)
    let held = min(max(1, Int((Float(count) * share).rounded())), max(1, count - 1))
    return (selecting(Array(order[held...])), selecting(Array(order[..<held])))
  }

  /// The same pictures with the labels of others: nothing is left to learn but the pictures themselves.
  public func shufflingLabels(seed: Int) -> Dataset {
    let order = shuffledIndices(count, seed: seed)
    return Dataset(name, storage, places, order.map { labels[$0] }, classes, entryScale)
  }

  /// The same pictures, all of class 0 first, then all of class 1, and so on; within a class as they were.
  public func sortedByLabel() -> Dataset {
    selecting((0..<count).sorted { (labels[$0], $0) < (labels[$1], $1) })
  }

  // MARK: - Normalising

  /// Every entry minus a mean, over a deviation: those of the training set, for held-out pictures too.
  public func normalized(mean: Float, deviation: Float) -> Dataset {
    let channels = picture[0]
    return normalized(
      means: Array(repeating: mean, count: channels),
      deviations: Array(repeating: deviation, count: channels))
  }

  /// The same with a mean and a deviation for each channel.
  public func normalized(means: [Float], deviations: [Float]) -> Dataset {
    checked { () throws(ShapeError) in
      for (name, values) in [("the means", means), ("the deviations", deviations)]
      where values.count != picture[0] {
        throw .length(name: name, expected: picture[0], found: values.count)
      }
    }
    return Dataset(
      name, storage, places, labels, classes,
      entryScale.normalized(means: means, deviations: deviations))
  }

  // MARK: - Entries

  /// Where in the storage a picture lies.
  func place(_ n: Int) -> Int { places?[n] ?? n }

  /// The pictures as a network sees them, `[N, C, H, W]`: made anew at every call, but for floats as they came.
  public var images: Tensor {
    let shape = [count] + picture
    if case .floats(let floats) = storage.entries, places == nil, entryScale.steps == 0 {
      return Tensor(shape: shape, scalars: floats)
    }
    let size = storage.pictureSize
    let scalars = [Float](unsafeUninitializedCapacity: count * size) { buffer, initialized in
      guard let first = buffer.baseAddress else { return }
      for n in 0..<count { copy(n, to: first + n * size) }
      initialized = count * size
    }
    return Tensor(shape: shape, scalars: scalars)
  }

  /// Writes a picture's entries, `[C, H, W]` row by row.
  func copy(_ n: Int, to target: MutableScalars) {
    withPicture(n) { picture in
      for c in 0..<picture.channels {
        for y in 0..<picture.rows {
          picture.copyRow(
            channel: c, row: y, from: 0, count: picture.columns,
            to: target + (c * picture.rows + y) * picture.columns)
        }
      }
    }
  }

  /// Hands a picture out where it lies.
  @inline(__always)
  func withPicture<Result>(_ n: Int, _ body: (StoredPicture) -> Result) -> Result {
    let start = place(n) * storage.pictureSize
    return entryScale.withNumbers { blanks, moments, table in
      func picture(_ entries: StoredPicture.Entries) -> StoredPicture {
        StoredPicture(
          entries: entries, channels: storage.picture[0], rows: storage.picture[1],
          columns: storage.picture[2], steps: entryScale.steps, moments: moments, table: table,
          blanks: blanks)
      }
      return switch storage.entries {
      case .bytes(let bytes):
        bytes.withUnsafeBufferPointer { bytes in
          guard let first = bytes.baseAddress else { preconditionFailure("Pictures have bytes.") }
          return body(picture(.bytes(first + start)))
        }
      case .floats(let floats):
        // Pictures without entries have no place either; nothing is read of them.
        floats.withUnsafeBufferPointer {
          body(picture(.floats($0.baseAddress.map { $0 + start } ?? blanks)))
        }
      }
    }
  }
}

/// 0..<count in an order by chance.
func shuffledIndices(_ count: Int, seed: Int) -> [Int] {
  var random = RandomNumbers(seed: seed)
  var order = Array(0..<count)
  for i in stride(from: count - 1, to: 0, by: -1) {
    order.swapAt(i, Int(random.next() % UInt64(i + 1)))
  }
  return order
}
