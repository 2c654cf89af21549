import CNNEngine
import Testing

@Suite struct LayerReportTests {
  /// The fields in front of the pooling over all places.
  ///
  /// AlexNet and VGG-16: Araujo, Norris and Sim (2019). ResNet-18's is theirs as well; in this ResNet-50 the stride
  /// stands at the 3×3 convolutions, so that its field is not the 483 of their table.
  @Test(arguments: [
    (name: "AlexNet", network: alexnet(), field: 195),
    (name: "VGG-16", network: vgg(16), field: 212),
    (name: "ResNet-18", network: resnet(18), field: 435),
    (name: "ResNet-50", network: resnet(50), field: 427),
  ])
  func `receptive fields of famous networks`(name: String, network: Sequential, field: Int) throws {
    let rows = try network.rows(for: [1, 3, 224, 224])
    #expect(rows.last { !$0.receptiveField.isEmpty }?.receptiveField == [field, field])
    #expect(rows.last?.receptiveField == [])
  }

  /// With all weights 1, the gradient of one output entry reaches what the entry depends on.
  @Test func `an output entry depends on exactly its receptive field`() throws {
    let network = Sequential(
      Conv2D(inputChannels: 1, outputChannels: 1, kernelSize: (3, 5), dilation: (2, 1)),
      AveragePool2D(size: 2),
      Residual(Sequential(Conv2D(inputChannels: 1, outputChannels: 1, kernelSize: 3, padding: 1))),
      AveragePool2D(size: (2, 1), stride: (3, 1)))
    let shape = [1, 1, 36, 20]
    let field = try #require(network.rows(for: shape).last?.receptiveField)
    let parameters = network.parameterShapes.map { shape in
      Tensor(shape: shape, scalars: Array(repeating: 1, count: shape.reduce(1, *)))
    }
    var random = RandomNumbers(seed: 1)
    let forward = network.forward(
      Tensor(zeros: shape), parameters: parameters, statistics: [], mode: .inference,
      random: &random)
    var gradient = Tensor(zeros: forward.output.shape)
    gradient[0, 0, 1, 3] = 1
    let dx = network.backward(gradient, kept: forward.kept, parameters: parameters).input
    let touched = dx.scalars.indices.filter { dx.scalars[$0] != 0 }
    for (lines, length) in [
      (touched.map { $0 / 20 }, field[0]), (touched.map { $0 % 20 }, field[1]),
    ] {
      #expect(lines.max()! - lines.min()! + 1 == length)
    }
  }

  @Test func `twice as large by a transposed convolution, an entry sees no more than before`()
    throws
  {
    let network = Sequential(
      Conv2D(inputChannels: 1, outputChannels: 2, kernelSize: 3),
      ConvTranspose2D(inputChannels: 2, outputChannels: 1, kernelSize: 2, stride: 2),
      Conv2D(inputChannels: 1, outputChannels: 1, kernelSize: 3))
    let rows = try network.rows(for: [1, 1, 8, 8])
    #expect(rows.map(\.receptiveField) == [[3, 3], [3, 3], [4, 4]])
  }

  @Test func `activations take four bytes an entry`() throws {
    let rows = try lenet5().rows(for: [2, 1, 32, 32])
    #expect(rows.map(\.activationBytes).prefix(3) == [37_632, 37_632, 9_408])
  }

  @Test func `branches see as much as the widest of them`() throws {
    let network = Sequential(
      Branches(
        Sequential(Conv2D(inputChannels: 1, outputChannels: 1, kernelSize: 1)),
        Sequential(Conv2D(inputChannels: 1, outputChannels: 1, kernelSize: 5, padding: 2))),
      DenseConnection(
        Sequential(Conv2D(inputChannels: 2, outputChannels: 1, kernelSize: 3, padding: 1))))
    let rows = try network.rows(for: [1, 1, 8, 8])
    #expect(rows.map(\.receptiveField) == [[1, 1], [5, 5], [5, 5], [7, 7], [7, 7]])
  }

  @Test(arguments: 0..<20) func `along a chain it is the rule for lists of windows`(seed: Int) {
    let chance = uniform(18, seed: seed).scalars
    var (field, windows) = (ReceptiveField.oneEntry, [LayerWindow]())
    for layer in 0..<6 {
      let numbers = (0..<3).map { 1 + Int(4 * abs(chance[3 * layer + $0])) % 4 }
      windows.append(
        LayerWindow(kernel: numbers[0], stride: numbers[1], dilation: numbers[2]))
      field = field.seen(
        through: Pair(numbers[0]), stride: Pair(numbers[1]), dilation: Pair(numbers[2]))
    }
    let row = LayerReport(
      layer: "", outputShape: [], parameters: 0, multiplyAccumulates: 0, field: field)
    #expect(row.receptiveField == [receptiveField(windows), receptiveField(windows)])
  }
}
