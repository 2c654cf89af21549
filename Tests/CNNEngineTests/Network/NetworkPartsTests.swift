import CNNEngine
import Testing

@Suite struct NetworkPartsTests {
  let network = NetworkTests.network
  let pictures = NetworkTests.pictures

  @Test(arguments: 1...12)
  func `the rest makes of what the first layers hand on what the whole makes`(count: Int) throws {
    let whole = network(pictures)
    let handedOn = network.prefix(count)(pictures)
    if count < network.plan.layers.count {
      #expect(isClose(network.dropFirst(count)(handedOn), whole, tolerance: 1e-4))
    } else {
      #expect(handedOn == whole)
    }
  }

  @Test func `nothing left out is the same network`() {
    #expect(network.dropFirst(0) == network)
    #expect(network.prefix(network.plan.layers.count) == network)
  }

  @Test func `there is no part of no layers, and none of more than there are`() {
    let plan = NetworkTests.plan
    let all = plan.layers.count
    #expect(throws: ShapeError.tooSmall(name: "a number of layers", found: 0, least: 1)) {
      try Network.checkParts(0, of: plan, least: 1)
    }
    #expect(throws: ShapeError.above(name: "a number of layers", found: all, most: all - 1)) {
      try Network.checkParts(all, of: plan, least: 0)
    }
    #expect(throws: ShapeError.above(name: "a number of layers", found: all + 1, most: all)) {
      try Network.checkParts(all + 1, of: plan, least: 1)
    }
  }

  /// The definition is the layers' own `forward`.
  @Test func `in training mode the batch's own statistics count, and the network stays as it is`() {
    let plan = Sequential(
      Conv2D(inputChannels: 2, outputChannels: 4, kernelSize: 3), BatchNorm2D(channels: 4), ReLU(),
      Flatten(), Dense(inputs: 400, outputs: 3))
    let network = Network(plan, picture: [2, 12, 12], seed: 2)
    var random = RandomNumbers(seed: 1)
    let defined = plan.forward(
      pictures, parameters: network.parameters, statistics: network.statistics, mode: .training,
      random: &random)
    let before = network.statistics
    #expect(isClose(network.predict(pictures, mode: .training), defined.output, tolerance: 1e-4))
    #expect(!isClose(network(pictures), defined.output, tolerance: 1e-2))
    #expect(network.predict(pictures, mode: .inference) == network(pictures))
    #expect(network.statistics == before)
  }

  @Test func `in training mode dropout drops, by its seed`() {
    let network = Network(
      Sequential(Flatten(), Dropout(rate: 0.5), Dense(inputs: 64, outputs: 10)), picture: [1, 8, 8])
    let x = ones(1, 1, 8, 8)
    let (a, b) = (
      network.predict(x, mode: .training, seed: 1), network.predict(x, mode: .training, seed: 2)
    )
    #expect(a != b)
    #expect(a == network.predict(x, mode: .training, seed: 1))
    #expect(a != network(x))
  }
}
