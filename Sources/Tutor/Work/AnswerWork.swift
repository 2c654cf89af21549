import CellLanguage
import Coursebook

/// An answer or a program that is judged.
struct AnswerWork: Work {
  /// The prompt's block and name.
  let prompt: Int
  let id: String
  let answer: String
  /// The page's scope, with the prompt's fresh numbers.
  let scope: Interpreter
  /// Whether what cannot be read is an attempt too: a program that does not run is, half a number is not.
  let isRecordedUnread: Bool
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
  /// Takes in a verdict, and shows it.
  mutating func take(_ verdict: Verdict, of work: AnswerWork) -> [Effect] {
    let hints = hintsSeen(of: work.id, at: work.prompt)
    open.changePrompt(at: work.prompt) { state in
      state.verdict = verdict
      state.graded = work.answer
      if verdict == .right { state.isRight = true }
    }
    if focus == .prompt(work.prompt) { showFocusSoon() }
    if case .unreadable = verdict, !work.isRecordedUnread { return [] }
    return [
      record(
        .answer(
          open.page.name, prompt: work.id, typed: work.answer, isRight: verdict == .right,
          hints: hints))
    ]
  }
}
