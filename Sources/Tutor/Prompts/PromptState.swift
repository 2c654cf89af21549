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
  /// The option under the cursor.
  var choice = 0
  /// The scope with this attempt's fresh numbers, where the prediction has any.
  var fresh: Interpreter?
  /// How many instances were drawn before this one.
  var instance: UInt64 = 0
  /// An interview question's points: how many are shown, which the reader had.
  var pointsShown = 0
  var had: Set<Int> = []
  var missed: Set<Int> = []

  init(text: String = "", isMultiline: Bool = false) {
    editor = TextEditor(text, isMultiline: isMultiline)
  }

  /// Whether the answer may be seen.
  var isOpen: Bool { isRight || isRevealed }
}

/// A small generator of random numbers, the same on every machine for a seed.
///
/// Source: Steele, Lea and Flood, *Fast splittable pseudorandom number generators* (2014), SplitMix64.
struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
