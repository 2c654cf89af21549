import Testing

@testable import CNNEngine

/// What the threads write into a batch is what the definition of augmentation says.
@Suite struct BatchFillingTests {
  /// Channels, rows and columns: odd ones, single ones, more channels than a register has lanes.
  static let shapes = [
    [1, 8, 8], [3, 7, 5], [2, 1, 9], [5, 6, 1], [17, 3, 4], [3, 32, 32], [33, 5, 6],
  ]
  static let batch = 11

  static func data(_ shape: [Int], isBytes: Bool) throws -> Dataset {
    let count = 6 * shape.reduce(1, *)
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 89 &+ $0 / 7 + 1) }
    let labels = [0, 1, 0, 1, 0, 1]
    return isBytes
      ? try Dataset(name: "d", bytes: bytes, picture: shape, labels: labels, classes: 2)
      : try Dataset(
        name: "d", images: Tensor(shape: [6] + shape, scalars: bytes.map(Float.init)),
        labels: labels, classes: 2, blank: 3)
  }

  /// As it comes, normalised as a whole, channel by channel, and both.
  static func scaled(_ data: Dataset) -> [Dataset] {
    let channels = data.picture[0]
    let means = (0..<channels).map { Float($0) * 0.3 + 0.1 }
    let once = data.normalized(means: means, deviations: means.map { $0 + 0.7 })
    return [
      data, data.normalized(mean: 0.4, deviation: 0.3), once,
      once.normalized(mean: 1, deviation: 3),
    ]
  }

  /// Networks of which the one reads its picture channels last with a margin, the other as a vector.
  static func plans(_ shape: [Int]) -> [Sequential] {
    let count = shape.reduce(1, *)
    return [
      Sequential(
        Conv2D(inputChannels: shape[0], outputChannels: 4, kernelSize: 3, padding: 1),
        GlobalAveragePool(), Flatten(), Dense(inputs: 4, outputs: 2)),
      Sequential(Flatten(), Dense(inputs: count, outputs: 2)),
      Sequential(BatchNorm2D(channels: shape[0]), Flatten(), Dense(inputs: count, outputs: 2)),
    ]
  }

  /// The batch by the definition, a channel at a time: each has its own blank.
  static func expected(
    _ data: Dataset, _ indices: [Int], _ augmentation: Augmentation, seed: Int
  ) -> Tensor {
    let images = data.images
    let (rows, columns) = (data.picture[1], data.picture[2])
    return stack(
      indices.enumerated().map { n, index in
        let channels = (0..<data.picture[0]).map { c in
          let source = images.part(index, c)
          var result = Tensor(zeros: [1, rows, columns])
          source.scalars.withUnsafeBufferPointer { source in
            result.scalars.withUnsafeMutableBufferPointer { result in
              augmentation.apply(
                to: source, shape: [1, rows, columns], into: result, blank: data.blanks[c],
                seed: Augmentation.seed(ofPicture: n, in: seed))
            }
          }
          return result.part(0)
        }
        return stack(channels)
      })
  }

  @Test(arguments: shapes, [false, true])
  func `pictures of any size are normalised and changed as the definition says`(
    shape: [Int], isBytes: Bool
  ) throws {
    let least = min(shape[1], shape[2])
    let augmentations = [
      .none, Augmentation(flips: true), Augmentation(shift: least - 1),
      Augmentation(cutout: least),
      Augmentation(flips: true, shift: least / 2, cutout: (least + 1) / 2),
    ]
    let indices = (0..<Self.batch).map { $0 * 5 % 6 }
    for plan in Self.plans(shape) {
      let runner = try NetworkRunner(
        plan, picture: shape, batch: Self.batch, objective: .crossEntropy(),
        pool: ThreadPool(threads: 2))
      for data in Self.scaled(try Self.data(shape, isBytes: isBytes)) {
        for (i, augmentation) in augmentations.enumerated() {
          // What stood there before is gone.
          runner.setBatch(full([Self.batch] + shape, .nan))
          runner.fill(from: data, indices[...], augmentation: augmentation, seed: i)
          let expected = Self.expected(data, indices, augmentation, seed: i)
          #expect(runner.executor.input.tensor == expected, "\(plan.encoding) \(augmentation)")
          #expect(
            indices.indices.allSatisfy {
              runner.executor.losses[0].labels[$0] == data.labels[indices[$0]]
            })
          let filled = runner.differentiate().loss
          runner.setBatch(expected, labels: indices.map { data.labels[$0] })
          #expect(runner.differentiate().loss == filled)
        }
      }
    }
  }

  @Test func `the batch of a seed is what augmented makes of its pictures`() throws {
    let data = try Self.data([3, 7, 5], isBytes: true)
    let runner = try NetworkRunner(
      Self.plans([3, 7, 5])[0], picture: [3, 7, 5], batch: 6, pool: ThreadPool(threads: 1))
    runner.fill(
      from: data, [0, 1, 2, 3, 4, 5], augmentation: Augmentation(flips: true, shift: 2, cutout: 3),
      seed: 9)
    #expect(
      runner.executor.input.tensor
        == augmented(data.images, flip: true, shift: 2, cutout: 3, seed: 9))
  }

  @Test func `bytes and the floats that they stand for train and are judged to the same bits`()
    throws
  {
    let bytes = try Self.data([3, 7, 5], isBytes: true)
    let floats = try Dataset(
      name: "d", images: bytes.images, labels: bytes.labels, classes: 2)
    var options = TrainingOptions()
    options.epochs = 3
    options.batch = 2
    options.augmentation = Augmentation(flips: true, shift: 2, cutout: 3)
    let runs = try [bytes, floats].map { data in
      let data = data.normalized(means: [0.4, 0.5, 0.6], deviations: [0.2, 0.3, 0.4])
      let training = try Training(
        Network(Self.plans([3, 7, 5])[0], picture: [3, 7, 5]), on: data, heldOut: data.first(5),
        options: options, pool: ThreadPool(threads: 2), clock: { 0 })
      var snapshots: [Snapshot] = []
      while let snapshot = try training.step() { snapshots.append(snapshot) }
      return (snapshots, training.network)
    }
    #expect(runs[0].0 == runs[1].0 && runs[0].1 == runs[1].1)
  }

  private func full(_ shape: [Int], _ value: Float) -> Tensor {
    Tensor(shape: shape, scalars: Array(repeating: value, count: shape.reduce(1, *)))
  }
}
