/// What became of a prediction or an exercise: its events, and what follows from them.
public struct PromptRecord: Equatable, Sendable {
  /// One answer that was judged.
  public struct Answer: Equatable, Sendable {
    public var typed: String
    public var isRight: Bool
    /// How many hints had been seen by then.
    public var hints: Int
    /// `nil` for an answer of this sitting, whose moment only the record knows.
    public var moment: Moment?

    public init(typed: String, isRight: Bool, hints: Int, moment: Moment? = nil) {
      (self.typed, self.isRight, self.hints, self.moment) = (typed, isRight, hints, moment)
    }
  }

  /// All answers, the earliest first.
  public private(set) var answers: [Answer] = []
  public private(set) var isRevealed = false
  /// Whether it was shown before any answer was given.
  private var wasRevealedFirst = false
  /// What was given last and has no verdict; `nil` where it has one.
  public private(set) var unjudged: String?
  /// When it got the focus before it was answered, once a sitting.
  private var met: [Moment] = []
  private var hintsAskedFor = 0

  public init() {}

  // MARK: - What follows

  /// What counts for the reader's marks: nothing that is answered later changes it.
  public var firstAnswer: Answer? { answers.first }
  /// Whether the first try was right: without a hint, and before the answer was shown; `nil` where there was none.
  public var isRightAtOnce: Bool? {
    if wasRevealedFirst { return false }
    return firstAnswer.map { $0.isRight && $0.hints == 0 }
  }
  public var attempts: Int { answers.count }
  /// How many answers came after the first one.
  public var retries: Int { max(0, answers.count - 1) }
  /// The last text that the reader typed.
  public var lastTyped: String { answers.last?.typed ?? "" }
  /// Whether it was ever answered rightly.
  public var isRight: Bool { answers.contains { $0.isRight } }
  /// How many hints were seen, before an answer or after it.
  public var hintsUsed: Int { max(hintsAskedFor, answers.map(\.hints).max() ?? 0) }
  /// From the moment at which the prompt got the focus, in the sitting in which it was answered, to the first answer, in
  /// seconds; `nil` where one of them is not known.
  public var secondsTaken: Double? {
    guard let answered = answers.first?.moment,
      let began = met.filter({ $0 <= answered }).max()
    else { return nil }
    return answered.seconds(since: began)
  }

  // MARK: - Taking in

  /// Takes in an answer where its moment puts it: what was kept late, or by another tutor, may be earlier than others.
  mutating func take(_ answer: Answer) {
    unjudged = nil
    let later = answer.moment.flatMap { moment in
      answers.firstIndex { $0.moment.map { $0 > moment } ?? false }
    }
    answers.insert(answer, at: later ?? answers.endIndex)
  }

  mutating func give(_ typed: String) { unjudged = typed }

  mutating func reveal() {
    isRevealed = true
    if answers.isEmpty { wasRevealedFirst = true }
  }

  mutating func meet(at moment: Moment?) { if let moment { met.append(moment) } }

  mutating func takeHint(_ number: Int) { hintsAskedFor = max(hintsAskedFor, number) }
}
