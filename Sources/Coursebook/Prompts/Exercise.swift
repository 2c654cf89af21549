import CellLanguage

/// A task whose answer is a program, tried on hidden inputs.
public struct Exercise: Prompt {
  public static let word = "exercise"

  public var id: String
  public var ask: [Inline]
  /// What stands in the editor at first.
  public var starter: String
  /// Functions of the library that the program may not use: what the task asks for.
  public var refuses: [String]
  /// Numbers drawn anew for every try of a program; `{n}` stands for one in checks and what they say.
  public var fresh: [(name: String, from: String)] { draws.map { ($0.name, $0.from) } }
  private var draws: [Draw]
  /// Pairs of expressions, tried after the learner's program in its scope.
  public var checks: [Check]
  /// Wrong programs that people write: each must be refused, and may say why.
  public var wrong: [WrongProgram]
  public var hints: [[Inline]]
  /// A program that must be accepted.
  public var solution: String
  public var because: [Inline]
  public var line: Int

  private struct Draw: Equatable {
    var name: String
    var from: String
  }
  public struct Check: Equatable, Sendable {
    /// Evaluated in the learner's scope.
    public var `try`: String
    /// Evaluated in the page's scope: what it must equal.
    public var equals: String
    /// Said when it does not.
    public var says: [Inline]
    public init(try: String, equals: String, says: [Inline]) {
      self.try = `try`
      self.equals = equals
      self.says = says
    }
  }
  public struct WrongProgram: Equatable, Sendable {
    public var program: String
    public var says: [Inline]
    public init(program: String, says: [Inline]) {
      self.program = program
      self.says = says
    }
  }

  public init(
    id: String, ask: [Inline], starter: String, refuses: [String] = [],
    fresh: [(name: String, from: String)] = [], checks: [Check], wrong: [WrongProgram] = [],
    hints: [[Inline]] = [], solution: String, because: [Inline] = [], line: Int = 1
  ) {
    self.id = id
    self.ask = ask
    self.starter = starter
    self.refuses = refuses
    draws = fresh.map { Draw(name: $0.name, from: $0.from) }
    self.checks = checks
    self.wrong = wrong
    self.hints = hints
    self.solution = solution
    self.because = because
    self.line = line
  }
}

extension Exercise {
  public var told: [[Inline]] { (checks.map(\.says) + wrong.map(\.says)) + hints + [because] }
}

extension Exercise: PromptKind {
  static let fields = [
    "id", "ask", "starter", "refuses", "fresh", "checks", "wrong", "hints", "solution", "because",
  ]

  init(_ fields: inout Fields, line: Int) {
    self.init(
      id: fields.text("id"), ask: fields.inline("ask"), starter: fields.text("starter"),
      refuses: fields.texts("refuses"), fresh: fields.pairs("fresh"),
      checks: fields.each("checks", known: ["try", "equals", "says"]) {
        Check(
          try: $0.text("try"), equals: $0.text("equals"), says: $0.inline(ifPresent: "says"))
      },
      wrong: fields.each("wrong", known: ["program", "says"]) {
        WrongProgram(program: $0.text("program"), says: $0.inline(ifPresent: "says"))
      },
      hints: fields.inlines("hints"), solution: fields.text("solution"),
      because: fields.inline(ifPresent: "because"), line: line)
    if checks.isEmpty {
      fields.refuse("checks", "exercise needs `checks`: - {try: 'f(2)', equals: '4', says: '…'}.")
    }
  }

  func lint(_ lint: inout PageLint, above: Interpreter, page: Interpreter) {
    for name in refuses where !Interpreter.functionNames.contains(name) {
      lint.complain(line, "\(id) refuses `\(name)`, which is no function of the library.")
    }
    let count = lint.complaints.count
    var generator = SplitMix64(seed: 1)
    // What fails on one draw fails on most: once is enough.
    for _ in 0..<(fresh.isEmpty ? 1 : 8) where lint.complaints.count == count {
      let above = drawing(using: &generator, in: above)
      for (name, source) in fresh where above[name] == nil {
        lint.complain(
          line,
          "The fresh number \(name) of \(id) comes from a range, 8...64, or an array, "
            + "not from `\(source)`.")
      }
      probe(&lint, in: above)
      if grade(solution, in: above) == .right,
        grade(solution, in: drawing(using: &generator, in: page)) != .right
      {
        lint.complainOfLaterCells(id, line: line)
      }
    }
  }

  /// Solution, starter and wrong programs, each against the checks.
  private func probe(_ lint: inout PageLint, in scope: Interpreter) {
    for check in checks {
      do {
        _ = try scope.value(of: filled(check.equals, in: scope))
      } catch {
        lint.complain(line, "The check `\(check.equals)` of \(id) does not run: \(error.message)")
        return
      }
    }
    switch grade(solution, in: scope) {
    case .right: break
    case .wrong(let says):
      lint.complain(
        line, "The solution of \(id) is refused: " + (says?.plainText ?? "a check fails."))
    case .unreadable(let why): lint.complain(line, "The solution of \(id) does not run: \(why)")
    }
    if judge(starter, in: scope) == .right {
      lint.complain(line, "The starter of \(id) solves it already; leave something to do.")
    }
    for (index, mistake) in wrong.enumerated() {
      switch judge(mistake.program, in: scope) {
      case .right:
        lint.complain(
          line, "Wrong program \(index + 1) of \(id) is accepted; add a check that tells it apart.")
      case .unreadable(let why):
        lint.complain(line, "Wrong program \(index + 1) of \(id) does not run: \(why)")
      case .wrong: break
      }
    }
  }
}
