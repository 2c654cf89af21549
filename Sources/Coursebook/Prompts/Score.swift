import CellLanguage

/// Where a page says how its questions were answered, and what to reread.
///
/// Every question of the page that is judged counts, and belongs to the pages that it links to: in what it asks, in its hints, or in
/// what it says of answers.
public struct Score: Prompt {
  public static let word = "score"

  public var id: String
  /// What its author says before it; mostly nothing.
  public var ask: [Inline]
  public var line: Int

  public init(id: String, ask: [Inline] = [], line: Int = 1) {
    self.id = id
    self.ask = ask
    self.line = line
  }

  public var isJudged: Bool { false }
}

extension Score: PromptKind {
  static let fields = ["id", "ask"]

  init(_ fields: inout Fields, line: Int) {
    self.init(id: fields.text("id"), ask: fields.inline(ifPresent: "ask"), line: line)
  }

  /// A question that leads nowhere leaves its reader with nothing to reread.
  func lint(_ lint: inout PageLint, above: Interpreter, page: Interpreter) {
    let questions = lint.page.scoredQuestions
    if questions.isEmpty {
      lint.complain(line, "\(id) scores nothing: the page has no question that is judged.")
    }
    for question in questions where question.pages.isEmpty {
      lint.complain(
        question.line,
        "\(question.id) counts for the score, and links to no other page: link to the one to reread when it is missed."
      )
    }
  }
}

/// A question that counts for a score.
public struct ScoredQuestion: Equatable, Sendable {
  public var id: String
  /// The other pages that it links to, in reading order.
  public var pages: [PageID]
  /// The line of the page's file on which it begins, from 1.
  public var line: Int
}

extension Page {
  /// The questions that count for a score of the page, from top to bottom.
  public var scoredQuestions: [ScoredQuestion] {
    blocks.compactMap(\.prompt).filter(\.isJudged).map { prompt in
      var pages = Set((prompt.offered + prompt.told).flatMap(\.linkedPages))
      pages.remove(id)
      return ScoredQuestion(id: prompt.id, pages: pages.sorted(), line: prompt.line)
    }
  }
}

extension [Inline] {
  /// The pages that a text links to, as often as it does.
  fileprivate var linkedPages: [PageID] {
    flatMap { inline -> [PageID] in
      switch inline {
      case .link(let inner, let target): (PageID(target).map { [$0] } ?? []) + inner.linkedPages
      case .emphasis(let inner), .strong(let inner), .term(let inner, _), .citation(let inner, _):
        inner.linkedPages
      case .text, .code, .maths, .lineBreak: []
      }
    }
  }
}
