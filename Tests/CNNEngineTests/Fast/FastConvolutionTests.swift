import Testing

@testable import CNNEngine

/// One convolution, to be computed the fast way and by its definition.
struct ConvolutionCase: CustomTestStringConvertible, Sendable {
  var batch = 3
  var channels: Int
  var rows: Int
  var columns: Int
  var outputs: Int
  var kernel = Pair(3, 3)
  var stride: Pair = 1
  var padding: Pair = 0
  var dilation: Pair = 1

  var testDescription: String {
    "\(batch)×\(channels)×\(rows)×\(columns) → \(outputs), \(kernel), stride \(stride), padding \(padding), dilation \(dilation)"
  }
}

@Suite struct FastConvolutionTests {
  static let cases = [
    ConvolutionCase(channels: 1, rows: 5, columns: 5, outputs: 1),
    ConvolutionCase(channels: 3, rows: 8, columns: 8, outputs: 16, padding: 1),
    ConvolutionCase(channels: 6, rows: 14, columns: 14, outputs: 16, kernel: Pair(5, 5)),
    ConvolutionCase(batch: 8, channels: 16, rows: 8, columns: 8, outputs: 32, padding: 1),
    ConvolutionCase(channels: 17, rows: 7, columns: 9, outputs: 33, padding: 1),
    ConvolutionCase(
      channels: 3, rows: 9, columns: 8, outputs: 5, kernel: Pair(3, 2), stride: Pair(2, 1),
      padding: Pair(1, 2), dilation: Pair(1, 2)),
    ConvolutionCase(channels: 4, rows: 7, columns: 7, outputs: 8, stride: 2, padding: 1),
    ConvolutionCase(channels: 4, rows: 8, columns: 8, outputs: 40, stride: 2, padding: 1),
    ConvolutionCase(channels: 16, rows: 6, columns: 6, outputs: 32, kernel: Pair(1, 1), stride: 2),
    ConvolutionCase(channels: 5, rows: 4, columns: 4, outputs: 7, kernel: Pair(4, 4)),
    ConvolutionCase(channels: 2, rows: 6, columns: 5, outputs: 3, kernel: Pair(5, 5), padding: 3),
    ConvolutionCase(
      channels: 2, rows: 12, columns: 11, outputs: 3, stride: 3, padding: 2, dilation: 2),
    ConvolutionCase(channels: 32, rows: 8, columns: 8, outputs: 64, padding: 1),
    ConvolutionCase(channels: 20, rows: 7, columns: 14, outputs: 34, padding: 2),
    ConvolutionCase(batch: 5, channels: 16, rows: 10, columns: 6, outputs: 48),
    ConvolutionCase(batch: 1, channels: 64, rows: 4, columns: 4, outputs: 256, padding: 1),
    // One image, whose weights are turned round part by part, with panels that are not full.
    ConvolutionCase(batch: 1, channels: 20, rows: 4, columns: 3, outputs: 200, padding: 1),
    // Images that go through in blocks.
    ConvolutionCase(
      batch: 2, channels: 17, rows: 60, columns: 60, outputs: 3, stride: 2, padding: 1),
  ]

