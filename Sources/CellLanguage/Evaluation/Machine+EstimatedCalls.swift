import CNNEngine

/// What type members and calls will have.
extension Machine {
  mutating func type(
    ofMember name: String, of base: Expression, in view: inout View
  ) -> TypeName? {
    if case .name(let word) = base.form, !isVariable(word), let type = TypeName(word: word.text) {
      return Library.typeMember(word.text, name).map { _ in type }
    }
    guard let type = type(of: base, in: &view) else { return nil }
    switch (type, name) {
    case (_, "self"): return type
    case (.tensor, "shape"): return .array(.int)
    case (.tensor, "scalars"): return .array(.float)
    case (_, "count"), (.tensor, "rank"): return .int
    case (_, "isEmpty"), (_, "isNaN"), (_, "isFinite"), (_, "isInfinite"): return .bool
    case (_, "magnitude"): return type
    case (_, "first"), (_, "last"): return type.element.map { .optional($0) }
    case (_, "indices"): return .named("Range<Int>")
    case (.tuple(let types, let labels), _):
      if let index = Int(name), types.indices.contains(index) { return types[index] }
      return labels.firstIndex(of: name).map { types[$0] }
    default: return nil
    }
  }

  mutating func type(
    ofCalling callee: Expression, _ arguments: [Expression.Argument], in view: inout View
  ) -> TypeName? {
    switch callee.form {
    case .name(let name):
      if let variable = variable(name), view.closure == nil || name.isGlobal {
        guard case .function(let closure) = variable.own.value else { return nil }
        return resultAhead(of: closure, arguments.map { typeAhead(of: $0.value) })
      }
      guard name.isGlobal, let function = name.function else {
        if case .closure(_, let result)? = type(of: name, in: &view) { return result }
        return nil
      }
      let types = arguments.map { definiteType(of: $0.value, in: &view) }
      if types == [.string], ["Int", "Double", "Float"].contains(name.text) {
        return TypeName(word: name.text).map { .optional($0) }
      }
      if name.text == "Array" {
        let isRepeating = arguments.first?.label == "repeating"
        return types.first.flatMap { $0 }.flatMap { isRepeating ? $0 : $0.element }.map {
          .array($0)
        }
      }
      return Self.result(function, arguments, types)
    case .array: return elementType(callee)
    case .member(let base, let name):
      if case .name(let word) = base.form, !isVariable(word), TypeName(word: word.text) != nil {
        return nil
      }
      guard let type = type(of: base, in: &view) else { return nil }
      return self.type(ofMethod: name, of: type, arguments, in: &view)
    default:
      if case .closure(_, let result)? = type(of: callee, in: &view) { return result }
      return nil
    }
  }

  /// The type that the library says a function gives.
  private static func result(
    _ function: LibraryFunction, _ arguments: [Expression.Argument], _ types: [TypeName?]
  ) -> TypeName? {
    switch function.result {
    case "the same kind":
      let others = zip(arguments, types).filter { !$0.value.isLiteral && $1 != .int }
      if let type = others.compactMap(\.1).first { return type }
      let type = types.compactMap { $0 }.first
      return type == .int && function.kinds == .realsAlike ? .double : type
    case "Float or Tensor": return arguments.isEmpty ? .float : .tensor
    case "Int or Tensor": return arguments.isEmpty ? .int : .tensor
    default: return TypeName(word: function.result)
    }
  }

  private mutating func type(
    ofMethod name: String, of type: TypeName, _ arguments: [Expression.Argument],
    in view: inout View
  ) -> TypeName? {
    if type == .tensor {
      guard let method = Library.method(named: name, of: .tensor(Tensor(zeros: [0]))) else {
        return nil
      }
      return name == "map" ? .tensor : Self.result(method, arguments, [])
    }
    if [.int, .double, .float].contains(type) { return name == "isMultiple" ? .bool : type }
    guard let element = type.element else { return nil }
    let closure = arguments.last?.value
    switch name {
    case "map": return given(by: closure, [element], in: &view).map { .array($0) }
    case "compactMap":
      return given(by: closure, [element], in: &view).map { .array($0.unwrapped) }
    case "flatMap": return given(by: closure, [element], in: &view)?.element.map { .array($0) }
    case "filter", "sorted", "reversed", "shuffled": return .array(element)
    case "prefix", "suffix", "dropFirst", "dropLast": return type.sliced
    case "min", "max", "first", "last", "popLast", "randomElement": return .optional(element)
    case "removeLast", "removeFirst", "remove": return element
    case "firstIndex", "lastIndex": return .optional(.int)
    case "contains", "allSatisfy": return .bool
    case "count": return .int
    case "enumerated":
      return .array(.tuple([.int, element], labels: ["offset", "element"]))
    case "joined": return element.element.map { element == .string ? .string : .array($0) }
    case "reduce":
      guard let start = arguments.first?.value else { return nil }
      if let type = self.type(of: start, in: &view) { return type }
      return given(by: closure, [nil, element], in: &view)
        ?? (start.isLiteral ? definiteType(of: start, in: &view) : nil)
    default: return nil
    }
  }

  /// What a closure, or a function that is named, gives when it is called with values of some types.
  private mutating func given(
    by closure: Expression?, _ parameters: [TypeName?], in view: inout View
  ) -> TypeName? {
    switch closure?.form {
    case .closure(let declaration, _)?:
      var inner = View(closure: declaration, patience: view.patience)
      if view.closure != nil { inner.outside = .view(view) }
      var parameters = parameters
      // A closure with several names takes a tuple apart.
      if parameters.count == 1, declaration.parameters.count > 1,
        case .tuple(let parts, _)? = parameters[0]
      {
        parameters = parts
      }
      let result = result(of: declaration, parameters, in: &inner)
      view.patience = inner.patience
      if let result { return result }
      guard let expression = declaration.expression, expression.isLiteral else { return nil }
      return definiteType(of: expression, in: &view)
    case .name(let name)?:
      guard view.closure == nil || name.isGlobal else { return nil }
      if let variable = variable(name), case .function(let closure) = variable.own.value {
        return resultAhead(of: closure, parameters)
      }
      guard let function = name.function, name.isGlobal else { return nil }
      let dummy = parameters.map { _ in
        Expression.Argument(label: nil, value: .name("$0", 0..<0))
      }
      return Self.result(function, dummy, parameters)
    default: return nil
    }
  }
}

extension TypeName {
  /// The type of a part of such a sequence.
  var sliced: TypeName? {
    switch self {
    case .array(let element): .slice(element)
    case .slice, .string: self
    default: element.map { .slice($0) }
    }
  }
}
