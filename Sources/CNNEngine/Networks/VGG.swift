/// The depths that `vgg` knows.
public let vggDepths = [11, 13, 16, 19]

/// VGG with 11, 13, 16 or 19 layers that have weights, for 3×224×224.
///
/// Source: Simonyan and Zisserman, *Very Deep Convolutional Networks for Large-Scale Image Recognition* (2014),
/// arXiv:1409.1556, configurations A, B, D and E.
public func vgg(_ depth: Int) -> Sequential {
  precondition(
    vggDepths.contains(depth), "VGG has 11, 13, 16 or 19 layers with weights, not \(depth).")
  let repeats = [
    11: [1, 1, 2, 2, 2], 13: [2, 2, 2, 2, 2], 16: [2, 2, 3, 3, 3], 19: [2, 2, 4, 4, 4],
  ][depth, default: []]
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
    AdaptiveAveragePool2D(7), Flatten(), Dense(inputs: 25_088, outputs: 4096), ReLU(),
    Dropout(rate: 0.5),
    Dense(inputs: 4096, outputs: 4096),
    ReLU(), Dropout(rate: 0.5), Dense(inputs: 4096, outputs: 1000),
  ]
  return Sequential(layers)
}
