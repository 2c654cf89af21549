import CNNEngine

extension Machine {
  mutating func call(
    _ callee: Expression, _ arguments: [Expression.Argument], _ range: Range<Int>,
    _ expected: TypeName?
  ) throws(Mistake) -> Value {
    switch callee.form {
    case .name(let name):
      if let value = held(by: name) {
        if case .function(let closure) = value {
          return try callClosure(closure, arguments, range)
        }
        if case .network = value, let method = Library.method(named: "predict", of: value) {
          return try callLibrary(method, receiver: value, arguments, range)
        }
        throw Mistake(
          callee.range, "`\(name.text)` is \(article(value.typeName)), not a function")
      }
      guard let function = name.function else {
        throw Mistake(
          callee.range, "`\(name.text)` is not known here" + didYouMean(name.text, knownNames))
      }
      return try callLibrary(function, receiver: nil, arguments, range)
    case .implicitMember(let name):
      guard case .named(let type)? = expected, let function = Library.typeFunction(type, name)
      else {
        throw Mistake(callee.range, "the type of `.\(name)` is not clear here")
      }
      return try callLibrary(function, receiver: nil, arguments, range)
    case .member(let base, let name):
      if case .name(let type) = base.form, !isVariable(type),
        let function = Library.typeFunction(type.text, name)
      {
        return try callLibrary(function, receiver: nil, arguments, range)
      }
      var receiver = try evaluate(base)
      guard let method = Library.method(named: name, of: receiver) else {
        if Library.hasProperty(name, receiver) {
          throw Mistake(callee.range, "`\(name)` is a property: write it without brackets")
        }
        throw Mistake(callee.range, noMember(name, of: receiver))
      }
      if case .optimizer = receiver { return try step(method, base, receiver, arguments, range) }
      if method.isMutating {
        let type = receiver.type
        // Nobody but the variable may hold what is changed in place.
        if method.change != nil { receiver = .none }
        return try callMutating(method, base, receiver, type, arguments, range)
      }
      return try callLibrary(method, receiver: receiver, arguments, range)
    case .array(let parts) where parts.count == 1 && elementType(parts[0]) != nil:
      return try emptyArray(of: elementType(parts[0]) ?? .any, arguments, range)
    default:
      let value = try evaluate(callee)
      if case .function(let closure) = value { return try callClosure(closure, arguments, range) }
      guard case .network = value, let method = Library.method(named: "predict", of: value) else {
        throw Mistake(callee.range, "this is \(article(value.typeName)), not a function")
      }
      return try callLibrary(method, receiver: value, arguments, range)
    }
  }

  func noMember(_ name: String, of receiver: Value) -> String {
    "\(article(receiver.typeName)) has no member `\(name)`"
      + didYouMean(name, Library.members(of: receiver))
  }

  mutating func property(of base: Expression, _ name: String, _ range: Range<Int>) throws(Mistake)
    -> Value
  {
    if case .name(let typeName) = base.form, !isVariable(typeName) {
      let type = typeName.text
      if let value = Library.typeMember(type, name) { return value }
      if name == "init", let function = typeName.function {
        return .function(closure(calling: function, range))
      }
      if let names = Library.choices[type] {
        guard names.contains(name) else {
          throw Mistake(range, "\(type) has no `.\(name)`" + didYouMean(name, names))
        }
        return .choice(type: type, name: name)
      }
    }
    let receiver = try evaluate(base)
    if case .tuple(let parts) = receiver {
      if let index = Int(name), parts.indices.contains(index) { return parts[index].value }
      if let part = parts.first(where: { $0.label == name }) { return part.value }
    }
    if case .record(let record) = receiver,
      let part = record.parts.first(where: { $0.name == name })
    {
      return part.value
    }
    do {
      if var value = try Library.property(name, of: receiver) {
        // An array that is made of a tensor, and whatever takes a walk through a text or a plan.
        switch receiver {
        case .tensor: if case .array(let parts, _) = value { try spend(elements: parts.count) }
        case .string, .layer, .network: try spend(reads: receiver.reads)
        default: break
        }
        value.countParts(on: meter)
        return value
      }
    } catch { throw mistake(error, in: name, range) }
    if Library.method(named: name, of: receiver) != nil {
      throw Mistake(range, "`\(name)` is a method: call it with brackets, `.\(name)(…)`")
    }
    throw Mistake(range, noMember(name, of: receiver))
  }

