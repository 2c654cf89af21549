import CellLanguage

/// An interview question: think or type, then mark which of the answer's points you had.
public struct Question: Prompt {
  public static let word = "question"

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

extension Question {
  public var told: [[Inline]] { points + [followUp] }
  public var isJudged: Bool { false }
}

extension Question: PromptKind {
  static let fields = ["id", "ask", "points", "followUp"]

  init(_ fields: inout Fields, line: Int) {
    self.init(
      id: fields.text("id"), ask: fields.inline("ask"), points: fields.inlines("points"),
      followUp: fields.inline(ifPresent: "followUp"), line: line)
    if points.isEmpty {
      fields.refuse("points", "question needs `points`: the answer, a line each.")
    }
  }

  /// Nothing of it runs.
  func lint(_ lint: inout PageLint, above: Interpreter, page: Interpreter) {}
}
