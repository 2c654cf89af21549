import CNNEngine

extension Machine {
  /// Runs statements one after the other.
  mutating func run(_ statements: [Statement]) throws(Mistake) -> Exit {
    for statement in statements {
      let exit = try run(statement)
      if case .fallThrough = exit { continue }
      return exit
    }
    return .fallThrough
  }

  private mutating func run(_ statement: Statement) throws(Mistake) -> Exit {
    switch statement {
    case .declare(let declaration): try declare(declaration)
    case .several(let statements):
      for statement in statements { _ = try run(statement) }
    case .block(let body): return try block(body)
    case .assign(let assignment): try assign(assignment)
    case .expression(let expression):
      let value = try evaluate(expression)
      // Only the last value of a closure or function matters; `Interpreter` asks for the cell's.
      lastValue = value
      return .fallThrough
    case .function: return .fallThrough
    case .conditional(let conditional):
      for branch in conditional.branches {
        if try holds(branch.conditions) { return try block(branch.body) }
        clear(branch.body.slots)
      }
      if let otherwise = conditional.otherwise { return try block(otherwise) }
    case .guarded(let statement):
      guard try holds(statement.conditions) else {
        clear(statement.slots)
        let exit = try block(statement.otherwise)
        if case .fallThrough = exit {
          throw Mistake(
            statement.range,
            "what stands after `guard … else` must leave: return, break, continue")
        }
        return exit
      }
      for (slot, name) in statement.names {
        try declare(name, locals[base + slot], at: statement.range)
      }
      clear(statement.slots)
    case .loop(let statement): return try loop(statement)
    case .whileLoop(let loop):
      while try holds(loop.conditions) {
        try spendStep(loop.range)
        switch try block(loop.body) {
        case .fallThrough, .next: continue
        case .leave: return .fallThrough
        case .giveBack(let value): return .giveBack(value)
        }
      }
      clear(loop.body.slots)
    case .giveBack(let statement):
      guard !statement.isOutside else {
        throw Mistake(statement.range, "`return` stands outside of a function")
      }
      guard let value = statement.value else { return .giveBack(.none) }
      return .giveBack(try evaluate(value, as: resultType))
    case .leave: return .leave
    case .next: return .next
    }
    lastValue = nil
    return .fallThrough
  }

  private mutating func declare(_ declaration: Declaration) throws(Mistake) {
    let value = try evaluate(declaration.value, as: declaration.type)
    guard declaration.pattern.name != nil else {
      try declare(
        declaration.pattern, value, isVariable: declaration.isVariable, declaration.value.range,
        at: declaration.range)
      return
    }
    var variable = Variable(
      value: value, isVariable: declaration.isVariable,
      type: declaration.type ?? emptyArrayType(declaration.value))
    if let last = lastTrace, last.range == declaration.value.range {
      variable.origin = Variable.Origin(
        named(last.origin.trace, by: declaration.value), holding: last.origin.holding)
    }
    try declare(declaration.pattern, variable, at: declaration.range)
  }

  /// Declares the names into which a value is taken apart.
  private mutating func declare(
    _ pattern: Pattern, _ value: Value, isVariable: Bool, _ place: Range<Int>, at range: Range<Int>
  ) throws(Mistake) {
    guard pattern.name == nil else {
      return try declare(pattern, Variable(value: value, isVariable: isVariable), at: range)
    }
    let parts = try parts(of: value, by: pattern, place)
    for (pattern, part) in zip(pattern.parts, parts) {
      try declare(pattern, part.value, isVariable: isVariable, place, at: range)
    }
  }

  /// Whether conditions hold; what they unwrap then stands in its slots.
  private mutating func holds(_ conditions: [Condition]) throws(Mistake) -> Bool {
    for each in conditions {
      switch each {
      case .test(let expression): guard try condition(expression) else { return false }
      case .unwrap(let name, let expression, let isVariable):
        switch try evaluate(expression) {
        case .some(let value):
          try declare(name, Variable(value: value, isVariable: isVariable), at: expression.range)
        case .none: return false
        case let value:
          throw Mistake(
            expression.range,
            "`if let` asks whether an optional holds a value; this is \(article(value.typeName))")
        }
      }
    }
    return true
  }

  /// The parts of a value that a pattern takes apart.
  private func parts(of value: Value, by pattern: Pattern, _ range: Range<Int>) throws(Mistake)
    -> [(label: String?, value: Value)]
  {
    guard case .tuple(let parts) = value, parts.count == pattern.parts.count else {
      throw Mistake(
        range,
        "\(pattern.parts.count) names need a tuple of \(pattern.parts.count) values, not \(value.typeName)"
      )
    }
    return parts
  }

