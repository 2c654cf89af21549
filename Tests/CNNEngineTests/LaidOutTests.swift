import Testing

@testable import CNNEngine

/// A network's calls answer from what was laid out for earlier ones, as if each had been the first.
struct LaidOutTests {
  private static let plan = Sequential(
    Conv2D(inputChannels: 1, outputChannels: 4, kernelSize: 3, padding: 1),
    BatchNorm2D(channels: 4), ReLU(), Dropout(rate: 0.5), MaxPool2D(size: 2), Flatten(),
    Dense(inputs: 16, outputs: 3))
  private static let network = Network(plan, picture: [1, 4, 4], seed: 3)
  private static let pictures = (0..<3).map { normal(2, 1, 4, 4, seed: $0) }

  /// A network in the same state that has laid out nothing.
  private static var fresh: Network {
    var copy = network
    copy.parameters = network.parameters
    return copy
  }

  @Test("each call gives what a network gives that was never asked before")
  func callsInTurns() {
    let dy = normal(2, 3, seed: 9)
    for _ in 0..<2 {
      for x in Self.pictures {
        #expect(Self.network(x) == Self.fresh(x))
        #expect(Self.network.forwardAll(x) == Self.fresh.forwardAll(x))
        #expect(Self.network.backwardAll(x, from: dy) == Self.fresh.backwardAll(x, from: dy))
        #expect(
          Self.network.backwardAll(x, labels: [0, 2]) == Self.fresh.backwardAll(x, labels: [0, 2]))
        #expect(Self.network.inputGradient(x, from: dy) == Self.fresh.inputGradient(x, from: dy))
        for seed in [1, 2] {
          let asked = Self.network.predict(x, mode: .training, seed: seed)
          #expect(asked == Self.fresh.predict(x, mode: .training, seed: seed))
        }
      }
    }
  }

  @Test("what dropout drops is decided by the seed of the call, not by the call before")
  func seeds() {
    let one = Self.network.predict(Self.pictures[0], mode: .training, seed: 1)
    #expect(one != Self.network.predict(Self.pictures[0], mode: .training, seed: 2))
    #expect(one == Self.network.predict(Self.pictures[0], mode: .training, seed: 1))
  }

  @Test("networks hold no more together than their room has, and answer all the same without any")
  func room() throws {
    let network = Self.network
    let size = { () throws -> Int in
      let room = LaidOut.Room(limit: .max)
      let laidOut = LaidOut(room: room)
      try laidOut.run(.outputs, batch: 2, of: network) { _ in }
      return withExtendedLifetime(laidOut) { room.bytes }
    }
    let room = LaidOut.Room(limit: try 3 * size())
    var all = (0..<5).map { _ in LaidOut(room: room) }
    for laidOut in all { try laidOut.run(.outputs, batch: 2, of: network) { _ in } }
    #expect(room.bytes == (try 3 * size()))
    let output = try all[4].run(.outputs, batch: 2, of: network) { runner in
      runner.setBatch(Self.pictures[0])
      runner.forward()
      return runner.output
    }
    #expect(output == network.forwardAll(Self.pictures[0]).last?.output)
    all = []
    #expect(room.bytes == 0)
  }

  @Test("a network that is larger than the room is kept where it is alone")
  func alone() throws {
    let room = LaidOut.Room(limit: 1)
    let (one, other) = (LaidOut(room: room), LaidOut(room: room))
    try one.run(.outputs, batch: 1, of: Self.network) { _ in }
    let held = room.bytes
    #expect(held > 1)
    try other.run(.outputs, batch: 1, of: Self.network) { _ in }
    #expect(room.bytes == held)
  }

  @Test("of each purpose a network keeps the runners of the two sizes of batch it met last")
  func sizes() throws {
    let room = LaidOut.Room(limit: .max)
    let laidOut = LaidOut(room: room)
    var held: [Int] = []
    for batch in [2, 3, 2, 3, 4, 3] {
      try laidOut.run(.gradients, batch: batch, of: Self.network) { _ in }
      held.append(room.bytes)
    }
    #expect(held[0] < held[1] && held[1] == held[2] && held[2] == held[3])
    #expect(held[3] < held[4] && held[4] == held[5])
  }
}
