import CNNEngine

extension Machine {
  mutating func prefix(
    _ sign: Expression.Sign, _ inner: Expression, _ expected: TypeName?, _ range: Range<Int>
  ) throws(Mistake) -> Value {
    if sign == .change {
      throw Mistake(range, "`&` stands before an argument that a function changes, an `inout` one")
    }
    if sign == .not {
      guard case .bool(let value) = try evaluate(inner, as: .bool) else { return .none }
      return .bool(!value)
    }
    let value = try evaluate(
      inner, as: inner.isLiteral || inner.isImplicitMember ? expected : nil)
    if sign == .plus { return value }
    switch value {
    case .int(let number):
      let (result, overflow) = (0).subtractingReportingOverflow(number)
      guard !overflow else { throw Mistake(range, "-\(number) is too small for an Int") }
      return .int(result)
    case .double(let number): return .double(-number)
    case .float(let number): return .float(-number)
    case .tensor(let tensor, _):
      try spend(entries: tensor.count, at: range)
      return .tensor(-tensor)
    default: throw Mistake(range, "\(article(value.typeName)) has no negative")
    }
  }

  mutating func binary(
    _ symbol: Operator, _ a: Expression, _ b: Expression, _ expected: TypeName?,
    _ range: Range<Int>
  ) throws(Mistake) -> Value {
    switch symbol {
    case .and, .or:
      guard case .bool(let first) = try evaluate(a, as: .bool) else { return .none }
      if first == (symbol == .or) { return .bool(first) }
      return try evaluate(b, as: .bool)
    case .coalesce: return try coalesced(a, b, expected)
    case .halfOpen, .closed: return try rangeValue(symbol, a, b, range)
    case .equal, .unequal, .less, .greater, .lessOrEqual, .greaterOrEqual:
      let (left, right) = try operands(a, b, nil)
      return .bool(try compare(symbol, left, right, range))
    case .add, .subtract, .multiply, .divide, .remainder:
      // A literal beside a tensor is a number; a matrix of literals is a tensor.
      let (left, right) = try operands(a, b, expected)
      return try operate(symbol, left, right, range)
    }
  }

  /// What the optional holds, or else the other value.
  private mutating func coalesced(_ a: Expression, _ b: Expression, _ expected: TypeName?)
    throws(Mistake) -> Value
  {
    // A conversion names the type that a literal beside it takes.
    var type = expected
    if type == nil, case .call(let callee, _) = a.form { type = elementType(callee) }
    switch try evaluate(a) {
    case .some(let value): return value
    case .none: return try evaluate(b, as: b.isLiteral ? type : nil)
    case let value:
      throw Mistake(
        a.range, "`??` is for an optional; this is \(article(value.typeName)) already")
    }
  }

  /// Both operands; one that is only literals takes the other's type.
  private mutating func operands(_ a: Expression, _ b: Expression, _ expected: TypeName?)
    throws(Mistake) -> (Value, Value)
  {
    switch (a.isLiteral, b.isLiteral) {
    case (true, true):
      var type = expected
      if type == nil || type == .any, !a.isArray, !b.isArray {
        type = a.hasFraction || b.hasFraction ? .double : .int
      }
      return (try evaluate(a, as: type), try evaluate(b, as: type))
    case (true, false):
      let right = try evaluate(b)
      return (try evaluate(a, as: literalType(a, beside: right)), right)
    case (false, true):
      let left = try evaluate(a)
      return (left, try evaluate(b, as: literalType(b, beside: left)))
    case (false, false): return (try evaluate(a), try evaluate(b))
    }
  }

  private func literalType(_ literal: Expression, beside value: Value) -> TypeName? {
    if case .tensor = value { return literal.isArray ? .tensor : .float }
    if case .array = value { return value.type }
    // An Int beside a fraction is the mistake to tell, not the literal's.
    if case .int = value, literal.hasFraction { return .double }
    return value.scalarType
  }

  /// The type that a literal takes from the other branch of `test ? a : b`, as far as that is told without computing it:
  /// a branch that is not taken may have no value at all.
  mutating func literalType(_ literal: Expression, besideBranch other: Expression) -> TypeName? {
    guard let type = scalarType(of: other), type != .int || !literal.hasFraction else { return nil }
    return type
  }

