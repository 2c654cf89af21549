/// Pictures with their classes.
public struct Dataset: Equatable, Sendable {
  public var name: String
  /// `[N, C, H, W]`.
  public private(set) var images: Tensor
  /// For each picture a class, 0 to `classes` − 1.
  public private(set) var labels: [Int]
  public let classes: Int
  /// What stands where nothing is: the 0 of the pictures as they came, after every change of all entries since.
  public let blank: Float

  /// Creates a data set.
  ///
  /// - Throws: `ShapeError` where pictures and labels are not equally many, or a label is outside the classes.
  public init(
    name: String, images: Tensor, labels: [Int], classes: Int, blank: Float = 0
  ) throws(ShapeError) {
    guard images.rank == 4 else {
      throw .rank(name: "the pictures of \(name)", expected: "[N, C, H, W]", shape: images.shape)
    }
    guard images.shape[0] > 0 else {
      throw .tooSmall(name: "the number of pictures of \(name)", found: 0, least: 1)
    }
    guard labels.count == images.shape[0] else {
      throw .length(name: "the labels of \(name)", expected: images.shape[0], found: labels.count)
    }
    for label in labels {
      guard label >= 0 else {
        throw .tooSmall(name: "a label of \(name)", found: label, least: 0)
      }
      guard label < classes else {
        throw .above(name: "a label of \(name)", found: label, most: classes - 1)
      }
    }
    self.name = name
    self.images = images
    self.labels = labels
    self.classes = classes
    self.blank = blank
  }

  private init(_ name: String, _ images: Tensor, _ labels: [Int], _ classes: Int, _ blank: Float) {
    (self.name, self.images, self.labels) = (name, images, labels)
    (self.classes, self.blank) = (classes, blank)
  }

  public var count: Int { labels.count }
  /// The shape of one picture, `[C, H, W]`.
  public var picture: [Int] { Array(images.shape.dropFirst()) }

  /// Some of the pictures, in this order.
  public func selecting(_ indices: [Int]) -> Dataset {
    let size = images.count / max(1, count)
    var scalars: [Float] = []
    scalars.reserveCapacity(indices.count * size)
    for i in indices { scalars += images.scalars[i * size..<(i + 1) * size] }
    return Dataset(
      name, Tensor(shape: [indices.count] + picture, scalars: scalars), indices.map { labels[$0] },
      classes, blank)
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
    return Dataset(name, images, order.map { labels[$0] }, classes, blank)
  }

  /// The mean and deviation of all entries.
  public var scale: (mean: Float, deviation: Float) {
    let deviation = images.variance().squareRoot()
    return (images.mean(), deviation > 0 ? deviation : 1)
  }

  /// Every entry minus a mean, over a deviation: those of the training set, for held-out pictures too.
  public func normalized(mean: Float, deviation: Float) -> Dataset {
    Dataset(
      name, images.mapped { ($0 - mean) / deviation }, labels, classes, (blank - mean) / deviation)
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
