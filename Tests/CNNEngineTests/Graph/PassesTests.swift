import Testing

@testable import CNNEngine

/// What each pass makes of a graph, printed before and after.
@Suite struct PassesTests {
  private static func conv(_ c: Int, _ k: Int, _ size: Int = 3, stride: Int = 1) -> Conv2D {
    Conv2D(
      inputChannels: c, outputChannels: k, kernelSize: size, stride: stride, padding: size / 2,
      bias: false)
  }

  private static func graph(_ layers: [any Layer], picture: [Int] = [3, 8, 8], batch: Int = 4)
    throws -> Graph
  {
    try GraphBuilder.graph(of: Sequential(layers), batch: batch, picture: picture)
  }

  private static let block: [any Layer] = [
    conv(3, 4), BatchNorm2D(channels: 4), ReLU(),
    Residual(
      Sequential(conv(4, 8, stride: 2), BatchNorm2D(channels: 8)),
      shortcut: Sequential(conv(4, 8, 1, stride: 2), BatchNorm2D(channels: 8))), ReLU(),
  ]

  @Test func `a plan is lowered into a node for each layer, the way past before the body`() throws {
    #expect(
      try Self.graph(Self.block).description == """
        #0 input: 3×8×8
        #1 convolution 3×3 of #0: 4×8×8
        #2 norm of #1: 4×8×8
        #3 ReLU of #2: 4×8×8
        #4 convolution 1×1 of #3: 8×4×4
        #5 norm of #4: 8×4×4
        #6 convolution 3×3 of #3: 8×4×4
        #7 norm of #6: 8×4×4
        #8 sum of #7, #5: 8×4×4
        #9 ReLU of #8: 8×4×4
        """)
  }

  @Test func `FuseSum lets the normalisation add the way past`() throws {
    var graph = try Self.graph(Self.block)
    FuseSum().run(on: &graph)
    #expect(
      graph.description.split(separator: "\n").suffix(3) == [
        "#6 convolution 3×3 of #3: 8×4×4", "#7 norm + sum of #6, #5: 8×4×4", "#9 ReLU of #7: 8×4×4",
      ])
  }

  @Test func `FuseReLU lets whatever comes before cut off at 0`() throws {
    var graph = try Self.graph(Self.block)
    FuseSum().run(on: &graph)
    FuseReLU().run(on: &graph)
    #expect(
      graph.description == """
        #0 input: 3×8×8
        #1 convolution 3×3 of #0: 4×8×8
        #2 norm + ReLU of #1: 4×8×8
        #4 convolution 1×1 of #2: 8×4×4
        #5 norm of #4: 8×4×4
        #6 convolution 3×3 of #2: 8×4×4
        #7 norm + sum + ReLU of #6, #5: 8×4×4
        """)
  }

  @Test func `a ReLU stays where its input is read twice`() throws {
    var graph = try Self.graph([Self.conv(3, 4), DenseConnection(Sequential(ReLU()))])
    FuseReLU().run(on: &graph)
    #expect(graph.description.contains("#2 ReLU of #1"))
  }

  @Test func `FoldNormalization and AddInPlace leave nothing but convolutions to predict`() throws {
    var graph = try Self.graph(Self.block)
    FoldNormalization().run(on: &graph)
    #expect(
      graph.description.split(separator: "\n").dropFirst().prefix(3) == [
        "#1 convolution 3×3 + norm of #0: 4×8×8", "#3 ReLU of #1: 4×8×8",
        "#4 convolution 1×1 + norm of #3: 8×4×4",
      ])
    AddInPlace().run(on: &graph)
    FuseReLU().run(on: &graph)
    #expect(
      graph.description == """
        #0 input: 3×8×8
        #1 convolution 3×3 + norm + ReLU of #0: 4×8×8
        #4 convolution 1×1 + norm of #1: 8×4×4
        #6 convolution 3×3 + norm + sum + ReLU of #1, #4: 8×4×4
        """)
  }

  @Test func `AddInPlace leaves what is read later, and the picture`() throws {
    let later = Residual(Sequential(Self.conv(4, 4)))
    var graph = try Self.graph([
      Self.conv(3, 4), DenseConnection(Sequential(later, Self.conv(4, 2))),
    ])
    AddInPlace().run(on: &graph)
    #expect(graph.description.contains("#3 sum of #2, #1"))
    graph = try Self.graph([Residual(Sequential(Self.conv(3, 3)))])
    AddInPlace().run(on: &graph)
    #expect(graph.description.contains("#2 sum of #1, #0"))
  }

  @Test func `ChooseAlgorithm takes Winograd where channels and tiles are many`() throws {
    var graph = try Self.graph(
      [
        Self.conv(64, 64), Self.conv(64, 64, 1), Flatten(), Dense(inputs: 64 * 64, outputs: 64),
      ], picture: [64, 8, 8], batch: 16)
    ChooseAlgorithm().run(on: &graph)
    #expect(
      graph.description == """
        #0 input: 64×8×8
        #1 convolution 3×3 by Winograd of #0: 64×8×8
        #2 convolution 1×1 of #1: 64×8×8
        #3 convolution 8×8 of #2: 64×1×1
        """)
    // A gradient of 4 · 10⁶ weights is shared out by weights, one of 4096 by images.
    let isWhole = graph.nodes.map { node -> Bool in
      if case .convolution(let c) = node.kind { c.gradientIsWhole } else { false }
    }
    #expect(isWhole == [false, false, false, true])
  }

  @Test func `branches, dense connections and groups are convolutions, copies and sums`() throws {
    let graph = try Self.graph(
      [
        Branches(Sequential(Self.conv(4, 2, 1)), Sequential(Self.conv(4, 3), ReLU())),
        DenseConnection(Sequential(Self.conv(5, 3))),
        Conv2D(inputChannels: 8, outputChannels: 4, kernelSize: 3, padding: 1, groups: 2),
        Conv2D(inputChannels: 4, outputChannels: 8, kernelSize: 3, padding: 1, groups: 4),
      ], picture: [4, 5, 5])
    #expect(
      graph.description == """
        #0 input: 4×5×5
        #1 convolution 1×1 of #0: 2×5×5
        #2 convolution 3×3 of #0: 3×5×5
        #3 ReLU of #2: 3×5×5
        #4 concatenation of #1, #3: 5×5×5
        #5 convolution 3×3 of #4: 3×5×5
        #6 concatenation of #4, #5: 8×5×5
        #7 4 channels of #6: 4×5×5
        #8 convolution 3×3 of #7: 2×5×5
        #9 4 channels of #6: 4×5×5
        #10 convolution 3×3 of #9: 2×5×5
        #11 concatenation of #8, #10: 4×5×5
        #12 8 channels of #11: 8×5×5
        #13 depthwise convolution 3×3 of #12: 8×5×5
        """)
  }
}
