/// What type a value has, and whether it is the one that is expected.
extension Machine {
  /// The value, if it is what is expected; a tuple gets the labels that it should have.
  mutating func fitting(
    _ value: Value, _ expected: TypeName, _ expression: Expression
  ) throws(Mistake) -> Value {
    try payForMatching(value, expected, expression.range)
    guard matches(value, expected) else {
      throw Mistake(
        expression.range, mismatch(value, expected, isLiteral: expression.isLiteral))
    }
    return value.taking(on: expected)
  }

  mutating func evaluateOptional(_ expression: Expression, _ inner: TypeName)
    throws(Mistake) -> Value
  {
    switch expression.form {
    case .none: return .none
    case .tuple(let parts) where parts.count == 1 && parts[0].label == nil:
      return try evaluate(parts[0].value, as: .optional(inner))
    case .ternary(let test, let a, let b):
      guard case .bool(let isTrue) = try evaluate(test, as: .bool) else { return .none }
      return try evaluate(isTrue ? a : b, as: .optional(inner))
    default: break
    }
    let value = try countedValue(expression, inner)
    switch value {
    case .none: return .none
    case .some(let held) where matches(held, inner): return .some(held.taking(on: inner))
    case _ where matches(value, inner): return .some(value.taking(on: inner))
    default:
      throw Mistake(expression.range, mismatch(value, inner, isLiteral: expression.isLiteral))
    }
  }

  /// Whether an array is what is expected is asked of each of its elements.
  mutating func payForMatching(
    _ value: Value, _ expected: TypeName?, _ range: Range<Int>
  ) throws(Mistake) {
    switch value {
    case .array(let parts, _):
      if let expected, expected != .any { try spend(reads: 4 * parts.count, at: range) }
      switch parts.first {
      case .int?, .double?, .float?, nil: return
      default: break
      }
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
    case (_, .any), (_, .nothing), (.int, .int), (.double, .double), (.float, .float),
      (.bool, .bool),
      (.string, .string),
      (.tensor, .tensor), (.layer, .layer), (.function, .function), (.int, .pair):
      true
    case (.function(let closure), .closure(let parameters, _)): closure.takes(parameters.count)
    case (.slice(let slice), .slice(let element)):
      slice.parts.allSatisfy { matches($0, element) }
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
    case (.range(_, let isClosed), .named(let name)):
      name == (isClosed ? "ClosedRange<Int>" : "Range<Int>")
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
      case (.slice, .array): "; write Array(…), which makes an array of its own"
      case (.range(_, true), .named("Range<Int>")): "; write `a..<b`, without the end"
      default: ""
      }
    return "expected \(article("\(expected)")), found \(article(value.typeName))\(cure)"
  }

  /// The type that `[Double]()`, `Array(…)` and the like give an array that is still empty.
  func emptyArrayType(_ expression: Expression) -> TypeName? {
    guard case .call(let callee, _) = expression.form, case .array(let parts) = callee.form,
      parts.count == 1
    else { return nil }
    return elementType(parts[0]).map { .array($0) }
  }

  /// The type that an expression in `[…]()` names.
  func elementType(_ expression: Expression) -> TypeName? {
    switch expression.form {
    case .name(let name): TypeName(word: name.text)
    case .array(let parts): parts.count == 1 ? elementType(parts[0]).map { .array($0) } : nil
    case .tried(let inner): elementType(inner).map { .optional($0) }
    case .tuple(let parts): tupleType(parts)
    default: nil
    }
  }

  private func tupleType(_ parts: [Expression.Argument]) -> TypeName? {
    let types = parts.compactMap { elementType($0.value) }
    guard types.count == parts.count, types.count > 1 else {
      return types.count == 1 ? types.first : nil
    }
    return .tuple(types, labels: parts.map(\.label))
  }
}

extension Value {
  /// The value with what a type adds to it: a tuple's labels, what a closure takes and gives.
  func taking(on type: TypeName) -> Value {
    switch (self, type) {
    case (.tuple(var parts), .tuple(let types, let labels)):
      for i in parts.indices {
        parts[i] = (labels[i], parts[i].value.taking(on: types[i]))
      }
      return .tuple(parts)
    case (.function(var closure), .closure(let parameters, let result)):
      closure.signature = .init(parameters, result)
      return .function(closure)
    default: return self
    }
  }
}

extension Value.Closure {
  /// Whether it can be called with so many values.
  func takes(_ count: Int) -> Bool {
    isAnonymous ? declaration.parameters.count <= count : declaration.parameters.count == count
  }
}

extension Expression {
  var isImplicitMember: Bool { if case .implicitMember = form { true } else { false } }
  var isArray: Bool { if case .array = form { true } else { false } }
  /// Whether one of its branches is nil.
  var mayBeNil: Bool {
    switch form {
    case .none: true
    case .ternary(_, let a, let b): a.mayBeNil || b.mayBeNil
    case .tuple(let parts): parts.count == 1 && parts[0].value.mayBeNil
    default: false
    }
  }
  var isWholeZero: Bool { if case .integer(0) = form { true } else { false } }
  var isOpenRange: Bool { if case .openRange = form { true } else { false } }
  var isRange: Bool {
    switch form {
    case .openRange, .binary(.halfOpen, _, _), .binary(.closed, _, _): true
    default: false
    }
  }
  var isNil: Bool { if case .none = form { true } else { false } }
  /// The type of a literal with a fraction in it: Double, or arrays of it.
  var fractionType: TypeName {
    if case .array(let parts) = form {
      .array(parts.first?.fractionType ?? .double)
    } else {
      .double
    }
  }
}

extension Value {
  var isTensor: Bool { if case .tensor = self { true } else { false } }
  /// Part of an array as an array, whose members it has.
  var asArray: Value {
    if case .slice(let slice) = self { .array(slice.parts) } else { self }
  }

  /// The elements of an array or of a part of one.
  var parts: [Value]? {
    switch self {
    case .array(let parts, _): parts
    case .slice(let slice): slice.parts
    default: nil
    }
  }
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