  // MARK: - Library functions

  /// Binds the arguments to a function's parameters and calls it.
  mutating func callLibrary(
    _ function: LibraryFunction, as parameters: [LibraryFunction.Parameter]? = nil,
    receiver: Value?, _ arguments: [Expression.Argument], _ range: Range<Int>
  ) throws(Mistake) -> Value {
    if function.isDisplay { return try display(function, arguments, range) }
    let bound = try bind(function, parameters ?? function.parameters, arguments, range)
    let call = Call(receiver: receiver, values: bound, range: range, arguments: arguments)
    do {
      try spend(reads: Self.reads(of: bound))
      if function.cost == .whole { try spend(reads: receiver?.reads ?? 0) }
      let entries = budget.entries
      if case .tensor(let own, _)? = receiver, function.cost == .whole, function.result == "Tensor"
      {
        // A tensor's methods give one as large: refused before it is made.
        try spend(entries: own.count)
      }
      var result = try function.body(&self, call)
      if case .layer(let layer) = result { try PlanSize(of: layer).check() }
      if function.cost != .none { try pay(for: result, entriesBefore: entries) }
      result.countParts(on: meter)
      return result
    } catch { throw mistake(error, in: function.name, range) }
  }

  private static func reads(of values: [Value?]) -> Int {
    var reads = 0
    for case let value? in values { reads += value.reads }
    return reads
  }

  /// What went wrong in a function of the library, told at its call.
  func mistake(_ error: any Error, in name: String, _ range: Range<Int>) -> Mistake {
    switch error {
    case let error as Mistake: error
    case let error as Complaint: Mistake(range, error.message)
    case let error as ShapeError: Mistake(range, "\(name): \(error)")
    default: Mistake(range, "\(error)")
    }
  }

  /// The arguments in the order of the parameters; `nil` where a parameter was left out.
  mutating func bind(
    _ function: LibraryFunction, _ parameters: [LibraryFunction.Parameter],
    _ arguments: [Expression.Argument], _ range: Range<Int>
  ) throws(Mistake) -> [Value?] {
    var bound: [Value?] = Array(repeating: nil, count: parameters.count)
    // Most calls have one argument without a name.
    if arguments.count == 1, parameters.count == 1, arguments[0].label == nil,
      !arguments[0].isTrailing, parameters[0].label == nil, !parameters[0].isVariadic
    {
      bound[0] = try evaluateArgument(arguments[0].value, for: parameters[0], of: function)
      return bound
    }
    var place = 0
    for argument in arguments {
      if let label = argument.label {
        guard
          let index = parameters[min(place, parameters.count)...].firstIndex(where: {
            $0.label == label
          })
        else {
          throw Mistake(
            argument.labelRange ?? argument.value.range,
            unknownLabel(label, of: function, parameters, after: place))
        }
        bound[index] = try evaluateArgument(argument.value, for: parameters[index], of: function)
        place = index + 1
      } else if argument.isTrailing,
        let index = parameters.indices.first(where: {
          parameters[$0].type.isFunction && bound[$0] == nil
        })
      {
        bound[index] = try evaluateArgument(argument.value, for: parameters[index], of: function)
      } else if place < parameters.count, parameters[place].isVariadic {
        var values: [Value] = []
        if case .array(let earlier, _)? = bound[place] { values = earlier }
        values.append(try evaluateArgument(argument.value, for: parameters[place], of: function))
        bound[place] = .array(values)
      } else {
        if place < parameters.count, parameters[place].isVariadic { place += 1 }
        // Named arguments that were left out may stand before one without a name: plot("…", [curve]).
        if let next = parameters[min(place, parameters.count)...].firstIndex(where: {
          $0.label == nil
        }),
          parameters[min(place, next)..<next].allSatisfy({ !$0.isRequired })
        {
          place = next
        }
        guard place < parameters.count, parameters[place].label == nil else {
          let label = place < parameters.count ? parameters[place].label : nil
          throw Mistake(
            argument.value.range,
            label.map {
              "\(function.name) wants a name here: `\($0): \(text(argument.value.range))`"
            }
              ?? "\(function.name) takes \(counted(parameters.count, "argument")), this is one more"
          )
        }
        bound[place] = try evaluateArgument(argument.value, for: parameters[place], of: function)
        place += 1
      }
    }
    for (index, parameter) in parameters.enumerated()
    where bound[index] == nil && parameter.isRequired {
      throw Mistake(
        range,
        "\(function.name) needs \(parameter.label.map { "`\($0):`" } ?? "\(parameter.name)"): \(function.signature(of: parameters))"
      )
    }
    return bound
  }

