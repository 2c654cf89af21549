import CNNEngine

extension Machine {
  /// The value of an expression.
  ///
  /// Literals take the type that is expected of them; other values must have it.
  mutating func evaluate(_ expression: Expression, as expected: TypeName? = nil) throws(Mistake)
    -> Value
  {
    try spendStep(expression.range)
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.depthLimit else {
      throw Mistake(
        expression.range,
        "this goes too deep: a function that calls itself must come to an end sooner")
    }
    if case .optional(let inner) = expected { return try evaluateOptional(expression, inner) }
    if expected == .numeric {
      return try countedValue(expression, expression.isArray ? .tensor : nil)
    }
    let value = try countedValue(expression, expected)
    try payForMatching(value, expected, expression.range)
    if let expected, !matches(value, expected) {
      throw Mistake(expression.range, mismatch(value, expected, isLiteral: expression.isLiteral))
    }
    if case .tuple(_, let labels) = expected, case .tuple(var parts) = value {
      for (i, label) in labels.enumerated() { parts[i].label = label }
      return .tuple(parts)
    }
    return value
  }

  private mutating func evaluateOptional(_ expression: Expression, _ inner: TypeName)
    throws(Mistake) -> Value
  {
    if case .none = expression { return .none }
    let value = try countedValue(expression, inner)
    switch value {
    case .none: return .none
    case .some(let held) where matches(held, inner): return value
    case _ where matches(value, inner): return .some(value)
    default:
      throw Mistake(expression.range, mismatch(value, inner, isLiteral: expression.isLiteral))
    }
  }

  /// Whether an array is what is expected is asked of each of its elements.
  private mutating func payForMatching(
    _ value: Value, _ expected: TypeName?, _ range: Range<Int>
  ) throws(Mistake) {
    switch value {
    case .array(let parts, _):
      if let expected, expected != .any { try spend(reads: 4 * parts.count, at: range) }
      guard value.nesting <= Value.deepest else {
        throw Mistake(range, "arrays lie at most \(Value.deepest) deep inside one another")
      }
      if case .array(let element)? = expected, element != .any, case .array? = parts.first {
        for part in parts { try payForMatching(part, element, range) }
      }
    case .tuple, .some:
      guard value.nesting <= Value.deepest else {
        throw Mistake(range, "values lie at most \(Value.deepest) deep inside one another")
      }
    default: break
    }
  }

  func matches(_ value: Value, _ type: TypeName) -> Bool {
    switch (value, type) {
    case (_, .any), (.int, .int), (.double, .double), (.float, .float), (.bool, .bool),
      (.string, .string),
      (.tensor, .tensor), (.layer, .layer), (.function, .function), (.int, .pair):
      true
    case (.none, .optional): true
    case (.some(let held), .optional(let inner)): matches(held, inner)
    case (_, .optional(let inner)): matches(value, inner)
    case (.tuple(let parts), .pair):
      parts.count == 2 && parts.allSatisfy { if case .int = $0.value { true } else { false } }
    case (.record(let record), .pair): record.type == "Pair"
    case (.array(let parts, _), .array(.int)):
      parts.allSatisfy { if case .int = $0 { true } else { false } }
    case (.array(let parts, _), .array(.float)):
      parts.allSatisfy { if case .float = $0 { true } else { false } }
    case (.array(let parts, _), .array(.double)):
      parts.allSatisfy { if case .double = $0 { true } else { false } }
    case (.array(let parts, _), .array(let element)): parts.allSatisfy { matches($0, element) }
    case (.tuple(let parts), .tuple(let types, _)):
      parts.count == types.count && zip(parts, types).allSatisfy { matches($0.value, $1) }
    case (.record(let record), .named(let name)): record.type == name
    case (.network, .named("Network")), (.kept, .named("Kept")): true
    case (.optimizer(let state, _), .named(let name)): name == state.type || name == "Optimizer"
    case (.choice(let type, _), .named(let name)): type == name
    case (.range, .named("Range<Int>")): true
    case (.none, .named("Void")): true
    default: false
    }
  }