  private mutating func condition(_ expression: Expression) throws(Mistake) -> Bool {
    guard case .bool(let value) = try evaluate(expression, as: .bool) else {
      throw Mistake(expression.range, "a condition is true or false, a Bool")
    }
    return value
  }

  private mutating func loop(_ loop: Loop) throws(Mistake) -> Exit {
    let value = try evaluate(loop.sequence)
    // What the loop goes over stays as it was, also where the body changes the variable.
    defer { withExtendedLifetime(value) {} }
    switch value {
    case .range(let range, _):
      for i in range {
        switch try turn(loop, .int(i)) {
        case .fallThrough, .next: continue
        case .leave: return .fallThrough
        case .giveBack(let value): return .giveBack(value)
        }
      }
    case .array(let parts, _):
      for part in parts {
        switch try turn(loop, part) {
        case .fallThrough, .next: continue
        case .leave: return .fallThrough
        case .giveBack(let value): return .giveBack(value)
        }
      }
    default:
      throw Mistake(
        loop.sequence.range,
        "`for` goes over a range such as 0..<3 or an array, not over \(article(value.typeName))")
    }
    return .fallThrough
  }

  /// One turn of a loop.
  private mutating func turn(_ loop: Loop, _ value: Value) throws(Mistake) -> Exit {
    try spendStep(loop.sequence.range)
    try declare(
      loop.pattern, value, isVariable: false, loop.sequence.range, at: loop.sequence.range)
    if let only = loop.only, try !condition(only) {
      clear(loop.body.slots)
      return .next
    }
    return try block(loop.body)
  }

  private mutating func assign(_ assignment: Assignment) throws(Mistake) {
    let (target, expression) = (assignment.target, assignment.value)
    if case .name(let name) = target.form, !isVariable(name) {
      throw Mistake(
        target.range, "`\(name.text)` is not known here; `let \(name.text) = …` declares it")
    }
    if case .tuple = target.form {
      let old = try evaluate(target)
      let new = try evaluate(expression, as: old.type)
      try checkAssigned(new, to: old.typeName, old.type, expression.range)
      return try store(new, in: target)
    }
    try spendStep(target.range)
    if let symbol = assignment.symbol, case .name(let name) = target.form,
      let type = numberType(name)
    {
      let right = try evaluate(expression, as: expression.isLiteral ? type : nil)
      if changeNumber(name, symbol, right) { return }
      let place = Place(name: name, range: target.range)
      let (type, typeName, _) = try typeNow(of: place)
      return try join(right, symbol, to: place, typeName, type, assignment)
    }
    let place = try place(target)
    let (type, typeName, scalar) = try typeNow(of: place)
    guard let symbol = assignment.symbol else {
      let new = try evaluate(expression, as: type)
      try checkAssigned(new, to: typeName, type, expression.range)
      return try store(new, in: place)
    }
    let hint = if case .array = type { type } else { scalar }
    let right = try evaluate(expression, as: expression.isLiteral ? hint : nil)
    try join(right, symbol, to: place, typeName, type, assignment)
  }

  /// Joins a value to what stands at a place.
  private mutating func join(
    _ right: Value, _ symbol: Operator, to place: Place, _ typeName: String, _ type: TypeName,
    _ assignment: Assignment
  ) throws(Mistake) {
    let (range, valueRange) = (assignment.range, assignment.value.range)
    try change(place) { machine, value throws(Mistake) in
      if symbol == .add, try machine.append(right, to: &value, range) { return }
      let new = try machine.operate(symbol, value, right, range)
      try machine.checkAssigned(new, to: typeName, type, valueRange)
      value = new
    }
  }

  /// Puts an array's elements or a text at another's end, where it stands; `false` where these are no such values.
  private mutating func append(_ more: Value, to value: inout Value, _ range: Range<Int>)
    throws(Mistake) -> Bool
  {
    // One at a time: a tuple of both would hold the value too, and all of it would be copied.
    if case .array = value, case .array(let more, _) = more {
      var parts = value.takeElements()
      defer { value = .array(parts) }
      do { try spend(elements: more.count, in: parts) } catch {
        throw Mistake(range, error.message)
      }
      parts += more
      return true
    }
    if case .string = value, case .string(let more, _) = more {
      var text = value.takeText()
      defer { value = .string(text) }
      try checkLength(text, more, range)
      try spend(entries: more.utf8.count, at: range)
      text += more
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
