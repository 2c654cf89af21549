import Testing

@testable import CNNEngine

/// Plans of thousands of layers are laid out in time that grows with them, and longer ones refused.
@Suite struct LongPlansTests {
  @Test func `every node of a long plan knows its readers after all passes`() throws {
    let block: [any Layer] = [
      Conv2D(inputChannels: 1, outputChannels: 1, kernelSize: 1), BatchNorm2D(channels: 1), ReLU(),
      Residual(Sequential(Conv2D(inputChannels: 1, outputChannels: 1, kernelSize: 1))), ReLU(),
    ]
    let plan = Sequential((0..<600).flatMap { _ in block })
    for isTraining in [false, true] {
      var graph = try GraphBuilder.graph(of: plan, batch: 1, picture: [1, 1, 1])
      for pass in graphPasses(isTraining: isTraining, keepsAll: false) {
        pass.init().run(on: &graph)
        var expected = Array(repeating: [Int](), count: graph.nodes.count)
        for i in graph.live { for input in graph.nodes[i].inputs { expected[input].append(i) } }
        #expect(graph.readers.map { $0.sorted() } == expected)
      }
    }
  }

  @Test func `a plan of five thousand layers predicts as its definition does`() {
    let plan = Sequential(Array(repeating: Tanh(), count: 5000))
    let x = uniform(1, 1, 2, 2, seed: 1)
    let y = Network(plan, picture: [1, 2, 2]).predict(x)
    let expected = (0..<5000).reduce(x) { x, _ in tanh(x) }
    #expect(isClose(y, expected, tolerance: 1e-5))
  }

  @Test func `a plan of more steps than any network has is refused`() {
    let plan = Sequential(Array(repeating: ReLU(), count: 30_000))
    #expect(throws: ShapeError.self) {
      try NetworkRunner(plan, picture: [1, 1, 1], batch: 1, pool: ThreadPool(threads: 1))
    }
  }
}
