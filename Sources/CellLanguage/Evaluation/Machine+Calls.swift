import CNNEngine

extension Machine {
  mutating func call(
    _ callee: Expression, _ arguments: [Expression.Argument], _ range: Range<Int>,
    _ expected: TypeName?
  ) throws(Mistake) -> Value {
    switch callee {
    case .name(let name, let nameRange):
      if let variable = variable(name) {
        if case .network = variable.value,
          let method = Library.method(named: "predict", of: variable.value)
        {
          return try callLibrary(method, receiver: variable.value, arguments, range)
        }
        guard case .function(let closure) = variable.value else {
          throw Mistake(
            nameRange, "`\(name)` is \(article(variable.value.typeName)), not a function")
        }
        return try callClosure(closure, arguments, range)
      }
      guard let function = Library.function(named: name) else {
        throw Mistake(nameRange, "`\(name)` is not known here" + didYouMean(name, knownNames))
      }
      return try callLibrary(function, receiver: nil, arguments, range)
    case .implicitMember(let name, let place):
      guard case .named(let type)? = expected, let function = Library.typeFunction(type, name)
      else {
        throw Mistake(place, "the type of `.\(name)` is not clear here")
      }
      return try callLibrary(function, receiver: nil, arguments, range)
    case .member(let base, let name, let nameRange):
      if case .name(let type, _) = base, variable(type) == nil,
        let function = Library.typeFunction(type, name)
      {
        return try callLibrary(function, receiver: nil, arguments, range)
      }
      var receiver = try evaluate(base)
      guard let method = Library.method(named: name, of: receiver) else {
        if Library.hasProperty(name, receiver) {
          throw Mistake(nameRange, "`\(name)` is a property: write it without brackets")
        }
        throw Mistake(nameRange, noMember(name, of: receiver))
      }
      if case .optimizer = receiver { return try step(method, base, receiver, arguments, range) }
      if method.isMutating {
        let type = receiver.type
        // Nobody but the variable may hold what is changed in place.
        if method.change != nil { receiver = .none }
        return try callMutating(method, base, receiver, type, arguments, range)
      }
      return try callLibrary(method, receiver: receiver, arguments, range)
    case .array(let parts, _) where parts.count == 1 && elementType(parts[0]) != nil:
      return try emptyArray(of: elementType(parts[0]) ?? .any, arguments, range)
    default:
      guard case .function(let closure) = try evaluate(callee) else {
        throw Mistake(callee.range, "this is not a function")
      }
      return try callClosure(closure, arguments, range)
    }
  }

  func noMember(_ name: String, of receiver: Value) -> String {
    "\(article(receiver.typeName)) has no member `\(name)`"
      + didYouMean(name, Library.members(of: receiver))
  }

  mutating func property(of base: Expression, _ name: String, _ range: Range<Int>) throws(Mistake)
    -> Value
  {
    if case .name(let type, _) = base, variable(type) == nil {
      if let value = Library.typeMember(type, name) { return value }
      if name == "init", let function = Library.function(named: type) {
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
    _ function: LibraryFunction, receiver: Value?, _ arguments: [Expression.Argument],
    _ range: Range<Int>
  ) throws(Mistake) -> Value {
    if function.isDisplay { return try display(function, arguments, range) }
    let bound = try bind(function, arguments, range)
    let call = Call(receiver: receiver, values: bound, range: range, arguments: arguments)
    do {
      try spend(reads: bound.reduce(0) { $0 + ($1?.reads ?? 0) })
      if function.cost == .whole { try spend(reads: receiver?.reads ?? 0) }
      let entries = budget.entries
      if function.cost == .whole, function.result == "Tensor", case .tensor(let own, _)? = receiver
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
    _ function: LibraryFunction, _ arguments: [Expression.Argument], _ range: Range<Int>
  ) throws(Mistake) -> [Value?] {
    let parameters = function.parameters
    var bound: [Value?] = Array(repeating: nil, count: parameters.count)
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
            unknownLabel(label, of: function, after: place))
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
        "\(function.name) needs \(parameter.label.map { "`\($0):`" } ?? "\(parameter.name)"): \(function.signature)"
      )
    }
    return bound
  }

  private func unknownLabel(_ label: String, of function: LibraryFunction, after place: Int)
    -> String
  {
    let labels = function.parameters.compactMap(\.label)
    if labels.contains(label) {
      return "\(function.name) takes `\(label):` earlier: \(function.signature)"
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
      let value = try evaluate(expression, as: parameter.type == .any ? nil : parameter.type)
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
        argument.value = .call(
          .name("Double", range), [.init(label: nil, value: argument.value)], range)
      } else if argument.label == "repeating", element == .float, argument.value.isLiteral {
        argument.value = .call(
          .name("Float", range), [.init(label: nil, value: argument.value)], range)
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
    var method = method
    if case .array(let element) = declaredType(of: place) ?? type, element != .any {
      for i in method.parameters.indices where method.parameters[i].type == .any {
        let isSeveral = method.parameters[i].label == "contentsOf"
        let isLiteral = arguments.first?.value.isLiteral == true
        method.parameters[i].type = !isSeveral ? element : isLiteral ? .array(element) : .any
      }
    }
    if let change = method.change {
      let bound = try bind(method, arguments, range)
      let call = Call(receiver: nil, values: bound, range: range, arguments: arguments)
      return try self.change(place) { machine, value throws(Mistake) in
        do {
          try machine.spend(reads: bound.reduce(0) { $0 + ($1?.reads ?? 0) })
          return try change(&machine, &value, call)
        } catch { throw machine.mistake(error, in: method.name, range) }
      }
    }
    let new = try callLibrary(method, receiver: receiver, arguments, range)
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
