/// The depths that `resnet` knows.
public let resnetDepths = [18, 34, 50, 101, 152]

/// ResNet with 18, 34, 50, 101 or 152 layers, for 3×224×224.
///
/// The stride of a bottleneck stands at its 3×3 convolution.
///
/// Source: He, Zhang, Ren and Sun (2015), arXiv:1512.03385, table 1.
public func resnet(_ depth: Int) -> Sequential {
  precondition(
    resnetDepths.contains(depth), "ResNet has 18, 34, 50, 101 or 152 layers, not \(depth).")
  let repeats = [
    18: [2, 2, 2, 2], 34: [3, 4, 6, 3], 50: [3, 4, 6, 3], 101: [3, 4, 23, 3], 152: [3, 8, 36, 3],
  ][depth, default: []]
  let expansion = depth < 50 ? 1 : 4
  var layers: [any Layer] = convolutionAndNorm(3, 64, size: 7, stride: 2, padding: 3)
  layers += [ReLU(), MaxPool2D(size: 3, stride: 2, padding: 1)]
  var channels = 64
  for (stage, count) in repeats.enumerated() {
    let width = 64 << stage
    for block in 0..<count {
      let stride = block == 0 && stage > 0 ? 2 : 1
      let output = width * expansion
      let needsProjection = stride != 1 || channels != output
      layers += [
        Residual(
          Sequential(
            depth < 50 ? basicBlock(channels, width, stride) : bottleneck(channels, width, stride)),
          shortcut: needsProjection
            ? Sequential(convolutionAndNorm(channels, output, size: 1, stride: stride, padding: 0))
            : nil),
        ReLU(),
      ]
      channels = output
    }
  }
  return Sequential(
    layers + [GlobalAveragePool(), Flatten(), Dense(inputs: channels, outputs: 1000)])
}

private func convolutionAndNorm(_ c: Int, _ k: Int, size: Int, stride: Int = 1, padding: Int)
  -> [any Layer]
{
  [
    Conv2D(
      inputChannels: c, outputChannels: k, kernelSize: size, stride: stride, padding: padding,
      bias: false),
    BatchNorm2D(channels: k),
  ]
}

private func basicBlock(_ channels: Int, _ width: Int, _ stride: Int) -> [any Layer] {
  convolutionAndNorm(channels, width, size: 3, stride: stride, padding: 1) + [ReLU()]
    + convolutionAndNorm(width, width, size: 3, padding: 1)
}

private func bottleneck(_ channels: Int, _ width: Int, _ stride: Int) -> [any Layer] {
  convolutionAndNorm(channels, width, size: 1, padding: 0) + [ReLU()]
    + convolutionAndNorm(width, width, size: 3, stride: stride, padding: 1) + [ReLU()]
    + convolutionAndNorm(width, 4 * width, size: 1, padding: 0)
}
