import CNNEngine

/// What type an expression will have, found out without computing it: literals, `nil` and empty arrays take theirs from
/// what stands beside them, also where that is never computed. `nil` where it is not told so easily.
extension Machine {
  /// Where the names of an expression stand.
  struct View {
    /// The closure in which they stand; `nil` in the frame that runs.
    var closure: FunctionDeclaration?
    /// What it has captured, where it was made already.
    var captured: [Variable]?
    /// The types of its variables, as far as they are known.
    var slots: [Int: TypeName] = [:]
    /// How many expressions may still be looked at.
    var patience = 100
    /// What stands around the closure.
    indirect enum Outside { case frame, view(View) }
    var outside = Outside.frame
  }

  mutating func typeAhead(of expression: Expression) -> TypeName? {
    var view = View()
    return type(of: expression, in: &view)
  }

  /// Whether an expression takes on the type of what stands around it: numbers as such, and calls with them of functions
  /// that have no type of their own.
  @inline(__always) mutating func isOpen(_ expression: Expression) -> Bool {
    expression.isLiteral || expression.isOpen && !callsOwnFunction(expression)
  }

  @inline(__always) mutating func leavesTypeOpen(_ expression: Expression) -> Bool {
    expression.leavesTypeOpen || expression.isOpen && !callsOwnFunction(expression)
  }

  /// Whether a function of the cell's own has the place of the library's.
  private mutating func callsOwnFunction(_ expression: Expression) -> Bool {
    switch expression.form {
    case .prefix(_, let inner): return callsOwnFunction(inner)
    case .binary(_, let a, let b): return callsOwnFunction(a) || callsOwnFunction(b)
    case .tuple(let parts): return parts.contains { callsOwnFunction($0.value) }
    case .call(let callee, let arguments):
      if case .name(let name) = callee.form, isVariable(name) { return true }
      return arguments.contains { callsOwnFunction($0.value) }
    default: return false
    }
  }

  /// Whether an expression may be an optional: most are seen not to be, at once.
  mutating func mayBeOptional(_ expression: Expression) -> Bool {
    switch expression.form {
    case .none, .chain: return true
    case .name(let name):
      switch held(by: name) {
      case .some(.some), .some(.none): return true
      default: return false
      }
    case .tuple(let parts): return parts.count == 1 && mayBeOptional(parts[0].value)
    case .ternary(_, let a, let b): return mayBeOptional(a) || mayBeOptional(b)
    case .member(_, let name): return Library.optionalMembers.contains(name)
    case .call(let callee, _):
      switch callee.form {
      case .member(_, let name): return Library.optionalMembers.contains(name)
      case .name(let name):
        if case .function(let closure)? = held(by: name) {
          return closure.type.isOptionalFunction || closure.declaration.result == nil
        }
        return ["Int", "Double", "Float"].contains(name.text)
      default: return true
      }
    case .subscripted(let base, _):
      guard case .name(let name) = base.form, case .array(let parts, _)? = held(by: name) else {
        return true
      }
      switch parts.first {
      case .some(.some), .some(.none): return true
      default: return false
      }
    default: return false
    }
  }

  /// What a closure will give when it is called with values of some types.
  mutating func resultAhead(of closure: Value.Closure, _ parameters: [TypeName?]) -> TypeName? {
    if let result = closure.declaration.result ?? closure.signature?.result { return result }
    var view = View(closure: closure.declaration, captured: closure.captured)
    return result(of: closure.declaration, parameters, in: &view)
  }

  /// The type that a closure says its elements have, for the numbers of an array that is written beside it.
  mutating func parameterAhead(of closure: Expression?, _ method: String) -> TypeName? {
    let types: [TypeName]
    switch closure?.form {
    case .closure(let declaration, _)?: types = declaration.parameters.map(\.type)
    case .name(let name)?:
      guard case .function(let closure)? = held(by: name) else { return nil }
      types = closure.signature?.parameters ?? closure.declaration.parameters.map(\.type)
    default: return nil
    }
    return (method == "reduce" ? types.dropFirst().first : types.first)?.known
  }