  private mutating func scalarType(of expression: Expression) -> TypeName? {
    switch expression.form {
    case .name(let name):
      guard let value = held(by: name), !value.isTensor else { return nil }
      return value.scalarType
    case .prefix(_, let inner): return scalarType(of: inner)
    case .tuple(let parts): return parts.count == 1 ? scalarType(of: parts[0].value) : nil
    case .binary(let symbol, let a, let b):
      return symbol.isArithmetic ? scalarType(of: a) ?? scalarType(of: b) : nil
    case .ternary(_, let a, let b): return scalarType(of: a) ?? scalarType(of: b)
    case .call(let callee, _): return elementType(callee)
    case .subscripted(let base, _):
      guard case .name(let name) = base.form, let value = held(by: name) else { return nil }
      if case .array(let parts, _) = value { return parts.first?.scalarType }
      return value.scalarType
    default: return nil
    }
  }

  private mutating func rangeValue(
    _ symbol: Operator, _ a: Expression, _ b: Expression, _ range: Range<Int>
  ) throws(Mistake) -> Value {
    guard case .int(let low) = try evaluate(a, as: .int),
      case .int(let high) = try evaluate(b, as: .int)
    else { return .none }
    let isClosed = symbol == .closed
    guard low <= high else {
      throw Mistake(range, "a range goes up: \(low)\(symbol.rawValue)\(high) does not")
    }
    guard high < Int.max else { throw Mistake(range, "\(high) is too large for a range") }
    return .range(low..<(isClosed ? high + 1 : high), isClosed: isClosed)
  }

  mutating func compare(_ symbol: Operator, _ a: Value, _ b: Value, _ range: Range<Int>)
    throws(Mistake) -> Bool
  {
    switch (a, b) {
    case (.int(let a), .int(let b)): return ordered(symbol, a, b)
    case (.double(let a), .double(let b)): return ordered(symbol, a, b)
    case (.float(let a), .float(let b)): return ordered(symbol, a, b)
    default: return try compareParts(symbol, a, b, range)
    }
  }

  @inline(__always) private func ordered<T: Comparable>(_ symbol: Operator, _ a: T, _ b: T) -> Bool
  {
    switch symbol {
    case .equal: a == b
    case .unequal: a != b
    case .less: a < b
    case .greater: a > b
    case .lessOrEqual: a <= b
    default: a >= b
    }
  }

  private mutating func compareParts(
    _ symbol: Operator, _ a: Value, _ b: Value, _ range: Range<Int>
  )
    throws(Mistake) -> Bool
  {
    try payForComparing(a, b, range)
    let isEquality = symbol == .equal || symbol == .unequal
    switch (a, b) {
    case (.none, .none): if isEquality { return symbol == .equal }
    case (.none, _), (_, .none): if isEquality { return symbol == .unequal }
    case (.some(let a), .some(let b)): if isEquality { return try compare(symbol, a, b, range) }
    case (.some(let a), let b): if isEquality { return try compare(symbol, a, b, range) }
    case (let a, .some(let b)): if isEquality { return try compare(symbol, a, b, range) }
    case (.string(let a, _), .string(let b, _)): return ordered(symbol, a, b)
    default: break
    }
    if isEquality {
      if case .tensor(let a, _) = a, case .tensor(let b, _) = b {
        return (a == b) == (symbol == .equal)
      }
      if a.typeName == b.typeName || (a.isSequence && b.isSequence) {
        return (a.description == b.description) == (symbol == .equal)
      }
    }
    if case .tensor = a, symbol != .equal {
      throw Mistake(
        range, "tensors are compared entry by entry: write x.greater(than: …) or x.less(than: …)")
    }
    throw Mistake(range, disagreement(symbol, a, b))
  }

