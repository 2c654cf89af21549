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
        try declare(name, locals[base + slot].own, at: statement.range)
      }
      clear(statement.slots)
    case .loop(let statement): return try loop(statement)
    case .whileLoop(let loop):
      while try holds(loop.conditions) {
        try spendStep(loop.range)
        let exit = try block(loop.body)
        if case .fallThrough = exit { continue }
        if let end = Self.ending(exit, of: loop.label) { return end }
      }
      clear(loop.body.slots)
    case .giveBack(let statement):
      guard !statement.isOutside else {
        throw Mistake(statement.range, "`return` stands outside of a function")
      }
      guard let value = statement.value else { return .giveBack(.none) }
      return .giveBack(try evaluate(value, as: resultType))
    case .leave(let label): return .leave(label)
    case .next(let label): return .next(label)
    }
    lastValue = nil
    return .fallThrough
  }

  private mutating func declare(_ declaration: Declaration) throws(Mistake) {
    guard let expression = declaration.value else {
      var variable = Variable(value: .none, isVariable: true, type: declaration.type)
      (variable.isAwaited, variable.staysThen) = (true, !declaration.isVariable)
      return try declare(declaration.pattern, variable, at: declaration.range)
    }
    let value = try evaluate(expression, as: declaration.type)
    guard declaration.pattern.name != nil else {
      try declare(
        declaration.pattern, value, isVariable: declaration.isVariable, expression.range,
        at: declaration.range)
      return
    }
    var variable = Variable(
      value: value, isVariable: declaration.isVariable,
      type: declaration.type ?? typeOfEmpty(value, from: expression))
    if let last = lastTrace, last.range == expression.range {
      variable.origin = Variable.Origin(
        named(last.origin.trace, by: expression), holding: last.origin.holding)
    }
    try declare(declaration.pattern, variable, at: declaration.range)
  }

  /// The type of a value that does not know its own: an empty array, an optional that is empty.
  private mutating func typeOfEmpty(_ value: Value, from expression: Expression) -> TypeName? {
    switch value {
    case .array(let parts, _) where parts.isEmpty:
      emptyArrayType(expression) ?? typeAhead(of: expression)
    case .none: typeAhead(of: expression).flatMap { $0.isOptional ? $0 : nil }
    default: nil
    }
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
        let exit = try turn(loop, .int(i))
        if case .fallThrough = exit { continue }
        if let end = Self.ending(exit, of: loop.label) { return end }
      }
    case .array, .slice:
      for part in value.parts ?? [] {
        let exit = try turn(loop, part)
        if case .fallThrough = exit { continue }
        if let end = Self.ending(exit, of: loop.label) { return end }
      }
    case .string:
      let letters: [Value]
      do { letters = try elements(value) } catch {
        throw Mistake(loop.sequence.range, error.message)
      }
      for letter in letters {
        let exit = try turn(loop, letter)
        if case .fallThrough = exit { continue }
        if let end = Self.ending(exit, of: loop.label) { return end }
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
      return .fallThrough
    }
    return try block(loop.body)
  }

  /// How a loop ends whose body was left in some way; `nil` where it goes on.
  private static func ending(_ exit: Exit, of label: Int) -> Exit? {
    switch exit {
    case .fallThrough: nil
    case .next(let loop): loop == 0 || loop == label ? nil : exit
    case .leave(let loop): loop == 0 || loop == label ? .fallThrough : exit
    case .giveBack: exit
    }
  }

  private mutating func assign(_ assignment: Assignment) throws(Mistake) {
    let (target, expression) = (assignment.target, assignment.value)
    if case .name(let name) = target.form, !isVariable(name) {
      throw Mistake(
        target.range, "`\(name.text)` is not known here; `let \(name.text) = …` declares it")
    }
    if case .tuple = target.form {
      return try assignParts(of: target, assignment)
    }
    try spendStep(target.range)
    if let symbol = assignment.symbol, case .name(let name) = target.form,
      let type = numberType(name)
    {
      let right = try evaluate(expression, as: expression.isLiteral ? type : nil)
      if changeNumber(name, symbol, right) { return }
      let place = Place(name: name, range: target.range)
      let (type, _) = try typeNow(of: place)
      return try join(right, symbol, to: place, type, assignment)
    }
    let place = try place(target)
    let (type, scalar) = try typeNow(of: place)
    guard let symbol = assignment.symbol else {
      let new = try evaluate(expression, as: type)
      return try store(new, in: place)
    }
    let hint = if case .array = type { type } else { scalar }
    let right = try evaluate(expression, as: expression.leavesTypeOpen ? hint : nil)
    try join(right, symbol, to: place, type, assignment)
  }

  /// `(a, b) = (b, a + b)`: the places are found first, the values are all computed before the first is stored.
  private mutating func assignParts(of target: Expression, _ assignment: Assignment) throws(Mistake)
  {
    var places: [Place?] = []
    var types: [TypeName] = []
    try findPlaces(in: target, &places, &types)
    let value = try evaluate(assignment.value, as: Self.shape(of: target, &types))
    var parts: [Value] = []
    Self.flatten(value, like: target, into: &parts)
    for (place, part) in zip(places, parts) {
      if let place { try store(part, in: place) }
    }
  }

  private mutating func findPlaces(
    in target: Expression, _ places: inout [Place?], _ types: inout [TypeName]
  ) throws(Mistake) {
    if case .tuple(let parts) = target.form {
      for part in parts { try findPlaces(in: part.value, &places, &types) }
    } else if case .name(let name) = target.form, name.text == "_" {
      places.append(nil)
      types.append(.any)
    } else {
      let place = try place(target)
      places.append(place)
      types.append(try typeNow(of: place).0)
    }
  }

  /// The type of a tuple whose parts have some types, taken from the end.
  private static func shape(of target: Expression, _ types: inout [TypeName]) -> TypeName {
    guard case .tuple(let parts) = target.form else { return types.removeFirst() }
    return .tuple(parts.map { shape(of: $0.value, &types) }, labels: parts.map { _ in nil })
  }

  private static func flatten(_ value: Value, like target: Expression, into parts: inout [Value]) {
    guard case .tuple(let targets) = target.form, case .tuple(let values) = value else {
      return parts.append(value)
    }
    for (target, value) in zip(targets, values) {
      flatten(value.value, like: target.value, into: &parts)
    }
  }

  /// Joins a value to what stands at a place.
  private mutating func join(
    _ right: Value, _ symbol: Operator, to place: Place, _ type: TypeName,
    _ assignment: Assignment
  ) throws(Mistake) {
    let (range, valueRange) = (assignment.range, assignment.value.range)
    try change(place) { machine, value throws(Mistake) in
      if symbol == .add, try machine.append(right, to: &value, range) { return }
      let new = try machine.operate(symbol, value, right, range)
      guard machine.matches(new, type) else {
        throw Mistake(valueRange, "\(article("\(type)")) cannot become \(article(new.typeName))")
      }
      value = new
    }
  }

  /// Puts an array's elements or a text at another's end, where it stands; `false` where these are no such values.
  private mutating func append(_ more: Value, to value: inout Value, _ range: Range<Int>)
    throws(Mistake) -> Bool
  {
    // One at a time: a tuple of both would hold the value too, and all of it would be copied.
    if case .array = value, let more = more.parts {
      try checkAlike(value, more, range)
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
  private mutating func typeNow(of place: Place) throws(Mistake) -> (TypeName, TypeName?) {
    if let type = declaredType(of: place) { return (type, type.scalar) }
    let old = try read(place)
    return (old.type, old.scalarType)
  }

  private func checkAlike(_ array: Value, _ more: [Value], _ range: Range<Int>) throws(Mistake) {
    if case .array(let parts, _) = array { try checkAlike(parts, more, range) }
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