  @Test(arguments: cases)
  func `the fast convolution and its gradients are those of the definition`(_ c: ConvolutionCase)
    throws
  {
    let x = normal(c.batch, c.channels, c.rows, c.columns, seed: 1)
    let w = normal(c.outputs, c.channels, c.kernel.rows, c.kernel.columns, seed: 2)
    let b = normal(c.outputs, seed: 3)
    let y = conv2dDirect(
      x, w, bias: b, stride: (c.stride.rows, c.stride.columns),
      padding: (c.padding.rows, c.padding.columns),
      dilation: (c.dilation.rows, c.dilation.columns))
    let dy = normal(y.shape[0], y.shape[1], y.shape[2], y.shape[3], seed: 4)
    let expected = conv2dGradients(
      input: x, kernel: w, outputGradient: dy, stride: (c.stride.rows, c.stride.columns),
      padding: (c.padding.rows, c.padding.columns),
      dilation: (c.dilation.rows, c.dilation.columns))
    for (isWhole, isWinograd) in [(false, false), (true, false), (false, true), (true, true)]
    where !isWinograd || c.kernel == Pair(3, 3) && c.stride == 1 && c.dilation == 1 {
      let arena = Arena()
      let geometry = FastGeometry(
        inputChannels: c.channels, outputChannels: c.outputs, inputRows: c.rows,
        inputColumns: c.columns, kernelRows: c.kernel.rows, kernelColumns: c.kernel.columns,
        stride: c.stride, padding: c.padding, dilation: c.dilation, outputRows: y.shape[2],
        outputColumns: y.shape[3])
      func maps(_ t: Tensor, _ margin: Int) -> Maps {
        let maps = Maps(
          MapLayout(channels: t.shape[1], rows: t.shape[2], columns: t.shape[3], margin: margin),
          images: t.shape[0], in: arena)
        maps.fill(from: t)
        return maps
      }
      var node = Graph.Convolution(
        geometry: geometry, hasBias: true, algorithm: isWinograd ? .winograd : .direct)
      node.gradientIsWhole = isWhole
      let store = ParameterStore(
        .weight(w.shape, bias: c.outputs), hasGradients: true, arena: arena)
      let rows = 0..<c.outputs
      let weight = store.add(
        Graph.ParameterUse(parameter: 0, rows: rows), node.weightLayout, slots: 1)
      let bias = store.add(
        Graph.ParameterUse(parameter: 1, rows: rows), .plain(c.outputs), slots: 1)
      store.allocate()
      store.load(w, into: 0)
      store.load(b, into: 1)
      let output = maps(Tensor(zeros: y.shape), 0)
      let inputGradient = maps(Tensor(zeros: x.shape), 0)
      let scratch = Scratch(arena: arena)
      let setup = ConvolutionSetup(
        name: "convolution", convolution: node,
        ports: Ports(
          input: maps(x, geometry.inputMargin), output: output,
          outputGradient: maps(dy, geometry.gradientMargin), inputGradient: inputGradient),
        store: store, weight: weight, bias: bias, isTraining: true, slots: 1, evenImages: 1,
        scratch: scratch, arena: arena)
      let convolution: any ConvolutionOperation =
        isWinograd ? WinogradConvolution(setup) : DirectConvolution(setup)
      scratch.allocate(threads: 1)
      let context = StepContext(mode: .training, step: 0, seed: 1)
      for i in 0..<convolution.forwardPieces { convolution.prepareWeights(i, forBackward: false) }
      convolution.forward(0..<c.batch, context: context)
      let tolerance: Float = isWinograd ? 2e-5 : 4e-6
      expectAgreement(output.tensor, y, "output", tolerance)
      for i in 0..<convolution.backwardPieces {
        convolution.prepareWeights(i, forBackward: true)
      }
      convolution.backward(0..<c.batch, slot: 0, isFirst: true, context: context)
      for round in convolution.wholeBackward { for i in 0..<round.count { round.run(i) } }
      expectAgreement(inputGradient.tensor, expected.input, "input gradient", tolerance)
      expectAgreement(store.gradientTensor(0), expected.kernel, "kernel gradient", tolerance)
      expectAgreement(store.gradientTensor(1), expected.bias, "bias gradient", tolerance)
    }
  }
}

/// Expects two tensors to differ by no more than a share of the largest entry.
func expectAgreement(
  _ found: Tensor, _ expected: Tensor, _ what: String, _ tolerance: Float,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(found.shape == expected.shape, "\(what)", sourceLocation: sourceLocation)
  guard found.shape == expected.shape else { return }
  let error = abs(found - expected).max() / max(1e-6, abs(expected).max())
  #expect(error <= tolerance, "\(what): off by \(error)", sourceLocation: sourceLocation)
}
