/// Reads the YAML of the fences `predict`, `exercise` and `question`.
struct PromptParser {
  let file: String
  /// The line of the page's file on which the fence's text begins.
  let line: Int
  /// Where the pages stand that links lead to by their names.
  let numbers: [PageName: PageID]
  private(set) var complaints: [PageComplaint] = []
  private(set) var mentions = PageMentions()

  init(file: String, line: Int, numbers: [PageName: PageID]) {
    self.file = file
    self.line = line
    self.numbers = numbers
  }

  private mutating func read(
    _ yaml: String, kind: String, known: [String], make: (inout Fields) -> Block
  ) -> Block? {
    do {
      var fields = try Fields(
        yaml, kind: kind, known: known, file: file, firstLine: line, numbers: numbers)
      let block = make(&fields)
      complaints = fields.complaints
      mentions = fields.mentions
      return block
    } catch {
      complaints = [error]
      return nil
    }
  }

  mutating func prediction(_ yaml: String) -> Block? {
    let known = [
      "id", "kind", "ask", "answer", "hides", "options", "slips", "tolerance", "hints", "because",
      "right", "wrong", "fresh",
    ]
    return read(yaml, kind: "predict", known: known) { [line] fields in
      let kind = Prediction.Kind(rawValue: fields.text("kind"))
      if kind == nil { fields.refuse("kind", "`kind` of predict is number, shape or choice.") }
      let options = fields.each("options", known: ["text", "right", "says"]) {
        Option(
          text: $0.inline("text"), isRight: $0.flag("right"), says: $0.inline(ifPresent: "says"))
      }
      if kind == .choice && options.isEmpty {
        fields.refuse("options", "A choice needs `options`: - {text: '…', right: true, says: '…'}.")
      } else if kind != .choice && !options.isEmpty {
        fields.refuse("options", "Only a choice has `options`.")
      }
      let rightOption = (options.firstIndex(where: \.isRight) ?? 0) + 1
      let tolerance = fields.number("tolerance") ?? 0.005
      if !(0..<1 ~= tolerance) {
        fields.refuse(
          "tolerance",
          "`tolerance` is a share of the answer, from 0 to below 1: 0.01 is one percent.")
      }
      let prediction = Prediction(
        id: fields.text("id"), kind: kind ?? .number, ask: fields.inline("ask"),
        answer: kind == .choice
          ? fields.text(ifPresent: "answer") ?? "\(rightOption)" : fields.text("answer"),
        hides: fields.text(ifPresent: "hides"), options: options,
        slips: fields.each("slips", known: ["value", "says"]) {
          Slip(value: $0.text("value"), says: $0.inline("says"))
        },
        tolerance: tolerance, hints: fields.inlines("hints"),
        because: fields.inline("because"),
        planted: (right: fields.texts("right"), wrong: fields.texts("wrong")),
        fresh: fields.pairs("fresh"), line: line)
      return .prediction(prediction)
    }
  }

  mutating func exercise(_ yaml: String) -> Block? {
    let known = ["id", "ask", "starter", "checks", "wrong", "hints", "solution", "because"]
    return read(yaml, kind: "exercise", known: known) { [line] fields in
      let exercise = Exercise(
        id: fields.text("id"), ask: fields.inline("ask"), starter: fields.text("starter"),
        checks: fields.each("checks", known: ["try", "equals", "says"]) {
          Exercise.Check(
            try: $0.text("try"), equals: $0.text("equals"), says: $0.inline(ifPresent: "says"))
        },
        wrong: fields.each("wrong", known: ["program", "says"]) {
          Exercise.WrongProgram(
            program: $0.text("program"), says: $0.inline(ifPresent: "says"))
        },
        hints: fields.inlines("hints"), solution: fields.text("solution"),
        because: fields.inline(ifPresent: "because"), line: line)
      if exercise.checks.isEmpty {
        fields.refuse("checks", "exercise needs `checks`: - {try: 'f(2)', equals: '4', says: '…'}.")
      }
      return .exercise(exercise)
    }
  }

  mutating func question(_ yaml: String) -> Block? {
    read(yaml, kind: "question", known: ["id", "ask", "points", "followUp"]) { [line] fields in
      let question = Question(
        id: fields.text("id"), ask: fields.inline("ask"), points: fields.inlines("points"),
        followUp: fields.inline(ifPresent: "followUp"), line: line)
      if question.points.isEmpty {
        fields.refuse("points", "question needs `points`: the answer, a line each.")
      }
      return .question(question)
    }
  }
}
