import CNNEngine
import CellLanguage
import Testing

/// A run's key holds all that decides its result, the pictures and labels too.
@Suite struct TrainingRequestTests {
  /// 40 pictures of 4×4, whole numbers by chance; `change` makes others of them.
  static func request(
    _ arguments: String = "",
    network: String = "Sequential(Flatten(), Dense(inputs: 16, outputs: 4))",
    data: String = "digits", _ change: (inout Tensor, inout Tensor) -> Void = { _, _ in }
  ) throws -> TrainingRequest {
    var images = Tensor(
      shape: [40, 1, 4, 4],
      scalars: uniform(640, seed: 5).scalars.map { (8 * $0 + 8).rounded(.down) })
    var labels = Tensor(shape: [40], scalars: (0..<40).map { Float($0 % 4) })
    change(&images, &labels)
    let digits = (images: images, labels: labels)
    var interpreter = Interpreter(
      surroundings: Surroundings(
        digits: { digits }, picture: { _ in nil }, pictureNames: [], clock: { 0 }))
    let outcome = interpreter.run("let a = train(\(network), on: \(data)\(arguments))")
    return try #require(outcome.trainingRequests.first, "\(String(describing: outcome.error))")
  }

  @Test func `the same run has the same key`() throws {
    let one = try Self.request()
    #expect(try Self.request().key == one.key)
    #expect(try Self.request(", labels: .given, limit: 0, seed: 1").key == one.key)
  }

  @Test func `data with equal means, deviations and sizes have keys of their own`() throws {
    let one = try Self.request()
    let others = [
      // Two entries of a picture, two pictures, two labels change places.
      try Self.request { images, _ in images.scalars.swapAt(0, 1) },
      try Self.request { images, _ in
        for i in 0..<16 { images.scalars.swapAt(i, 16 + i) }
      },
      try Self.request { _, labels in labels.scalars.swapAt(0, 1) },
      try Self.request { _, labels in labels.scalars[39] = 0 },
    ]
    for other in others {
      #expect(other.legacyKey == one.legacyKey && other.key != one.key)
    }
    #expect(Set(others.map(\.key)).count == others.count)
  }

  @Test func `every argument of train changes the key`() throws {
    let arguments = [
      "", ", epochs: 9", ", rate: 0.06", ", batch: 16", ", momentum: 0.8", ", decay: 0.001",
      ", optimizer: .nesterov", ", optimizer: .rmsProp", ", optimizer: .adam",
      ", optimizer: .adamW",
      ", schedule: .constant", ", schedule: .step", ", schedule: .cosine",
      ", initialization: .glorot", ", initialization: .small", ", initialization: .zero",
      ", labels: .shuffled", ", limit: 20", ", shift: 1", ", flips: true", ", leaked: true",
      ", order: .given", ", order: .byLabel",
      ", seed: 2", ", from: 8",
    ]
    let keys = try arguments.map { try Self.request($0).key }
    #expect(Set(keys).count == keys.count)
    let networks = [
      "Sequential(Flatten(), Dense(inputs: 16, outputs: 4, bias: false))",
      "Sequential(Flatten(), ReLU(), Dense(inputs: 16, outputs: 4))",
    ]
    for network in networks {
      #expect(!keys.contains(try Self.request(network: network).key))
    }
    #expect(!keys.contains(try Self.request(data: "normalized(digits)").key))
  }

  @Test func `an order decides what a run learns from first, and whether chance mixes it`() throws {
    let (drawn, given) = (try Self.request(), try Self.request(", order: .given"))
    let byLabel = try Self.request(", order: .byLabel")
    #expect(drawn.options.shuffles && !given.options.shuffles && !byLabel.options.shuffles)
    #expect(given.training == drawn.training)
    #expect(byLabel.training.labels == drawn.training.labels.sorted())
    #expect(byLabel.heldOut == drawn.heldOut)
  }

  @Test func `limit and from name the pictures that a run learns from`() throws {
    let all = try Self.request()
    let part = try Self.request(", limit: 10, from: 8")
    #expect(part.training.labels == Array(all.training.labels[8..<18]))
    #expect(part.heldOut.labels == all.heldOut.labels)
    let rest = try Self.request(", limit: \(Int.max), from: 30")
    #expect(rest.training.labels == Array(all.training.labels[30...]))
    // Runs kept by earlier versions learned from the first pictures.
    #expect(all.legacyKey != nil && part.legacyKey == nil)
  }

  @Test(arguments: [-1, 32, Int.max])
  func `a place beyond the training pictures is refused`(from: Int) {
    let digits = (images: zeros(40, 1, 4, 4), labels: Tensor(zeros: [40]))
    var interpreter = Interpreter(
      surroundings: Surroundings(
        digits: { digits }, picture: { _ in nil }, pictureNames: [], clock: { 0 }))
    let outcome = interpreter.run(
      "train(Sequential(Flatten(), Dense(inputs: 16, outputs: 4)), on: digits, from: \(from))")
    #expect(
      outcome.error?.message
        == "from must be a place among the 32 training pictures, 0 to 31, not \(from)")
  }

  @Test func `a key names no property and no module`() throws {
    let key = try Self.request(", optimizer: .adam, schedule: .step").key
    for word in ["CNNEngine", ":", "weightDecay", "hasBias"] {
      #expect(!key.contains(word), "\(key)")
    }
  }
}