  private func unknownLabel(
    _ label: String, of function: LibraryFunction, _ parameters: [LibraryFunction.Parameter],
    after place: Int
  ) -> String {
    let labels = parameters.compactMap(\.label)
    if labels.contains(label) {
      return "\(function.name) takes `\(label):` earlier: \(function.signature(of: parameters))"
    }
    let hint = didYouMean(label, labels)
    return "\(function.name) has no argument `\(label)`"
      + (hint.isEmpty
        ? (labels.isEmpty ? "" : "; there are \(labels.map { "`\($0)`" }.joined(separator: ", "))")
        : hint)
  }

  private mutating func evaluateArgument(
    _ expression: Expression, for parameter: LibraryFunction.Parameter, of function: LibraryFunction
  ) throws(Mistake) -> Value {
    do {
      let isAny = if case .any = parameter.type { true } else { false }
      let value = try evaluate(expression, as: isAny ? nil : parameter.type)
      // The library's own optionals are values or nothing.
      if case .optional = parameter.type, case .some(let held) = value { return held }
      return value
    } catch let mistake
      where mistake.range == expression.range && mistake.message.hasPrefix("expected ")
    {
      throw Mistake(
        mistake.range,
        "\(function.name)'s \(parameter.label.map { "`\($0)`" } ?? parameter.name): \(mistake.message)"
      )
    }
  }

  /// `[Double]()`, or `[Double](repeating: 0, count: 3)`.
  private mutating func emptyArray(
    of element: TypeName, _ arguments: [Expression.Argument], _ range: Range<Int>
  ) throws(Mistake) -> Value {
    guard !arguments.isEmpty, let function = Library.function(named: "Array") else {
      return .array([])
    }
    let typed = arguments.map { argument in
      var argument = argument
      if argument.label == "repeating", element == .double, argument.value.isLiteral {
        argument.value = Expression(
          .call(.name("Double", range), [.init(label: nil, value: argument.value)]), range)
      } else if argument.label == "repeating", element == .float, argument.value.isLiteral {
        argument.value = Expression(
          .call(.name("Float", range), [.init(label: nil, value: argument.value)]), range)
      }
      return argument
    }
    return try callLibrary(function, receiver: nil, typed, range)
  }

  private mutating func callMutating(
    _ method: LibraryFunction, _ base: Expression, _ receiver: Value, _ type: TypeName,
    _ arguments: [Expression.Argument], _ range: Range<Int>
  ) throws(Mistake) -> Value {
    guard base.isPlace else {
      throw Mistake(range, "only a variable can be changed by `\(method.name)`")
    }
    let place = try place(base)
    var parameters = method.parameters
    if case .array(let element) = declaredType(of: place) ?? type, element != .any {
      for i in parameters.indices where parameters[i].type == .any {
        let isSeveral = parameters[i].label == "contentsOf"
        let isLiteral = arguments.first?.value.isLiteral == true
        parameters[i].type = !isSeveral ? element : isLiteral ? .array(element) : .any
      }
    }
    if let change = method.change {
      let bound = try bind(method, parameters, arguments, range)
      let call = Call(receiver: nil, values: bound, range: range, arguments: arguments)
      return try self.change(place) { machine, value throws(Mistake) in
        do {
          try machine.spend(reads: Self.reads(of: bound))
          return try change(&machine, &value, call)
        } catch { throw machine.mistake(error, in: method.name, range) }
      }
    }
    let new = try callLibrary(method, as: parameters, receiver: receiver, arguments, range)
    // A method that hands something out too gives both.
    if case .tuple(let parts) = new, parts.count == 2, parts[0].label == "changed" {
      try store(parts[0].value, in: place)
      return parts[1].value
    }
    try store(new, in: place)
    return .none
  }
}

/// "1 argument", "2 arguments".
func counted(_ number: Int, _ noun: String) -> String {
  "\(number) \(noun)\(number == 1 ? "" : "s")"
}
