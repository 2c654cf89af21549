import CellLanguage

/// What came of an answer.
public enum Verdict: Equatable, Sendable {
  case right
  /// Wrong; `says` names the slip where one of the classic ones gives this very answer.
  case wrong(says: [Inline]?)
  /// The answer could not be read: what would be readable.
  case unreadable(String)
}

extension Interpreter {
  /// The scope for what an author computes: answers and fresh numbers, which are drawn between a key and its echo.
  var glancing: Self {
    var copy = self
    copy.budget = .drawing
    return copy
  }

  /// What an expression comes to in this scope, which stays as it is.
  func value(of expression: String) throws(CellError) -> Value {
    var copy = self
    let outcome = copy.run(expression)
    if let error = outcome.error { throw error }
    guard let value = outcome.value else {
      throw CellError(line: 1, column: 1, text: expression, message: "this comes to no value")
    }
    return value
  }
}

extension Prediction {
  /// Judges what the learner typed.
  ///
  /// `scope` holds the page's variables, fresh numbers included.
  public func grade(_ answer: String, in scope: Interpreter) -> Verdict {
    guard let key = key(in: scope) else {
      return .unreadable("The page's own answer does not run, so none can be judged.")
    }
    switch key {
    case .number(let right): return grade(number: answer, right: right, in: scope)
    case .shape(let right): return grade(shape: answer, right: right, in: scope)
    case .choice(let right): return grade(choice: answer, right: right, in: scope)
    }
  }

  /// The right answer as text, for the reveal: "5", "[1, 8, 32, 32]", or the right option.
  public func answerText(in scope: Interpreter) -> String? {
    switch key(in: scope) {
    case .number(let number): number.shortText
    case .shape(let shape): "\(shape)"
    case .choice(let index): filled(options[index].text, in: scope).plainText
    case nil: nil
    }
  }

  /// What the right answer comes to.
  enum Key: Equatable {
    case number(Double)
    case shape([Int])
    /// From 0.
    case choice(Int)
  }

  func key(in scope: Interpreter) -> Key? {
    if kind == .choice {
      return options.firstIndex(where: \.isRight).map(Key.choice)
    }
    return key(of: answer, in: scope)
  }

  /// What an expression comes to as an answer of this kind; `nil` when it fails or is of another kind.
  func key(of expression: String, in scope: Interpreter) -> Key? {
    let value: Value
    do {
      value = try scope.glancing.value(of: expression)
    } catch {
      return nil
    }
    switch kind {
    case .number: return value.singleNumber.map(Key.number)
    case .shape: return value.shapeNumbers.map(Key.shape)
    case .choice: return nil
    }
  }

  /// The first of the author's slips that gives this very answer, where it is not right as well.
  private func slip(
    giving isGiven: (Key) -> Bool, unless isRight: (Key) -> Bool, in scope: Interpreter
  ) -> [Inline]? {
    for slip in slips {
      guard let key = key(of: slip.value, in: scope), isGiven(key), !isRight(key) else { continue }
      return filled(slip.says, in: scope)
    }
    return nil
  }

  // MARK: - Kinds

  private func grade(number answer: String, right: Double, in scope: Interpreter) -> Verdict {
    let asked = ask.plainText
    let readings = TypedNumber.readings(
      of: answer, inPercent: asked.contains("per cent") || asked.contains("%"))
    guard let first = readings.first else {
      return .unreadable("Type a number, such as 5, -0.25, 1/9 or 2 * (3 + 4).")
    }
    if readings.contains(where: { agrees($0, with: right) }) { return .right }
    let says = slip(
      giving: { key in
        guard case .number(let value) = key else { return false }
        return readings.contains { agrees($0, with: value) }
      },
      unless: { key in
        guard case .number(let value) = key else { return false }
        return agrees(value, with: right)
      }, in: scope)
    return .wrong(says: says ?? GenericSlip.number(first, right: right, typed: answer))
  }

  /// Whether a number counts as the right one: whole numbers and halves exactly, others within the tolerance.
  ///
  /// 112 is not 112.5, however near. A tolerance above the usual one holds for them as well.
  func agrees(_ given: Double, with right: Double) -> Bool {
    guard given.isFinite, right.isFinite else { return given == right }
    let slack = min(1e-6 * max(1, abs(right)), 0.01)
    let exact = (2 * right).rounded() / 2
    if abs(right - exact) <= slack && tolerance <= 0.005 { return abs(given - exact) <= slack }
    return abs(given - right) <= max(tolerance * abs(right), 1e-9)
  }

  private func grade(shape answer: String, right: [Int], in scope: Interpreter) -> Verdict {
    guard let given = TypedShape.numbers(in: answer) else {
      return .unreadable("Type the lengths of the axes, such as 8, 32, 32 or 32x32.")
    }
    func isSame(_ a: [Int], _ b: [Int]) -> Bool { a.withoutLeadingOnes == b.withoutLeadingOnes }
    if isSame(given, right) { return .right }
    let says = slip(
      giving: { key in
        guard case .shape(let value) = key else { return false }
        return isSame(value, given)
      },
      unless: { key in
        guard case .shape(let value) = key else { return false }
        return isSame(value, right)
      }, in: scope)
    return .wrong(says: says ?? GenericSlip.shape(given, right: right))
  }

  private func grade(choice answer: String, right: Int, in scope: Interpreter) -> Verdict {
    let texts = options.map { filled($0.text, in: scope).plainText }
    guard let given = TypedChoice.index(of: answer, among: texts) else {
      return .unreadable("Choose by number, 1 to \(options.count).")
    }
    if given == right { return .right }
    let says = options[given].says
    return .wrong(says: says.isEmpty ? nil : filled(says, in: scope))
  }
}

extension Value {
  /// The number, also where it stands alone in a tensor.
  var singleNumber: Double? {
    if case .tensor(let tensor, _) = self, tensor.scalars.count == 1 {
      return Double(tensor.scalars[0])
    }
    return number
  }

  /// The whole numbers of an array or a tuple.
  var shapeNumbers: [Int]? {
    let parts: [Value]
    switch self {
    case .array(let values, _): parts = values
    case .tuple(let values): parts = values.map(\.value)
    default: return nil
    }
    let numbers = parts.compactMap { $0.number.flatMap { Int(exactly: $0) } }
    return numbers.count == parts.count ? numbers : nil
  }
}

extension [Int] {
  /// A batch of one and one channel may be left out of a shape.
  var withoutLeadingOnes: ArraySlice<Int> { drop { $0 == 1 } }
}
