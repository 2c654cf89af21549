import CNNEngine

/// One run of a cell: the scope, what is left of the budget, what was put out.
struct Machine {
  var globals: Globals
  /// The variables of the frames, the innermost frame's last; a call sees its own and the globals.
  var locals: ContiguousArray<Variable> = []
  /// Where those of the innermost frame begin.
  var base = 0
  /// The functions and closures that run, the innermost last.
  var frames: [Frame] = []
  /// What the variables of the cell's own blocks are called.
  private(set) var cellSlots: [String] = []
  var budget: Budget
  let limit: Budget
  /// Counts what the values of this run hold.
  let meter = MemoryMeter()
  /// Bytes that the expressions under way have asked for, and that no footprint counts yet.
  var pending = 0
  /// Bytes that variables held before, as far as somebody had to know.
  var heldBefore: Int?
  /// What counts the storage that figures hold: they stand under the cell to its end.
  var shown: [Footprint] = []
  let surroundings: Surroundings
  let trained: [String: Network]
  let interruption: Interruption?
  /// What counts the bytes of earlier runs.
  let earlier: [MemoryMeter]
  /// When the run must have come to its end, by the clock of the surroundings.
  let end: Double?
  let source: [UInt8]
  var outputs: [Output] = []
  /// Whether the last line that was printed goes on: `print("a", terminator: "")`.
  var isLineOpen = false
  /// The trace of the last convolution or pooling that was called, and where.
  var lastTrace: (origin: Variable.Origin, range: Range<Int>)?
  var depth = 0
  /// The value of the statement that ran last, if it was an expression.
  var lastValue: Value?
  /// Whether a chain met nil: what is thrown then ends at the chain.
  var isChainBroken = false
  /// What the function that runs must give back.
  var resultType: TypeName?

  /// At most so many expressions inside one another, calls counted: the host's stack is finite.
  static let depthLimit = 400

  struct Frame {
    var declaration: FunctionDeclaration
    var captured: [Variable]
  }

  /// How a block was left.
  ///
  /// A number says which loop with a name is meant; 0 means the innermost.
  enum Exit { case fallThrough, leave(Int), next(Int), giveBack(Value) }

  init(
    globals: [String: Variable], budget: Budget, surroundings: Surroundings,
    trained: [String: Network], source: String, interruption: Interruption?,
    earlier: [MemoryMeter]
  ) {
    self.globals = Globals(globals)
    self.budget = budget
    limit = budget
    self.surroundings = surroundings
    self.trained = trained
    self.interruption = interruption
    self.earlier = earlier
    end = [
      budget.seconds.map { surroundings.clock() + $0 - budget.secondsUsed }, budget.deadline,
    ].compactMap(\.self).min()
    self.source = Array(source.utf8)
  }

  /// The source text at a place, in one line.
  func text(_ range: Range<Int>) -> String {
    let text = String(
      decoding: source[min(range.lowerBound, source.count)..<min(range.upperBound, source.count)],
      as: UTF8.self)
    return text.split(whereSeparator: { $0 == " " || $0 == "\n" }).joined(separator: " ")
  }

  /// Runs a cell.
  mutating func run(cell statements: [Statement]) throws(Mistake) -> Exit {
    cellSlots = Resolver.resolve(statements)
    pushSlots(cellSlots.count)
    var names: Set<String> = []
    for case .function(let function) in statements {
      guard names.insert(function.declaration.name).inserted else {
        throw Mistake(
          function.range,
          "there is a function `\(function.declaration.name)` above; a cell has one of a name, whatever it takes"
        )
      }
      try declare(function)
    }
    return try run(statements)
  }

  // MARK: - Names

  /// The variable that a name means, which then counts as looked at.
  mutating func variable(_ name: Name) -> Variable? {
    switch name.place {
    case .local(let slot): locals[base + slot]
    case .captured(let index): frames[frames.count - 1].captured[index]
    case .global: seen(name).map { globals[$0] }
    case .sharedLocal, .sharedCaptured: box(name.place)?.variable
    case .itself: Variable(value: thisFunction, isVariable: false)
    }
  }

  /// The box in which a shared variable is.
  func box(_ place: Name.Place) -> Variable.Box? {
    switch place {
    case .sharedLocal(let slot): locals[base + slot].box
    case .sharedCaptured(let index): frames[frames.count - 1].captured[index].box
    default: nil
    }
  }

