@testable import CNNEngine

/// A plan drawn by chance, with a picture that it takes: every kind of layer, anywhere, in odd sizes.
struct RandomPlan {
  private(set) var plan = Sequential()
  private(set) var picture: [Int]
  private(set) var batch: Int
  private(set) var threads: Int
  private var random: RandomNumbers

  init(seed: Int) {
    random = RandomNumbers(seed: seed &* 6_364_136_223 &+ 5)
    picture = []
    batch = 2
    threads = 1
    batch = pick([2, 3, 5, 8, 13])
    threads = pick([1, 2, 3])
    picture =
      chance(8) ? [pick([1, 3, 16, 17])] : [pick([1, 2, 3, 4, 16, 33]), draw(1, 9), draw(1, 9)]
    var layers: [any Layer] = []
    if chance(10) {
      // Large enough for Winograd's algorithm, with a batch that slots do or do not divide.
      batch = pick([12, 13])
      picture = [pick([32, 35]), draw(7, 9), 8]
      layers.append(
        Conv2D(
          inputChannels: picture[0], outputChannels: pick([32, 36]), kernelSize: 3,
          padding: draw(1, 2), bias: chance(2)))
    }
    var shape = [batch] + picture
    for layer in layers { shape = (try? layer.outputShape(for: shape)) ?? shape }
    for _ in 0..<draw(1, 6) {
      let (layer, next) = layer(for: shape, depth: 0)
      layers.append(layer)
      shape = next
    }
    if chance(2) {
      if shape.count == 4 { layers.append(Flatten()) }
      layers.append(
        Dense(inputs: shape.dropFirst().reduce(1, *), outputs: draw(2, 6), bias: chance(2)))
    }
    plan = Sequential(layers)
  }

  // MARK: - Chance

  private mutating func draw(_ low: Int, _ high: Int) -> Int {
    low + Int(random.next() % UInt64(high - low + 1))
  }

  private mutating func pick<T>(_ choices: [T]) -> T { choices[draw(0, choices.count - 1)] }

  /// One time in so many.
  private mutating func chance(_ times: Int) -> Bool { draw(1, times) == 1 }

  // MARK: - Layers

  /// A layer that takes a shape, and the shape that it leaves.
  private mutating func layer(for shape: [Int], depth: Int) -> (any Layer, [Int]) {
    while true {
      let layer = shape.count == 4 ? ofMaps(shape, depth) : ofVector(shape, depth)
      guard let layer, let next = try? layer.outputShape(for: shape),
        next.dropFirst().reduce(1, *) <= 6000, next.allSatisfy({ $0 > 0 })
      else { continue }
      return (layer, next)
    }
  }

  private mutating func entrywise() -> any Layer {
    pick(
      [
        ReLU(), ReLU(), LeakyReLU(slope: 0.2), Tanh(), Sigmoid(), GELU(), SiLU(), Dropout(rate: 0),
      ])
  }

  private mutating func ofVector(_ shape: [Int], _ depth: Int) -> (any Layer)? {
    switch draw(0, depth < 2 ? 6 : 3) {
    case 0: Dense(inputs: shape[1], outputs: draw(1, 20), bias: chance(2))
    case 1: entrywise()
    case 2: LayerNorm(shape[1])
    case 3: Softmax()
    case 4: Residual(Sequential(Dense(inputs: shape[1], outputs: shape[1]), entrywise()))
    case 5: DenseConnection(sequence(shape, depth, keepsMaps: true))
    default:
      Branches(sequence(shape, depth, keepsMaps: true), Sequential(), Sequential(entrywise()))
    }
  }

