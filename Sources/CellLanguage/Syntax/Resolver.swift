/// Finds out where each name's variable will stand, once, so that a run need not search by text.
///
/// A block's names are known from their declarations on, a block's functions from its beginning. A closure sees what is
/// known around it where it is made, and so does a function. Whatever stands in no block and in no function belongs to the
/// page, and is found by name.
///
/// A closure takes constants along and shares variables, each in a box of its own. Which these are is known when all has been
/// gone through; so where there are any, all is gone through twice. What a function uses is in boxes anyway: the function is
/// known before they are declared.
struct Resolver {
  /// The cell itself, a function or a closure.
  private struct Frame {
    var scopes: [[String: Int]] = []
    var slots: [String] = []
    /// What is used of the frame around it.
    var captures: [Name.Place] = []
    var captured: [String: Int] = [:]
    var kind = Kind.alone
    /// The name of a function that stands in another.
    var name: String?
    /// Which frame it is, in reading order.
    var number = 0
    /// The local functions whose bodies are being gone through.
    var functions: Set<String> = []
    /// Of each of the slots, whether it may change.
    var areVariables: [Bool] = []
  }
  /// Whether it sees the frame around it.
  private enum Kind { case alone, closure, function }

  /// A variable of one frame.
  private struct Slot: Hashable { var frame, slot: Int }

  private var frames = [Frame()]
  private var frameCount = 1
  /// The variables that closures share, as far as they are known.
  private var shared: Set<Slot> = []
  /// What the cell itself has declared so far, besides what it declares at its end.
  private var declared: Set<String> = []
  /// The library's functions that are named: whether only what the whole cell declares can hide them, as in a function.
  private var used: [(name: String, isLater: Bool)] = []

  /// Resolves a cell; what its blocks keep in its frame is called so.
  static func resolve(_ statements: [Statement]) -> [String] {
    twice { $0.run(statements, hoisting: Block(statements).functions) }
  }

  private static func twice(_ resolve: (inout Resolver) -> Void) -> [String] {
    var resolver = Resolver()
    resolve(&resolver)
    guard !resolver.shared.isEmpty else { return resolver.frames[0].slots }
    var second = Resolver()
    second.shared = resolver.shared
    resolve(&second)
    return second.frames[0].slots
  }

  /// The library's functions that a cell calls or hands on, in reading order; `names` hide a function of theirs.
  static func functions(of statements: [Statement], besides names: Set<String>) -> [String] {
    var resolver = Resolver()
    resolver.declared = names
    resolver.run(statements, hoisting: Block(statements).functions)
    return resolver.used.filter { !$0.isLater || !resolver.declared.contains($0.name) }.map(\.name)
  }

  /// Resolves a function that stands alone.
  static func resolve(_ declaration: FunctionDeclaration) {
    _ = twice { $0.function(declaration, .alone) }
  }

  // MARK: - Names

  private var top: Int { frames.count - 1 }

  private mutating func place(of name: String, in frame: Int) -> Name.Place {
    for scope in frames[frame].scopes.reversed() {
      guard let slot = scope[name] else { continue }
      return shared.contains(Slot(frame: frames[frame].number, slot: slot))
        ? .sharedLocal(slot) : .local(slot)
    }
    guard frames[frame].kind != .alone else { return .global }
    if frames[frame].name == name, case .function = frames[frame].kind,
      isFunction(name, in: frame - 1)
    {
      return .itself
    }
    let outer = place(of: name, in: frame - 1)
    let isShared: Bool
    switch outer {
    case .global: return .global
    case .sharedLocal, .sharedCaptured: isShared = true
    case .local(let slot):
      isShared = share(slot, of: frame - 1, isAsked: frames[frame].kind == .function)
    case .captured, .itself: isShared = false
    }
    let index = frames[frame].captured[name] ?? frames[frame].captures.count
    if index == frames[frame].captures.count { frames[frame].captures.append(outer) }
    frames[frame].captured[name] = index
    return isShared ? .sharedCaptured(index) : .captured(index)
  }

  /// Puts a variable in a box if a closure must share it.
  private mutating func share(_ slot: Int, of frame: Int, isAsked: Bool) -> Bool {
    guard isAsked || frames[frame].areVariables[slot] else { return false }
    shared.insert(Slot(frame: frames[frame].number, slot: slot))
    return true
  }

