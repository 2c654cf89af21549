import CNNEngine

/// Networks whose values part and meet again.
extension NetworkRow {
  /// One inception module with normalisation: four ways side by side.
  private static func inception(
    _ c: Int, _ one: Int, _ three: (Int, Int), _ five: (Int, Int), _ pooled: Int
  ) -> Branches {
    Branches(
      Sequential(block(c, one, 1)), Sequential(block(c, three.0, 1) + block(three.0, three.1)),
      Sequential(block(c, five.0, 1) + block(five.0, five.1, 5)),
      Sequential([MaxPool2D(size: 3, stride: 1, padding: 1)] + block(c, pooled, 1)))
  }

  /// Three inception modules for 32×32, as in *Going Deeper with Convolutions*, narrower.
  static var googLeNetSmall: Sequential {
    Sequential(
      block(3, 64) + [
        inception(64, 32, (48, 64), (8, 16), 16), inception(128, 64, (64, 96), (16, 48), 32),
        MaxPool2D(size: 3, stride: 2, padding: 1),
        inception(240, 96, (48, 104), (8, 24), 32), GlobalAveragePool(), Flatten(),
        Dense(inputs: 256, outputs: 10),
      ])
  }

  /// A dense block of eight layers with twelve new maps each, and the transition after it.
  static var denseBlock: Sequential {
    let growth = 12
    var layers: [any Layer] = [conv(3, 24, bias: false)]
    var channels = 24
    for _ in 0..<8 {
      layers.append(
        DenseConnection(
          Sequential(BatchNorm2D(channels: channels), ReLU(), conv(channels, growth, bias: false))))
      channels += growth
    }
    return Sequential(
      layers + [
        BatchNorm2D(channels: channels), ReLU(),
        conv(channels, channels / 2, 1, padding: 0, bias: false), AveragePool2D(size: 2),
        GlobalAveragePool(), Flatten(), Dense(inputs: channels / 2, outputs: 10),
      ])
  }

  /// A U-Net of three levels: down twice, up twice, and across at each level.
  static var uNet: Sequential {
    func double(_ c: Int, _ k: Int) -> [any Layer] { block(c, k) + block(k, k) }
    func up(_ c: Int, _ k: Int) -> ConvTranspose2D {
      ConvTranspose2D(inputChannels: c, outputChannels: k, kernelSize: 2, stride: 2)
    }
    let bottom = Sequential([MaxPool2D(size: 2)] + double(32, 64) + [up(64, 32)])
    let middle = Sequential(
      [MaxPool2D(size: 2)] + double(16, 32) + [DenseConnection(bottom)] + double(64, 32)
        + [up(32, 16)])
    return Sequential(
      double(3, 16) + [DenseConnection(middle)] + double(32, 16) + [conv(16, 4, 1, padding: 0)])
  }
}
