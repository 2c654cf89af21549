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
    guard depth < Self.depthLimit else { throw Self.tooDeep(expression.range) }
    if let number = number(expression, expected) { return number }
    guard let expected else {
      let value = try countedValue(expression, nil)
      switch value {
      case .array, .tuple, .some: try payForMatching(value, nil, expression.range)
      default: break
      }
      return value
    }
    switch expected {
    case .optional(let inner): return try evaluateOptional(expression, inner)
    case .numeric: return try countedValue(expression, expression.isArray ? .tensor : nil)
    default: break
    }
    let value = try countedValue(expression, expected)
    switch (value, expected) {
    case (.int, .int), (.double, .double), (.float, .float), (.bool, .bool), (.int, .any),
      (.double, .any), (.float, .any), (.tensor, .tensor):
      return value
    default: return try fitting(value, expected, expression)
    }
  }

  /// What most expressions are that stand in others: a number as such, or the name of one; `nil` for all else.
  @inline(__always) private mutating func number(_ expression: Expression, _ expected: TypeName?)
    -> Value?
  {
    switch expression.form {
    case .integer(let value):
      switch expected {
      case nil, .int?, .any?: return .int(value)
      case .double?: return .double(Double(value))
      case .float?: return .float(Float(value))
      default: return nil
      }
    case .float(let value):
      switch expected {
      case nil, .double?, .any?: return .double(value)
      case .float?: return .float(Float(value))
      default: return nil
      }
    case .name(let name):
      guard case .local(let slot) = name.place else { return nil }
      switch (locals[base + slot].value, expected) {
      case (.int(let value), nil), (.int(let value), .int?), (.int(let value), .any?):
        return .int(value)
      case (.double(let value), nil), (.double(let value), .double?), (.double(let value), .any?):
        return .double(value)
      case (.float(let value), nil), (.float(let value), .float?), (.float(let value), .any?):
        return .float(value)
      default: return nil
      }
    default: return nil
    }
  }

  static func tooDeep(_ range: Range<Int>) -> Mistake {
    Mistake(range, "this goes too deep: a function that calls itself must come to an end sooner")
  }

  /// The value, its storage counted; what was asked for while it was computed is free again.
  @inline(__always) mutating func countedValue(
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
    let range = expression.range
    switch expression.form {
    case .integer(let value): return Self.integer(value, expected)
    case .float(let value):
      return switch expected {
      case .float: .float(Float(value))
      case .tensor: .tensor(Tensor(shape: [], scalars: [Float(value)]))
      default: .double(value)
      }
    case .string(let parts): return try string(parts, range)
    case .bool(let value): return .bool(value)
    case .none:
      guard expected == nil else {
        throw Mistake(range, "`nil` is no \(expected.map { "\($0)" } ?? "value")")
      }
      return .none
    case .name(let name):
      if case .function? = expected, let function = name.function, !isVariable(name) {
        return .function(closure(calling: function, range))
      }
      return try value(named: name, range)
    case .unwrapped(let inner):
      switch try evaluate(inner) {
      case .some(let value): return value
      case .none: throw Mistake(range, "`!` finds nothing here: the optional is nil")
      case let value:
        throw Mistake(range, "`!` unwraps an optional; this is \(article(value.typeName))")
      }
    case .implicitMember(let name): return try implicitMember(name, expected, range)
    case .array(let parts): return try array(parts, expected, range)
    case .tuple(let parts): return try tuple(parts, expected)
    case .prefix(let sign, let inner): return try prefix(sign, inner, expected, range)
    case .binary(let symbol, let a, let b):
      return try binary(symbol, a, b, expected, range)
    case .ternary(let test, let a, let b):
      guard case .bool(let isTrue) = try evaluate(test, as: .bool) else { return .none }
      let (taken, other) = isTrue ? (a, b) : (b, a)
      let type = expected ?? (taken.isLiteral ? literalType(taken, besideBranch: other) : nil)
      return try evaluate(taken, as: type)
    case .call(let callee, let arguments):
      return try call(callee, arguments, range, expected)
    case .member(let base, let name): return try property(of: base, name, range)
    case .subscripted(let base, let indices): return try entry(of: base, indices, range)
    case .closure(let declaration, let isAnonymous):
      return .function(
        Value.Closure(
          declaration: declaration, isAnonymous: isAnonymous, captured: captured(by: declaration)))
    }
  }

  private mutating func string(_ parts: [Expression.StringPart], _ range: Range<Int>)
    throws(Mistake) -> Value
  {
    var text = ""
    for part in parts {
      switch part {
      case .text(let piece): text += piece
      case .value(let inner):
        let value = try evaluate(inner)
        do { text += try written(value) } catch { throw Mistake(inner.range, error.message) }
      }
      guard text.utf8.count < 100_000 else { throw Mistake(range, "this text grows too long") }
    }
    try spend(entries: text.utf8.count / 16, at: range)
    return .string(text)
  }

  /// A function of the library as a value: `map(relu)`.
  func closure(calling function: LibraryFunction, _ range: Range<Int>) -> Value.Closure {
    let parameters = function.parameters.filter(\.isRequired)
    let names = parameters.indices.map { "$\($0)" }
    let call = Expression(
      .call(
        .name(function.name, range),
        zip(parameters, names).map { .init(label: $0.label, value: .name($1, range)) }), range)
    let declaration = FunctionDeclaration(
      name: function.name,
      parameters: names.map { .init(label: nil, name: $0, type: .any, fallback: nil) },
      result: nil, body: [.expression(call)])
    Resolver.resolve(declaration)
    return Value.Closure(declaration: declaration, isAnonymous: true, captured: [])
  }

  private static func integer(_ value: Int, _ expected: TypeName?) -> Value {
    switch expected {
    case .double: .double(Double(value))
    case .float: .float(Float(value))
    case .tensor: .tensor(Tensor(shape: [], scalars: [Float(value)]))
    default: .int(value)
    }
  }

  private mutating func value(named name: Name, _ range: Range<Int>) throws(Mistake) -> Value {
    switch name.place {
    case .local(let slot):
      guard !locals[base + slot].isTaken else { throw taken(name, range) }
      return locals[base + slot].value
    case .captured(let index):
      let frame = frames.count - 1
      guard !frames[frame].captured[index].isTaken else { throw taken(name, range) }
      return frames[frame].captured[index].value
    case .global:
      guard let place = seen(name) else { return try value(ofUnknown: name, range) }
      guard !globals[place].isTaken else { throw taken(name, range) }
      return globals[place].value
    }
  }

  private func value(ofUnknown name: Name, _ range: Range<Int>) throws(Mistake) -> Value {
    let text = name.text
    if let value = Library.constant(text, surroundings) { return value }
    if text == "digits" { throw Mistake(range, Library.digitsAreMissing) }
    if text.hasPrefix("$") {
      throw Mistake(range, "`\(text)` stands only in a closure without named parameters")
    }
    if name.function != nil {
      throw Mistake(range, "`\(text)` is a function; call it: \(text)(…)")
    }
    throw Mistake(range, "`\(text)` is not known here" + didYouMean(text, knownNames))
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
      guard indices.count == 1 else {
        return try entry(of: container, try integers(indices), range)
      }
      switch try evaluate(indices[0]) {
      case .int(let i) where parts.indices.contains(i): return parts[i]
      case .int(let i): return try entry(of: container, [i], range)
      case .range(let slice, _):
        guard slice.lowerBound >= 0, slice.upperBound <= parts.count else {
          throw Mistake(
            range, "\(text(indices[0].range)) reaches outside an array of \(parts.count)")
        }
        try spend(elements: slice.count, at: range)
        return .array(Array(parts[slice]))
      default: return try entry(of: container, try integers(indices), range)
      }
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
}
