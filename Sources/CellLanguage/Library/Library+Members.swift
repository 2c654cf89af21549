import CNNEngine

extension Library {
  /// A property of a value; `nil` when it has none of that name.
  static func property(_ name: String, of value: Value) throws -> Value? {
    switch (value, name) {
    case (.tensor(let x, _), "shape"): .array(x.shape.map { .int($0) })
    case (.tensor(let x, _), "rank"): .int(x.rank)
    case (.tensor(let x, _), "count"): .int(x.count)
    case (.tensor(let x, _), "scalars"): .array(x.scalars.map { .float($0) })
    case (.array, _), (.range, _), (.string, _): try sequenceProperty(name, of: value)
    case (.int, _), (.double, _), (.float, _): try numberProperty(name, of: value)
    case (.network(let network, _), "parameters"): .array(network.parameters.map { .tensor($0) })
    case (.network(let network, _), "statistics"): .array(network.statistics.map { .tensor($0) })
    case (.layer(let layer), "name"): .string(layer.name)
    case (.layer(let layer), "parameterCount"): .int(try layer.checkedParameterCount())
    case (.layer(let layer), "parameterShapes"):
      .array(layer.parameterShapes.map { .array($0.map { .int($0) }) })
    case (.kept(let state, _), _): state.parts.first { $0.name == name }?.value
    case (.record(let record), _):
      try record.parts.first { $0.name == name }?.value ?? part(name, of: record)
    default: nil
    }
  }

  /// Whether a value has such a property, whatever it may be.
  static func hasProperty(_ name: String, _ value: Value) -> Bool {
    do { return try property(name, of: value) != nil } catch { return true }
  }

  private static let properties: [String: [String]] = [
    "Network": ["parameters", "statistics"],
    "Tensor": ["shape", "rank", "count", "scalars"],
    "layer": ["name", "parameterCount", "parameterShapes"],
    "String": ["count", "isEmpty"],
    "Int": ["magnitude"], "Double": numberPropertyNames, "Float": numberPropertyNames,
  ]

  static func method(named name: String, of value: Value) -> LibraryFunction? {
    methods(of: value)[name]
  }

  /// All members of a value, for completion and suggestions.
  static func members(of value: Value) -> [String] {
    let own: [String] =
      switch value {
      case .array: ["count", "first", "indices", "isEmpty", "last"]
      case .range: ["count", "first", "isEmpty", "last", "lowerBound", "upperBound"]
      case .record(let record):
        record.parts.map(\.name) + (record.type == dataType ? dataParts : [])
      default: properties[value.typeName] ?? []
      }
    return (own + methods(of: value).keys).sorted()
  }

  private static func methods(of value: Value) -> [String: LibraryFunction] {
    switch value {
    case .tensor: tensorMethodsByName
    case .array, .range: sequenceMethodsByName
    case .double, .float: numberMethodsByName
    case .int: wholeMethodsByName
    case .string: textMethodsByName
    case .layer: layerMethodsByName
    case .network: networkMethodsByName
    case .optimizer: optimizerMethodsByName
    case .choice, .record: planMethodsByName[value.typeName] ?? [:]
    default: [:]
    }
  }