  private func disagreement(_ symbol: Operator, _ a: Value, _ b: Value) -> String {
    let cure: String =
      switch (a, b) {
      case (.some, _), (_, .some), (.none, _), (_, .none):
        "; `?? …` gives a value in the optional's place"
      case (.int, .double), (.float, .double), (.double, .int), (.double, .float):
        "; write Double(…) around one of them"
      case (.int, .float), (.float, .int), (.tensor, .int), (.int, .tensor), (.tensor, .double),
        (.double, .tensor):
        "; write Float(…) around the number"
      case (.tensor, .array), (.array, .tensor):
        "; declare the array as a Tensor: `let k: Tensor = …`"
      default: ""
      }
    return
      "`\(symbol.rawValue)` does not join \(article(a.typeName)) and \(article(b.typeName))\(cure)"
  }

  /// Arithmetic on two values of one type, or on a tensor and a number.
  mutating func operate(_ symbol: Operator, _ a: Value, _ b: Value, _ range: Range<Int>)
    throws(Mistake) -> Value
  {
    switch (a, b) {
    case (.int(let a), .int(let b)): return .int(try integers(symbol, a, b, range))
    case (.double(let a), .double(let b)):
      guard let result = Self.real(symbol, a, b) else { break }
      return .double(result)
    case (.float(let a), .float(let b)):
      guard let result = Self.real(symbol, a, b) else { break }
      return .float(result)
    case (.string(let a, _), .string(let b, _)) where symbol == .add:
      try checkLength(a, b, range)
      try spend(entries: (a.utf8.count + b.utf8.count) / 16, at: range)
      return .string(a + b)
    case (.array(let a, _), .array(let b, _)) where symbol == .add:
      try spend(elements: a.count + b.count, at: range)
      return .array(a + b)
    case (.tensor(let a, _), .tensor(let b, _)): return .tensor(try tensors(symbol, a, b, range))
    case (.tensor(let a, _), .float(let b)):
      return .tensor(try tensors(symbol, a, Tensor(shape: [], scalars: [b]), range))
    case (.float(let a), .tensor(let b, _)):
      return .tensor(try tensors(symbol, Tensor(shape: [], scalars: [a]), b, range))
    default: break
    }
    if symbol == .remainder { throw Mistake(range, "`%` is for whole numbers") }
    throw Mistake(range, disagreement(symbol, a, b))
  }

  /// The rule of texts that are joined.
  func checkLength(_ a: String, _ b: String, _ range: Range<Int>) throws(Mistake) {
    guard a.utf8.count + b.utf8.count < 100_000 else {
      throw Mistake(range, "this text grows too long")
    }
  }

  private func integers(_ symbol: Operator, _ a: Int, _ b: Int, _ range: Range<Int>) throws(Mistake)
    -> Int
  {
    guard let (result, overflow) = Self.whole(symbol, a, b) else {
      throw Mistake(range, "division by zero")
    }
    guard !overflow else {
      throw Mistake(range, "\(a) \(symbol.rawValue) \(b) is too large for an Int")
    }
    return result
  }

  /// What two whole numbers come to; `nil` where the second is a divisor, and zero.
  @inline(__always) static func whole(_ symbol: Operator, _ a: Int, _ b: Int) -> (
    partialValue: Int, overflow: Bool
  )? {
    switch symbol {
    case .add: a.addingReportingOverflow(b)
    case .subtract: a.subtractingReportingOverflow(b)
    case .multiply: a.multipliedReportingOverflow(by: b)
    case .divide: b == 0 ? nil : a.dividedReportingOverflow(by: b)
    default: b == 0 ? nil : a.remainderReportingOverflow(dividingBy: b)
    }
  }

  @inline(__always) static func real<T: BinaryFloatingPoint>(_ symbol: Operator, _ a: T, _ b: T)
    -> T?
  {
    switch symbol {
    case .add: a + b
    case .subtract: a - b
    case .multiply: a * b
    case .divide: a / b
    default: nil
    }
  }

  private mutating func tensors(_ symbol: Operator, _ a: Tensor, _ b: Tensor, _ range: Range<Int>)
    throws(Mistake) -> Tensor
  {
    let count: Int
    do { count = try entryCount(of: broadcastShape(a.shape, b.shape)) } catch {
      throw Mistake(range, "\(error)")
    }
    try spend(entries: count, at: range)
    switch symbol {
    case .add: return a + b
    case .subtract: return a - b
    case .multiply: return a * b
    case .divide: return a / b
    default: throw Mistake(range, "`%` is for whole numbers")
    }
  }
}
