import CNNEngine

/// What a call gives to a function of the library.
extension Machine {
  /// The arguments in the order of the parameters; `nil` where a parameter was left out.
  mutating func bind(
    _ function: LibraryFunction, _ parameters: [LibraryFunction.Parameter],
    _ arguments: [Expression.Argument], _ range: Range<Int>, _ receiver: Value? = nil,
    _ expected: TypeName? = nil
  ) throws(Mistake) -> [Value?] {
    if function.kinds != .own, let bound = try bindAlike(function, arguments, expected) {
      return bound
    }
    let parameters =
      function.takesContext
      ? Self.typed(parameters, of: function, receiver?.type, expected) : parameters
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

  /// The parameters whose types come from the receiver's elements, or from what the call is expected to give.
  private static func typed(
    _ parameters: [LibraryFunction.Parameter], of function: LibraryFunction, _ receiver: TypeName?,
    _ expected: TypeName?
  ) -> [LibraryFunction.Parameter] {
    func setting(_ index: Int, _ type: TypeName?) -> [LibraryFunction.Parameter] {
      guard let type, type.isKnown else { return parameters }
      var parameters = parameters
      parameters[index].type = type
      return parameters
    }
    switch function.name {
    case "Array": return setting(1, expected?.element)
    case "reduce":
      var parameters = setting(0, expected)
      parameters[1].type = parameters[0].type
      return parameters
    case "truncatingRemainder": return setting(0, receiver)
    case "map", "compactMap": return parameters
    default: return receiver == .string ? parameters : setting(0, receiver?.element)
    }
  }

  /// The arguments of a function that takes and gives one type; `nil` where they are not the parameters'.
  ///
  /// Numbers as such take the type from the others, or from what is expected.
  private mutating func bindAlike(
    _ function: LibraryFunction, _ arguments: [Expression.Argument], _ expected: TypeName?
  ) throws(Mistake) -> [Value?]? {
    let parameters = function.parameters
    let fixed = function.fixedCount
    guard arguments.count <= fixed || fixed < parameters.count else { return nil }
    for i in arguments.indices {
      let label = i < fixed ? parameters[i].label : nil
      if arguments[i].label != label || arguments[i].isTrailing { return nil }
    }
    if arguments.count < fixed, parameters[arguments.count..<fixed].contains(where: \.isRequired) {
      return nil
    }
    var type: TypeName?
    switch expected {
    case .double?, .float?: type = expected
    case .int? where function.kinds == .alike: type = expected
    default: break
    }
    let isHinted = type != nil
    var bound: [Value?] = Array(repeating: nil, count: parameters.count)
    var more: [Value] = []
    if arguments.count > fixed {
      more = Array(repeating: .none, count: arguments.count - fixed)
    }
    var (isTyped, hasLiteral) = (false, false)
    for i in arguments.indices {
      let argument = arguments[i].value
      guard !isOpen(argument) else {
        hasLiteral = true
        continue
      }
      let value =
        isHinted && !argument.isArray
        ? try operand(argument, type) : try evaluate(argument, as: argument.isArray ? .tensor : nil)
      if !isTyped || value.isTensor { (type, isTyped) = (value.scalarType, true) }
      if i < fixed { bound[i] = value } else { more[i - fixed] = value }
    }
    if hasLiteral {
      if type == nil {
        let hasFraction =
          function.kinds == .realsAlike || arguments.contains(where: \.value.hasFraction)
        type = hasFraction ? .double : .int
      }
      for i in arguments.indices where isOpen(arguments[i].value) {
        let argument = arguments[i].value
        // An Int beside a fraction is the mistake to tell, not the literal's.
        let isOther = argument.hasFraction && type == .int
        let value = try evaluate(
          argument, as: argument.isArray ? .tensor : isOther ? .double : type)
        if i < fixed { bound[i] = value } else { more[i - fixed] = value }
      }
    }
    if !more.isEmpty { bound[fixed] = .array(more) }
    return bound
  }

  private func unknownLabel(
    _ label: String, of function: LibraryFunction, _ parameters: [LibraryFunction.Parameter],
    after place: Int
  ) -> String {
    if function.name == "String", label == "describing" {
      return "String takes a value without a name: String(…)"
    }
    if function.name == "String", label == "format" {
      return "cells have no formats; write (x * 100).rounded() / 100 for two digits"
    }
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
    _ expression: Expression, for parameter: LibraryFunction.Parameter,
    of function: LibraryFunction
  ) throws(Mistake) -> Value {
    if case .any = parameter.type {
      // `print` takes any value as it is; what else takes any has it take its type by itself.
      return try evaluate(expression, as: function.isPrint && !expression.isNil ? .any : nil)
    }
    do {
      let value = try evaluate(expression, as: parameter.type)
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
}
