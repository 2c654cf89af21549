import CellLanguage
import Coursebook
import Figures
import Screen

/// A prediction: an answer in a field, or an option that is picked.
extension Prediction: LivePrompt {
  enum Action: String, Sendable { case type, up, down, choose, hint, reveal, again }

  static let contexts = ["predict", "choice"]

  var context: String { kind == .choice ? "choice" : "predict" }

  static let rows = [
    row(
      .type, [.enter, .character("i"), .character("a")], in: ["predict"], "type an answer",
      footer: ("Enter", "answer")),
    row(.up, [.up, .character("k")], in: ["choice"], "the option above"),
    row(
      .down, [.down, .character("j")], in: ["choice"], "the option below", footer: ("↑↓", "move")),
    row(
      .choose, [.enter], in: ["choice"],
      "answer with the option under the cursor; its letter or number does it at once",
      footer: ("Enter", "answer")),
    row(.hint, [.character("H")], "a hint, then a better one", footer: ("H", "hint")),
    row(.reveal, [.character("s")], "show the answer", footer: ("s", "show")),
    row(
      .again, [.character("r")], "ask again, with fresh numbers where there are any",
      footer: ("r", "again")),
  ]

  func state(on page: PageName, in progress: ReaderProgress) -> PromptState {
    judgedState(on: page, in: progress)
  }

  func word(of action: Action, _ word: String, state: PromptState) -> String? {
    switch action {
    case .type, .choose, .up, .down: state.isOpen ? nil : word
    case .hint: state.isOpen || state.hintsShown >= hints.count ? nil : word
    case .reveal: state.isRevealed || state.isRight ? nil : word
    case .again: state.isOpen || state.verdict != nil ? word : nil
    }
  }

  func act(_ action: Action, at index: Int, in session: inout Session) -> [Effect] {
    switch action {
    case .type:
      guard session.canAnswer(at: index) else { return [] }
      session.beginTyping(clearing: session.open.prompts[index]?.verdict != nil)
    case .up: session.open.changePrompt(at: index) { $0.choice = max(0, $0.choice - 1) }
    case .down:
      session.open.changePrompt(at: index) { $0.choice = min(options.count - 1, $0.choice + 1) }
    case .choose:
      return choose(session.open.prompts[index]?.choice ?? 0, at: index, in: &session)
    case .hint: return session.showHint(of: hints, prompt: id, at: index)
    case .reveal: return session.reveal(prompt: id, at: index)
    case .again:
      session.open.changePrompt(at: index) { state in
        state.verdict = nil
        state.isRight = false
        state.isRevealed = false
        state.hintsShown = 0
        state.editor.replace(with: "")
      }
      session.open.drawFresh(at: index)
      if fresh.isEmpty {
        session.notice = "The same question again; turn the cell's knobs for another."
      }
    }
    return []
  }

  /// An option is picked by the letter or number printed beside it; an answer may simply be typed.
  func take(_ key: Key, at index: Int, in session: inout Session) -> [Effect]? {
    guard case .character(let scalar) = key else { return nil }
    if kind == .choice {
      guard let place = Option.index(named: scalar), options.indices.contains(place) else {
        return nil
      }
      return choose(place, at: index, in: &session)
    }
    guard "0123456789-−.([⌊".unicodeScalars.contains(scalar) else { return nil }
    guard session.canAnswer(at: index) else { return [] }
    session.beginTyping(clearing: true)
    session.type([key])
    return []
  }

  func accept(_ text: String, at index: Int, in session: inout Session) -> [Effect] {
    guard text.contains(where: { $0 != " " }) else { return [] }
    return submit(text, at: index, in: &session)
  }

  /// Picks the option at a place of the screen; what is judged and kept is its place in the source, from 1.
  private func choose(_ place: Int, at index: Int, in session: inout Session) -> [Effect] {
    let numbers = session.open.order(ofPrompt: index).numbers
    guard session.canAnswer(at: index), numbers.indices.contains(place) else { return [] }
    session.open.changePrompt(at: index) { $0.choice = place }
    let number = numbers[place]
    return submit(String(number + 1), at: index, in: &session)
  }

