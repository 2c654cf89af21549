import CNNEngine

extension Machine {
  /// Runs statements one after the other.
  mutating func run(_ statements: [Statement]) throws(Mistake) -> Exit {
    // Functions may be called above the place where they are written, as in Swift.
    for case .function(let declaration, let range) in statements {
      try declare(
        declaration.name,
        Variable(
          value: .function(
            Value.Closure(declaration: declaration, isAnonymous: false, captured: [:])),
          isVariable: false), at: range)
    }
    for statement in statements {
      let exit = try run(statement)
      if case .fallThrough = exit { continue }
      return exit
    }
    return .fallThrough
  }

  private mutating func run(_ statement: Statement) throws(Mistake) -> Exit {
    switch statement {
    case .declare(let pattern, let isVariable, let type, let expression, let range):
      let value = try evaluate(expression, as: type)
      for (name, part) in try parts(of: value, by: pattern, expression.range) {
        var variable = Variable(value: part, isVariable: isVariable)
        if case .name = pattern {
          variable.type = type ?? emptyArrayType(expression)
          if let last = lastTrace, last.range == expression.range {
            variable.trace = named(last.trace, by: expression)
            variable.traced = last.holding
          }
        }
        try declare(name, variable, at: range)
      }
    case .several(let statements):
      for statement in statements { _ = try run(statement) }
    case .block(let body): return try block(body)
    case .assign(let target, let symbol, let expression, let range):
      try assign(target, symbol, expression, range)
    case .expression(let expression):
      let value = try evaluate(expression)
      // Only the last value of a closure or function matters; `Interpreter` asks for the cell's.
      lastValue = value
      return .fallThrough
    case .function: return .fallThrough
    case .conditional(let branches, let otherwise):
      for branch in branches {
        if let names = try satisfied(branch.conditions) {
          return try block(branch.body, with: names)
        }
      }
      if let otherwise { return try block(otherwise) }
    case .guarded(let conditions, let otherwise, let range):
      guard let names = try satisfied(conditions) else {
        let exit = try block(otherwise)
        if case .fallThrough = exit {
          throw Mistake(
            range, "what stands after `guard … else` must leave: return, break, continue")
        }
        return exit
      }
      for (name, variable) in names { try declare(name, variable, at: range) }
    case .loop(let pattern, let sequence, let only, let body, _):
      return try loop(pattern, over: sequence, only, body)
    case .whileLoop(let conditions, let body, let range):
      while let names = try satisfied(conditions) {
        try spendStep(range)
        switch try block(body, with: names) {
        case .fallThrough, .next: continue
        case .leave: return .fallThrough
        case .giveBack(let value): return .giveBack(value)
        }
      }
    case .giveBack(let expression, let range):
      guard !frames.isEmpty else { throw Mistake(range, "`return` stands outside of a function") }
      guard let expression else { return .giveBack(.none) }
      return .giveBack(try evaluate(expression, as: resultType))
    case .leave: return .leave
    case .next: return .next
    }
    lastValue = nil
    return .fallThrough
  }

  /// The names that conditions give values to; `nil` where one of them does not hold.
  private mutating func satisfied(_ conditions: [Condition]) throws(Mistake) -> [String: Variable]?
  {
    var names: [String: Variable] = [:]
    for each in conditions {
      switch each {
      case .test(let expression):
        guard names.isEmpty else {
          // What was unwrapped to the left may be used to the right.
          pushScope(names)
          defer { popScope() }
          guard try condition(expression) else { return nil }
          continue
        }
        guard try condition(expression) else { return nil }
      case .unwrap(let name, let expression, let isVariable):
        switch try evaluate(expression) {
        case .some(let value): names[name] = Variable(value: value, isVariable: isVariable)
        case .none: return nil
        case let value:
          throw Mistake(
            expression.range,
            "`if let` asks whether an optional holds a value; this is \(article(value.typeName))")
        }
      }
    }
    return names
  }

  /// A value taken apart by a pattern.
  private func parts(of value: Value, by pattern: Pattern, _ range: Range<Int>) throws(Mistake)
    -> [(String, Value)]
  {
    switch pattern {
    case .name(let name): return [(name, value)]
    case .tuple(let patterns):
      guard case .tuple(let parts) = value, parts.count == patterns.count else {
        throw Mistake(
          range,
          "\(patterns.count) names need a tuple of \(patterns.count) values, not \(value.typeName)")
      }
      var names: [(String, Value)] = []
      for (pattern, part) in zip(patterns, parts) {
        names += try self.parts(of: part.value, by: pattern, range)
      }
      return names
    }
  }

  private mutating func condition(_ expression: Expression) throws(Mistake) -> Bool {
    guard case .bool(let value) = try evaluate(expression, as: .bool) else {
      throw Mistake(expression.range, "a condition is true or false, a Bool")
    }
    return value
  }

