import CNNEngine

extension Library {
  static let elementwiseFunctions: [LibraryFunction] = [
    each("relu", "max(0, x)", relu, relu),
    LibraryFunction(
      name: "leakyRelu", parameters: [.plain("x", .numeric), .named("slope", .numeric, "0.01")],
      summary: "x where it is positive, slope·x elsewhere", result: "the same kind",
      kinds: .realsAlike
    ) { machine, call in
      guard let slope = (call.values[1] ?? .double(0.01)).number else {
        throw Complaint("leakyRelu's `slope` is a number")
      }
      // Swift multiplies a Float by the slope as a Float.
      if case .float(let x)? = call.values[0] { return .float(leakyRelu(x, slope: Float(slope))) }
      return try machine.mapping(
        call.values[0], "leakyRelu", { leakyRelu($0, slope: slope) },
        { leakyRelu($0, slope: Float(slope)) })
    },
    each("sigmoid", "1 / (1 + exp(-x))", sigmoid, sigmoid),
    each("tanh", "the hyperbolic tangent", { tanh($0) }, { tanh($0) }),
    each("gelu", "x times the normal distribution function of x", gelu, gelu),
    each("silu", "x·sigmoid(x)", silu, silu),
    LibraryFunction(
      name: "softmax", parameters: [.plain("x", .tensor)],
      summary: "exp(x) over its sum along the last axis", result: "Tensor"
    ) { machine, call in
      try machine.spend(entries: call.tensor(0).count)
      return .tensor(softmax(call.tensor(0)))
    },
    each("abs", "without its sign", { abs($0) }, { abs($0) }, kinds: .alike),
    each("exp", "e to the power of x", exp, exp), each("log", "the natural logarithm", log, log),
    each("sqrt", "the square root", sqrt, sqrt), each("sin", "the sine", sin, sin),
    each("cos", "the cosine", cos, cos),
    LibraryFunction(
      name: "pow", parameters: [.plain("x", .numeric), .plain("exponent", .any)],
      summary: "x to a power", result: "the same kind", kinds: .realsAlike
    ) { machine, call in
      switch (call.values[0], call.values[1]) {
      case (.tensor(let x, _)?, .float(let exponent)?): return .tensor(pow(x, exponent))
      case (.tensor(let x, _)?, let exponent?) where exponent.number != nil:
        throw Complaint(
          "pow's exponent for a Tensor is a Float, not \(article(exponent.typeName)); write Float(…)"
        )
      case (.double(let x)?, .double(let y)?): return .double(pow(x, y))
      case (.float(let x)?, .float(let y)?): return .float(pow(x, y))
      case (let x?, let y?) where x.number != nil && y.number != nil:
        throw Library.disagreement("pow", x, y)
      default: throw Complaint("pow needs a tensor or a number, and a number")
      }
    },
    extremum("min", "the smallest", min, min, min), extremum("max", "the largest", max, max, max),
    each("floor", "the next whole number down", floor, floor),
    each("ceil", "the next whole number up", ceil, ceil),
  ]

  private static func each(
    _ name: String, _ summary: String, _ number: @escaping @Sendable (Double) -> Double,
    _ tensor: @escaping @Sendable (Tensor) -> Tensor,
    kinds: LibraryFunction.Kinds = .realsAlike
  ) -> LibraryFunction {
    LibraryFunction(
      name: name, parameters: [.plain("x", .numeric)], summary: summary, result: "the same kind",
      kinds: kinds
    ) { machine, call in
      try machine.mapping(call.values[0], name, number, tensor)
    }
  }

  /// What is wrong with two numbers of which each has a type of its own.
  static func disagreement(_ name: String, _ a: Value, _ b: Value) -> Complaint {
    guard a.typeName != b.typeName else {
      return Complaint(
        "\(name) needs a Double or a Float, not \(article(a.typeName)); write Double(…)")
    }
    let isFloat = [a, b].contains { if case .float = $0 { true } else { false } }
    let isDouble = [a, b].contains { if case .double = $0 { true } else { false } }
    return Complaint(
      "\(name) needs numbers of one type, here are \(article(a.typeName)) and \(article(b.typeName)); write \(isFloat && !isDouble ? "Float" : "Double")(…) around one of them"
    )
  }

  private static func extremum(
    _ name: String, _ summary: String, _ ints: @escaping @Sendable (Int, Int) -> Int,
    _ reals: @escaping @Sendable (Double, Double) -> Double,
    _ tensors: @escaping @Sendable (Tensor, Tensor) -> Tensor
  ) -> LibraryFunction {
    @Sendable func join(_ a: Value, _ b: Value, _ machine: inout Machine) throws -> Value {
      switch (a, b) {
      case (.int(let a), .int(let b)): return .int(ints(a, b))
      case (.tensor(let a, _), .tensor(let b, _)):
        try machine.spend(entries: entryCount(of: broadcastShape(a.shape, b.shape)))
        return .tensor(tensors(a, b))
      case (.tensor(let a, _), let b):
        guard let number = b.number else { break }
        return .tensor(tensors(a, Tensor(shape: [], scalars: [Float(number)])))
      case (let a, .tensor(let b, _)):
        guard let number = a.number else { break }
        return .tensor(tensors(Tensor(shape: [], scalars: [Float(number)]), b))
      default:
        guard let x = a.number, let y = b.number else { break }
        switch (a, b) {
        case (.float, .float): return .float(Float(reals(x, y)))
        case (.double, .double): return .double(reals(x, y))
        default: throw disagreement(name, a, b)
        }
      }
      throw Complaint("\(name) needs numbers or tensors")
    }
    return LibraryFunction(
      name: name,
      parameters: [.plain("a", .numeric), .plain("b", .numeric), .many("more", .numeric)],
      summary: summary + " of two or more; NaN where one is NaN", result: "the same kind",
      kinds: .alike
    ) { machine, call in
      let all = [call.values[0] ?? .none, call.values[1] ?? .none] + call.array(2)
      for case .tensor(let x, _) in all { try machine.spend(entries: x.count) }
      return try all.dropFirst().reduce(all[0]) { try join($0, $1, &machine) }
    }
  }
}

extension Machine {
  /// Changes a tensor's entries, or one number in double precision, as the engine does with either.
  mutating func mapping(
    _ value: Value?, _ name: String, _ number: (Double) -> Double, _ tensor: (Tensor) -> Tensor
  ) throws -> Value {
    switch value {
    case .tensor(let x, _)?:
      try spend(entries: x.count)
      return .tensor(tensor(x))
    case .float(let x)?: return .float(Float(number(Double(x))))
    case .double(let x)?: return .double(number(x))
    case .int(let x)? where name == "abs": return .int(try Library.magnitude(of: x))
    case .int?: throw Complaint("\(name) needs a Double or a Float, not an Int; write Double(…)")
    default:
      throw Complaint(
        "\(name) needs a tensor or a number, not \(article(value?.typeName ?? "nothing"))")
    }
  }
}
