import Testing

@testable import CNNEngine

@Suite struct DatasetTests {
  static var hundred: Dataset {
    get throws {
      try Dataset(
        name: "numbers", images: Tensor(shape: [100, 1, 1, 1], scalars: (0..<100).map(Float.init)),
        labels: (0..<100).map { $0 / 10 }, classes: 10)
    }
  }

  @Test func `a split loses no picture, holds none twice, and keeps the labels with them`() throws {
    let (training, heldOut) = try Self.hundred.split(heldOut: 0.2, seed: 4)
    #expect(training.count == 80 && heldOut.count == 20)
    #expect(
      (training.images.scalars + heldOut.images.scalars).sorted() == (0..<100).map(Float.init))
    for part in [training, heldOut] {
      #expect(zip(part.images.scalars, part.labels).allSatisfy { Int($0) / 10 == $1 })
    }
    #expect(try Self.hundred.split(heldOut: 0.2, seed: 4).heldOut == heldOut)
    #expect(try Self.hundred.split(heldOut: 0.2, seed: 5).heldOut != heldOut)
  }

  @Test(arguments: [(Float(0), 1), (1, 99), (0.001, 1)])
  func `each part of a split has a picture`(share: Float, held: Int) throws {
    let parts = try Self.hundred.split(heldOut: share, seed: 1)
    #expect(parts.heldOut.count == held && parts.training.count == 100 - held)
  }

  @Test func `shuffled labels are the same labels at other pictures`() throws {
    let shuffled = try Self.hundred.shufflingLabels(seed: 2)
    #expect(try shuffled.images == Self.hundred.images)
    #expect(try shuffled.labels.sorted() == Self.hundred.labels)
    let stayed = try zip(shuffled.labels, Self.hundred.labels).count { $0 == $1 }
    #expect(stayed < 30, "\(stayed) of 100 have the label they had")
  }

  @Test func `sorted by label pictures keep their labels, and their order within a class`() throws {
    let pictures = Tensor(shape: [5, 1, 1, 1], scalars: [30, 10, 31, 20, 11])
    let data = try Dataset(name: "d", images: pictures, labels: [3, 1, 3, 2, 1], classes: 4)
    let sorted = data.sortedByLabel()
    #expect(sorted.labels == [1, 1, 2, 3, 3])
    #expect(sorted.images.scalars == [10, 11, 20, 30, 31])
  }

  @Test func `where a normalised picture moves away, its blank comes in`() throws {
    let data = try Dataset(
      name: "full", images: Tensor(shape: [1, 1, 2, 2], scalars: [4, 4, 4, 8]), labels: [0],
      classes: 1)
    #expect(data.blank == 0 && data.normalized(mean: 5, deviation: 2).blank == -2.5)
    #expect(
      data.normalized(mean: 5, deviation: 2).selecting([0]).shufflingLabels(seed: 1).blank == -2.5)
  }

  // MARK: - Bytes

  /// Twelve pictures of three channels: as bytes, and as the floats that those stand for.
  static var pictures: (bytes: Dataset, floats: Dataset) {
    get throws {
      let shape = [3, 5, 7]
      let bytes = (0..<12 * 105).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ $0 / 105 * 13) }
      let labels = (0..<12).map { $0 % 4 }
      return (
        try Dataset(name: "d", bytes: bytes, picture: shape, labels: labels, classes: 4),
        try Dataset(
          name: "d", images: Tensor(shape: [12] + shape, scalars: bytes.map { Float($0) / 255 }),
          labels: labels, classes: 4)
      )
    }
  }

  @Test func `a byte stands for its share of 255, or for itself`() throws {
    let (bytes, floats) = try Self.pictures
    #expect(bytes.images == floats.images && bytes == floats)
    let same = try Dataset(
      name: "d", bytes: [0, 16, 255], picture: [1, 1, 1], labels: [0, 0, 0], classes: 1, divisor: 1)
    #expect(same.images.scalars == [0, 16, 255])
  }

  @Test func `parts share the pictures of the whole, and copy none`() throws {
    for whole in [try Self.pictures.bytes, try Self.pictures.floats] {
      let (training, heldOut) = whole.split(heldOut: 0.25, seed: 1)
      let parts = [
        training, heldOut, whole.selecting([3, 3, 0]), whole.first(2), training.first(2),
        whole.shufflingLabels(seed: 1), whole.normalized(mean: 1, deviation: 2),
      ]
      for part in parts { #expect(part.storage === whole.storage) }
    }
  }

  @Test func `a part of a part has the pictures that were chosen`() throws {
    for whole in [try Self.pictures.bytes, try Self.pictures.floats] {
      let part = whole.selecting([5, 2, 9, 2]).selecting([3, 0])
      #expect(part.images == stack([whole.images.part(2), whole.images.part(5)]))
      #expect(part.labels == [2 % 4, 5 % 4])
    }
  }

  @Test func `normalising notes what was once done to every entry, to the same bits`() throws {
    let (bytes, floats) = try Self.pictures
    func twice(_ entry: Float) -> Float { ((entry - 0.3) / 0.7 - 0.1) / 1.3 }
    let old = floats.images.mapped(twice)
    for data in [bytes, floats] {
      let new = data.normalized(mean: 0.3, deviation: 0.7).normalized(mean: 0.1, deviation: 1.3)
      #expect(new.images.scalars.map(\.bitPattern) == old.scalars.map(\.bitPattern))
      #expect(new.blank == twice(0))
    }
  }

  @Test func `each channel has its own mean, deviation and blank`() throws {
    let (bytes, floats) = try Self.pictures
    for data in [bytes, floats] {
      let scales = data.channelScales
      let new = data.normalized(means: scales.means, deviations: scales.deviations)
      for c in 0..<3 {
        let channel = stack((0..<12).map { new.images.part($0, c) })
        #expect(abs(channel.mean()) < 1e-6 && abs(channel.variance() - 1) < 1e-5)
        #expect(new.blanks[c] == (0 - scales.means[c]) / scales.deviations[c])
      }
    }
    #expect(
      zip(bytes.channelScales.means, floats.channelScales.means).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(abs(bytes.scale.mean - floats.images.mean()) < 1e-6)
    #expect(abs(bytes.scale.deviation - floats.images.variance().squareRoot()) < 1e-6)
    #expect(bytes.selecting([4]).scale.mean != bytes.scale.mean)
  }

  @Test func `entries that are all the same are divided by 1`() throws {
    let bytes = try Dataset(
      name: "d", bytes: [51, 51], picture: [1, 1, 2], labels: [0], classes: 1)
    #expect(bytes.scale == (0.2, 1) && bytes.channelScales.deviations == [1])
  }

  @Test func `bytes that are not those of the pictures are refused`() throws {
    func make(_ count: Int, _ picture: [Int], labels: [Int] = [0, 1]) throws -> Dataset {
      try Dataset(
        name: "d", bytes: Array(repeating: 7, count: count), picture: picture, labels: labels,
        classes: 2)
    }
    #expect(throws: ShapeError.length(name: "the bytes of d", expected: 24, found: 23)) {
      try make(23, [3, 2, 2])
    }
    #expect(throws: ShapeError.rank(name: "a picture of d", expected: "[C, H, W]", shape: [2, 2])) {
      try make(8, [2, 2])
    }
    #expect(throws: ShapeError.tooSmall(name: "a length of a picture of d", found: 0, least: 1)) {
      try make(0, [1, 0, 2])
    }
    #expect(throws: ShapeError.tooSmall(name: "the number of pictures of d", found: 0, least: 1)) {
      try make(0, [1, 2, 2], labels: [])
    }
    #expect(throws: ShapeError.above(name: "a label of d", found: 2, most: 1)) {
      try make(8, [1, 2, 2], labels: [0, 2])
    }
    #expect(throws: ShapeError.self) { try make(8, [1 << 30, 1 << 30, 2]) }
  }
}
