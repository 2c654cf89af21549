import Coursebook
import Screen

/// The interview questions one after the other, a line of the reader's at a time: `cnn-tutor quiz`.
public struct Quiz {
  private var questions: [(page: Page, question: Question)]
  private let prose: PlainProse
  private var number = 0
  private var state = PromptState()
  private var count = (questions: 0, had: 0, points: 0)
  /// How many lines in a row were no answer.
  private var misses = 0
  /// After so many nobody is there who answers: input may have no end.
  private static let mostMisses = 20

  /// All questions of a book: what was never marked first, then what was missed most.
  public init(_ book: Book, progress: ReaderProgress, isASCII: Bool) {
    prose = PlainProse(isASCII: isASCII)
    func share(_ page: Page, _ question: Question) -> Double {
      guard let mark = progress.marks[.init(page: page.name, prompt: question.id)] else {
        return -1
      }
      return Double(mark.had.count) / Double(max(1, question.points.count))
    }
    questions = book.pageIDs.compactMap { book.page($0) }.flatMap { page in
      page.blocks.compactMap { block in
        (block.prompt as? Question).map { (page, $0) }
      }
    }.sorted { share($0.page, $0.question) < share($1.page, $1.question) }
  }

  /// What the program says before the first line is read.
  public var opening: String {
    questions.isEmpty
      ? "This course has no interview questions."
      : """
      \(questions.count) questions. Think or speak your answer, then mark it point by point:
      y for a point that you had, n for one that you missed.
      q leaves, as Control-D and Control-C do; every mark is kept.
      \(asked)
      """
  }

  /// Whether nothing is left to ask.
  public var isOver: Bool { number >= questions.count }

  /// What stands before the place where the reader types.
  public var invitation: String {
    state.pointsShown == 0 ? "Enter shows the answer: " : "Had it? y or n: "
  }

  /// What a line of the reader's did.
  public struct Reply: Equatable {
    public var text: String
    /// What is to be kept.
    public var entry: ProgressEntry?
    /// Whether the reader leaves.
    public var leaves = false
  }

  /// Takes a line; what is no answer changes nothing and is told so.
  public mutating func receive(_ line: String) -> Reply {
    let word = line.lowercased().filter { !$0.isWhitespace }
    if ["q", "quit", "exit"].contains(word) { return Reply(text: summary, leaves: true) }
    let (page, question) = questions[number]
    if state.pointsShown == 0 {
      guard word.isEmpty else {
        return refusal("Nothing is typed here: Enter shows the answer, q leaves.")
      }
      misses = 0
      state.showPoint(of: question)
      return Reply(text: shown(question))
    }
    let isHad: Bool
    switch word {
    case "y", "yes": isHad = true
    case "n", "no", "x": isHad = false
    default: return refusal("That is no answer: y if you had this point, n if not, q to leave.")
    }
    misses = 0
    let entry = state.mark(had: isHad, of: question, on: page.name)
    count.points += 1
    if isHad { count.had += 1 }
    if state.openPoint != nil { return Reply(text: shown(question), entry: entry) }
    var text = "\nYou had \(state.had.count) of \(question.points.count) points."
    if !question.followUp.isEmpty {
      text += "\n" + prose.text(question.followUp, prefix: "Next they ask: ")
    }
    number += 1
    count.questions += 1
    state = PromptState()
    return Reply(text: text + "\n" + (isOver ? summary : asked), entry: entry, leaves: isOver)
  }

  private mutating func refusal(_ sentence: String) -> Reply {
    misses += 1
    return misses < Self.mostMisses
      ? Reply(text: sentence) : Reply(text: sentence + "\n" + summary, leaves: true)
  }

  /// What is said at the end, however it comes.
  public var summary: String {
    count.points == 0
      ? "Nothing was marked."
      : "\(count.questions) questions to their end; \(count.had) of \(count.points) points had. All marks are kept."
  }

  private var asked: String {
    let (page, question) = questions[number]
    return
      "\nQuestion \(number + 1) of \(questions.count)  (page \(page.id))\n\n"
      + prose.text(question.ask)
  }

  /// The point that is to be marked.
  private func shown(_ question: Question) -> String {
    guard let point = state.openPoint else { return "" }
    return "\n" + prose.text(question.points[point], prefix: "\(point + 1)  ")
  }
}
