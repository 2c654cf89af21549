import CNNEngine
import Testing

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

  @Test func `where a normalised picture moves away, its blank comes in`() throws {
    let data = try Dataset(
      name: "full", images: Tensor(shape: [1, 1, 2, 2], scalars: [4, 4, 4, 8]), labels: [0],
      classes: 1)
    #expect(data.blank == 0 && data.normalized(mean: 5, deviation: 2).blank == -2.5)
    #expect(
      data.normalized(mean: 5, deviation: 2).selecting([0]).shufflingLabels(seed: 1).blank == -2.5)
  }
}