  private mutating func ofMaps(_ shape: [Int], _ depth: Int) -> (any Layer)? {
    let channels = shape[1]
    switch draw(0, depth < 2 ? 17 : 12) {
    case 0, 1: return convolution(channels, groups: 1)
    case 2:
      return Conv2D(
        inputChannels: channels, outputChannels: pick([4, 32, 40]), kernelSize: 3, padding: 1)
    case 3: return convolution(channels, groups: pick([2, 3, 4, channels]))
    case 4:
      return ConvTranspose2D(
        inputChannels: channels, outputChannels: draw(1, 18),
        kernelSize: Pair(draw(1, 3), draw(1, 3)), stride: Pair(draw(1, 3), draw(1, 2)),
        padding: Pair(draw(0, 1), draw(0, 1)), outputPadding: Pair(chance(3) ? 1 : 0, 0),
        bias: chance(2))
    case 5: return entrywise()
    case 6: return BatchNorm2D(channels: channels, momentum: pick([0.1, 0.5]))
    // Not each channel a group: its mean would be 0 but for rounding, and a pool behind it would hand on nothing else.
    case 7: return GroupNorm(groups: pick([1, 2, max(1, channels / 2)]), channels: channels)
    case 8:
      return MaxPool2D(
        size: Pair(draw(1, 3), draw(1, 3)), stride: Pair(draw(1, 3), draw(1, 3)),
        padding: Pair(draw(0, 1), draw(0, 1)), dilation: Pair(draw(1, 2), draw(1, 3)),
        ceilMode: chance(2))
    case 9:
      return AveragePool2D(
        size: Pair(draw(1, 3), draw(1, 3)), stride: Pair(draw(1, 3), draw(1, 3)),
        padding: Pair(draw(0, 1), draw(0, 1)), ceilMode: chance(2), countsPadding: chance(2))
    case 10: return chance(2) ? GlobalAveragePool() : AdaptiveAveragePool2D(draw(1, 3))
    case 11:
      if chance(2) { return chance(2) ? LayerNorm(shape[3]) : Softmax() }
      return Pad2D(
        top: draw(0, 2), bottom: draw(0, 1), left: draw(0, 1), right: draw(0, 2),
        mode: pick(PaddingMode.allCases))
    case 12: return Flatten()
    case 13: return Residual(sequence(shape, depth, keepsShape: true))
    case 14:
      let body = sequence(shape, depth, keepsMaps: true)
      guard let next = try? body.outputShape(for: shape) else { return nil }
      return Residual(
        body,
        shortcut: Sequential(
          [Conv2D(inputChannels: channels, outputChannels: next[1], kernelSize: 1, bias: false)]
            + (chance(2) ? [BatchNorm2D(channels: next[1])] : [])))
    case 15:
      return Branches(
        (0..<draw(1, 3)).map { _ in sequence(shape, depth, keepsMaps: true) }
          + (chance(2) ? [Sequential()] : []))
    case 16: return DenseConnection(sequence(shape, depth, keepsMaps: true))
    default:
      var inner = shape
      var layers: [any Layer] = []
      for _ in 0..<draw(0, 3) {
        let (layer, next) = layer(for: inner, depth: depth + 1)
        layers.append(layer)
        inner = next
      }
      return Sequential(layers)
    }
  }

  private mutating func convolution(_ channels: Int, groups: Int) -> Conv2D {
    Conv2D(
      inputChannels: channels, outputChannels: groups * draw(1, groups == 1 ? 20 : 3),
      kernelSize: Pair(draw(1, 4), draw(1, 3)), stride: Pair(draw(1, 3), draw(1, 2)),
      padding: Pair(draw(0, 2), draw(0, 2)), dilation: Pair(draw(1, 2), draw(1, 2)),
      groups: groups, bias: chance(2))
  }

  /// Up to three layers that leave rows and columns as they are, and channels too where `keepsShape`.
  private mutating func sequence(
    _ shape: [Int], _ depth: Int, keepsMaps: Bool = false, keepsShape: Bool = false
  ) -> Sequential {
    var layers: [any Layer] = []
    var inner = shape
    for _ in 0..<draw(1, 3) {
      for _ in 0..<20 {
        let (layer, next) = layer(for: inner, depth: depth + 1)
        guard next.count == shape.count, next.dropFirst(2) == shape.dropFirst(2),
          keepsMaps || next == shape
        else { continue }
        layers.append(layer)
        inner = next
        break
      }
    }
    if keepsShape, shape.count == 4 {
      layers.append(
        Conv2D(
          inputChannels: inner[1], outputChannels: shape[1], kernelSize: 3, padding: 1,
          bias: chance(2)))
      if chance(2) { layers.append(BatchNorm2D(channels: shape[1])) }
    }
    return Sequential(layers)
  }
}
