import CNNEngine

extension Library {
  static let networkFunctions: [LibraryFunction] = [
    LibraryFunction(
      name: "Conv2D",
      parameters: [
        .named("inputChannels", .int), .named("outputChannels", .int), .named("kernelSize", .pair),
        .named("stride", .pair, "1"), .named("padding", .pair, "0"), .named("dilation", .pair, "1"),
        .named("groups", .int, "1"), .named("bias", .bool, "true"),
      ], summary: "a convolution layer", result: "a layer"
    ) { _, call in
      let (c, k) = (
        try positive(call, 0, "inputChannels", most: 1 << 18),
        try positive(call, 1, "outputChannels", most: 1 << 18)
      )
      let groups = try positive(call, 6, "groups", 1)
      guard c % groups == 0 else {
        throw ShapeError.groups(groups: groups, name: "input", channels: c)
      }
      guard k % groups == 0 else {
        throw ShapeError.groups(groups: groups, name: "output", channels: k)
      }
      let size = try positivePair(call, 2, "kernelSize")
      return .layer(
        Conv2D(
          inputChannels: c, outputChannels: k, kernelSize: size, stride: call.pair(3, 1),
          padding: call.pair(4, 0),
          dilation: call.pair(5, 1), groups: groups, bias: call.bool(7, true)))
    },
    LibraryFunction(
      name: "Dense",
      parameters: [.named("inputs", .int), .named("outputs", .int), .named("bias", .bool, "true")],
      summary: "a dense layer", result: "a layer"
    ) { _, call in
      .layer(
        Dense(
          inputs: try positive(call, 0, "inputs"), outputs: try positive(call, 1, "outputs"),
          bias: call.bool(2, true)))
    },
    pool("MaxPool2D", "the largest entry under a window", .maxPool) {
      MaxPool2D(
        size: $0.size, stride: $0.stride, padding: $0.padding, dilation: $0.dilation,
        ceilMode: $0.ceilMode)
    },
    pool("AveragePool2D", "the mean under a window", .averagePool) {
      AveragePool2D(
        size: $0.size, stride: $0.stride, padding: $0.padding, ceilMode: $0.ceilMode,
        countsPadding: $0.countsPadding)
    },
    LibraryFunction(
      name: "AdaptiveAveragePool2D", parameters: [.plain("outputSize", .int)],
      summary: "means of equal parts", result: "a layer"
    ) { _, call in
      .layer(AdaptiveAveragePool2D(try positive(call, 0, "outputSize")))
    },
    LibraryFunction(
      name: "BatchNorm2D",
      parameters: [
        .named("channels", .int), .named("momentum", .float, "0.1"),
        .named("epsilon", .float, "1e-5"),
      ], summary: "batch normalisation", result: "a layer"
    ) { _, call in
      let (momentum, epsilon) = (call.float(1, 0.1), call.float(2, 1e-5))
      guard (0...1).contains(momentum), epsilon >= 0, epsilon.isFinite else {
        throw Complaint(
          "momentum lies in 0...1 and epsilon from 0 up, not \(momentum.text), \(epsilon.text)")
      }
      return .layer(
        BatchNorm2D(
          channels: try positive(call, 0, "channels"), momentum: momentum, epsilon: epsilon))
    },
    LibraryFunction(
      name: "ConvTranspose2D",
      parameters: [
        .named("inputChannels", .int), .named("outputChannels", .int), .named("kernelSize", .pair),
        .named("stride", .pair, "1"), .named("padding", .pair, "0"),
        .named("outputPadding", .pair, "0"), .named("bias", .bool, "true"),
      ], summary: "a transposed convolution layer", result: "a layer"
    ) { _, call in
      let (padding, more) = (call.pair(4, 0), call.pair(5, 0))
      guard max(padding.rows, padding.columns, more.rows, more.columns) <= 1 << 12 else {
        throw Complaint("a padding is too large")
      }
      return .layer(
        ConvTranspose2D(
          inputChannels: try positive(call, 0, "inputChannels", most: 1 << 18),
          outputChannels: try positive(call, 1, "outputChannels", most: 1 << 18),
          kernelSize: try positivePair(call, 2, "kernelSize"),
          stride: try positivePair(call, 3, "stride"), padding: padding, outputPadding: more,
          bias: call.bool(6, true)))
    },
    LibraryFunction(
      name: "LayerNorm", parameters: [.plain("size", .int)],
      summary: "the last axis to mean 0 and variance 1", result: "a layer"
    ) { _, call in .layer(LayerNorm(try positive(call, 0, "size"))) },
    LibraryFunction(
      name: "GroupNorm", parameters: [.named("groups", .int), .named("channels", .int)],
      summary: "groups of channels to mean 0 and variance 1", result: "a layer"
    ) { _, call in
      let (groups, channels) = (
        try positive(call, 0, "groups"), try positive(call, 1, "channels")
      )
      guard channels % groups == 0 else {
        throw ShapeError.groups(groups: groups, name: "input", channels: channels)
      }
      return .layer(GroupNorm(groups: groups, channels: channels))
    },
    LibraryFunction(
      name: "Pad2D",
      parameters: [
        .plain("amount", .pair, "0"), .named("top", .int, "0"), .named("bottom", .int, "0"),
        .named("left", .int, "0"), .named("right", .int, "0"),
        .named("mode", .named("PaddingMode"), ".zero"),
      ], summary: "a picture with entries added on each side", result: "a layer"
    ) { _, call in
      let sides = try paddingSides(call, from: 0, of: "Pad2D")
      return .layer(
        Pad2D(
          top: sides.top, bottom: sides.bottom, left: sides.left, right: sides.right,
          mode: call.choice(5).flatMap { PaddingMode(rawValue: $0) } ?? .zero))
    },
    LibraryFunction(
      name: "ChannelShuffle", parameters: [.named("groups", .int)],
      summary: "channels of groups dealt out in turn", result: "a layer"
    ) { _, call in .layer(ChannelShuffle(groups: try positive(call, 0, "groups"))) },
    LibraryFunction(
      name: "LeakyReLU", parameters: [.named("slope", .float, "0.01")],
      summary: "x where it is positive, slope·x elsewhere", result: "a layer"
    ) { _, call in .layer(LeakyReLU(slope: call.float(0, 0.01))) },
    simple("GELU", "x times the normal distribution function of x", GELU()),
    simple("SiLU", "x·sigmoid(x)", SiLU()),
    simple("Mish", "x·tanh(log(1 + exp(x)))", Mish()),
    LibraryFunction(
      name: "Branches", parameters: [.many("branches", .layer)],
      summary: "several ways from one input, side by side along the channels", result: "a layer"
    ) { _, call in
      .layer(Branches(try layers(call.array(0)).map { $0 as? Sequential ?? Sequential([$0]) }))
    },
    LibraryFunction(
      name: "DenseConnection", parameters: [.plain("body", .layer)],
      summary: "the input and what a body makes of it, side by side along the channels",
      result: "a layer"
    ) { _, call in
      guard let body = call.sequence(0) else { throw Complaint("DenseConnection needs a body") }
      return .layer(DenseConnection(body))
    },
    LibraryFunction(
      name: "Dropout", parameters: [.named("rate", .double)],
      summary: "entries set to 0 by chance in training", result: "a layer"
    ) { _, call in
      let rate = call.values[0]?.number ?? 0
      guard (0..<1).contains(rate) else {
        throw Complaint("a dropout rate lies in 0..<1, not \(rate.text)")
      }
      return .layer(Dropout(rate: rate))
    },
    simple("Flatten", "all axes but the batch's in one", Flatten()),
    simple("ReLU", "max(0, x)", ReLU()),
    simple("Tanh", "the hyperbolic tangent", Tanh()),
    simple("Sigmoid", "1 / (1 + exp(-x))", Sigmoid()),
    simple("Softmax", "exp(x) over its sum", Softmax()),
    simple("GlobalAveragePool", "the mean of each channel", GlobalAveragePool()),
    LibraryFunction(
      name: "Sequential", parameters: [.many("layers", .any)],
      summary: "layers one after the other", result: "a network"
    ) { _, call in
      .layer(Sequential(try layers(call.array(0))))
    },
    LibraryFunction(
      name: "Residual",
      parameters: [.plain("body", .layer), .named("shortcut", .optional(.layer), "nil")],
      summary: "a body, and a way past it", result: "a layer"
    ) { _, call in
      guard let body = call.sequence(0) else {
        throw Complaint("a residual block's body is a Sequential(…)")
      }
      return .layer(Residual(body, shortcut: call.sequence(1)))
    },
    LibraryFunction(
      name: "lenet5", parameters: [], summary: "LeNet-5 for 1×32×32", result: "a network"
    ) { _, _ in .layer(lenet5()) },
    LibraryFunction(
      name: "alexnet", parameters: [], summary: "AlexNet for 3×224×224", result: "a network"
    ) { _, _ in .layer(alexnet()) },
    deep("vgg", vggDepths, vgg), deep("resnet", resnetDepths, resnet),
  ]

