import CellLanguage

extension Exercise {
  /// Judges a program.
  ///
  /// `scope` is the page's scope with the exercise's fresh numbers, without the learner's program.
  public func grade(_ program: String, in scope: Interpreter) -> Verdict {
    guard Self.words(of: program) != Self.words(of: starter) else {
      return .wrong(says: [.text("This is still the text that stood here at first: change it.")])
    }
    return judge(program, in: scope)
  }

  /// Judges a program by the checks alone.
  func judge(_ program: String, in scope: Interpreter) -> Verdict {
    // The numbers that are drawn are for the checks; a program that knew them could answer those alone. What the page calls
    // by their names is the program's.
    var learner = scope
    learner.uncover()
    if let name = learner.libraryFunctions(usedBy: program).first(where: refuses.contains) {
      return .wrong(says: [
        .text("Write it without "), .code(name), .text(": what it does is what you are to write."),
      ])
    }
    if let error = learner.run(program).error {
      return .unreadable("Line \(error.line), column \(error.column): \(error.message)")
    }
    for check in checks {
      let expected: Value
      do {
        expected = try scope.value(of: filled(check.equals, in: scope))
      } catch {
        return .unreadable("The page's own check does not run: \(error.message)")
      }
      let tried = filled(check.try, in: scope)
      let given: Value
      do {
        given = try learner.value(of: tried)
      } catch {
        return .wrong(
          says: said(check, in: scope) + [
            .code(tried), .text(" does not run: \(error.message)"),
          ])
      }
      if given.agrees(with: expected) { continue }
      return .wrong(
        says: knownMistake(of: learner, in: scope)
          ?? said(check, in: scope) + [
            .code(tried), .text(" gives "), .code(given.shortText), .text(", not "),
            .code(expected.shortText), .text("."),
          ])
    }
    return checks.isEmpty ? .unreadable("This exercise has no checks yet.") : .right
  }

  private func said(_ check: Check, in scope: Interpreter) -> [Inline] {
    check.says.isEmpty ? [] : filled(check.says, in: scope) + [.text(" ")]
  }

  /// What is said of the wrong program that gives the same as the learner's in every check.
  private func knownMistake(of learner: Interpreter, in scope: Interpreter) -> [Inline]? {
    for mistake in wrong where !mistake.says.isEmpty {
      var other = scope
      other.uncover()
      guard other.run(mistake.program).error == nil else { continue }
      let isSame = checks.allSatisfy { check in
        Self.isSame(filled(check.try, in: scope), in: learner, and: other)
      }
      if isSame { return mistake.says }
    }
    return nil
  }

  private static func isSame(_ expression: String, in a: Interpreter, and b: Interpreter) -> Bool {
    do {
      return try a.value(of: expression).agrees(with: b.value(of: expression))
    } catch {
      return false
    }
  }

  /// The program without the spaces that do not matter.
  static func words(of program: String) -> [Substring] {
    program.split(whereSeparator: \.isWhitespace)
  }
}

extension Value {
  /// Whether two values count as equal: counts exactly, numbers up to rounding, tensors by shape and entries.
  func agrees(with other: Value) -> Bool {
    if case .int(let a) = self, case .int(let b) = other { return a == b }
    if let a = number, let b = other.number {
      // A count with a few missing is wrong, however large it is.
      return isInt || other.isInt ? abs(a - b) <= 1e-4 : Self.agree(a, b)
    }
    switch (self, other) {
    case (.tensor(let a, _), .tensor(let b, _)):
      guard a.shape == b.shape else { return false }
      let scale = b.scalars.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
      return zip(a.scalars, b.scalars).allSatisfy {
        Self.agree(Double($0), Double($1), scale: Double(scale))
      }
    case (.tensor(let a, _), _) where a.shape.isEmpty:
      return Value.float(a.scalars[0]).agrees(with: other)
    case (_, .tensor(let b, _)) where b.shape.isEmpty:
      return agrees(with: .float(b.scalars[0]))
    case (.array(let a, _), .array(let b, _)):
      return a.count == b.count && zip(a, b).allSatisfy { $0.agrees(with: $1) }
    case (.tuple(let a), .tuple(let b)):
      return a.count == b.count && zip(a, b).allSatisfy { $0.value.agrees(with: $1.value) }
    case (.record(let a), .record(let b)):
      return a.type == b.type && a.parts.count == b.parts.count
        && zip(a.parts, b.parts).allSatisfy {
          $0.name == $1.name && $0.value.agrees(with: $1.value)
        }
    case (.bool(let a), .bool(let b)): return a == b
    case (.string(let a, _), .string(let b, _)): return a == b
    case (.range(let a, _), .range(let b, _)): return a == b
    case (.choice(_, let a), .choice(_, let b)): return a == b
    case (.layer(let a), .layer(let b)):
      // The encoding holds every setting; the name leaves some out.
      return a.encoding == b.encoding
    case (.none, .none): return true
    default: return false
    }
  }

  private var isInt: Bool {
    if case .int = self { true } else { false }
  }

  /// Whether two numbers are the same but for rounding, where the largest beside them is `scale`.
  private static func agree(_ a: Double, _ b: Double, scale: Double = 0) -> Bool {
    if a.isNaN || b.isNaN { return a.isNaN && b.isNaN }
    if a.isInfinite || b.isInfinite { return a == b }
    return abs(a - b) <= max(1e-4 * abs(b), 5e-6 * scale, 1e-6)
  }

  /// The value in some forty characters; a large tensor by its shape.
  var shortText: String {
    if let number { return number.shortText }
    if case .tensor(let tensor, _) = self, tensor.scalars.count > 12 {
      return "a tensor of shape \(tensor.shape)"
    }
    let text = description
    return text.count <= 60 ? text : text.prefix(58) + "…"
  }
}
