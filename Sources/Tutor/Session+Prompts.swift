import CellLanguage
import Coursebook
import Screen

extension Session {
  // MARK: - Predictions

  /// What a command does to the focused prediction.
  mutating func act(_ action: PredictionAction, on prediction: Prediction, at index: Int)
    -> [Effect]
  {
    switch action {
    case .type:
      guard canAnswer(at: index) else { return [] }
      beginTyping(clearing: open.prompts[index]?.verdict != nil)
    case .up: open.changePrompt(at: index) { $0.choice = max(0, $0.choice - 1) }
    case .down:
      open.changePrompt(at: index) { $0.choice = min(prediction.options.count - 1, $0.choice + 1) }
    case .choose: return choose(open.prompts[index]?.choice ?? 0, of: prediction, at: index)
    case .hint: return showHint(of: prediction.hints, prompt: prediction.id, at: index)
    case .reveal: return reveal(prompt: prediction.id, at: index)
    case .again:
      open.changePrompt(at: index) { state in
        state.verdict = nil
        state.isRight = false
        state.isRevealed = false
        state.hintsShown = 0
        state.editor.replace(with: "")
      }
      open.drawFresh(at: index)
      if prediction.fresh.isEmpty {
        notice = "The same question again; turn the cell's knobs for another."
      }
    }
    return []
  }

  /// Whether a prediction still takes answers: one that was answered rightly, or shown, only after a deliberate "again".
  private mutating func canAnswer(at index: Int) -> Bool {
    guard let state = open.prompts[index], state.isOpen else { return true }
    notice =
      state.isRight ? "This is answered; r asks again." : "The answer is shown; r asks again."
    return false
  }

  /// Picks an option by the letter or number printed beside it; `nil` where none has that name.
  mutating func chooseOption(named scalar: Unicode.Scalar) -> [Effect]? {
    guard case .prompt(let index) = focus,
      case .prediction(let prediction) = open.page.blocks[index]
    else { return nil }
    let number =
      Prediction.optionNames.firstIndex(of: scalar) ?? Int(String(scalar)).map { $0 - 1 }
    guard let number, prediction.options.indices.contains(number) else { return nil }
    return choose(number, of: prediction, at: index)
  }

  private mutating func choose(_ number: Int, of prediction: Prediction, at index: Int) -> [Effect]
  {
    guard canAnswer(at: index) else { return [] }
    open.changePrompt(at: index) { $0.choice = number }
    return submit(String(number + 1), to: prediction, at: index)
  }

  private mutating func submit(_ answer: String, to prediction: Prediction, at index: Int)
    -> [Effect]
  {
    if prediction.kind != .choice { open.changePrompt(at: index) { $0.answers.add(answer) } }
    return judge(
      AnswerWork(
        page: open.page.name, prompt: index, id: prediction.id, answer: answer,
        hints: hintsSeen(of: prediction.id, at: index), scope: open.scope(ofPrompt: index),
        isProgram: false, grade: { prediction.grade($0, in: $1) }))
  }

  private mutating func showHint(
    of hints: [[Inline]], prompt: String, at index: Int
  ) -> [Effect] {
    let shown = open.prompts[index]?.hintsShown ?? 0
    guard shown < hints.count else {
      notice =
        hints.isEmpty
        ? "There is no hint for this one; s shows the answer."
        : "That was the last hint; s shows the answer."
      return []
    }
    open.changePrompt(at: index) { $0.hintsShown = shown + 1 }
    showFocusSoon()
    return [record(.hint(open.page.name, prompt: prompt, number: shown + 1))]
  }

  /// How many hints were seen of a prompt, in this sitting or an earlier one.
  func hintsSeen(of prompt: String, at index: Int) -> Int {
    let id = ReaderProgress.PromptID(page: open.page.name, prompt: prompt)
    return max(open.prompts[index]?.hintsShown ?? 0, progress.prompts[id]?.hintsUsed ?? 0)
  }

  private mutating func reveal(prompt: String, at index: Int) -> [Effect] {
    guard open.prompts[index]?.isRevealed == false else { return [] }
    open.changePrompt(at: index) { $0.isRevealed = true }
    showFocusSoon()
    return [record(.revealed(open.page.name, prompt: prompt))]
  }

  // MARK: - Exercises

  /// What a command does to the focused exercise.
  mutating func act(_ action: ExerciseAction, on exercise: Exercise, at index: Int) -> [Effect] {
    switch action {
    case .edit: beginTyping(clearing: false)
    case .grade: return submit(to: exercise, at: index)
    case .hint: return showHint(of: exercise.hints, prompt: exercise.id, at: index)
    case .reveal: return reveal(prompt: exercise.id, at: index)
    case .reset:
      open.changePrompt(at: index) { state in
        state.editor.replace(with: exercise.starter)
        state.verdict = nil
      }
      notice = "Back to the starting text; in the editor, Control-_ brings yours again."
    }
    return []
  }

