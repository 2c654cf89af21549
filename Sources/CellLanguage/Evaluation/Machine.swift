import CNNEngine

/// One run of a cell: the scope, what is left of the budget, what was put out.
struct Machine {
  var globals: [String: Variable]
  /// Scopes of blocks and calls, the innermost last; a call sees its own and the globals.
  var frames: [Frame] = []
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
  /// When the run must have come to its end, by the clock of the surroundings.
  let end: Double?
  let source: [UInt8]
  var outputs: [Output] = []
  /// Whether the last line that was printed goes on: `print("a", terminator: "")`.
  var isLineOpen = false
  /// The trace of the last convolution or pooling that was called, and where.
  var lastTrace: (trace: WindowTrace, range: Range<Int>, holding: [Footprint])?
  var depth = 0
  /// The value of the statement that ran last, if it was an expression.
  var lastValue: Value?
  /// What the function that runs must give back.
  var resultType: TypeName?

  /// At most so many expressions inside one another, calls counted: the host's stack is finite.
  static let depthLimit = 400

  struct Frame {
    var scopes: [[String: Variable]] = [[:]]
    var captured: [String: Variable] = [:]
  }

  /// How a block was left.
  enum Exit { case fallThrough, leave, next, giveBack(Value) }

  init(
    globals: [String: Variable], budget: Budget, surroundings: Surroundings,
    trained: [String: Network], source: String, interruption: Interruption?
  ) {
    self.globals = globals
    self.budget = budget
    limit = budget
    self.surroundings = surroundings
    self.trained = trained
    self.interruption = interruption
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

  // MARK: - Names

  mutating func variable(_ name: String) -> Variable? {
    if let frame = frames.last {
      for scope in frame.scopes.reversed() { if let found = scope[name] { return found } }
      if let found = frame.captured[name] { return found }
    }
    guard let place = globals.index(forKey: name) else { return nil }
    let variable = globals.values[place]
    if !variable.isSeen { globals.values[place].isSeen = true }
    return variable
  }

  mutating func declare(_ name: String, _ variable: Variable, at range: Range<Int>) throws(Mistake)
  {
    guard name != "_" else { return }
    if let last = frames.indices.last {
      let scope = frames[last].scopes.count - 1
      guard frames[last].scopes[scope][name] == nil else {
        throw Mistake(
          range, "`\(name)` is declared already; assign to it without `let`, or take another name")
      }
      frames[last].scopes[scope][name] = variable
    } else {
      var variable = variable
      (variable.isChanged, variable.stamp) = (true, nil)
      // Whether the name was looked at counts for the variable that it had before.
      variable.isSeen = globals[name]?.isSeen ?? false
      globals[name] = variable
    }
  }

  /// Everything a closure may use later that is not the page's own.
  var capturable: [String: Variable] {
    guard let frame = frames.last else { return [:] }
    return frame.scopes.reduce(into: frame.captured) { $0.merge($1) { $1 } }
  }

  /// Runs statements in a scope of their own.
  mutating func block(_ statements: [Statement], with names: [String: Variable] = [:])
    throws(Mistake) -> Exit
  {
    pushScope(names)
    defer { popScope() }
    return try run(statements)
  }

  mutating func pushScope(_ names: [String: Variable]) {
    if let last = frames.indices.last {
      frames[last].scopes.append(names)
    } else {
      frames.append(Frame(scopes: [names]))
    }
  }

  mutating func popScope() {
    guard let last = frames.indices.last else { return }
    if frames[last].scopes.count == 1 {
      frames.removeLast()
    } else {
      frames[last].scopes.removeLast()
    }
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