  private static func positive(
    _ call: Call, _ i: Int, _ name: String, _ fallback: Int = 0, most: Int = 1 << 24
  )
    throws -> Int
  {
    let value = call.int(i, fallback)
    guard value >= 1 else { throw ShapeError.tooSmall(name: name, found: value, least: 1) }
    guard value <= most else { throw Complaint("\(name) is too large: \(value)") }
    return value
  }

  private static func positivePair(
    _ call: Call, _ i: Int, _ name: String, _ fallback: Pair = 1
  ) throws -> Pair {
    let value = call.pair(i, fallback)
    let least = min(value.rows, value.columns)
    guard least >= 1 else { throw ShapeError.tooSmall(name: name, found: least, least: 1) }
    guard max(value.rows, value.columns) <= 1 << 8 else { throw Complaint("\(name) is too large") }
    return value
  }

  private static func layers(_ values: [Value]) throws -> [any Layer] {
    try values.flatMap { value -> [any Layer] in
      switch value {
      case .layer(let layer): return [layer]
      case .array(let parts, _): return try layers(parts)
      default: throw Complaint("Sequential takes layers, not \(article(value.typeName))")
      }
    }
  }

  private static func pool(
    _ name: String, _ summary: String, _ operation: WindowTrace.Operation,
    _ make: @escaping @Sendable (PoolArguments) -> any Layer
  ) -> LibraryFunction {
    LibraryFunction(
      name: name, parameters: PoolArguments.parameters(operation), summary: summary,
      result: "a layer"
    ) { _, call in
      let pool = try PoolArguments(call, from: 0, operation)
      _ = try positivePair(call, call.values[0] == nil ? 1 : 0, "size", 2)
      return .layer(make(pool))
    }
  }

  private static func simple(_ name: String, _ summary: String, _ layer: any Layer)
    -> LibraryFunction
  {
    LibraryFunction(name: name, parameters: [], summary: summary, result: "a layer") { _, _ in
      .layer(layer)
    }
  }

  private static func deep(
    _ name: String, _ depths: [Int], _ make: @escaping @Sendable (Int) -> Sequential
  ) -> LibraryFunction {
    LibraryFunction(
      name: name, parameters: [.plain("depth", .int)],
      summary: "\(name) of \(depths.map(String.init).joined(separator: ", ")) layers",
      result: "a network"
    ) { _, call in
      guard depths.contains(call.int(0)) else {
        throw Complaint(
          "\(name) has \(depths.map(String.init).joined(separator: ", ")) layers, not \(call.int(0))"
        )
      }
      return .layer(make(call.int(0)))
    }
  }
}

extension Call {
  func sequence(_ i: Int) -> Sequential? {
    guard case .layer(let layer)? = values[i] else { return nil }
    return layer as? Sequential ?? Sequential([layer])
  }
}
