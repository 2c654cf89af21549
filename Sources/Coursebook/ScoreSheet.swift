/// How the questions of a page stand: what a score shows.
public struct ScoreSheet: Equatable, Sendable {
  /// A page to reread.
  public struct Reread: Equatable, Sendable {
    public var page: PageID
    /// How many questions that lead there were missed.
    public var missed: Int
  }

  public private(set) var count = 0
  /// Right with the first answer, without a hint, before the answer was shown.
  public private(set) var rightAtOnce = 0
  /// Right with any answer.
  public private(set) var rightByNow = 0
  /// Neither answered nor shown.
  public private(set) var open = 0
  /// In reading order, each page once.
  public private(set) var rereads: [Reread] = []
  /// How many were right at once the very first time, where the reader has begun again.
  public private(set) var firstTime: Int?

  /// Counts what a reader answered of some questions since they last began them.
  ///
  /// - Parameters:
  ///   - questions: those of the page, from top to bottom.
  ///   - page: the page on which they stand.
  ///   - progress: what the reader did.
  public init(_ questions: [ScoredQuestion], on page: PageName, in progress: ReaderProgress) {
    count = questions.count
    var missed: [PageID: Int] = [:]
    for question in questions {
      let record = progress.latest(.init(page: page, prompt: question.id))
      if record?.isRight == true { rightByNow += 1 }
      switch record?.isRightAtOnce {
      case nil: open += 1
      case true?: rightAtOnce += 1
      case false?: for page in question.pages { missed[page, default: 0] += 1 }
      }
    }
    rereads = missed.sorted { $0.key < $1.key }.map { Reread(page: $0.key, missed: $0.value) }
    if progress.hasBegunAgain(page) {
      firstTime = questions.count {
        progress.prompts[.init(page: page, prompt: $0.id)]?.isRightAtOnce == true
      }
    }
  }
}
