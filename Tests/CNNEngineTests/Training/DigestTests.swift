import Testing

@testable import CNNEngine

@Suite struct DigestTests {
  /// Computed with the `xxhash` package for Python.
  @Test(
    arguments: [
      (0, 0xEF46_DB37_51D8_E999), (1, 0xE934_A84A_DB05_2768), (31, 0xC346_D2B5_9B4D_8EE1),
      (32, 0xCBF5_9C51_16FF_32B4), (101, 0xE990_3849_5F85_381E), (1000, 0x2527_5608_A9CF_C168),
    ] as [(Int, UInt64)])
  func `the digest of bytes is their XXH64`(count: Int, expected: UInt64) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: count == 1000 ? $0 * 7 : $0) }
    #expect(bytes.withUnsafeBytes { digest(of: $0) } == expected)
  }

  static let shape = [2, 3, 3]
  static let bytes = (0..<10 * 18).map { UInt8($0) }
  static let labels = (0..<10).map { $0 % 3 }

  static func data(_ change: (inout [UInt8], inout [Int]) -> Void = { _, _ in }) throws -> Dataset {
    var (bytes, labels) = (bytes, labels)
    change(&bytes, &labels)
    return try Dataset(name: "d", bytes: bytes, picture: shape, labels: labels, classes: 3)
  }

  static func floats(_ change: (inout Tensor) -> Void = { _ in }) throws -> Dataset {
    var images = Tensor(shape: [10] + shape, scalars: bytes.map { Float($0) })
    change(&images)
    return try Dataset(name: "d", images: images, labels: labels, classes: 3)
  }

  @Test func `one byte, one float or one label tells data sets apart`() throws {
    let (whole, floats) = (try Self.data(), try Self.floats())
    for i in [0, 7, 8, 100, 179] {
      #expect(try Self.data { bytes, _ in bytes[i] ^= 1 }.digest != whole.digest)
      #expect(try Self.floats { $0.scalars[i] = -$0.scalars[i] - 1 }.digest != floats.digest)
      // The sum of all entries stays.
      #expect(try Self.data { bytes, _ in bytes.swapAt(i, (i + 1) % 180) }.digest != whole.digest)
    }
    #expect(try Self.data { _, labels in labels[4] = 0 }.digest != whole.digest)
    #expect(try Self.data { _, labels in labels.swapAt(0, 1) }.digest != whole.digest)
    #expect(try Self.data().digest == whole.digest)
  }

  @Test func `so do classes, the picture's shape, the divisor, blanks and normalisations`() throws {
    func make(
      classes: Int = 3, shape: [Int] = Self.shape, divisor: Float = 255
    ) throws -> Dataset {
      try Dataset(
        name: "d", bytes: Self.bytes, picture: shape, labels: Self.labels, classes: classes,
        divisor: divisor)
    }
    let images = Tensor(shape: [10] + Self.shape, scalars: Self.bytes.map { Float($0) })
    let whole = try make()
    let others = [
      whole, try make(classes: 4), try make(shape: [2, 9, 1]), try make(shape: [3, 3, 2]),
      try make(divisor: 1), whole.normalized(mean: 1, deviation: 2),
      whole.normalized(mean: 2, deviation: 1),
      whole.normalized(means: [1, 2], deviations: [2, 2]),
      whole.normalized(mean: 1, deviation: 2).normalized(mean: 1, deviation: 2),
      try Self.floats(),
      try Dataset(name: "d", images: images, labels: Self.labels, classes: 3, blank: 1),
      whole.shufflingLabels(seed: 1), whole.selecting([1, 0, 2, 3, 4, 5, 6, 7, 8, 9]),
      whole.first(9), whole.selecting([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9]),
    ]
    #expect(Set(others.map(\.digest)).count == others.count)
  }

  @Test
  func
    `both halves of a split have digests of their own, and those of the same pictures chosen otherwise`()
    throws
  {
    let whole = try Self.data()
    let (training, heldOut) = whole.split(heldOut: 0.5, seed: 1)
    #expect(Set([whole.digest, training.digest, heldOut.digest]).count == 3)
    #expect(whole.selecting(Array(0..<10)).digest == whole.digest)
    #expect(
      whole.selecting([9, 8, 7]).selecting([2, 0]).digest == whole.selecting([7, 9]).digest)
    var named = whole
    named.name = "another"
    #expect(named.digest == whole.digest && named != whole)
  }
}
