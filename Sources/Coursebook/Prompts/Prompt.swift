import CellLanguage

/// Something that a page asks, or says of what it asked: the fence of its kind, read and checked.
///
/// A kind of prompt is one conformer here, which reads its fence and tries it for the linter, and one extension in the tutor,
/// which draws it and answers its keys. Both are found by the fence's word.
public protocol Prompt: Equatable, Sendable {
  /// The word that its fence begins with.
  static var word: String { get }
  /// The same for as long as the course lives; unique on its page.
  var id: String { get }
  /// What is asked; `{n}` stands for a fresh number.
  var ask: [Inline] { get }
  /// What a reader sees before any answer: what is asked, and what is offered.
  var offered: [[Inline]] { get }
  /// What it says later: hints, what is told of an answer, why it is so.
  var told: [[Inline]] { get }
  /// What stays blank until this is answered: the figures of a name, `y`, one entry of it, `y[1, 1]`, or all that a cell
  /// shows, `cell NAME`.
  var hides: String? { get }
  /// Numbers drawn anew for every attempt, as expressions: `n` from `8...64` or from `[1, 3, 5]`.
  var fresh: [(name: String, from: String)] { get }
  /// Whether its answers are judged: the time until the first one counts, and so does that one for a score.
  var isJudged: Bool { get }
  /// The line of the page's file on which the block begins, from 1.
  var line: Int { get }
}

extension Prompt {
  public var offered: [[Inline]] { [ask] }
  public var told: [[Inline]] { [] }
  public var hides: String? { nil }
  public var fresh: [(name: String, from: String)] { [] }
  public var isJudged: Bool { true }

  fileprivate func isEqual(to other: any Prompt) -> Bool { (other as? Self) == self }
}

/// A kind of prompt as the parser and the linter know it.
protocol PromptKind: Prompt {
  /// The fields that its fence may have.
  static var fields: [String] { get }
  /// Reads the fields, and complains of those that are missing or wrong.
  init(_ fields: inout Fields, line: Int)
  /// Puts it to the test as a reader meets it.
  ///
  /// - Parameters:
  ///   - lint: takes the complaints.
  ///   - above: the variables of the cells above it.
  ///   - page: those of all cells of the page.
  func lint(_ lint: inout PageLint, above: Interpreter, page: Interpreter)
}

/// Every kind of prompt.
public enum PromptKinds {
  static let table: [any PromptKind.Type] = [
    Prediction.self, Selection.self, Exercise.self, Question.self, Score.self,
  ]

  /// The kinds, in the order in which the help tells of them.
  public static var all: [any Prompt.Type] { table }

  static func named(_ word: String) -> (any PromptKind.Type)? { table.first { $0.word == word } }
}

/// A prompt in its place on a page.
public struct PosedPrompt: Equatable, Sendable {
  public var prompt: any Prompt

  public init(_ prompt: any Prompt) { self.prompt = prompt }

  public static func == (a: Self, b: Self) -> Bool { a.prompt.isEqual(to: b.prompt) }
}

extension Block {
  /// The prompt, where the block is one.
  public var prompt: (any Prompt)? {
    if case .prompt(let posed) = self { posed.prompt } else { nil }
  }
}