  private static func byName(_ functions: [LibraryFunction]) -> [String: LibraryFunction] {
    Dictionary(functions.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }
  private static let tensorMethodsByName = byName(tensorMethods)
  private static let optimizerMethodsByName = byName(optimizerMethods)
  private static let planMethodsByName = [
    "Initialization": byName(initializationMethods), "Schedule": byName(scheduleMethods),
  ]
  private static let networkMethodsByName = byName(networkMethods)
  private static let sequenceMethodsByName = byName(sequenceMethods)
  private static let numberMethodsByName = byName(numberMethods)
  private static let wholeMethodsByName = byName(wholeMethods)
  private static let textMethodsByName = byName(textMethods)
  private static let layerMethodsByName = byName(layerMethods)

  private static func reduction(
    _ name: String, _ summary: String, _ whole: @escaping @Sendable (Tensor) -> Float,
    _ along: @escaping @Sendable (Tensor, [Int]) -> Tensor
  ) -> LibraryFunction {
    LibraryFunction(
      name: name, parameters: [.named("along", .any, "all axes")], summary: summary,
      result: "Float or Tensor"
    ) { machine, call in
      guard let axes = call.values[0] else { return .float(whole(call.own)) }
      let list: [Int]
      switch axes {
      case .int(let axis): list = [axis]
      case .array: list = call.ints(0)
      default: throw Complaint("`along` takes an axis or an array of axes")
      }
      try machine.payForReducing(call.own.shape, along: list)
      // A variance walks through the entries four times.
      if name == "variance" { try machine.spend(reads: checkedCount([3, call.own.count])) }
      return .tensor(along(call.own, list))
    }
  }

  private static func place(
    _ name: String, _ adjective: String, _ whole: @escaping @Sendable (Tensor) -> Int,
    _ along: @escaping @Sendable (Tensor, Int) -> Tensor
  ) -> LibraryFunction {
    LibraryFunction(
      name: name, parameters: [.named("along", .int, "all axes")],
      summary: "the place of the \(adjective) entry", result: "Int or Tensor"
    ) { machine, call in
      guard call.own.count > 0 else {
        throw Complaint("an empty tensor has no \(adjective) entry")
      }
      guard call.values[0] != nil else { return .int(whole(call.own)) }
      try checkAxes([call.int(0)], of: call.own.shape)
      try machine.payForReducing(call.own.shape, along: [call.int(0)])
      return .tensor(along(call.own, call.int(0)))
    }
  }

  private static let tensorMethods: [LibraryFunction] = [
    reduction("sum", "all entries added", { $0.sum() }, { $0.sum(along: $1) }),
    reduction("mean", "the mean of the entries", { $0.mean() }, { $0.mean(along: $1) }),
    reduction(
      "variance", "the mean squared distance from the mean", { $0.variance() },
      { $0.variance(along: $1) }),
    reduction("min", "the smallest entry", { $0.min() }, { $0.min(along: $1) }),
    reduction("max", "the largest entry", { $0.max() }, { $0.max(along: $1) }),
    place("argmax", "largest", { $0.argmax() }, { $0.argmax(along: $1) }),
    place("argmin", "smallest", { $0.argmin() }, { $0.argmin(along: $1) }),
    LibraryFunction(
      name: "reshaped", parameters: [.many("lengths", .int)],
      summary: "the same entries under another shape", result: "Tensor", cost: .none
    ) { _, call in
      try checkReshape(count: call.own.count, to: call.ints(0))
      return .tensor(
        Tensor(shape: call.ints(0), scalars: call.own.scalars), call.receiver?.footprint)
    },
    LibraryFunction(
      name: "flattened", parameters: [], summary: "all entries in a row", result: "Tensor",
      cost: .none
    ) { _, call in .tensor(call.own.flattened(), call.receiver?.footprint) },
    flat("transposed", "the last two axes swapped") { $0.transposed() },
    flat("flipped", "turned by 180 degrees") { $0.flipped() },
    LibraryFunction(
      name: "shifted", parameters: [.named("down", .int, "0"), .named("right", .int, "0")],
      summary: "moved, zeros coming in", result: "Tensor"
    ) { _, call in
      try checkPicture(call.own)
      let limit = 1 << 20
      return .tensor(
        call.own.shifted(
          down: min(limit, max(-limit, call.int(0))), right: min(limit, max(-limit, call.int(1)))))
    },
    LibraryFunction(
      name: "cropped",
      parameters: [.named("rows", .named("Range<Int>")), .named("columns", .named("Range<Int>"))],
      summary: "some rows and columns", result: "Tensor", cost: .result
    ) { _, call in
      guard case .range(let rows, _)? = call.values[0],
        case .range(let columns, _)? = call.values[1]
      else { return .none }
      try checkCrop(call.own.shape, rows: rows, columns: columns)
      guard call.own.count > 0 else {
        throw Complaint("there is nothing to crop in an empty tensor")
      }
      return .tensor(call.own.cropped(rows: rows, columns: columns))
    },
    LibraryFunction(
      name: "upsampled", parameters: [.named("by", .int)],
      summary: "each entry drawn out to a square", result: "Tensor", cost: .none
    ) { machine, call in
      try machine.spend(entries: entryCount(of: upsampledShape(call.own.shape, by: call.int(0))))
      return .tensor(call.own.upsampled(by: call.int(0)))
    },
    LibraryFunction(
      name: "part", parameters: [.many("indices", .int)],
      summary: "what stands at the first indices", result: "Tensor", cost: .result
    ) { _, call in
      try part(of: call.own, call.ints(0))
    },
    LibraryFunction(
      name: "channel", parameters: [.plain("index", .int)], summary: "one channel of [C, H, W]",
      result: "Tensor", cost: .result
    ) { _, call in
      try part(of: call.own, [call.int(0)])
    },
    LibraryFunction(
      name: "clamped", parameters: [.plain("low", .float), .plain("high", .float)],
      summary: "kept within two numbers", result: "Tensor"
    ) { _, call in
      .tensor(call.own.clamped(call.float(0), call.float(1)))
    },
    LibraryFunction(
      name: "flippedLeftRight", parameters: [], summary: "left and right change places",
      result: "Tensor"
    ) { _, call in
      try checkPicture(call.own)
      return .tensor(call.own.flippedLeftRight())
    },
    LibraryFunction(
      name: "standardized", parameters: [], summary: "minus the mean, over the deviation",
      result: "Tensor"
    ) { _, call in .tensor(call.own.standardized()) },
    LibraryFunction(name: "rounded", parameters: [], summary: "to whole numbers", result: "Tensor")
    { _, call in .tensor(call.own.rounded()) },
    LibraryFunction(
      name: "greater", parameters: [.named("than", .float)],
      summary: "1 where greater, 0 elsewhere", result: "Tensor"
    ) { _, call in .tensor(call.own.greater(than: call.float(0))) },
    LibraryFunction(
      name: "less", parameters: [.named("than", .float)], summary: "1 where less, 0 elsewhere",
      result: "Tensor"
    ) { _, call in .tensor(call.own.less(than: call.float(0))) },
    LibraryFunction(
      name: "equal", parameters: [.named("to", .float)], summary: "1 where equal, 0 elsewhere",
      result: "Tensor"
    ) { _, call in .tensor(call.own.equal(to: call.float(0))) },
    LibraryFunction(
      name: "map", parameters: [.plain("change", .function)], summary: "each entry changed",
      result: "Tensor"
    ) { machine, call in
      guard case .function(let closure)? = call.values[0] else { return .none }
      var result = call.own
      for i in result.scalars.indices {
        let value = try machine.apply(closure, to: [.float(result.scalars[i])], call.range)
        switch value {
        case .float(let entry): result.scalars[i] = entry
        // A closure that is only a literal, such as { _ in 1 }, is a Float in Swift.
        case .int(let entry): result.scalars[i] = Float(entry)
        case .double(let entry): result.scalars[i] = Float(entry)
        default: throw Complaint("map's closure must give a Float, not \(article(value.typeName))")
        }
      }
      return .tensor(result)
    },
  ]

  private static func part(of tensor: Tensor, _ indices: [Int]) throws -> Value {
    try checkIndices(indices, of: tensor.shape, all: false)
    let rest = Array(tensor.shape.dropFirst(indices.count))
    let count = try entryCount(of: rest)
    let start = zip(tensor.shape, indices).reduce(0) { $0 * $1.0 + $1.1 } * count
    return .tensor(Tensor(shape: rest, scalars: Array(tensor.scalars[start..<start + count])))
  }

  private static func flat(
    _ name: String, _ summary: String, _ change: @escaping @Sendable (Tensor) -> Tensor
  ) -> LibraryFunction {
    LibraryFunction(name: name, parameters: [], summary: summary, result: "Tensor") { _, call in
      try checkPicture(call.own)
      return .tensor(change(call.own))
    }
  }

  private static func checkPicture(_ x: Tensor) throws {
    guard x.rank >= 2 else {
      throw ShapeError.rank(name: "a picture", expected: "[…, H, W]", shape: x.shape)
    }
  }
}

extension Machine {
  /// Checks the axes of a sum or a mean, and pays for its result: of an empty tensor it may be larger than the tensor.
  fileprivate mutating func payForReducing(_ shape: [Int], along axes: [Int]) throws {
    try checkAxes(axes, of: shape)
    var target = shape
    for axis in axes { target[axis] = 1 }
    try spend(entries: entryCount(of: target))
  }
}
