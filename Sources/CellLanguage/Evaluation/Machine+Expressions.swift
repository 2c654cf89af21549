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

  /// The value of an expression that takes a type on where it leaves one open; it may have another.
  mutating func evaluate(_ expression: Expression, hinting type: TypeName?) throws(Mistake) -> Value
  {
    try spendStep(expression.range)
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.depthLimit else { throw Self.tooDeep(expression.range) }
    return try countedValue(expression, type)
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
    case .openRange:
      throw Mistake(range, "a range without one of its ends stands in brackets only: xs[1...]")
    case .given(let value): return value
    case .typed(let inner, let type): return try evaluate(inner, as: type)
    case .none:
      guard expected == nil else {
        throw Mistake(range, "`nil` is no \(expected.map { "\($0)" } ?? "value")")
      }
      return .none
    case .name(let name):
      if expected?.isFunction == true, let function = name.function, !isVariable(name) {
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
    case .tried(let inner):
      switch try evaluate(inner) {
      case .some(let value): return value
      case .none:
        isChainBroken = true
        throw Mistake(range, "`?` finds nothing here")
      case let value:
        throw Mistake(range, "`?` asks an optional; this is \(article(value.typeName))")
      }
    case .chain(let inner): return try chain(inner)
    case .ternary(let test, let a, let b):
      guard case .bool(let isTrue) = try evaluate(test, as: .bool) else { return .none }
      switch expected {
      case nil, .any?:
        return try branch(isTrue ? a : b, beside: isTrue ? b : a, of: expression, expected)
      default: return try evaluate(isTrue ? a : b, as: expected)
      }
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

  /// What a chain comes to: nil where one of its links is.
  private mutating func chain(_ links: Expression) throws(Mistake) -> Value {
    let (outer, frame) = (isChainBroken, frames.count)
    isChainBroken = false
    defer { isChainBroken = outer }
    do throws(Mistake) {
      let value = try evaluate(links)
      switch value {
      case .some, .none: return value
      default: return .some(value)
      }
    } catch {
      guard isChainBroken, frames.count == frame else { throw error }
      return .none
    }
  }

  /// The branch of `test ? a : b` that is taken: the other one has a say in its type.
  private mutating func branch(
    _ taken: Expression, beside other: Expression, of whole: Expression, _ expected: TypeName?
  ) throws(Mistake) -> Value {
    // Where any value will do, as in `print`, each branch has its own type.
    if expected != nil, !taken.isNil, !other.isNil { return try evaluate(taken, as: .any) }
    if taken.isNil { return .none }
    if isOpen(taken), isOpen(other) {
      return try evaluate(taken, as: whole.hasFraction && !taken.isArray ? .double : nil)
    }
    if taken.isLiteral, case .name(let name) = other.form, let type = numberType(name) {
      return try evaluate(taken, as: type == .int && taken.hasFraction ? nil : type)
    }
    // What is computed anyway says its type itself.
    let isTakenOpen = leavesTypeOpen(taken)
    guard isTakenOpen || mayBeOptional(other) else { return try evaluate(taken) }
    let type = other.isNil ? nil : typeAhead(of: other)
    if other.isNil || type?.isOptional == true {
      let value = try evaluate(taken, as: isTakenOpen ? type : nil)
      switch value {
      case .some, .none: return value
      default: return .some(value)
      }
    }
    guard isTakenOpen, let type, type.isKnown, type != .tensor || taken.isArray else {
      return try evaluate(taken)
    }
    // An Int beside a fraction is the mistake to tell, not the literal's.
    return try evaluate(taken, as: type == .int && taken.hasFraction ? nil : type)
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
    var parameters = function.parameters.filter(\.isRequired)
    if parameters.isEmpty { parameters = Array(function.parameters.prefix(1)) }
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
      if locals[base + slot].isAwaited { throw awaited(name, range) }
      return locals[base + slot].value
    case .itself: return thisFunction
    case .sharedLocal, .sharedCaptured:
      guard let variable = box(name.place)?.variable, variable.isDeclared else {
        throw Mistake(range, "`\(name.text)` has no value yet where this is called")
      }
      guard !variable.isTaken else { throw taken(name, range) }
      if variable.isAwaited { throw awaited(name, range) }
      return variable.value
    case .captured(let index):
      let frame = frames.count - 1
      guard !frames[frame].captured[index].isTaken else { throw taken(name, range) }
      return frames[frame].captured[index].value
    case .global:
      guard let place = seen(name) else { return try value(ofUnknown: name, range) }
      guard !globals[place].isTaken else { throw taken(name, range) }
      if globals[place].isAwaited { throw awaited(name, range) }
      return globals[place].value
    }
  }

  private func awaited(_ name: Name, _ range: Range<Int>) -> Mistake {
    Mistake(range, "`\(name.text)` has no value yet: give it one on every way to here")
  }

  private func value(ofUnknown name: Name, _ range: Range<Int>) throws(Mistake) -> Value {
    let text = name.text
    if text == "_" { throw Mistake(range, "`_` stands only where a value is dropped") }
    if let value = Library.constant(text, surroundings) { return value }
    if text == "digits" { throw Mistake(range, Library.digitsAreMissing) }
    if text.hasPrefix("$") {
      throw Mistake(range, "`\(text)` stands only in a closure without named parameters")
    }
    if name.function != nil {
      throw Mistake(range, "`\(text)` is a function; call it: \(text)(…)")
    }
    if let instead = Self.leftOut[text] {
      throw Mistake(range, "cells have no `\(text)`; use \(instead)")
    }
    throw Mistake(range, "`\(text)` is not known here" + didYouMean(text, knownNames))
  }

  /// Types that cells leave out, with what they have in their place.
  static let leftOut: [String: String] = [
    "Set": "an array and `contains`", "Dictionary": "an array of pairs, `[(…, …)]`",
    "Character": "a String of one letter", "UInt8": "Int", "Int32": "Int", "Int64": "Int",
    "UInt": "Int", "CGFloat": "Double", "Float16": "Float",
  ]

  private func implicitMember(_ name: String, _ expected: TypeName?, _ range: Range<Int>)
    throws(Mistake) -> Value
  {
    switch expected {
    case .optional(let inner): return try implicitMember(name, inner, range)
    case .int?, .double?, .float?:
      if let value = Library.typeMember("\(expected ?? .any)", name) { return value }
    default: break
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
}