  /// What is wrong with a value of one type where another is needed, and the cure.
  func mismatch(_ value: Value, _ expected: TypeName, isLiteral: Bool) -> String {
    let cure: String =
      switch (value, expected) {
      case (.double, .int) where isLiteral: "; a whole number is needed"
      case (.int, .double), (.float, .double): "; write Double(…)"
      case (.int, .float), (.double, .float): "; write Float(…)"
      case (.double, .int), (.float, .int): "; write Int(…), which drops the fraction"
      case (.some, _): "; `??` and a value in its place unwraps it"
      case (.array, .tensor): "; declare it as one: `let k: Tensor = [[…]]`"
      default: ""
      }
    return "expected \(article("\(expected)")), found \(article(value.typeName))\(cure)"
  }

  /// The value, its storage counted; what was asked for while it was computed is free again.
  @inline(__always) private mutating func countedValue(
    _ expression: Expression, _ expected: TypeName?
  ) throws(Mistake) -> Value {
    let before = pending
    var value = try plainValue(expression, expected)
    value.count(on: meter)
    pending = before
    return value
  }

  private mutating func plainValue(_ expression: Expression, _ expected: TypeName?) throws(Mistake)
    -> Value
  {
    switch expression {
    case .integer(let value, let range): return try integer(value, expected, range)
    case .float(let value, _):
      return switch expected {
      case .float: .float(Float(value))
      case .tensor: .tensor(Tensor(shape: [], scalars: [Float(value)]))
      default: .double(value)
      }
    case .string(let parts, _):
      var text = ""
      for part in parts {
        switch part {
        case .text(let piece): text += piece
        case .value(let inner):
          let value = try evaluate(inner)
          do { text += try written(value) } catch { throw Mistake(inner.range, error.message) }
        }
        guard text.utf8.count < 100_000 else {
          throw Mistake(expression.range, "this text grows too long")
        }
      }
      try spend(entries: text.utf8.count / 16, at: expression.range)
      return .string(text)
    case .bool(let value, _): return .bool(value)
    case .none(let range):
      guard expected == nil else {
        throw Mistake(range, "`nil` is no \(expected.map { "\($0)" } ?? "value")")
      }
      return .none
    case .name(let name, let range):
      if expected == .function, variable(name) == nil, let function = Library.function(named: name)
      {
        return .function(closure(calling: function, range))
      }
      return try value(named: name, range)
    case .unwrapped(let inner, let range):
      switch try evaluate(inner) {
      case .some(let value): return value
      case .none: throw Mistake(range, "`!` finds nothing here: the optional is nil")
      case let value:
        throw Mistake(range, "`!` unwraps an optional; this is \(article(value.typeName))")
      }
    case .implicitMember(let name, let range): return try implicitMember(name, expected, range)
    case .array(let parts, let range): return try array(parts, expected, range)
    case .tuple(let parts, _): return try tuple(parts, expected)
    case .prefix(let sign, let inner, let range): return try prefix(sign, inner, expected, range)
    case .binary(let symbol, let a, let b, let range):
      return try binary(symbol, a, b, expected, range)
    case .ternary(let test, let a, let b, _):
      guard case .bool(let isTrue) = try evaluate(test, as: .bool) else { return .none }
      return try evaluate(isTrue ? a : b, as: expected)
    case .call(let callee, let arguments, let range):
      return try call(callee, arguments, range, expected)
    case .member(let base, let name, let range): return try property(of: base, name, range)
    case .subscripted(let base, let indices, let range): return try entry(of: base, indices, range)
    case .closure(let declaration, let isAnonymous, _):
      return .function(
        Value.Closure(
          declaration: declaration, isAnonymous: isAnonymous, captured: capturable))
    }
  }

  /// A function of the library as a value: `map(relu)`.
  func closure(calling function: LibraryFunction, _ range: Range<Int>) -> Value.Closure {
    let parameters = function.parameters.filter(\.isRequired)
    let names = parameters.indices.map { "$\($0)" }
    let call = Expression.call(
      .name(function.name, range),
      zip(parameters, names).map { .init(label: $0.label, value: .name($1, range)) }, range)
    return Value.Closure(
      declaration: FunctionDeclaration(
        name: function.name,
        parameters: names.map { .init(label: nil, name: $0, type: .any, fallback: nil) },
        result: nil, body: [.expression(call)]), isAnonymous: true, captured: [:])
  }

