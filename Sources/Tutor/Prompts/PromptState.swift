import CellLanguage
import Coursebook

/// How far one prediction, exercise or question is answered.
struct PromptState: Sendable {
  /// What is typed: an answer, a program, or one's own words.
  var editor: TextEditor
  /// What was answered before, for ↑ to bring back.
  var answers = LineHistory()
  var verdict: Verdict?
  /// What the last verdict was about.
  var graded = ""
  var hintsShown = 0
  var isRevealed = false
  /// Whether it was answered rightly, now or in an earlier session.
  var isRight = false
  /// The place of the option under the cursor, from the top.
  var choice = 0
  /// The scope with this attempt's fresh numbers, where the prediction has any.
  var fresh: Interpreter?
  /// How many instances were drawn before this one.
  var instance: UInt64 = 0
  /// An interview question's points: how many are shown, which the reader had.
  var pointsShown = 0
  var had: Set<Int> = []
  var missed: Set<Int> = []
  /// Of a score: how the page's questions stand.
  var score: ScoreSheet?

  init(text: String = "", isMultiline: Bool = false) {
    editor = TextEditor(text, isMultiline: isMultiline)
  }

  /// Whether the answer may be seen.
  var isOpen: Bool { isRight || isRevealed }
}
