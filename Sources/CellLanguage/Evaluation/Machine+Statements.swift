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
    case .declare(let names, let isVariable, let type, let expression, let range):
      let value = try evaluate(expression, as: type)
      if names.count == 1 {
        var variable = Variable(value: value, isVariable: isVariable)
        if let last = lastTrace, last.range == expression.range {
          variable.trace = named(last.trace, by: expression)
        }
        try declare(names[0], variable, at: range)
      } else {
        guard case .tuple(let parts) = value, parts.count == names.count else {
          throw Mistake(
            expression.range,
            "\(names.count) names need a tuple of \(names.count) values, not \(value.typeName)")
        }
        for (name, part) in zip(names, parts) {
          try declare(name, Variable(value: part.value, isVariable: isVariable), at: range)
        }
      }
    case .assign(let target, let symbol, let expression, let range):
      try assign(target, symbol, expression, range)
    case .expression(let expression):
      let value = try evaluate(expression)
      // Only the last value of a closure or function matters; `Interpreter` asks for the cell's.
      lastValue = value
      return .fallThrough
    case .function: return .fallThrough
    case .conditional(let branches, let otherwise):
      for branch in branches where try condition(branch.condition) { return try block(branch.body) }
      if let otherwise { return try block(otherwise) }
    case .loop(let name, let sequence, let body, _): return try loop(name, over: sequence, body)
    case .whileLoop(let expression, let body, let range):
      while try condition(expression) {
        try spendStep(range)
        switch try block(body) {
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

  private mutating func condition(_ expression: Expression) throws(Mistake) -> Bool {
    guard case .bool(let value) = try evaluate(expression, as: .bool) else {
      throw Mistake(expression.range, "a condition is true or false, a Bool")
    }
    return value
  }

  private mutating func loop(_ name: String, over sequence: Expression, _ body: [Statement])
    throws(Mistake) -> Exit
  {
    let value = try evaluate(sequence)
    switch value {
    case .range(let range, _):
      for i in range {
        try spendStep(sequence.range)
        switch try block(body, with: [name: Variable(value: .int(i), isVariable: false)]) {
        case .fallThrough, .next: continue
        case .leave: return .fallThrough
        case .giveBack(let value): return .giveBack(value)
        }
      }
    case .array(let parts):
      for part in parts {
        try spendStep(sequence.range)
        switch try block(body, with: [name: Variable(value: part, isVariable: false)]) {
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

  private mutating func assign(
    _ target: Expression, _ symbol: String, _ expression: Expression, _ range: Range<Int>
  ) throws(Mistake) {
    if case .name(let name, let place) = target, variable(name) == nil {
      throw Mistake(place, "`\(name)` is not known here; `let \(name) = …` declares it")
    }
    let old = try evaluate(target)
    let new: Value
    if symbol == "=" {
      new = try evaluate(expression, as: old.type)
    } else {
      let right = try evaluate(expression, as: expression.isLiteral ? old.scalarType : nil)
      new = try operate(String(symbol.dropLast()), old, right, range)
    }
    guard old.typeName == new.typeName || matches(new, old.type) else {
      throw Mistake(
        expression.range, "\(article(old.typeName)) cannot become \(article(new.typeName))")
    }
    try store(new, in: target)
  }

  private mutating func store(_ value: Value, in target: Expression) throws(Mistake) {
    switch target {
    case .name(let name, let range): try set(name, to: value, at: range)
    case .subscripted(let base, let indices, let range):
      var container = try evaluate(base)
      let places = try integers(indices)
      switch (container, value) {
      case (.array(var parts), _):
        guard places.count == 1, parts.indices.contains(places[0]) else {
          throw Mistake(
            range,
            "index \(places.map(String.init).joined(separator: ", ")) is outside an array of \(parts.count)"
          )
        }
        parts[places[0]] = value
        container = .array(parts)
      case (.tensor(var tensor), .float(let entry)):
        do { try checkIndices(places, of: tensor.shape, all: true) } catch {
          throw Mistake(range, "\(error)")
        }
        tensor.scalars[zip(tensor.shape, places).reduce(0) { $0 * $1.0 + $1.1 }] = entry
        container = .tensor(tensor)
      default: throw Mistake(range, "\(article(container.typeName)) has no entries that can be set")
      }
      try store(container, in: base)
    default: throw Mistake(target.range, "only a variable or one of its entries can be assigned to")
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