  private mutating func submit(to exercise: Exercise, at index: Int) -> [Effect] {
    guard let state = open.prompts[index] else { return [] }
    let program = state.editor.text
    return judge(
      AnswerWork(
        page: open.page.name, prompt: index, id: exercise.id, answer: program,
        hints: hintsSeen(of: exercise.id, at: index), scope: open.scope, isProgram: true,
        grade: { exercise.grade($0, in: $1) }))
  }

  // MARK: - Interview questions

  /// What a command does to the focused interview question.
  mutating func act(_ action: QuestionAction, on question: Question, at index: Int) -> [Effect] {
    guard let state = open.prompts[index] else { return [] }
    switch action {
    case .type: beginTyping(clearing: false)
    case .reveal:
      open.changePrompt(at: index) { $0.showPoint(of: question) }
      showFocusSoon()
    case .had, .missed:
      guard state.openPoint != nil else {
        notice =
          state.pointsShown < question.points.count
          ? "Show the next point first: s." : "Every point is marked; r begins again."
        return []
      }
      var entry: ProgressEntry?
      let page = open.page.name
      open.changePrompt(at: index) {
        entry = $0.mark(had: action == .had, of: question, on: page)
      }
      showFocusSoon()
      if let entry { return [record(entry)] }
    case .again: open.changePrompt(at: index) { $0.forgetMarks() }
    }
    return []
  }

  // MARK: - Typing

  /// Gives the keys to the focused prompt's text.
  mutating func beginTyping(clearing: Bool) {
    guard case .prompt(let index) = focus else { return }
    if clearing { open.changePrompt(at: index) { $0.editor.replace(with: "") } }
    mode = .typing
    showFocusSoon()
  }

  /// Keys for the text that is being typed.
  mutating func type(_ keys: [Key]) {
    switch (mode, focus) {
    case (.editing(var editor), .cell):
      editor.receive(keys)
      mode = .editing(editor)
      showLiteral()
    case (.typing, .prompt(let index)):
      open.changePrompt(at: index) { state in
        state.editor.receive(keys)
        state.answers.leave()
      }
      showFocusSoon()
    default: break
    }
  }

  /// A command while something is being typed.
  mutating func actOnTyping(_ action: TextAction) -> [Effect] {
    switch action {
    case .accept: return acceptTyped()
    case .cancel: mode = .commanding
    case .complete: completeName()
    case .older: recallAnswer(by: 1)
    case .newer: recallAnswer(by: -1)
    case .screenUp, .screenDown: break
    }
    return []
  }

  /// Brings back what was answered before, into the field of a prediction.
  private mutating func recallAnswer(by step: Int) {
    guard case .prompt(let index) = focus else { return }
    open.changePrompt(at: index) { $0.answers.recall(by: step, into: &$0.editor) }
    showFocusSoon()
  }

  private mutating func acceptTyped() -> [Effect] {
    switch (mode, focus) {
    case (.editing(let editor), .cell(let index)):
      mode = .commanding
      open.change(cellAt: index) { $0.setSource(editor.text) }
      awaitConsequence(of: index)
      literal = min(literal, max(0, (open.cells[index]?.literals.count ?? 1) - 1))
      return rememberCell()
    case (.typing, .prompt(let index)):
      mode = .commanding
      guard case .prediction(let prediction) = open.page.blocks[index] else {
        showFocusSoon()
        return []
      }
      let answer = open.prompts[index]?.editor.text ?? ""
      guard answer.contains(where: { $0 != " " }) else { return [] }
      return submit(answer, to: prediction, at: index)
    default:
      mode = .commanding
      return []
    }
  }

  /// Finishes the name before the cursor in a cell's or an exercise's text.
  private mutating func completeName() {
    switch (mode, focus) {
    case (.editing(var editor), .cell(let index)):
      let scope = open.cells[index].map { cell -> Interpreter in
        var scope = cell.scope
        scope.budget = .glance
        _ = scope.run(editor.text)
        return scope
      }
      notice = editor.complete(in: scope ?? open.scope)
      mode = .editing(editor)
    case (.typing, .prompt(let index)) where focusedPromptIsProgram:
      var said: String?
      let scope = open.scope
      open.changePrompt(at: index) { said = $0.editor.complete(in: scope) }
      notice = said
    default: break
    }
  }

  mutating func paste(_ text: String) {
    if let overlay {
      overlay.paste(text, in: &self)
      return
    }
    switch (mode, focus) {
    case (.editing(var editor), .cell):
      editor.paste(text)
      mode = .editing(editor)
    case (.typing, .prompt(let index)):
      open.changePrompt(at: index) { $0.editor.paste(text) }
    default:
      notice = "Paste goes where text is being typed: e edits a cell, Enter answers a question."
    }
  }

  mutating func showFocusSoon() {
    refresh()
    showFocus()
  }
}