  /// The type of what a closure adds to its first parameter, as `{ $0 += $1 }` does.
  mutating func addendAhead(of closure: Value.Closure, _ parameters: [TypeName?]) -> TypeName? {
    let declaration = closure.declaration
    var view = View(closure: declaration, captured: closure.captured)
    _ = result(of: declaration, parameters, in: &view)
    guard let first = declaration.layout.parameters.first, let slot = first else { return nil }
    for case .assign(let assignment) in declaration.body.statements {
      guard case .name(let name) = assignment.target.form, case .local(slot) = name.place else {
        continue
      }
      return type(of: assignment.value, in: &view)
    }
    return nil
  }

  mutating func result(
    of declaration: FunctionDeclaration, _ parameters: [TypeName?], in view: inout View
  ) -> TypeName? {
    if let result = declaration.result { return result }
    for (i, slot) in declaration.layout.parameters.enumerated() {
      guard let slot,
        let type = declaration.layout.types[i] ?? (i < parameters.count ? parameters[i] : nil)
      else { continue }
      view.slots[slot] = type
    }
    if let expression = declaration.expression { return type(of: expression, in: &view) }
    var result: TypeName?
    look(through: declaration.body.statements, for: &result, in: &view)
    return result
  }

  /// Goes through statements to the first `return` of a type that is told.
  private mutating func look(
    through statements: [Statement], for result: inout TypeName?, in view: inout View
  ) {
    for statement in statements where result == nil {
      switch statement {
      case .declare(let declaration):
        let type =
          declaration.type ?? declaration.value.flatMap { definiteType(of: $0, in: &view) }
        if let type { keep(type, for: declaration.pattern, in: &view) }
      case .several(let several): look(through: several, for: &result, in: &view)
      case .block(let block): look(through: block.statements, for: &result, in: &view)
      case .conditional(let conditional):
        for branch in conditional.branches {
          look(through: branch.body.statements, for: &result, in: &view)
        }
        if let block = conditional.otherwise {
          look(through: block.statements, for: &result, in: &view)
        }
      case .guarded(let statement):
        look(through: statement.otherwise.statements, for: &result, in: &view)
      case .loop(let loop):
        if let element = type(of: loop.sequence, in: &view)?.element {
          keep(element, for: loop.pattern, in: &view)
        }
        look(through: loop.body.statements, for: &result, in: &view)
      case .whileLoop(let loop): look(through: loop.body.statements, for: &result, in: &view)
      case .giveBack(let statement):
        if let value = statement.value { result = type(of: value, in: &view) }
      default: break
      }
    }
  }

  private func keep(_ type: TypeName, for pattern: Pattern, in view: inout View) {
    switch (pattern.target, type) {
    case (.local(let slot), _), (.sharedLocal(let slot), _): view.slots[slot] = type
    case (_, .tuple(let parts, _)) where pattern.parts.count == parts.count:
      for (pattern, part) in zip(pattern.parts, parts) { keep(part, for: pattern, in: &view) }
    default: break
    }
  }

  /// The type of an expression; of a literal the one that it has by itself.
  mutating func definiteType(of expression: Expression, in view: inout View) -> TypeName? {
    if expression.isLiteral, !expression.isArray {
      return expression.hasFraction ? .double : .int
    }
    return type(of: expression, in: &view)
  }

