/// A question whose answer is judged by value: "predict first".
public struct Prediction: Equatable, Sendable {
  /// The same for as long as the course lives; unique on its page.
  public var id: String
  public var kind: Kind
  /// What is asked; `{n}` stands for a fresh number.
  public var ask: [Inline]
  /// The answer as an expression of the cell language, in the page's scope: the variables of the cells above it.
  public var answer: String
  /// What stays blank until this is answered: the figures of a name, `y`, one entry of it, `y[1, 1]`, or all that a cell
  /// shows, `cell NAME`.
  public var hides: String?
  /// For `.choice`: what is offered.
  public var options: [Option]
  /// Classic wrong rules, computed on this very instance.
  public var slips: [Slip]
  /// The largest difference that still counts as right, as a share of the answer (0.005 unless given).
  public var tolerance: Double
  /// From a first nudge to all but the answer.
  public var hints: [[Inline]]
  /// Why the answer is what it is; shown after it.
  public var because: [Inline]
  /// Other forms that must be accepted, and answers that must be refused: for the linter.
  public var planted: (right: [String], wrong: [String])
  /// Numbers drawn anew for every attempt, as expressions: `n` from `8...64` or from `[1, 3, 5]`.
  public var fresh: [(name: String, from: String)]
  /// The line of the page's file on which the block begins, from 1.
  public var line: Int

  public enum Kind: String, Sendable { case number, shape, choice }

  public init(
    id: String, kind: Kind, ask: [Inline], answer: String, hides: String? = nil,
    options: [Option] = [],
    slips: [Slip] = [], tolerance: Double = 0.005, hints: [[Inline]] = [], because: [Inline] = [],
    planted: (right: [String], wrong: [String]) = ([], []),
    fresh: [(name: String, from: String)] = [],
    line: Int = 1
  ) {
    self.id = id
    self.kind = kind
    self.ask = ask
    self.answer = answer
    self.hides = hides
    self.options = options
    self.slips = slips
    self.tolerance = tolerance
    self.hints = hints
    self.because = because
    self.planted = planted
    self.fresh = fresh
    self.line = line
  }

  public static func == (a: Self, b: Self) -> Bool {
    a.id == b.id && a.kind == b.kind && a.ask == b.ask && a.answer == b.answer && a.hides == b.hides
      && a.options == b.options && a.slips == b.slips && a.tolerance == b.tolerance
      && a.hints == b.hints
      && a.because == b.because && a.planted == b.planted && a.line == b.line
      && a.fresh.elementsEqual(b.fresh) { $0.name == $1.name && $0.from == $1.from }
  }
}

/// One of the answers offered by a choice.
public struct Option: Equatable, Sendable {
  public var text: [Inline]
  public var isRight: Bool
  /// Said when this one was chosen.
  public var says: [Inline]
  public init(text: [Inline], isRight: Bool, says: [Inline]) {
    self.text = text
    self.isRight = isRight
    self.says = says
  }
}

/// A wrong rule that people follow, as an expression that computes what it gives here.
public struct Slip: Equatable, Sendable {
  public var value: String
  public var says: [Inline]
  public init(value: String, says: [Inline]) {
    self.value = value
    self.says = says
  }
}

/// A task whose answer is a program, tried on hidden inputs.
public struct Exercise: Equatable, Sendable {
  public var id: String
  public var ask: [Inline]
  /// What stands in the editor at first.
  public var starter: String
  /// Pairs of expressions, tried after the learner's program in its scope.
  public var checks: [Check]
  /// Wrong programs that people write: each must be refused, and may say why.
  public var wrong: [WrongProgram]
  public var hints: [[Inline]]
  /// A program that must be accepted.
  public var solution: String
  public var because: [Inline]
  public var line: Int

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
    id: String, ask: [Inline], starter: String, checks: [Check], wrong: [WrongProgram] = [],
    hints: [[Inline]] = [], solution: String, because: [Inline] = [], line: Int = 1
  ) {
    self.id = id
    self.ask = ask
    self.starter = starter
    self.checks = checks
    self.wrong = wrong
    self.hints = hints
    self.solution = solution
    self.because = because
    self.line = line
  }
}

/// An interview question: think or type, then mark which of the answer's points you had.
public struct Question: Equatable, Sendable {
  public var id: String
  public var ask: [Inline]
  /// The answer, a point a line, in the order in which one would say them.
  public var points: [[Inline]]
  /// What the interviewer asks next.
  public var followUp: [Inline]
  public var line: Int
  public init(id: String, ask: [Inline], points: [[Inline]], followUp: [Inline] = [], line: Int = 1)
  {
    self.id = id
    self.ask = ask
    self.points = points
    self.followUp = followUp
    self.line = line
  }
}
