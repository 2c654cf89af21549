import Testing

@testable import CNNEngine

@Suite struct ChannelShuffleTests {
  @Test func `channels of two groups are dealt out in turn`() {
    let x = Tensor(shape: [1, 6, 1, 1], scalars: [0, 1, 2, 10, 11, 12])
    let network = Network(Sequential(ChannelShuffle(groups: 2)), picture: [6, 1, 1])
    #expect(network.predict(x).scalars == [0, 10, 1, 11, 2, 12])
  }

  @Test func `its gradient is the slope, and the fast one is the same`() {
    let x = normal(2, 6, 3, 4, seed: 1)
    for row in gradientCheck(ChannelShuffle(groups: 3), input: x) {
      #expect(row.isRight, "\(row.name) is off by \(row.worst)")
    }
    let dy = normal(2, 6, 3, 4, seed: 2)
    let network = Network(Sequential(ChannelShuffle(groups: 3)), picture: [6, 3, 4])
    var random = RandomNumbers(seed: 1)
    let forward = ChannelShuffle(groups: 3).forward(
      x, parameters: [], statistics: [], mode: .inference, random: &random)
    let back = ChannelShuffle(groups: 3).backward(dy, kept: forward.kept, parameters: [])
    #expect(network.predict(x) == forward.output)
    #expect(network.inputGradient(x, from: dy) == back.input)
  }

  @Test func `groups that do not divide the channels are refused`() {
    #expect(throws: ShapeError.groups(groups: 4, name: "input", channels: 6)) {
      try ChannelShuffle(groups: 4).outputShape(for: [1, 6, 2, 2])
    }
  }
}