  /// Whether the innermost thing of this name is the local function that is being resolved.
  private func isFunction(_ name: String, in frame: Int) -> Bool {
    // What the page calls a function is found by name.
    !frames[frame].scopes.isEmpty && frames[frame].functions.contains(name)
  }

  /// All names that a frame sees besides the page's.
  private func visible(in frame: Int) -> Set<String> {
    var names = Set(frames[frame].scopes.flatMap(\.keys))
    if frames[frame].kind != .alone, frame > 0 { names.formUnion(visible(in: frame - 1)) }
    return names
  }

  private mutating func slot(_ name: String, isVariable: Bool) -> Int {
    frames[top].slots.append(name)
    frames[top].areVariables.append(isVariable)
    return frames[top].slots.count - 1
  }

  /// Declares a name in the innermost scope.
  private mutating func declare(_ pattern: Pattern, isVariable: Bool) {
    guard let name = pattern.name else {
      for part in pattern.parts { declare(part, isVariable: isVariable) }
      return
    }
    guard name != "_" else { return }
    guard let scope = frames[top].scopes.indices.last else {
      pattern.target = .global(Name(name))
      declared.insert(name)
      return
    }
    if frames[top].scopes[scope][name] != nil {
      pattern.target = .again
    } else {
      let slot = slot(name, isVariable: isVariable)
      frames[top].scopes[scope][name] = slot
      pattern.target = target(slot)
    }
  }

  private func target(_ slot: Int) -> Pattern.Target {
    shared.contains(Slot(frame: frames[top].number, slot: slot)) ? .sharedLocal(slot) : .local(slot)
  }

  /// Gives names slots that begin a scope; of two that are alike the last counts.
  private mutating func bind(
    _ pattern: Pattern, isVariable: Bool = false, in scope: inout [String: Int]
  ) {
    guard let name = pattern.name else {
      for part in pattern.parts { bind(part, isVariable: isVariable, in: &scope) }
      return
    }
    guard name != "_" else { return }
    let slot = scope[name] ?? slot(name, isVariable: isVariable)
    scope[name] = slot
    pattern.target = target(slot)
  }

  // MARK: - Statements

  private mutating func block(_ block: Block, in scope: [String: Int] = [:], from first: Int? = nil)
  {
    let first = first ?? frames[top].slots.count
    frames[top].scopes.append(scope)
    run(block.statements, hoisting: block.functions)
    frames[top].scopes.removeLast()
    block.slots = first..<frames[top].slots.count
  }

  private mutating func run(_ statements: [Statement], hoisting functions: [FunctionStatement]) {
    for function in functions { declare(function.name, isVariable: false) }
    for statement in statements {
      if case .function = statement { continue }
      resolve(statement)
    }
    // A function sees what stands below it, too.
    for case .function(let statement) in statements { function(statement) }
  }

  private mutating func function(_ statement: FunctionStatement) {
    let name = statement.declaration.name
    let isNew = frames[top].functions.insert(name).inserted
    function(statement.declaration, .function)
    if isNew { frames[top].functions.remove(name) }
  }

  private mutating func resolve(_ statement: Statement) {
    switch statement {
    case .declare(let declaration):
      if let value = declaration.value { resolve(value) }
      declare(declaration.pattern, isVariable: declaration.isVariable)
    case .several(let statements): for statement in statements { resolve(statement) }
    case .block(let body): block(body)
    case .assign(let assignment):
      resolve(assignment.target)
      resolve(assignment.value)
    case .expression(let expression): resolve(expression)
    case .function(let statement): function(statement)
    case .conditional(let conditional):
      for branch in conditional.branches {
        let first = frames[top].slots.count
        block(branch.body, in: conditions(branch.conditions), from: first)
      }
      if let otherwise = conditional.otherwise { block(otherwise) }
    case .guarded(let statement):
      let first = frames[top].slots.count
      let names = conditions(statement.conditions)
      statement.slots = first..<frames[top].slots.count
      block(statement.otherwise)
      statement.names = names.sorted { $0.value < $1.value }.map { ($0.value, Pattern($0.key)) }
      for (slot, name) in statement.names {
        declare(name, isVariable: frames[top].areVariables[slot])
      }
    case .loop(let loop):
      resolve(loop.sequence)
      let first = frames[top].slots.count
      var scope: [String: Int] = [:]
      bind(loop.pattern, in: &scope)
      if let only = loop.only { resolve(only, in: scope) }
      block(loop.body, in: scope, from: first)
    case .whileLoop(let loop):
      let first = frames[top].slots.count
      block(loop.body, in: conditions(loop.conditions), from: first)
    case .giveBack(let statement):
      statement.isOutside = top == 0 && frames[0].scopes.isEmpty
      if let value = statement.value { resolve(value) }
    case .leave, .next: break
    }
  }