  mutating func type(of expression: Expression, in view: inout View) -> TypeName? {
    view.patience -= 1
    guard view.patience > 0 else { return nil }
    switch expression.form {
    case .integer, .float, .implicitMember, .none, .openRange: return nil
    case .string: return .string
    case .bool: return .bool
    case .given(let value): return value.type.known
    case .typed(_, let type): return type.known
    case .closure: return .function
    case .name(let name): return type(of: name, in: &view)
    case .prefix(let sign, let inner):
      return sign == .not ? .bool : type(of: inner, in: &view)
    case .tuple(let parts):
      if parts.count == 1 { return type(of: parts[0].value, in: &view) }
      let types = parts.compactMap { definiteType(of: $0.value, in: &view) }
      return types.count == parts.count ? .tuple(types, labels: parts.map(\.label)) : nil
    case .array(let parts):
      for part in parts {
        if let type = type(of: part, in: &view) { return .array(type) }
      }
      guard let first = parts.first, expression.isLiteral else { return nil }
      return definiteType(of: first, in: &view).map {
        .array($0 == .int && expression.hasFraction ? .double : $0)
      }
    case .binary(let symbol, let a, let b): return type(ofJoining: a, symbol, b, in: &view)
    case .ternary(_, let a, let b):
      let type = type(of: a, in: &view) ?? type(of: b, in: &view)
      guard a.isNil || b.isNil else { return type }
      return (type ?? definiteType(of: a.isNil ? b : a, in: &view)).map { .optional($0.unwrapped) }
    case .unwrapped(let inner): return type(of: inner, in: &view)?.unwrapped
    case .tried(let inner): return type(of: inner, in: &view)?.unwrapped
    case .chain(let inner):
      return type(of: inner, in: &view).map { .optional($0.unwrapped) }
    case .subscripted(let base, let indices):
      guard let type = type(of: base, in: &view) else { return nil }
      if type == .tensor { return .float }
      if indices.count == 1, case .binary(.halfOpen, _, _) = indices[0].form { return type.sliced }
      if indices.count == 1, case .binary(.closed, _, _) = indices[0].form { return type.sliced }
      if indices.count == 1, case .openRange = indices[0].form { return type.sliced }
      return type.element
    case .member(let base, let name): return type(ofMember: name, of: base, in: &view)
    case .call(let callee, let arguments): return type(ofCalling: callee, arguments, in: &view)
    }
  }

  private mutating func type(
    ofJoining a: Expression, _ symbol: Operator, _ b: Expression, in view: inout View
  ) -> TypeName? {
    switch symbol {
    case .add, .subtract, .multiply, .divide, .remainder:
      let (left, right) = (type(of: a, in: &view), type(of: b, in: &view))
      return left == .tensor || right == .tensor ? .tensor : left ?? right
    case .coalesce:
      return type(of: a, in: &view)?.unwrapped ?? type(of: b, in: &view)
    case .halfOpen: return .named("Range<Int>")
    case .closed: return .named("ClosedRange<Int>")
    default: return .bool
    }
  }

  // MARK: - Names

  mutating func type(of name: Name, in view: inout View) -> TypeName? {
    guard let declaration = view.closure else {
      return variable(name).flatMap(Self.type)
    }
    switch name.place {
    case .global: return variable(name).flatMap(Self.type)
    case .itself: return nil
    case .local(let slot), .sharedLocal(let slot): return view.slots[slot]
    case .captured(let index), .sharedCaptured(let index):
      if let captured = view.captured { return Self.type(of: captured[index]) }
      let place = Name(name.text)
      place.place = declaration.layout.captures[index]
      switch view.outside {
      case .frame: return variable(place).flatMap(Self.type)
      case .view(var outer): return type(of: place, in: &outer)
      }
    }
  }

  private static func type(of variable: Variable) -> TypeName? {
    let own = variable.own
    let type = own.type ?? own.value.type
    return type == .any || type == .nothing ? nil : type
  }
}

extension TypeName {
  fileprivate var isOptionalFunction: Bool {
    if case .closure(_, let result) = self { result.isOptional } else { false }
  }
}

extension Library {
  /// Members that give an optional.
  fileprivate static let optionalMembers: Set<String> = [
    "first", "last", "min", "max", "firstIndex", "lastIndex", "popLast", "randomElement",
  ]
}

extension Name {
  var isGlobal: Bool { if case .global = place { true } else { false } }
}
