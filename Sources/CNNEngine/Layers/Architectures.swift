// The famous networks as lists of layers, for pictures of 1,000 classes, LeNet-5 for 10 digits.

/// LeNet-5 for 32×32 pictures of digits: 61,706 parameters.
///
/// The paper's second convolution sees only some of its input channels in each output channel, its pooling layers
/// have a trainable weight and bias for each channel, and its last layer measures distances; here, as usual today, the
/// convolution sees all channels, pooling is a plain mean, and the last layer is dense.
///
/// Source: LeCun, Bottou, Bengio and Haffner, *Gradient-Based Learning Applied to Document Recognition* (1998).
public func lenet5() -> Sequential {
  Sequential(
    Conv2D(inputChannels: 1, outputChannels: 6, kernelSize: 5), Tanh(), AveragePool2D(size: 2),
    Conv2D(inputChannels: 6, outputChannels: 16, kernelSize: 5), Tanh(), AveragePool2D(size: 2),
    Flatten(),
    Dense(inputs: 400, outputs: 120), Tanh(), Dense(inputs: 120, outputs: 84), Tanh(),
    Dense(inputs: 84, outputs: 10))
}

/// AlexNet in the form of one column, as it is taught and shipped today: 61,100,840 parameters for 3×224×224.
///
/// Source: Krizhevsky, *One weird trick for parallelizing convolutional neural networks* (2014), arXiv:1404.5997.
public func alexnet() -> Sequential {
  Sequential(
    Conv2D(inputChannels: 3, outputChannels: 64, kernelSize: 11, stride: 4, padding: 2), ReLU(),
    MaxPool2D(size: 3, stride: 2),
    Conv2D(inputChannels: 64, outputChannels: 192, kernelSize: 5, padding: 2), ReLU(),
    MaxPool2D(size: 3, stride: 2),
    Conv2D(inputChannels: 192, outputChannels: 384, kernelSize: 3, padding: 1), ReLU(),
    Conv2D(inputChannels: 384, outputChannels: 256, kernelSize: 3, padding: 1), ReLU(),
    Conv2D(inputChannels: 256, outputChannels: 256, kernelSize: 3, padding: 1), ReLU(),
    MaxPool2D(size: 3, stride: 2),
    AdaptiveAveragePool2D(6), Flatten(), Dropout(rate: 0.5), Dense(inputs: 9216, outputs: 4096),
    ReLU(),
    Dropout(rate: 0.5), Dense(inputs: 4096, outputs: 4096), ReLU(),
    Dense(inputs: 4096, outputs: 1000))
}

/// The depths that `vgg` and `resnet` know.
public let vggDepths = [11, 16, 19]
public let resnetDepths = [18, 34, 50, 101, 152]

/// VGG with 11, 16 or 19 layers that have weights, for 3×224×224.
///
/// Source: Simonyan and Zisserman, *Very Deep Convolutional Networks for Large-Scale Image Recognition* (2014),
/// arXiv:1409.1556, configurations A, D and E.
public func vgg(_ depth: Int) -> Sequential {
  precondition(vggDepths.contains(depth), "VGG has 11, 16 or 19 layers with weights, not \(depth).")
  let repeats = [11: [1, 1, 2, 2, 2], 16: [2, 2, 3, 3, 3], 19: [2, 2, 4, 4, 4]][depth, default: []]
  var layers: [any Layer] = []
  var channels = 3
  for (width, count) in zip([64, 128, 256, 512, 512], repeats) {
    for _ in 0..<count {
      layers += [
        Conv2D(inputChannels: channels, outputChannels: width, kernelSize: 3, padding: 1), ReLU(),
      ]
      channels = width
    }
    layers.append(MaxPool2D(size: 2))
  }
  layers += [
    Flatten(), Dense(inputs: 25_088, outputs: 4096), ReLU(), Dropout(rate: 0.5),
    Dense(inputs: 4096, outputs: 4096),
    ReLU(), Dropout(rate: 0.5), Dense(inputs: 4096, outputs: 1000),
  ]
  return Sequential(layers)
}

/// ResNet with 18, 34, 50, 101 or 152 layers, for 3×224×224. The stride of a bottleneck stands at its 3×3 convolution.
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
