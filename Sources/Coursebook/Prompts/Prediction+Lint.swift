import CellLanguage

extension Prediction {
  func lint(_ lint: inout PageLint, above: Interpreter, page: Interpreter) {
    lint.lint(self, in: hides == nil ? above : page)
    if hides == nil, fresh.isEmpty, key(in: above) != key(in: page) {
      lint.complainOfLaterCells(id, line: line)
    }
  }
}

extension PageLint {
  /// Puts a prediction to the test, on several draws where its numbers are fresh.
  fileprivate mutating func lint(_ prediction: Prediction, in scope: Interpreter) {
    let count = complaints.count
    lintOptions(of: prediction)
    if let hides = prediction.hides { lintName(hides, of: prediction, in: scope) }
    lintFreshNumbers(of: prediction, in: scope)
    guard complaints.count == count else { return }

    var generator = SplitMix64(seed: 1)
    for _ in 0..<(prediction.fresh.isEmpty ? 1 : 16) {
      let instance = prediction.drawing(using: &generator, in: scope)
      lintAnswers(of: prediction, in: instance)
      // What fails on one draw fails on most: once is enough.
      guard complaints.count == count else { return }
    }
  }

  private mutating func lintOptions(of prediction: Prediction) {
    guard prediction.kind == .choice else { return }
    let rightCount = prediction.options.count(where: \.isRight)
    if rightCount != 1 {
      complain(
        prediction.line,
        "\(rightCount) options of \(prediction.id) are right; give exactly one `right: true`.")
    }
    for (index, option) in prediction.options.enumerated() {
      if !option.isRight && option.says.isEmpty {
        complain(
          prediction.line, "Option \(index + 1) of \(prediction.id) is wrong and says not why.")
      }
    }
    lintOrder(of: prediction)
  }

  private mutating func lintName(
    _ hidden: String, of prediction: Prediction, in scope: Interpreter
  ) {
    // A whole cell's figures may be hidden: `cell NAME`.
    let cells = page.blocks.compactMap {
      if case .cell(let cell) = $0 { "cell " + cell.name } else { nil }
    }
    if cells.contains(hidden) { return }
    do {
      _ = try scope.value(of: hidden)
    } catch {
      complain(
        prediction.line,
        "\(prediction.id) hides `\(hidden)`, which is not on the page: "
          + error.message)
    }
  }

  private mutating func lintFreshNumbers(of prediction: Prediction, in scope: Interpreter) {
    var generator = SplitMix64(seed: 1)
    var instance = scope
    for (name, source) in prediction.fresh {
      if let value = drawn(from: source, using: &generator, in: instance) {
        instance[name] = value
      } else {
        complain(
          prediction.line,
          "The fresh number \(name) of \(prediction.id) comes from a range, 8...64, or an array, "
            + "[1, 3, 5], not from `\(source)`.")
      }
    }
  }

  /// The page's own answer, the planted ones and the slips, on one instance.
  private mutating func lintAnswers(of prediction: Prediction, in scope: Interpreter) {
    let (id, line) = (prediction.id, prediction.line)
    guard let right = prediction.key(in: scope) else {
      complain(line, problem(with: prediction.answer, of: "The answer of \(id)", prediction, scope))
      return
    }
    let text = prediction.answerText(in: scope) ?? ""
    if prediction.grade(text, in: scope) != .right {
      complain(line, "The answer of \(id), \(text), is refused as an answer.")
    }
    for typed in prediction.planted.right {
      let typed = prediction.filled([.text(typed)], in: scope).plainText
      if prediction.grade(typed, in: scope) != .right {
        complain(line, "\(id) refuses `\(typed)`, which is planted as right; it takes \(text).")
      }
    }
    for typed in prediction.planted.wrong {
      let typed = prediction.filled([.text(typed)], in: scope).plainText
      if prediction.grade(typed, in: scope) == .right {
        complain(line, "\(id) accepts `\(typed)`, which is planted as wrong.")
      }
    }
    lintSlips(of: prediction, right: right, in: scope)
  }

  private mutating func lintSlips(
    of prediction: Prediction, right: Prediction.Key, in scope: Interpreter
  ) {
    let (id, line) = (prediction.id, prediction.line)
    if prediction.kind == .choice && !prediction.slips.isEmpty {
      complain(
        line, "\(id) is a choice: each option says for itself why it is wrong, without slips.")
      return
    }
    var earlier: [Prediction.Key] = []
    for slip in prediction.slips {
      guard let key = prediction.key(of: slip.value, in: scope) else {
        complain(
          line,
          problem(with: slip.value, of: "The slip `\(slip.value)` of \(id)", prediction, scope))
        continue
      }
      // Fresh numbers may make a slip right by chance.
      if prediction.fresh.isEmpty {
        if isSame(key, right, prediction) {
          complain(
            line, "The slip `\(slip.value)` of \(id) gives the right answer; it is never told.")
        } else if earlier.contains(where: { isSame($0, key, prediction) }) {
          complain(
            line,
            "The slip `\(slip.value)` of \(id) gives what one above it gives; it is never told."
          )
        }
      }
      earlier.append(key)
    }
  }

  private func isSame(_ a: Prediction.Key, _ b: Prediction.Key, _ prediction: Prediction) -> Bool {
    switch (a, b) {
    case (.number(let a), .number(let b)): prediction.agrees(a, with: b)
    case (.shape(let a), .shape(let b)): a.withoutLeadingOnes == b.withoutLeadingOnes
    default: a == b
    }
  }

  /// Why an expression gives no answer of the prediction's kind.
  private func problem(
    with expression: String, of what: String, _ prediction: Prediction, _ scope: Interpreter
  ) -> String {
    do {
      let value = try scope.glancing.value(of: expression)
      let wanted = prediction.kind == .shape ? "an array of whole numbers" : "a number"
      return "\(what) is \(wanted), not \(value.shortText)."
    } catch {
      return "\(what) does not run: \(error.message)"
    }
  }
}