  /// What conditions unwrap: the tests to the right see it.
  private mutating func conditions(_ conditions: [Condition]) -> [String: Int] {
    var scope: [String: Int] = [:]
    for condition in conditions {
      switch condition {
      case .test(let test): resolve(test, in: scope)
      case .unwrap(let name, let value, let isVariable):
        resolve(value, in: scope)
        bind(name, isVariable: isVariable, in: &scope)
      }
    }
    return scope
  }

  private mutating func resolve(_ expression: Expression, in scope: [String: Int]) {
    frames[top].scopes.append(scope)
    resolve(expression)
    frames[top].scopes.removeLast()
  }

  // MARK: - Expressions

  private mutating func resolve(_ expression: Expression) {
    // A chain leans to the left, as long as the cell's text may be: it is gone through without a call for each link.
    var next: Expression? = expression
    while let expression = next {
      next = nil
      switch expression.form {
      case .integer, .float, .bool, .none, .implicitMember, .given: break
      case .name(let name):
        name.place = place(of: name.text, in: top)
        if name.function != nil, case .global = name.place, !declared.contains(name.text) {
          used.append((name.text, isLater: top > 0))
        }
      case .string(let parts):
        for case .value(let inner) in parts { resolve(inner) }
      case .openRange(let low, let high, _):
        for end in [low, high] { if let end { resolve(end) } }
      case .array(let parts): for part in parts { resolve(part) }
      case .tuple(let parts): for part in parts { resolve(part.value) }
      case .prefix(_, let inner), .unwrapped(let inner), .member(let inner, _), .tried(let inner),
        .chain(let inner), .typed(let inner, _):
        next = inner
      case .binary(_, let a, let b):
        resolve(b)
        next = a
      case .ternary(let test, let a, let b):
        resolve(test)
        resolve(a)
        resolve(b)
      case .call(let callee, let arguments):
        for argument in arguments { resolve(argument.value) }
        // Cells add no methods to a type: one of a function's name is the library's too.
        if case .member(_, let name) = callee.form, Library.function(named: name) != nil {
          used.append((name, isLater: false))
        }
        next = callee
      case .subscripted(let base, let indices):
        for index in indices { resolve(index) }
        next = base
      case .closure(let declaration, _): function(declaration, .closure)
      }
    }
  }

  private mutating func push(_ frame: Frame) {
    var frame = frame
    frame.number = frameCount
    frameCount += 1
    frames.append(frame)
  }

  private mutating func function(_ declaration: FunctionDeclaration, _ kind: Kind) {
    // What stands in for an argument that is left out belongs to nobody's frame.
    for parameter in declaration.parameters {
      guard let fallback = parameter.fallback else { continue }
      push(Frame())
      resolve(fallback)
      frames.removeLast()
    }
    var layout = FunctionDeclaration.Layout()
    layout.types = declaration.parameters.map { $0.type == .any ? nil : $0.type }
    if kind != .alone { layout.around = visible(in: top) }
    push(Frame(scopes: [[:]], kind: kind, name: kind == .function ? declaration.name : nil))
    for parameter in declaration.parameters {
      guard parameter.isInout || parameter.name != "_" else {
        layout.parameters.append(nil)
        continue
      }
      let slot =
        frames[top].scopes[0][parameter.name]
        ?? slot(parameter.name, isVariable: parameter.isInout)
      frames[top].scopes[0][parameter.name] = slot
      layout.parameters.append(slot)
    }
    layout.isPlain =
      layout.parameters.enumerated().allSatisfy { $0 == $1 }
      && !declaration.parameters.contains { $0.isInout || $0.isVariadic }
    if declaration.expression != nil {
      run(declaration.body.statements, hoisting: [])
    } else {
      block(declaration.body)
    }
    let frame = frames.removeLast()
    layout.shared = layout.parameters.compactMap { $0 }.filter {
      shared.contains(Slot(frame: frame.number, slot: $0))
    }
    layout.sharesParameters = !layout.shared.isEmpty
    layout.slots = frame.slots
    layout.captures = frame.captures
    declaration.layout = layout
  }
}
