import CNNEngine

/// The cell's own functions and closures.
extension Machine {
  mutating func callClosure(
    _ closure: Value.Closure, _ arguments: [Expression.Argument], _ range: Range<Int>
  ) throws(Mistake) -> Value {
    let parameters = closure.declaration.parameters
    if closure.declaration.layout.isPlain, Self.fill(arguments, parameters) {
      return try callPlain(closure, arguments, range)
    }
    var bound: [Value?] = Array(repeating: nil, count: parameters.count)
    var targets: [Place] = []
    var place = 0
    for argument in arguments {
      // `Int...` takes what comes without a name.
      if place > 0, parameters[place - 1].isVariadic, argument.label == nil, !argument.isTrailing,
        case .array(var values, _)? = bound[place - 1],
        case .array(let element) = parameters[place - 1].type
      {
        bound[place - 1] = Value.none
        values.append(try evaluate(argument.value, as: element))
        bound[place - 1] = .array(values)
        continue
      }
      guard
        let index = parameters[min(place, parameters.count)...].firstIndex(where: {
          argument.isTrailing ? $0.type.isFunction || $0.type == .any : $0.label == argument.label
        }),
        argument.isTrailing || argument.label != nil || parameters[place].label == nil
      else { throw wrongArgument(argument, at: place, of: closure) }
      let parameter = parameters[index]
      if parameter.isVariadic, case .array(let element) = parameter.type {
        bound[index] = .array([try evaluate(argument.value, as: element)])
      } else if parameter.isInout {
        guard case .prefix(.change, let target) = argument.value.form else {
          throw Mistake(
            argument.value.range,
            "\(closure.declaration.name) changes `\(parameter.name)`: write `&\(text(argument.value.range))`"
          )
        }
        let place = try inoutPlace(target, besides: targets)
        targets.append(place)
        let value = try read(place)
        if value.type != parameter.type {
          try payForMatching(value, parameter.type, target.range)
          guard matches(value, parameter.type) else {
            throw Mistake(target.range, mismatch(value, parameter.type, isLiteral: false))
          }
        }
        // The function gets the variable's own value, which nobody else may hold then.
        bound[index] = place.steps.isEmpty ? Value.none : value
      } else {
        bound[index] = try evaluate(
          argument.value, as: parameter.type == .any ? closure.type(of: index) : parameter.type)
      }
      place = index + 1
    }
    for (index, parameter) in parameters.enumerated()
    where bound[index] == nil && !closure.isAnonymous {
      if parameter.isVariadic {
        bound[index] = .array([])
        continue
      }
      guard let fallback = parameter.fallback else {
        throw Mistake(
          range,
          "\(closure.declaration.name) needs \(parameter.label.map { "`\($0):`" } ?? "`\(parameter.name)`")"
        )
      }
      bound[index] = try evaluate(fallback, as: parameter.type)
    }
    return try apply(closure, to: bound.compactMap { $0 }, changing: targets, range)
  }

  /// Whether a call has one argument for each parameter, in their order.
  private static func fill(
    _ arguments: [Expression.Argument], _ parameters: [FunctionDeclaration.Parameter]
  ) -> Bool {
    guard arguments.count == parameters.count else { return false }
    for i in arguments.indices
    where arguments[i].isTrailing || arguments[i].label != parameters[i].label {
      return false
    }
    return true
  }

  /// A call that evaluates its arguments where the function has its parameters.
  private mutating func callPlain(
    _ closure: Value.Closure, _ arguments: [Expression.Argument], _ range: Range<Int>
  ) throws(Mistake) -> Value {
    let start = locals.count
    for i in arguments.indices {
      let type = closure.declaration.layout.types[i] ?? closure.type(of: i)
      let value = try evaluate(arguments[i].value, as: type)
      locals.append(Variable(value: value, isVariable: false, type: type))
    }
    try enter(range)
    defer { depth -= Self.depthOfCall }
    pushSlots(closure.declaration.layout.slots.count - arguments.count)
    return try run(closure, from: start, range)
  }

  private static let depthOfCall = 8

  /// Goes into a call, as deep as calls may go.
  private mutating func enter(_ range: Range<Int>) throws(Mistake) {
    try spendStep(range)
    guard depth + Self.depthOfCall < Self.depthLimit else { throw Self.tooDeep(range) }
    depth += Self.depthOfCall
  }

