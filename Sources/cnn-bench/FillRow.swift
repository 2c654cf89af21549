import CNNEngine

/// Pictures made into a batch: bytes or floats, normalised channel by channel, turned round, moved and cut by chance.
struct FillRow {
  var picture: [Int]
  var isBytes: Bool
  var augmentation: Augmentation

  static let batch = 128

  static let all = [
    FillRow(picture: [3, 32, 32], isBytes: true, augmentation: .all),
    FillRow(picture: [3, 32, 32], isBytes: true, augmentation: .none),
    FillRow(picture: [3, 32, 32], isBytes: false, augmentation: .all),
    FillRow(picture: [1, 8, 8], isBytes: false, augmentation: .all),
  ]

  var name: String {
    let shape = picture.map(String.init).joined(separator: "×")
    return "fill \(shape) of \(isBytes ? "bytes" : "floats"), normalised"
      + (augmentation == .none ? "" : ", flip, shift, cutout")
  }

  /// As many pictures as a processor's cache does not hold.
  func data(pictures count: Int = 20_000) throws -> Dataset {
    let size = picture.reduce(1, *)
    let bytes = (0..<count * size).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
    let labels = (0..<count).map { $0 % 10 }
    let data =
      isBytes
      ? try Dataset(name: "d", bytes: bytes, picture: picture, labels: labels, classes: 10)
      : try Dataset(
        name: "d", images: Tensor(shape: [count] + picture, scalars: bytes.map(Float.init)),
        labels: labels, classes: 10)
    let scales = data.channelScales
    return data.normalized(means: scales.means, deviations: scales.deviations)
  }

  func run(_ pool: ThreadPool, _ table: Table) throws {
    let data = try data()
    let plan = Sequential(
      Conv2D(inputChannels: picture[0], outputChannels: 16, kernelSize: 3, padding: 1),
      GlobalAveragePool(), Flatten(), Dense(inputs: 16, outputs: 10))
    let runner = try NetworkRunner(
      plan, picture: picture, batch: Self.batch,
      optimizer: .sgd(momentum: 0, nesterov: false, weightDecay: 0), pool: pool)
    // Pictures far from each other, as an epoch's order has them.
    let order = (0..<data.count).map { $0 * 7919 % data.count }
    var step = 0
    let seconds = median(201) {
      let first = step * Self.batch % (data.count - Self.batch)
      runner.fill(
        from: data, order[first..<first + Self.batch], augmentation: augmentation, seed: step)
      step += 1
    }
    try table.row(
      "\(name), batch \(Self.batch)", seconds: seconds,
      picturesPerSecond: Double(Self.batch) / seconds)
  }
}

extension Augmentation {
  /// What CIFAR-10's pictures are given most often: the mirror, four pixels each way, a square of eight.
  static let all = Augmentation(flips: true, shift: 4, cutout: 8)
}
