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
        if name.text == "swap", arguments.count == 2 { return try swap(arguments, range) }
        throw unknownFunction(name, callee.range)
      }
      if let type = function.conversion, arguments.count == 1, arguments[0].label == nil {
        return try convert(arguments[0], to: type, by: function, range)
      }
      return try callLibrary(function, receiver: nil, arguments, range, expected)
    case .implicitMember(let name):
      guard case .named(let type)? = expected, let function = Library.typeFunction(type, name)
      else {
        throw Mistake(callee.range, "the type of `.\(name)` is not clear here")
      }
      return try callLibrary(function, receiver: nil, arguments, range)
    case .member(let base, let name):
      return try callMember(name, of: base, callee.range, arguments, range, expected)
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

  /// A number in another type, which loops ask for often; all else is the function's to tell.
  private mutating func convert(
    _ argument: Expression.Argument, to type: TypeName, by function: LibraryFunction,
    _ range: Range<Int>
  ) throws(Mistake) -> Value {
    let value = try evaluate(argument.value)
    switch (value, type) {
    case (.int(let x), .double): return .double(Double(x))
    case (.int(let x), .float): return .float(Float(x))
    case (.double, .double), (.float, .float), (.int, .int): return value
    case (.float(let x), .double): return .double(Double(x))
    case (.double(let x), .float): return .float(Float(x))
    default:
      let given = Expression(.given(value), argument.value.range)
      return try callLibrary(
        function, receiver: nil, [.init(label: nil, value: given)], range)
    }
  }

  private mutating func callMember(
    _ name: String, of base: Expression, _ nameRange: Range<Int>,
    _ arguments: [Expression.Argument], _ range: Range<Int>, _ expected: TypeName?
  ) throws(Mistake) -> Value {
    if case .name(let type) = base.form, !isVariable(type),
      let function = Library.typeFunction(type.text, name)
    {
      return try callLibrary(function, receiver: nil, arguments, range)
    }
    try checkMember(name, ofType: base, nameRange)
    let changed = try changedPlace(base, by: name)
    var receiver =
      if let changed { try read(changed) } else {
        try receiver(base, of: name, arguments, expected)
      }
    guard let method = Library.anyMethod(named: name, of: receiver) else {
      if hasProperty(name, receiver) {
        throw Mistake(nameRange, "`\(name)` is a property: write it without brackets")
      }
      throw Mistake(nameRange, noMember(name, of: receiver))
    }
    if case .optimizer = receiver {
      let place = if let changed { changed } else { try place(base) }
      return try step(method, place, receiver, arguments, range)
    }
    if method.isMutating {
      guard base.isPlace else {
        throw Mistake(range, "only a variable can be changed by `\(method.name)`")
      }
      let type = receiver.type
      // Nobody but the variable may hold what is changed in place.
      if method.change != nil { receiver = .none }
      let place = if let changed { changed } else { try place(base) }
      return try callMutating(method, place, receiver, type, arguments, range)
    }
    return try callLibrary(method, receiver: receiver, arguments, range, expected, on: base)
  }

  private func unknownFunction(_ name: Name, _ range: Range<Int>) -> Mistake {
    Mistake(
      range,
      Self.leftOut[name.text].map { "cells have no `\(name.text)`; use \($0)" }
        ?? "`\(name.text)` is not known here" + didYouMean(name.text, knownNames))
  }

  /// Tells what a type's name is asked for in vain.
  private mutating func checkMember(
    _ member: String, ofType base: Expression, _ range: Range<Int>
  ) throws(Mistake) {
    guard case .name(let name) = base.form, !isVariable(name),
      let type = TypeName(word: name.text)
    else { return }
    let cure =
      member == "random" ? "; uniform(…, seed: …) draws numbers, the same for the same seed" : ""
    throw Mistake(range, "\(type) has no `\(member)` here\(cure)")
  }

  /// Exchanges the values of two places: `swap(&a, &b)`.
  private mutating func swap(_ arguments: [Expression.Argument], _ range: Range<Int>)
    throws(Mistake)
    -> Value
  {
    var places: [Place] = []
    for argument in arguments {
      guard case .prefix(.change, let target) = argument.value.form else {
        throw Mistake(
          argument.value.range, "swap changes it: write `&\(text(argument.value.range))`")
      }
      places.append(try place(target))
    }
    let values = (try read(places[0]), try read(places[1]))
    guard matches(values.0, values.1.type) else {
      throw Mistake(
        range,
        "swap needs two values of one type, not \(article(values.0.typeName)) and \(article(values.1.typeName))"
      )
    }
    try store(values.1, in: places[0])
    try store(values.0, in: places[1])
    return .none
  }

  /// The place that a method may change, so that its indices are computed once.
  private mutating func changedPlace(_ base: Expression, by method: String) throws(Mistake)
    -> Place?
  {
    if case .name = base.form { return nil }
    guard base.isPlace, Library.changingNames.contains(method) else { return nil }
    return try place(base)
  }

  /// A property of a value that the library knows; `nil` where it has none.
  private func property(_ name: String, of value: Value) throws -> Value? {
    if case .slice = value { return try Library.sequenceProperty(name, of: value) }
    return try Library.property(name, of: value)
  }

  private func hasProperty(_ name: String, _ value: Value) -> Bool {
    if case .slice = value { return Library.hasProperty(name, .array([])) }
    return Library.hasProperty(name, value)
  }

  /// The value whose method is called.
  ///
  /// What `+` or `*` of a `reduce` gives is what its elements are: `let n: Float = xs.map { $0 > 0 ? 1 : 0 }.reduce(0, +)`.
  private mutating func receiver(
    _ base: Expression, of method: String, _ arguments: [Expression.Argument],
    _ expected: TypeName?
  ) throws(Mistake) -> Value {
    if base.leavesTypeOpen, base.isArray,
      let type = parameterAhead(of: arguments.last?.value, method)
    {
      return try evaluate(base, hinting: .array(type))
    }
    guard method == "reduce", expected == .float || expected == .double, arguments.count == 2,
      case .closure(let join, _) = arguments[1].value.form, join.name.hasPrefix("`"),
      case .call(let callee, _) = base.form, case .member(_, "map") = callee.form
    else { return try evaluate(base) }
    return try evaluate(base, hinting: expected.map { .array($0) })
  }

  func noMember(_ name: String, of receiver: Value) -> String {
    "\(article(receiver.typeName)) has no member `\(name)`"
      + didYouMean(name, Library.members(of: receiver.asArray))
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
      try checkMember(name, ofType: base, range)
    }
    let receiver = try evaluate(base)
    if name == "self" { return receiver }
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
      if var value = try property(name, of: receiver) {
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
    if Library.anyMethod(named: name, of: receiver) != nil {
      throw Mistake(range, "`\(name)` is a method: call it with brackets, `.\(name)(…)`")
    }
    throw Mistake(range, noMember(name, of: receiver))
  }

  // MARK: - Library functions

  /// Binds the arguments to a function's parameters and calls it.
  mutating func callLibrary(
    _ function: LibraryFunction, as parameters: [LibraryFunction.Parameter]? = nil,
    receiver: Value?, _ arguments: [Expression.Argument], _ range: Range<Int>,
    _ expected: TypeName? = nil, on base: Expression? = nil
  ) throws(Mistake) -> Value {
    if function.isDisplay { return try display(function, arguments, range) }
    let bound = try bind(
      function, parameters ?? function.parameters, arguments, range, receiver, expected)
    let call = Call(
      receiver: receiver, values: bound, range: range, arguments: arguments,
      base: function.takesContext ? base : nil, expected: function.takesContext ? expected : nil)
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

  /// `[Double]()`, or `[Double](repeating: 0, count: 3)`.
  private mutating func emptyArray(
    of element: TypeName, _ arguments: [Expression.Argument], _ range: Range<Int>
  ) throws(Mistake) -> Value {
    guard !arguments.isEmpty, let function = Library.function(named: "Array") else {
      return .array([])
    }
    return try callLibrary(function, receiver: nil, arguments, range, .array(element))
  }

  private mutating func callMutating(
    _ method: LibraryFunction, _ place: Place, _ receiver: Value, _ type: TypeName,
    _ arguments: [Expression.Argument], _ range: Range<Int>
  ) throws(Mistake) -> Value {
    var parameters = method.parameters
    if case .array(let element) = declaredType(of: place) ?? type, element.isKnown {
      for i in parameters.indices where parameters[i].type == .any {
        let isSeveral = parameters[i].label == "contentsOf"
        let isOpen = arguments.first?.value.leavesTypeOpen == true
        parameters[i].type = !isSeveral ? element : isOpen ? .array(element) : .any
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