  /// What stands behind `&`.
  private mutating func inoutPlace(
    _ target: Expression, besides others: [Place]
  ) throws(Mistake) -> Place {
    let place = try place(target)
    guard !others.contains(where: { $0.name.text == place.name.text }) else {
      throw Mistake(target.range, "`\(place.name.text)` cannot be given twice to be changed")
    }
    return place
  }

  /// Calls a function that changes what stands at some places: it gets whole variables' own values, of entries copies.
  private mutating func apply(
    _ closure: Value.Closure, to values: [Value], changing places: [Place], _ range: Range<Int>
  ) throws(Mistake) -> Value {
    var lent: [Value?] = Array(repeating: nil, count: places.count)
    defer {
      for (place, value) in zip(places, lent) where place.steps.isEmpty {
        if let value { putBack(value, in: place.name) }
      }
    }
    for (i, place) in places.enumerated() where place.steps.isEmpty {
      lent[i] = try take(place.name, at: place.range)
    }
    let result = try apply(closure, to: values, range, areChecked: true, lending: &lent)
    for (place, value) in zip(places, lent) where !place.steps.isEmpty {
      if let value { try store(value, in: place) }
    }
    return result
  }

  private func wrongArgument(
    _ argument: Expression.Argument, at place: Int, of closure: Value.Closure
  ) -> Mistake {
    let parameters = closure.declaration.parameters
    let name = closure.declaration.name
    let message =
      if let label = argument.label {
        "\(name) has no argument `\(label)`"
          + otherLabels(than: label, parameters.compactMap(\.label))
      } else if place < parameters.count {
        "\(name) wants a name here: `\(parameters[place].label ?? "")`"
      } else {
        "\(name) takes \(counted(parameters.count, "argument")), this is one more"
      }
    return Mistake(argument.labelRange ?? argument.value.range, message)
  }

  /// The label that was meant, or else all there are.
  private func otherLabels(than label: String, _ labels: [String]) -> String {
    let hint = didYouMean(label, labels)
    guard hint.isEmpty, !labels.isEmpty else { return hint }
    return "; it takes \(labels.map { "`\($0)`" }.joined(separator: ", "))"
  }

  /// Calls a closure with values.
  mutating func apply(_ closure: Value.Closure, to values: [Value], _ range: Range<Int>)
    throws(Mistake) -> Value
  {
    let declaration = closure.declaration
    guard declaration.layout.isPlain, values.count == declaration.parameters.count else {
      var lent: [Value?] = []
      return try apply(closure, to: values, range, areChecked: false, lending: &lent)
    }
    try enter(range)
    defer { depth -= Self.depthOfCall }
    let start = locals.count
    for i in values.indices {
      let type = declaration.layout.types[i] ?? closure.type(of: i)
      if let type, !matches(values[i], type) {
        let name = declaration.parameters[i].name
        throw Mistake(range, "\(name): " + mismatch(values[i], type, isLiteral: false))
      }
      locals.append(Variable(value: values[i], isVariable: false, type: type))
    }
    pushSlots(declaration.layout.slots.count - values.count)
    return try run(closure, from: start, range)
  }

  /// Calls a closure with values.
  ///
  /// - Parameters:
  ///   - closure: what to call.
  ///   - values: for each parameter one.
  ///   - range: where the call stands.
  ///   - areChecked: whether the values are known to have the parameters' types.
  ///   - lent: for each `inout` parameter the value itself, or `nil` where it stands in `values`; afterwards, also after a
  ///     mistake, what became of it.
  /// - Returns: the closure's result.
  /// - Throws: what goes wrong in the closure.
  private mutating func apply(
    _ closure: Value.Closure, to values: [Value], _ range: Range<Int>, areChecked: Bool,
    lending lent: inout [Value?]
  ) throws(Mistake) -> Value {
    try enter(range)
    defer { depth -= Self.depthOfCall }
    let declaration = closure.declaration
    let values =
      values.count == declaration.parameters.count ? values : try fitted(values, to: closure, range)
    for (parameter, value) in zip(declaration.parameters, values)
    where parameter.name != "_" && !parameter.isInout && !areChecked {
      guard matches(value, parameter.type) else {
        throw Mistake(
          range, "\(parameter.name): " + mismatch(value, parameter.type, isLiteral: false))
      }
    }
    let start = locals.count
    pushSlots(declaration.layout.slots.count)
    var changing: [Int] = []
    for (i, parameter) in declaration.parameters.enumerated() {
      guard let slot = declaration.layout.parameters[i] else { continue }
      var variable = Variable(
        value: values[i], isVariable: parameter.isInout,
        type: declaration.layout.types[i] ?? closure.type(of: i))
      if parameter.isInout {
        let place = changing.count
        if place < lent.count, let own = lent[place] {
          variable.value = own
          lent[place] = nil
        }
        changing.append(slot)
      }
      locals[start + slot] = variable
    }
    // What becomes of the parameters that are given back is taken out of the frame before it ends.
    let (outerBase, outerResult) = enter(closure, at: start)
    defer {
      for (i, slot) in changing.enumerated() where i < lent.count {
        lent[i] = locals[start + slot].own.value
      }
      leave(start, outerBase, outerResult)
    }
    return try body(of: declaration, range)
  }