  private func integer(_ value: Int, _ expected: TypeName?, _ range: Range<Int>) throws(Mistake)
    -> Value
  {
    switch expected {
    case .double: .double(Double(value))
    case .float: .float(Float(value))
    case .tensor: .tensor(Tensor(shape: [], scalars: [Float(value)]))
    default: .int(value)
    }
  }

  private mutating func value(named name: String, _ range: Range<Int>) throws(Mistake) -> Value {
    if let variable = variable(name) {
      guard !variable.isTaken else { throw taken(name, range) }
      return variable.value
    }
    if let value = Library.constant(name, surroundings) { return value }
    if name == "digits" { throw Mistake(range, Library.digitsAreMissing) }
    if name.hasPrefix("$") {
      throw Mistake(range, "`\(name)` stands only in a closure without named parameters")
    }
    if Library.function(named: name) != nil {
      throw Mistake(range, "`\(name)` is a function; call it: \(name)(…)")
    }
    throw Mistake(range, "`\(name)` is not known here" + didYouMean(name, knownNames))
  }

  /// All names that can stand at the beginning of an expression.
  var knownNames: Set<String> {
    Set(globals.keys).union(capturable.keys).union(Library.names)
  }

  private func implicitMember(_ name: String, _ expected: TypeName?, _ range: Range<Int>)
    throws(Mistake) -> Value
  {
    if name == "pi" || name == "infinity" {
      let value = name == "pi" ? Double.pi : .infinity
      switch expected {
      case .float: return .float(Float(value))
      case .double: return .double(value)
      default: break
      }
    }
    guard case .named(let type) = expected, let names = Library.choices[type] else {
      throw Mistake(range, "the type of `.\(name)` is not clear here")
    }
    guard names.contains(name) else {
      throw Mistake(
        range,
        "\(type) has no `.\(name)`; there are \(names.map { ".\($0)" }.joined(separator: ", "))"
          + didYouMean(name, names))
    }
    return .choice(type: type, name: name)
  }

  private mutating func array(_ parts: [Expression], _ expected: TypeName?, _ range: Range<Int>)
    throws(Mistake) -> Value
  {
    try spend(elements: parts.count, at: range)
    if expected == .tensor {
      var tensors: [Tensor] = []
      for part in parts {
        var value = try evaluate(part, as: part.isLiteral || part.isArray ? .tensor : nil)
        // An entry may be a Float of its own, as in `[a, 1]`, where Swift needs a Tensor.
        guard case .tensor(let tensor, _) = value else {
          value = .none
          throw Mistake(
            part.range,
            "a Tensor's entries here are numbers as such or tensors; \(text(part.range)) is neither"
          )
        }
        tensors.append(tensor)
        if let first = tensors.first, let last = tensors.last, first.shape != last.shape {
          let (a, b) = (first.shape.first ?? 1, last.shape.first ?? 1)
          throw Mistake(
            part.range,
            "row \(tensors.count - 1) has \(counted(b, "number")), the rows before have \(a): every row of a matrix is as long"
          )
        }
      }
      do { _ = try stackedShape(tensors.map(\.shape)) } catch { throw Mistake(range, "\(error)") }
      try spend(entries: tensors.reduce(0) { $0 + $1.count }, at: range)
      return .tensor(stack(tensors))
    }
    let element: TypeName? = if case .array(let inner) = expected { inner } else { nil }
    let hasFraction = parts.contains { $0.hasFraction && $0.isLiteral }
    let other = parts.first { !$0.isLiteral }
    var values: [Value] = []
    var hint = element
    if hint == nil, let other, parts.contains(where: \.isLiteral) {
      hint = try evaluate(other).type
    }
    if hint == nil, hasFraction, other == nil { hint = parts[0].fractionType }
    for part in parts {
      let value = try evaluate(part, as: hint)
      if hint == nil, let first = values.first, first.typeName != value.typeName,
        !(first.isSequence && value.isSequence)
      {
        throw Mistake(
          part.range,
          "the parts of an array have one type; here are \(article(first.typeName)) and \(article(value.typeName))"
        )
      }
      values.append(value)
    }
    guard values.allSatisfy({ $0.nesting < Value.deepest }) else {
      throw Mistake(range, "arrays lie at most \(Value.deepest) deep inside one another")
    }
    return .array(values)
  }

