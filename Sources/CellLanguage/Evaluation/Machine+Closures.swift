import CNNEngine

/// The cell's own functions and closures.
extension Machine {
  mutating func callClosure(
    _ closure: Value.Closure, _ arguments: [Expression.Argument], _ range: Range<Int>
  ) throws(Mistake) -> Value {
    let parameters = closure.declaration.parameters
    var bound: [Value?] = Array(repeating: nil, count: parameters.count)
    var targets: [Expression] = []
    var place = 0
    for argument in arguments {
      guard
        let index = parameters[min(place, parameters.count)...].firstIndex(where: {
          argument.isTrailing ? $0.type.isFunction || $0.type == .any : $0.label == argument.label
        }),
        argument.isTrailing || argument.label != nil || parameters[place].label == nil
      else { throw wrongArgument(argument, at: place, of: closure) }
      let parameter = parameters[index]
      if parameter.isInout {
        guard case .prefix("&", let target, _) = argument.value else {
          throw Mistake(
            argument.value.range,
            "\(closure.declaration.name) changes `\(parameter.name)`: write `&\(text(argument.value.range))`"
          )
        }
        targets.append(target)
        bound[index] = try evaluate(target, as: parameter.type)
      } else {
        bound[index] = try evaluate(argument.value, as: parameter.type)
      }
      place = index + 1
    }
    for (index, parameter) in parameters.enumerated()
    where bound[index] == nil && !closure.isAnonymous {
      guard let fallback = parameter.fallback else {
        throw Mistake(
          range,
          "\(closure.declaration.name) needs \(parameter.label.map { "`\($0):`" } ?? "`\(parameter.name)`")"
        )
      }
      bound[index] = try evaluate(fallback, as: parameter.type)
    }
    let result = try apply(closure, to: bound.compactMap { $0 }, range)
    for (target, value) in zip(targets, changed) { try store(value, in: target) }
    return result
  }

  private func wrongArgument(
    _ argument: Expression.Argument, at place: Int, of closure: Value.Closure
  ) -> Mistake {
    let parameters = closure.declaration.parameters
    let name = closure.declaration.name
    let message =
      if let label = argument.label {
        "\(name) has no argument `\(label)`" + didYouMean(label, parameters.compactMap(\.label))
      } else if place < parameters.count {
        "\(name) wants a name here: `\(parameters[place].label ?? "")`"
      } else {
        "\(name) takes \(counted(parameters.count, "argument")), this is one more"
      }
    return Mistake(argument.labelRange ?? argument.value.range, message)
  }

  /// Calls a closure with values.
  mutating func apply(_ closure: Value.Closure, to values: [Value], _ range: Range<Int>)
    throws(Mistake) -> Value
  {
    try spendStep(range)
    depth += 8
    defer { depth -= 8 }
    guard depth < Self.depthLimit else {
      throw Mistake(
        range, "this goes too deep: a function that calls itself must come to an end sooner")
    }
    let declaration = closure.declaration
    let values = try fitted(values, to: closure, range)
    var names: [String: Variable] = [:]
    for (parameter, value) in zip(declaration.parameters, values) where parameter.name != "_" {
      guard matches(value, parameter.type) else {
        throw Mistake(
          range, "\(parameter.name): " + mismatch(value, parameter.type, isLiteral: false))
      }
      names[parameter.name] = Variable(
        value: value, isVariable: parameter.isInout,
        type: parameter.type == .any ? nil : parameter.type)
    }
    let outer = (frames, resultType)
    frames.append(Frame(scopes: [names], captured: closure.captured))
    resultType = declaration.result
    defer {
      frames = outer.0
      resultType = outer.1
    }
    var value = Value.none
    if declaration.body.count == 1, case .expression(let expression) = declaration.body[0],
      declaration.result != .named("Void")
    {
      value = try evaluate(expression, as: declaration.result)
    } else {
      frames[frames.count - 1].scopes.append([:])
      if case .giveBack(let result) = try run(declaration.body) {
        value = result
      } else if let result = declaration.result, result != .named("Void") {
        throw Mistake(range, "\(declaration.name) came to its end without `return`")
      }
    }
    changed = declaration.parameters.filter(\.isInout).compactMap {
      frames[frames.count - 1].scopes.first?[$0.name]?.value
    }
    return value
  }

  /// The values as the closure's parameters take them: one tuple may fill several.
  private func fitted(_ values: [Value], to closure: Value.Closure, _ range: Range<Int>)
    throws(Mistake) -> [Value]
  {
    let parameters = closure.declaration.parameters
    if values.count == parameters.count { return values }
    if values.count == 1, parameters.count > 1, case .tuple(let parts) = values[0],
      parts.count == parameters.count
    {
      return parts.map(\.value)
    }
    if closure.isAnonymous, parameters.count < values.count {
      let cure =
        parameters.isEmpty
        ? "; begin it with `\(values.map { _ in "_" }.joined(separator: ", ")) in`" : ""
      throw Mistake(
        range,
        "this closure is given \(counted(values.count, "value")), but uses \(parameters.count)\(cure)"
      )
    }
    throw Mistake(
      range,
      "this closure takes \(counted(parameters.count, "value")), not \(values.count)")
  }
}

extension TypeName {
  /// Whether it is a closure's, or an optional closure's.
  var isFunction: Bool {
    switch self {
    case .function: true
    case .optional(let inner): inner.isFunction
    default: false
    }
  }
}
