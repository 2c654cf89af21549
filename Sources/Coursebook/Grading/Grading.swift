import CellLanguage

/// What came of an answer.
public enum Verdict: Equatable, Sendable {
  case right
  /// Wrong; `says` names the slip where one of the classic ones gives this very answer.
  case wrong(says: [Inline]?)
  /// The answer could not be read: what would be readable.
  case unreadable(String)
}

extension Prediction {
  /// Judges what the learner typed.
  ///
  /// `scope` holds the page's variables, fresh numbers included.
  public func grade(_ answer: String, in scope: Interpreter) -> Verdict { .unreadable("") }

  /// The right answer as text, for the reveal: "5", "[1, 8, 32, 32]".
  public func answerText(in scope: Interpreter) -> String? { nil }
}

extension Exercise {
  /// Judges a program.
  ///
  /// `scope` is the page's scope, without the learner's program.
  public func grade(_ program: String, in scope: Interpreter) -> Verdict { .unreadable("") }
}