  /// The local function that runs, for itself.
  var thisFunction: Value {
    guard let frame = frames.last else { return .none }
    return .function(
      Value.Closure(declaration: frame.declaration, isAnonymous: false, captured: frame.captured))
  }

  /// Its value alone; `Value.none` while that is being changed.
  mutating func held(by name: Name) -> Value? {
    switch name.place {
    case .local(let slot): locals[base + slot].value
    case .captured(let index): frames[frames.count - 1].captured[index].value
    case .global: seen(name).map { globals[$0].value }
    case .sharedLocal, .sharedCaptured: box(name.place)?.variable.value
    case .itself: thisFunction
    }
  }

  mutating func isVariable(_ name: Name) -> Bool {
    if case .global = name.place { seen(name) != nil } else { true }
  }

  /// The place of a variable of the page, which then counts as looked at.
  @inline(__always) mutating func seen(_ name: Name) -> Int? {
    guard let place = globals.place(of: name) else { return nil }
    if !globals[place].isSeen { globals[place].isSeen = true }
    return place
  }

  mutating func declare(_ pattern: Pattern, _ variable: consuming Variable, at range: Range<Int>)
    throws(Mistake)
  {
    switch pattern.target {
    case .local(let slot): locals[base + slot] = variable
    case .sharedLocal(let slot):
      // A function that stands above may have asked for the box already.
      if let box = locals[base + slot].box, !box.variable.isDeclared {
        box.variable = variable
      } else {
        locals[base + slot] = .boxed(variable)
      }
    case .global(let name): globals.declare(name, variable)
    case .nowhere: break
    case .again:
      throw Mistake(
        range,
        "`\(pattern.name ?? "")` is declared already; assign to it without `let`, or take another name"
      )
    }
  }

  mutating func declare(_ function: FunctionStatement) throws(Mistake) {
    let closure = Value.Closure(
      declaration: function.declaration, isAnonymous: false,
      captured: captured(by: function.declaration))
    try declare(
      function.name, Variable(value: .function(closure), isVariable: false), at: function.range)
  }

  /// What a closure that is made here takes along.
  mutating func captured(by declaration: FunctionDeclaration) -> [Variable] {
    let captures = declaration.layout.captures
    guard !captures.isEmpty else { return [] }
    var variables: [Variable] = []
    variables.reserveCapacity(captures.count)
    for place in captures {
      switch place {
      case .local(let slot): variables.append(locals[base + slot])
      case .sharedLocal(let slot):
        if locals[base + slot].box == nil { locals[base + slot] = .boxed(.blank) }
        variables.append(locals[base + slot])
      case .captured(let index), .sharedCaptured(let index):
        variables.append(frames[frames.count - 1].captured[index])
      case .itself: variables.append(Variable(value: thisFunction, isVariable: false))
      case .global: variables.append(.blank)
      }
    }
    return variables
  }

  /// All names that can stand at the beginning of an expression.
  var knownNames: Set<String> {
    let layout = frames.last?.declaration.layout
    let slots = layout?.slots ?? cellSlots
    let own = slots.indices.filter { locals[base + $0].isDeclared }.map { slots[$0] }
    return Set(globals.names).union(own).union(layout?.around ?? []).union(Library.names)
  }

  // MARK: - Scopes

  /// Runs statements in a scope of their own.
  mutating func block(_ block: Block) throws(Mistake) -> Exit {
    for function in block.functions { try declare(function) }
    let exit = try run(block.statements)
    clear(block.slots)
    return exit
  }

  /// Ends a scope: its variables hold nothing any longer.
  @inline(__always) mutating func clear(_ slots: Range<Int>) {
    for slot in slots where locals[base + slot].isDeclared { locals[base + slot] = .blank }
  }

  @inline(__always) mutating func pushSlots(_ count: Int) {
    for _ in 0..<count { locals.append(.blank) }
  }
}

/// A whole number with blanks between groups of three digits.
func grouped(_ number: Int) -> String {
  let digits = Array(String(number.magnitude))
  var text = number < 0 ? "-" : ""
  for (i, digit) in digits.enumerated() {
    if i > 0, (digits.count - i) % 3 == 0 { text += "," }
    text.append(digit)
  }
  return text
}
