import Testing

@testable import CNNEngine

/// Where values lie: margins, packing, and who shares memory with whom.
@Suite struct MemoryPlanTests {
  private static func plan(
    _ layers: [any Layer], picture: [Int] = [3, 8, 8], isTraining: Bool = false,
    keepsAll: Bool = false
  ) throws -> (graph: Graph, plan: MemoryPlan) {
    var graph = try GraphBuilder.graph(of: Sequential(layers), batch: 8, picture: picture)
    for pass in graphPasses(isTraining: isTraining, keepsAll: keepsAll) {
      pass.init().run(on: &graph)
    }
    return (
      graph,
      MemoryPlan(
        graph,
        MemoryPlan.Options(
          isTraining: isTraining, keepsAll: keepsAll, wantsInputGradient: false, imagesPerSlot: 1))
    )
  }

  private static func conv(_ c: Int, _ k: Int, padding: Int = 1) -> Conv2D {
    Conv2D(inputChannels: c, outputChannels: k, kernelSize: 3, padding: padding)
  }

  @Test func `a value has the margin that the widest of its readers needs`() throws {
    let (_, plan) = try Self.plan([
      Self.conv(3, 4, padding: 2),
      Branches(Sequential(Self.conv(4, 2)), Sequential(Self.conv(4, 2, padding: 1), ReLU())),
    ])
    #expect(
      plan.valueRegions.prefix(2).map { $0.map { plan.regions[$0].layout.margin } } == [2, 1])
  }

  @Test func `the picture is packed only where matrix products alone read it`() throws {
    let firsts: [(name: String, layers: [any Layer], isPacked: Bool)] = [
      ("a convolution", [Self.conv(3, 4)], true),
      ("an activation", [ReLU(), Self.conv(3, 4)], false),
      ("a normalisation", [BatchNorm2D(channels: 3)], false),
      ("pooling", [MaxPool2D(size: 2)], false),
      ("a sum", [Residual(Sequential(Self.conv(3, 3)))], false),
      (
        "a depthwise convolution",
        [Conv2D(inputChannels: 3, outputChannels: 3, kernelSize: 3, groups: 3)], false
      ),
      ("nothing", [], false),
    ]
    for (name, layers, isPacked) in firsts {
      let (_, plan) = try Self.plan(layers)
      let region = try #require(plan.valueRegions[0])
      #expect(plan.regions[region].layout.isPacked == isPacked, "\(name)")
    }
  }

  @Test func `no two things that live at one time overlap`() throws {
    let block = Residual(
      Sequential(
        Self.conv(8, 8), BatchNorm2D(channels: 8), ReLU(), Self.conv(8, 8), BatchNorm2D(channels: 8)
      ))
    for isTraining in [false, true] {
      let (_, plan) = try Self.plan(
        [Self.conv(3, 8), block, ReLU(), MaxPool2D(size: 2), block, ReLU(), GlobalAveragePool()],
        isTraining: isTraining)
      for (i, a) in plan.regions.enumerated() {
        for b in plan.regions[(i + 1)...] where a.life.overlaps(b.life) {
          let apart =
            a.offset + a.layout.imageStep <= b.offset || b.offset + b.layout.imageStep <= a.offset
          #expect(apart, "\(a) and \(b)")
        }
      }
    }
  }

  @Test func `a deep network predicts in the memory of a few of its maps`() throws {
    let layers = (0..<40).flatMap { _ in [Self.conv(8, 8), Tanh()] as [any Layer] }
    let (_, few) = try Self.plan([Self.conv(3, 8), Tanh()] + layers)
    let (_, all) = try Self.plan([Self.conv(3, 8), Tanh()] + layers, keepsAll: true)
    #expect(all.slotFloats > 20 * few.slotFloats)
  }

  @Test func `a convolution that adds to the way past writes where that lies`() throws {
    let (graph, plan) = try Self.plan([
      Self.conv(3, 8), Residual(Sequential(Self.conv(8, 8), ReLU(), Self.conv(8, 8))), ReLU(),
    ])
    let last = try #require(graph.live.last)
    #expect(plan.valueRegions[last] == plan.valueRegions[1])
  }
}
