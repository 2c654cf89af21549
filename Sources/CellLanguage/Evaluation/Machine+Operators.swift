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
    // A whole 0 with a sign is still 0.
    case .double(let number): return .double(inner.isWholeZero ? 0 : -number)
    case .float(let number): return .float(inner.isWholeZero ? 0 : -number)
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
    switch try evaluate(a) {
    case .some(let value):
      if case .optional? = expected { return .some(value) }
      return value
    case .none:
      guard expected == nil || expected == .any else { return try evaluate(b, as: expected) }
      let type = b.leavesTypeOpen ? typeAhead(of: a)?.unwrapped : nil
      return try evaluate(b, as: type.flatMap { $0.isKnown ? $0 : nil })
    case let value:
      throw Mistake(
        a.range, "`??` is for an optional; this is \(article(value.typeName)) already")
    }
  }

  /// Both operands; one that is only literals takes the other's type.
  private mutating func operands(_ a: Expression, _ b: Expression, _ expected: TypeName?)
    throws(Mistake) -> (Value, Value)
  {
    let areOpen = a.isOpen && b.isOpen && (a.isLiteral || isOpen(a)) && (b.isLiteral || isOpen(b))
    switch (a.isLiteral || areOpen, b.isLiteral || areOpen) {
    case (true, true):
      var type = expected
      if type == nil || type == .any {
        type =
          switch (a.isArray, b.isArray) {
          case (false, false): a.hasFraction || b.hasFraction ? .double : .int
          case (true, true) where a.hasFraction || b.hasFraction:
            a.hasFraction ? a.fractionType : b.fractionType
          default: type
          }
      }
      return (try evaluate(a, as: type), try evaluate(b, as: type))
    case (true, false):
      let right = try operand(b, expected)
      return (try evaluate(a, as: literalType(a, beside: right, b, expected)), right)
    case (false, true):
      let left = try operand(a, expected)
      return (left, try evaluate(b, as: literalType(b, beside: left, a, expected)))
    case (false, false):
      if a.isOpen != b.isOpen, a.isOpen ? isOpen(a) : isOpen(b) {
        let value = try operand(a.isOpen ? b : a, expected)
        let type = expected == .any ? nil : expected
        let other = try evaluate(a.isOpen ? a : b, hinting: type ?? value.scalarType)
        return a.isOpen ? (other, value) : (value, other)
      }
      if a.leavesTypeOpen || b.leavesTypeOpen, expected == nil { return try openOperands(a, b) }
      return (try operand(a, expected), try operand(b, expected))
    }
  }

  /// An operand that may leave its type to what the whole is expected to be: arithmetic of numbers has theirs.
  @inline(__always) mutating func operand(_ expression: Expression, _ expected: TypeName?)
    throws(Mistake) -> Value
  {
    switch expected {
    case .double?, .float?:
      switch expression.form {
      case .call, .tuple, .ternary, .binary: return try evaluate(expression, hinting: expected)
      case .prefix, .implicitMember: return try evaluate(expression, hinting: expected)
      default: return try evaluate(expression)
      }
    default: return try evaluate(expression)
    }
  }

  /// Two operands of which one has numbers as such in it: `(x, y) == (0, 1)`, `xs == [a, 1]`, `o == nil`.
  private mutating func openOperands(_ a: Expression, _ b: Expression) throws(Mistake) -> (
    Value, Value
  ) {
    if case .tuple(let left) = a.form, case .tuple(let right) = b.form, left.count == right.count {
      // Each part takes the type of the one beside it.
      let types = zip(left, right).map { left, right -> TypeName in
        guard left.value.isLiteral else { return .any }
        if right.value.isLiteral {
          return left.value.hasFraction || right.value.hasFraction ? .double : .any
        }
        return typeAhead(of: right.value)?.known ?? .any
      }
      let first = try evaluate(a, as: .tuple(types, labels: left.map(\.label)))
      return (first, try evaluate(b, as: first.type.known))
    }
    func type(_ value: Value, _ other: Expression) -> TypeName? {
      let type = value.type
      return other.isNil || !type.isKnown ? nil : type
    }
    if b.leavesTypeOpen {
      let left = try evaluate(a)
      if case .tensor = left { return (left, try evaluate(b, as: b.isArray ? .tensor : nil)) }
      return (left, try evaluate(b, as: type(left, b)))
    }
    let right = try evaluate(b)
    if case .tensor = right { return (try evaluate(a, as: a.isArray ? .tensor : nil), right) }
    return (try evaluate(a, as: type(right, a)), right)
  }

  private mutating func literalType(
    _ literal: Expression, beside value: Value, _ other: Expression, _ expected: TypeName?
  ) -> TypeName? {
    if case .tensor? = expected, literal.isArray { return .tensor }
    switch value {
    case .tensor: return literal.isArray ? .tensor : .float
    case .array(let parts, _):
      if parts.isEmpty, let type = typeAhead(of: other), type.isKnown { return type }
      return value.type
    case .choice: return value.type
    case .slice: return value.type.element.map { .array($0) }
    // An Int beside a fraction is the mistake to tell, not the literal's.
    case .int: return literal.hasFraction ? .double : .int
    case .some, .none:
      guard let type = typeAhead(of: other)?.unwrapped ?? value.type.unwrapped.known else {
        return nil
      }
      return type == .int && literal.hasFraction ? nil : type
    default: return value.scalarType
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
    if isEquality, let isEqual = Self.areEqual(a, b) { return isEqual == (symbol == .equal) }
    switch (a, b) {
    case (.string(let a, _), .string(let b, _)): return ordered(symbol, a, b)
    default: break
    }
    if !isEquality, case .tuple(let a) = a, case .tuple(let b) = b, a.count == b.count {
      // The first part that differs decides.
      for (a, b) in zip(a, b) where try !compare(.equal, a.value, b.value, range) {
        return try compare(symbol, a.value, b.value, range)
      }
      return symbol == .lessOrEqual || symbol == .greaterOrEqual
    }
    if case .tensor = a, symbol != .equal {
      throw Mistake(
        range, "tensors are compared entry by entry: write x.greater(than: …) or x.less(than: …)")
    }
    throw Mistake(range, disagreement(symbol, a, b))
  }

  /// Whether two values are equal as Swift has it; `nil` where it does not compare them.
  static func areEqual(_ a: Value, _ b: Value) -> Bool? {
    switch (a, b) {
    case (.int(let a), .int(let b)): return a == b
    case (.double(let a), .double(let b)): return a == b
    case (.float(let a), .float(let b)): return a == b
    case (.bool(let a), .bool(let b)): return a == b
    case (.string(let a, _), .string(let b, _)): return a == b
    case (.tensor(let a, _), .tensor(let b, _)): return a == b
    case (.range(let a, let isClosed), .range(let b, let isOtherClosed)):
      return isClosed == isOtherClosed ? a == b : nil
    case (.choice(let type, let a), .choice(let otherType, let b)):
      return type == otherType ? a == b : nil
    case (.array(let a, _), .array(let b, _)): return areEqual(a, b)
    case (.slice(let a), .slice(let b)): return areEqual(a.parts, b.parts)
    case (.tuple(let a), .tuple(let b)):
      return a.count == b.count ? areEqual(a.map(\.value), b.map(\.value)) : nil
    case (.record(let a), .record(let b)):
      guard a.type == b.type else { return nil }
      return areEqual(a.parts.map(\.value), b.parts.map(\.value))
    case (.layer(let a), .layer(let b)): return a.encoding == b.encoding
    case (.network(let a, _), .network(let b, _)):
      return a.plan.encoding == b.plan.encoding && a.parameters == b.parameters
        && a.statistics == b.statistics
    case (.none, .none): return true
    case (.none, _), (_, .none): return false
    case (.some(let a), .some(let b)): return areEqual(a, b)
    case (.some(let a), let b), (let a, .some(let b)): return areEqual(a, b)
    default: return nil
    }
  }

  private static func areEqual(_ a: [Value], _ b: [Value]) -> Bool? {
    guard a.count == b.count else { return false }
    for (a, b) in zip(a, b) {
      guard let isEqual = areEqual(a, b) else { return nil }
      if !isEqual { return false }
    }
    return true
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
      try checkAlike(a, b, range)
      return .array(a + b)
    case (.array(let a, _), .slice(let b)) where symbol == .add:
      try spend(elements: a.count + b.parts.count, at: range)
      return .array(a + b.parts)
    case (.slice(let a), .array), (.slice(let a), .slice):
      guard symbol == .add, let more = b.parts else { break }
      try spend(elements: a.parts.count + more.count, at: range)
      return .slice(.init(parts: a.parts + more, start: a.start))
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

  /// The rule of arrays that are joined.
  func checkAlike(_ a: [Value], _ b: [Value], _ range: Range<Int>) throws(Mistake) {
    guard let a = a.first, let b = b.first, !matches(a, b.type), !matches(b, a.type) else { return }
    throw Mistake(
      range, "`+` does not join an array of \(a.typeName) and one of \(b.typeName)")
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
