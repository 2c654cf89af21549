import CellLanguage
import Coursebook

/// An answer or a program that is judged.
struct AnswerWork: Work {
  /// The page, and the prompt's block and name on it.
  let page: PageName
  let prompt: Int
  let id: String
  let answer: String
  /// How many hints had been seen when it was given.
  let hints: Int
  /// The page's scope, with the prompt's fresh numbers.
  let scope: Interpreter
  /// Whether it is a program: one that does not run is an attempt too, half a number is not, and one more is judged after
  /// a right one.
  let isProgram: Bool
  let grade: @Sendable (String, Interpreter) -> Verdict

  func perform(_ interruption: Interruption, tell: (Result) -> Void) {
    var scope = scope
    scope.interruption = interruption
    let verdict = grade(answer, scope)
    guard !interruption.isStopped else { return }
    tell(Result(work: self, verdict: verdict))
  }

  struct Result: WorkResult {
    let work: AnswerWork
    let verdict: Verdict

    func enter(_ session: inout Session) -> [Effect] { session.take(verdict, of: work) }
  }
}

extension Session {
  /// Has an answer judged, after those that were given before it: each of them counts, on whatever page the reader is by then.
  mutating func judge(_ work: AnswerWork) -> [Effect] {
    guard !isHeld else {
      notice = "An answer is judged with what the cells came to; R runs them first."
      return []
    }
    let given = hasWorker ? [record(.given(work.page, prompt: work.id, typed: work.answer))] : []
    guard pending[.answer] == nil else {
      unjudged.append(work)
      return given
    }
    return given + order(work, .answer, of: work.page)
  }

  /// Has the next answer judged, if one waits.
  mutating func judgeNext() -> [Effect] {
    guard !unjudged.isEmpty else { return [] }
    let work = unjudged.removeFirst()
    return order(work, .answer, of: work.page)
  }

  /// Whether an answer has been given whose verdict is still to come.
  public var isJudging: Bool { pending[.answer] != nil }

  /// Takes in a verdict, and shows it.
  mutating func take(_ verdict: Verdict, of work: AnswerWork) -> [Effect] {
    // What was typed before the reader could see that the one before was right is no answer any more.
    if !work.isProgram, promptState(of: work)?.isOpen == true { return [] }
    changePrompt(of: work) { state in
      state.verdict = verdict
      state.graded = work.answer
      if verdict == .right { state.isRight = true }
    }
    if open.page.name == work.page, focus == .prompt(work.prompt) { showFocusSoon() }
    if case .unreadable = verdict, !work.isProgram { return [] }
    return [
      record(
        .answer(
          work.page, prompt: work.id, typed: work.answer, isRight: verdict == .right,
          hints: work.hints))
    ]
  }

  private func promptState(of work: AnswerWork) -> PromptState? {
    let page = open.page.name == work.page ? open : recent.last { $0.page.name == work.page }
    return page?.prompts[work.prompt]
  }

  private mutating func changePrompt(of work: AnswerWork, _ change: (inout PromptState) -> Void) {
    if open.page.name == work.page {
      open.changePrompt(at: work.prompt, change)
    } else if let index = recent.lastIndex(where: { $0.page.name == work.page }) {
      recent[index].changePrompt(at: work.prompt, change)
    }
  }
}
