import CNNEngine
import Testing

@Suite struct NetworksTests {
  @Test(arguments: [
    ("alexnet", 61_100_840, 714_188_480, 5, 3),
    ("vgg11", 132_863_336, 7_609_090_048, 8, 3),
    ("vgg13", 133_047_848, 11_308_466_176, 10, 3),
    ("vgg16", 138_357_544, 15_470_264_320, 13, 3),
    ("vgg19", 143_667_240, 19_632_062_464, 16, 3),
    ("resnet18", 11_689_512, 1_814_073_344, 20, 1),
    ("resnet34", 21_797_672, 3_663_761_408, 36, 1),
    ("resnet50", 25_557_032, 4_089_184_256, 53, 1),
    ("resnet101", 44_549_160, 7_801_405_440, 104, 1),
    ("resnet152", 60_192_808, 11_513_626_624, 155, 1),
  ])
  func `totals equal those of torchvision`(
    name: String, parameters: Int, work: Int, convolutions: Int, dense: Int
  ) throws {
    let network =
      switch name {
      case "alexnet": alexnet()
      case let name where name.hasPrefix("vgg"): vgg(Int(name.dropFirst(3)) ?? 0)
      default: resnet(Int(name.dropFirst(6)) ?? 0)
      }
    let rows = network.summary(input: [1, 3, 224, 224])
    #expect(network.parameterCount == parameters)
    #expect(rows.reduce(0) { $0 + $1.parameters } == parameters)
    #expect(rows.reduce(0) { $0 + $1.multiplyAccumulates } == work)
    #expect(try network.multiplyAccumulates(for: [2, 3, 224, 224]) == 2 * work)
    #expect(rows.count { $0.layer.contains("Conv2D") } == convolutions)
    #expect(rows.count { $0.layer.contains("Dense") } == dense)
    #expect(rows.last?.outputShape == [1, 1000])
  }

  @Test func `LeNet-5 has 61,706 parameters`() throws {
    let network = lenet5()
    #expect(network.parameterCount == 61_706)
    let rows = network.summary(input: [1, 1, 32, 32])
    #expect(rows.map(\.parameters).filter { $0 > 0 } == [156, 2416, 48_120, 10_164, 850])
    #expect(
      rows.filter { $0.layer.contains("Pool") }.map(\.outputShape) == [
        [1, 6, 14, 14], [1, 16, 5, 5],
      ])
    #expect(try network.outputShape(for: [7, 1, 32, 32]) == [7, 10])
  }

  @Test func `a layer says what does not fit`() {
    #expect(throws: ShapeError.channels(expected: 3, found: 1, groups: 1)) {
      try resnet(18).outputShape(for: [1, 1, 224, 224])
    }
    #expect(
      throws: ShapeError.shape(
        name: "the input of Dense 400→120", expected: [1, 400], found: [1, 256])
    ) { try lenet5().outputShape(for: [1, 1, 28, 28]) }
    #expect(
      throws: ShapeError.shape(
        name: "the way past a residual block", expected: [1, 4, 8, 8], found: [1, 3, 8, 8])
    ) {
      try Residual(
        Sequential(Conv2D(inputChannels: 3, outputChannels: 4, kernelSize: 3, padding: 1))
      ).outputShape(for: [1, 3, 8, 8])
    }
  }

  @Test func `a convolution's configuration gives shape, parameters and work`() throws {
    let layer = Conv2D(
      inputChannels: 4, outputChannels: 8, kernelSize: (3, 5), stride: 2, padding: (1, 2),
      groups: 2, bias: false)
    #expect(layer.parameterShapes == [[8, 2, 3, 5]] && layer.parameterCount == 240)
    #expect(try layer.outputShape(for: [2, 4, 8, 9]) == [2, 8, 4, 5])
    #expect(try layer.multiplyAccumulates(for: [2, 4, 8, 9]) == 2 * 8 * 4 * 5 * 30)
    #expect(layer.name == "Conv2D 4→8, 3×5, stride 2, 2 groups")
  }

  @Test func `layers without parameters keep or reduce the shape`() throws {
    let x = [2, 6, 8, 8]
    for layer in [ReLU(), Tanh(), Sigmoid(), Softmax(), Dropout(rate: 0.5)] as [any Layer] {
      #expect(try layer.outputShape(for: x) == x && layer.parameterCount == 0)
    }
    #expect(try BatchNorm2D(channels: 6).outputShape(for: x) == x)
    #expect(BatchNorm2D(channels: 6).parameterCount == 12)
    #expect(try MaxPool2D(size: 2).outputShape(for: x) == [2, 6, 4, 4])
    #expect(try AveragePool2D(size: 3, stride: 2, padding: 1).outputShape(for: x) == [2, 6, 4, 4])
    #expect(try AdaptiveAveragePool2D(6).outputShape(for: x) == [2, 6, 6, 6])
    #expect(try GlobalAveragePool().outputShape(for: x) == [2, 6, 1, 1])
    #expect(try Flatten().outputShape(for: x) == [2, 384])
  }
}