  private mutating func loop(
    _ pattern: Pattern, over sequence: Expression, _ only: Expression?, _ body: [Statement]
  ) throws(Mistake) -> Exit {
    let value = try evaluate(sequence)
    // What the loop goes over stays as it was, also where the body changes the variable.
    defer { withExtendedLifetime(value) {} }
    switch value {
    case .range(let range, _):
      for i in range {
        switch try turn(pattern, .int(i), sequence.range, only, body) {
        case .fallThrough, .next: continue
        case .leave: return .fallThrough
        case .giveBack(let value): return .giveBack(value)
        }
      }
    case .array(let parts, _):
      for part in parts {
        switch try turn(pattern, part, sequence.range, only, body) {
        case .fallThrough, .next: continue
        case .leave: return .fallThrough
        case .giveBack(let value): return .giveBack(value)
        }
      }
    default:
      throw Mistake(
        sequence.range,
        "`for` goes over a range such as 0..<3 or an array, not over \(article(value.typeName))")
    }
    return .fallThrough
  }

  /// One turn of a loop.
  private mutating func turn(
    _ pattern: Pattern, _ value: Value, _ range: Range<Int>, _ only: Expression?,
    _ body: [Statement]
  ) throws(Mistake) -> Exit {
    try spendStep(range)
    var names: [String: Variable] = [:]
    for (name, part) in try parts(of: value, by: pattern, range) where name != "_" {
      names[name] = Variable(value: part, isVariable: false)
    }
    if let only {
      pushScope(names)
      defer { popScope() }
      guard try condition(only) else { return .next }
    }
    return try block(body, with: names)
  }

  private mutating func assign(
    _ target: Expression, _ symbol: String, _ expression: Expression, _ range: Range<Int>
  ) throws(Mistake) {
    if case .name(let name, let place) = target, variable(name) == nil {
      throw Mistake(place, "`\(name)` is not known here; `let \(name) = …` declares it")
    }
    if case .tuple = target {
      let old = try evaluate(target)
      let new = try evaluate(expression, as: old.type)
      try checkAssigned(new, to: old.typeName, old.type, expression.range)
      return try store(new, in: target)
    }
    try spendStep(target.range)
    let place = try place(target)
    let (type, typeName, scalar) = try typeNow(of: place)
    if symbol == "=" {
      let new = try evaluate(expression, as: type)
      try checkAssigned(new, to: typeName, type, expression.range)
      return try store(new, in: place)
    }
    let hint = if case .array = type { type } else { scalar }
    let right = try evaluate(expression, as: expression.isLiteral ? hint : nil)
    try change(place) { machine, value throws(Mistake) in
      if symbol == "+=", try machine.append(right, to: &value, range) { return }
      let new = try machine.operate(String(symbol.dropLast()), value, right, range)
      try machine.checkAssigned(new, to: typeName, type, expression.range)
      value = new
    }
  }

  /// Puts an array's elements or a text at another's end, where it stands; `false` where these are no such values.
  private mutating func append(_ more: Value, to value: inout Value, _ range: Range<Int>)
    throws(Mistake) -> Bool
  {
    // One at a time: a tuple of both would hold the value too, and all of it would be copied.
    if case .array(var parts, _) = value, case .array(let more, _) = more {
      do { try spend(elements: more.count, in: parts) } catch {
        throw Mistake(range, error.message)
      }
      value = .none
      parts += more
      value = .array(parts)
      return true
    }
    if case .string(var text, _) = value, case .string(let more, _) = more {
      try checkLength(text, more, range)
      try spend(entries: more.utf8.count, at: range)
      value = .none
      text += more
      value = .string(text)
      return true
    }
    return false
  }

  /// What an assignment must know of the value that stands at a place.
  private mutating func typeNow(of place: Place) throws(Mistake) -> (TypeName, String, TypeName?) {
    let old = try read(place)
    return (declaredType(of: place) ?? old.type, old.typeName, old.scalarType)
  }

  private func checkAssigned(
    _ new: Value, to oldName: String, _ type: TypeName, _ range: Range<Int>
  ) throws(Mistake) {
    guard oldName == new.typeName || matches(new, type) else {
      throw Mistake(range, "\(article(oldName)) cannot become \(article(new.typeName))")
    }
  }

  mutating func integers(_ expressions: [Expression]) throws(Mistake) -> [Int] {
    var result: [Int] = []
    for expression in expressions {
      guard case .int(let value) = try evaluate(expression, as: .int) else {
        throw Mistake(expression.range, "an index is an Int")
      }
      result.append(value)
    }
    return result
  }
}

/// "an Int", "a Double".
func article(_ noun: String) -> String {
  if noun.hasPrefix("a ") || noun.hasPrefix("an ") || noun.hasPrefix("[") || noun.hasPrefix("(")
    || noun == "nothing"
  {
    return noun
  }
  return (noun.first.map { "AEIO".contains($0) } ?? false ? "an " : "a ") + noun
}