  private mutating func tuple(_ parts: [Expression.Argument], _ expected: TypeName?) throws(Mistake)
    -> Value
  {
    if parts.count == 1, parts[0].label == nil { return try evaluate(parts[0].value, as: expected) }
    var types: [TypeName?] = Array(repeating: nil, count: parts.count)
    if case .tuple(let names, _) = expected, names.count == parts.count { types = names }
    if expected == .pair { types = types.map { _ in .int } }
    var values: [(label: String?, value: Value)] = []
    for (part, type) in zip(parts, types) {
      values.append((part.label, try evaluate(part.value, as: type)))
    }
    return values.isEmpty ? .none : .tuple(values)
  }

  private mutating func entry(of base: Expression, _ indices: [Expression], _ range: Range<Int>)
    throws(Mistake) -> Value
  {
    let container = try evaluate(base)
    switch container {
    case .array(let parts, _):
      if indices.count == 1, case .range(let slice, _) = try evaluate(indices[0]) {
        guard slice.lowerBound >= 0, slice.upperBound <= parts.count else {
          throw Mistake(
            range, "\(text(indices[0].range)) reaches outside an array of \(parts.count)")
        }
        try spend(elements: slice.count, at: range)
        return .array(Array(parts[slice]))
      }
      return try entry(of: container, try integers(indices), range)
    case .tensor: return try entry(of: container, try integers(indices), range)
    default: throw Mistake(range, "\(article(container.typeName)) has no entries")
    }
  }

  /// What is wrong with indices: too few, too many, or outside.
  func indexMistake(_ places: [Int], _ tensor: Tensor, _ otherwise: String) -> String {
    guard places.count != tensor.rank else { return otherwise }
    let axes = tensor.rank == 1 ? "1 axis" : "\(tensor.rank) axes"
    let indices = places.count == 1 ? "1 index" : "\(places.count) indices"
    return
      "a tensor of the shape \(tensor.shape) has \(axes), so an entry needs as many indices, not \(indices)"
      + (places.count < tensor.rank ? "; `.part(…)` takes fewer" : "")
  }

  /// The type that `[Double]()`, `Array(…)` and the like give an array that is still empty.
  func emptyArrayType(_ expression: Expression) -> TypeName? {
    guard case .call(.array(let parts, _), _, _) = expression, parts.count == 1 else { return nil }
    return elementType(parts[0]).map { .array($0) }
  }

  /// The type that an expression in `[…]()` names.
  func elementType(_ expression: Expression) -> TypeName? {
    switch expression {
    case .name("Int", _): .int
    case .name("Double", _): .double
    case .name("Float", _): .float
    case .name("Bool", _): .bool
    case .name("String", _): .string
    case .name("Tensor", _): .tensor
    case .array(let parts, _): parts.count == 1 ? elementType(parts[0]).map { .array($0) } : nil
    default: nil
    }
  }
}

extension Expression {
  var isArray: Bool { if case .array = self { true } else { false } }
  /// The type of a literal with a fraction in it: Double, or arrays of it.
  var fractionType: TypeName {
    if case .array(let parts, _) = self {
      .array(parts.first?.fractionType ?? .double)
    } else {
      .double
    }
  }
}

extension Value {
  var isSequence: Bool { if case .array = self { true } else { false } }
  /// The type that a literal beside this value takes.
  var scalarType: TypeName? {
    switch self {
    case .int: .int
    case .double: .double
    case .float: .float
    case .tensor: .float
    default: nil
    }
  }
}
