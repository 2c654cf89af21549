import CNNEngine

extension Library {
  static let elementwiseFunctions: [LibraryFunction] = [
    each("relu", "max(0, x)", relu),
    LibraryFunction(
      name: "leakyRelu", parameters: [.plain("x", .numeric), .named("slope", .float, "0.01")],
      summary: "x where it is positive, slope·x elsewhere", result: "Tensor"
    ) { machine, call in
      try machine.mapping(call.values[0], "leakyRelu") { leakyRelu($0, slope: call.float(1, 0.01)) }
    },
    each("sigmoid", "1 / (1 + exp(-x))", sigmoid), each("tanh", "the hyperbolic tangent", tanh),
    each("gelu", "x times the normal distribution function of x", gelu),
    each("silu", "x·sigmoid(x)", silu),
    LibraryFunction(
      name: "softmax", parameters: [.plain("x", .tensor)],
      summary: "exp(x) over its sum along the last axis", result: "Tensor"
    ) { machine, call in
      try machine.spend(entries: call.tensor(0).count)
      return .tensor(softmax(call.tensor(0)))
    },
    each("abs", "without its sign", abs), each("exp", "e to the power of x", exp),
    each("log", "the natural logarithm", log),
    each("sqrt", "the square root", sqrt), each("sin", "the sine", sin),
    each("cos", "the cosine", cos),
    LibraryFunction(
      name: "pow", parameters: [.plain("x", .numeric), .plain("exponent", .any)],
      summary: "x to a power", result: "Tensor"
    ) { machine, call in
      switch (call.values[0], call.values[1]) {
      case (.tensor(let x)?, let exponent?) where exponent.number != nil:
        return .tensor(pow(x, Float(exponent.number ?? 1)))
      case (let x?, let y?) where x.number != nil && y.number != nil:
        let power = elementary("pow", x.number ?? 0, y.number ?? 0)
        if case .float = x { return .float(Float(power)) }
        return .double(power)
      default: throw Complaint("pow needs a tensor or a number, and a number")
      }
    },
    extremum("min", "the smallest", min, min, min), extremum("max", "the largest", max, max, max),
    each("floor", "the next whole number down") { $0.map { $0.rounded(.down) } },
    each("ceil", "the next whole number up") { $0.map { $0.rounded(.up) } },
  ]

  private static func each(
    _ name: String, _ summary: String, _ change: @escaping @Sendable (Tensor) -> Tensor
  ) -> LibraryFunction {
    LibraryFunction(
      name: name, parameters: [.plain("x", .numeric)], summary: summary, result: "the same kind"
    ) { machine, call in
      try machine.mapping(call.values[0], name, change)
    }
  }

  private static func extremum(
    _ name: String, _ summary: String, _ ints: @escaping @Sendable (Int, Int) -> Int,
    _ reals: @escaping @Sendable (Double, Double) -> Double,
    _ tensors: @escaping @Sendable (Tensor, Tensor) -> Tensor
  ) -> LibraryFunction {
    @Sendable func join(_ a: Value, _ b: Value, _ machine: inout Machine) throws -> Value {
      switch (a, b) {
      case (.int(let a), .int(let b)): return .int(ints(a, b))
      case (.tensor(let a), .tensor(let b)):
        try machine.spend(entries: entryCount(of: broadcastShape(a.shape, b.shape)))
        return .tensor(tensors(a, b))
      case (.tensor(let a), let b):
        guard let number = b.number else { break }
        return .tensor(tensors(a, Tensor(shape: [], scalars: [Float(number)])))
      case (let a, .tensor(let b)):
        guard let number = a.number else { break }
        return .tensor(tensors(Tensor(shape: [], scalars: [Float(number)]), b))
      default:
        guard let x = a.number, let y = b.number else { break }
        let result = reals(x, y)
        if case .float = a { return .float(Float(result)) }
        if case .float = b { return .float(Float(result)) }
        return .double(result)
      }
      throw Complaint("\(name) needs numbers or tensors")
    }
    return LibraryFunction(
      name: name,
      parameters: [.plain("a", .numeric), .plain("b", .numeric), .many("more", .numeric)],
      summary: summary + " of two or more; NaN where one is NaN", result: "the same kind"
    ) { machine, call in
      let all = [call.values[0] ?? .none, call.values[1] ?? .none] + call.array(2)
      for case .tensor(let x) in all { try machine.spend(entries: x.count) }
      return try all.dropFirst().reduce(all[0]) { try join($0, $1, &machine) }
    }
  }
}

extension Machine {
  /// Changes a tensor's entries, or one number as a tensor of one entry would be.
  mutating func mapping(_ value: Value?, _ name: String, _ change: (Tensor) -> Tensor) throws
    -> Value
  {
    switch value {
    case .tensor(let x)?:
      try spend(entries: x.count)
      return .tensor(change(x))
    case .float(let x)?: return .float(change(Tensor(shape: [], scalars: [x])).scalars[0])
    case .double(let x)?: return .double(Library.elementary(name, x, 0))
    case .int(let x)? where name == "abs": return .int(try Library.magnitude(of: x))
    case .int(let x)? where name == "relu": return .int(Swift.max(0, x))
    case .int(let x)?: return .double(Library.elementary(name, Double(x), 0))
    default:
      throw Complaint(
        "\(name) needs a tensor or a number, not \(article(value?.typeName ?? "nothing"))")
    }
  }
}