  private func submit(_ answer: String, at index: Int, in session: inout Session) -> [Effect] {
    if kind != .choice { session.open.changePrompt(at: index) { $0.answers.add(answer) } }
    return session.judge(
      AnswerWork(
        page: session.open.page.name, prompt: index, id: id, answer: answer,
        hints: session.hintsSeen(of: id, at: index), scope: session.open.scope(ofPrompt: index),
        isProgram: false, grade: { grade($0, in: $1) }))
  }
}

// MARK: - Its picture

extension Prediction {
  func picture(in page: PageView, at index: Int) -> BlockPicture {
    let state = page.open.prompts[index] ?? PromptState()
    var view = PromptView(page: page, index: index)
    let scope = page.open.scope(ofPrompt: index)
    view.heading(page.isPlain ? "Question" : "Predict", ask: asking(in: scope))
    for (place, number) in page.open.order(ofPrompt: index).numbers.enumerated() {
      let isPicked = view.isFocused && state.choice == place && !state.isOpen
      view.line(
        [Span(isPicked ? "> " : "  ", .focus), Span("\(Option.name(at: place))  ", .literal)]
          + page.spans(options[number].text),
        hanging: 5)
    }
    if page.isPlain {
      // A printed page has its answers at the end.
      return view.finished
    }
    if kind != .choice, !state.isOpen || view.isTyping {
      view.field(
        state, prompt: "> ",
        placeholder: kind == .shape ? "a shape, such as 1×8×32×32" : "a number")
    }
    view.beginConsequence()
    if let verdict = state.verdict, !view.isTyping {
      verdictLines(verdict, at: index, state: state, in: &view)
    }
    view.hints(hints, shown: state.hintsShown)
    if state.isOpen, !view.isTyping {
      if state.verdict == nil {
        let how = state.isRight ? "Answered before. The answer: " : "The answer: "
        view.line([Span(how, .correct)] + answerSpans(in: scope, page))
      } else if state.verdict != .right {
        view.line([Span("The answer: ", .correct)] + answerSpans(in: scope, page))
      }
      if !because.isEmpty { view.line(page.spans(because)) }
    }
    return view.finished
  }

  private func verdictLines(
    _ verdict: Verdict, at index: Int, state: PromptState, in view: inout PromptView
  ) {
    let given = kind == .choice ? "" : " \(sanitized(state.graded))"
    switch verdict {
    case .right:
      view.line([Span("Right:\(given)", .correct)] + chosen(state, at: index, view.page))
    case .wrong(let says):
      view.line(
        [Span("Not\(given.isEmpty ? " this one" : given).", .wrong), Span(" ")]
          + view.page.spans(says ?? []))
      if says == nil, !state.isOpen {
        view.line([Span("H gives a hint, s shows the answer.", .muted)])
      }
    case .unreadable(let sentence):
      view.line([Span(view.page.appearance.sentence(sentence), .notice)])
    }
  }

  private func chosen(_ state: PromptState, at index: Int, _ page: PageView) -> [Span] {
    guard kind == .choice, options.indices.contains(state.choice) else {
      return []
    }
    let number = page.open.order(ofPrompt: index).numbers[state.choice]
    return [Span(" ")] + page.spans(options[number].says)
  }

  /// The answer as spans: a number, a shape, or the right option.
  private func answerSpans(in scope: Interpreter, _ page: PageView) -> [Span] {
    if kind == .choice {
      return options.first(where: \.isRight).map { page.spans($0.text) } ?? []
    }
    return [Span(NumberText.grouped(answerText(in: scope) ?? ""), .literal)]
  }

  func printedAnswer(in page: PageView, at index: Int) -> Grid? {
    let scope = page.open.scope(ofPrompt: index)
    let answer = answerSpans(in: scope, page)
    var spans = page.spans(asking(in: scope), Style(.muted)) + [Span(" ")] + answer
    let hasStop = answer.last?.text.hasSuffix(".") ?? false
    if !because.isEmpty { spans += [Span(hasStop ? " " : ". ")] + page.spans(because) }
    return Screen.grid(
      of: wrap([Span("- ")] + spans, width: page.width, hanging: 2), width: page.width)
  }
}