  /// Runs a closure whose parameters stand in its frame, which begins at `start` and ends with it.
  private mutating func run(_ closure: Value.Closure, from start: Int, _ range: Range<Int>)
    throws(Mistake) -> Value
  {
    let (outerBase, outerResult) = enter(closure, at: start)
    defer { leave(start, outerBase, outerResult) }
    return try body(of: closure.declaration, range)
  }

  /// Calls a closure that changes its first parameter; what becomes of the value.
  mutating func apply(
    _ closure: Value.Closure, changing value: consuming Value, with element: Value,
    _ range: Range<Int>
  ) throws(Mistake) -> Value {
    try enter(range)
    defer { depth -= Self.depthOfCall }
    let layout = closure.declaration.layout
    guard closure.takes(2) else {
      throw Mistake(
        range, "this closure takes \(counted(closure.declaration.parameters.count, "value")), not 2"
      )
    }
    let start = locals.count
    pushSlots(layout.slots.count)
    let slots = layout.parameters + [nil, nil]
    if let slot = slots[0] { locals[start + slot] = Variable(value: value, isVariable: true) }
    if let slot = slots[1] { locals[start + slot] = Variable(value: element, isVariable: false) }
    value = .none
    let (outerBase, outerResult) = enter(closure, at: start)
    defer { leave(start, outerBase, outerResult) }
    _ = try body(of: closure.declaration, range)
    guard let slot = slots[0] else { return .none }
    return locals[start + slot].own.value
  }

  /// Begins a frame whose parameters are in their places.
  private mutating func enter(_ closure: Value.Closure, at start: Int) -> (Int, TypeName?) {
    let declaration = closure.declaration
    if declaration.layout.sharesParameters {
      for slot in declaration.layout.shared { locals[start + slot] = .boxed(locals[start + slot]) }
    }
    frames.append(Frame(declaration: declaration, captured: closure.captured))
    let outer = (base, resultType)
    (base, resultType) = (start, declaration.result ?? closure.result)
    return outer
  }

  private mutating func leave(_ start: Int, _ outerBase: Int, _ outerResult: TypeName?) {
    locals.removeLast(locals.count - start)
    frames.removeLast()
    (base, resultType) = (outerBase, outerResult)
  }

  private mutating func body(of declaration: FunctionDeclaration, _ range: Range<Int>)
    throws(Mistake) -> Value
  {
    if let expression = declaration.expression {
      guard case .named("Void")? = resultType else {
        return try evaluate(expression, as: resultType)
      }
      // What it gives is dropped.
      _ = try evaluate(expression)
      return .none
    }
    if case .giveBack(let result) = try block(declaration.body) { return result }
    if declaration.hasResult || resultType != nil && resultType != .void {
      throw Mistake(range, "\(declaration.name) came to its end without `return`")
    }
    return .none
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

extension Value.Closure {
  /// What the place where it stands says of a parameter.
  fileprivate func type(of parameter: Int) -> TypeName? {
    guard let signature, parameter < signature.parameters.count,
      signature.parameters[parameter] != .any
    else { return nil }
    return signature.parameters[parameter]
  }

  /// What the place where it stands wants of it.
  fileprivate var result: TypeName? { signature?.result }
}
