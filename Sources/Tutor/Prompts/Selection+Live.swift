import Coursebook
import Screen

/// A selection: letters pick options and leave them again, Enter answers.
///
/// What is picked is the prompt's text, "acd": names in the order of the source, which records keep.
extension Selection: LivePrompt {
  enum Action: String, Sendable { case answer, hint, reveal, again }

  static let rows = [
    row(
      .answer, [.enter], "answer with the options that are picked; a letter or number picks one",
      footer: ("Enter", "answer")),
    row(.hint, [.character("H")], "a hint, then a better one", footer: ("H", "hint")),
    row(.reveal, [.character("s")], "show the answer", footer: ("s", "show")),
    row(.again, [.character("r")], "ask again", footer: ("r", "again")),
  ]

  func state(on page: PageName, in progress: ReaderProgress) -> PromptState {
    judgedState(on: page, in: progress)
  }

  func word(of action: Action, _ word: String, state: PromptState) -> String? {
    switch action {
    case .answer: state.isOpen || state.editor.scalars.isEmpty ? nil : word
    case .hint: state.isOpen || state.hintsShown >= hints.count ? nil : word
    case .reveal: state.isOpen ? nil : word
    case .again: state.isOpen || state.verdict != nil ? word : nil
    }
  }

  func act(_ action: Action, at index: Int, in session: inout Session) -> [Effect] {
    switch action {
    case .answer:
      guard session.canAnswer(at: index) else { return [] }
      let order = session.open.order(ofPrompt: index)
      return session.judge(
        AnswerWork(
          page: session.open.page.name, prompt: index, id: id,
          answer: session.open.prompts[index]?.editor.text ?? "",
          hints: session.hintsSeen(of: id, at: index), scope: session.open.scope,
          isProgram: false, grade: { names, _ in grade(names, shown: order) }))
    case .hint: return session.showHint(of: hints, prompt: id, at: index)
    case .reveal: return session.reveal(prompt: id, at: index)
    case .again: session.open.changePrompt(at: index) { $0 = PromptState() }
    }
    return []
  }

  func take(_ key: Key, at index: Int, in session: inout Session) -> [Effect]? {
    guard case .character(let scalar) = key,
      let number = session.open.order(ofPrompt: index).number(named: scalar)
    else { return nil }
    guard session.canAnswer(at: index) else { return [] }
    session.open.changePrompt(at: index) { state in
      let names = Set(state.editor.text).symmetricDifference(Option.name(at: number))
      state.editor.replace(with: String(names.sorted()))
      state.verdict = nil
    }
    session.showFocusSoon()
    return []
  }

  func picture(in page: PageView, at index: Int) -> BlockPicture {
    let state = page.open.prompts[index] ?? PromptState()
    var view = PromptView(page: page, index: index)
    view.heading(page.isPlain ? "Question" : "Select", ask: ask)
    let picked = state.isOpen ? rightNames : state.editor.text
    let order = page.open.order(ofPrompt: index)
    for number in order.numbers {
      let isPicked = !page.isPlain && picked.contains(Option.name(at: number))
      view.line(
        [Span(isPicked ? "[x] " : "[ ] ", .prompt), Span("\(order.name(of: number))  ", .literal)]
          + page.spans(options[number].text), hanging: 7)
    }
    if page.isPlain { return view.finished }
    view.beginConsequence()
    switch state.verdict {
    case .right: view.line([Span("Right: these and no others.", .correct)])
    case .wrong(let says): view.line([Span("Not yet. ", .wrong)] + page.spans(says ?? []))
    case .unreadable(let sentence): view.line([Span(page.appearance.sentence(sentence), .notice)])
    case nil where state.isOpen:
      view.line([Span(state.isRight ? "Answered before." : "The answer.", .correct)])
    case nil: view.line([Span("Letters pick, as many as hold; Enter answers.", .muted)])
    }
    view.hints(hints, shown: state.hintsShown)
    if state.isOpen {
      view.line(page.spans(because))
      for number in order.numbers {
        view.line(
          [Span("\(order.name(of: number))  ", .literal)] + page.spans(options[number].says),
          hanging: 3)
      }
    }
    return view.finished
  }

  func printedAnswer(in page: PageView, at index: Int) -> Grid? {
    let right = options.filter(\.isRight).map { page.spans($0.text) }
    let spans =
      page.spans(ask, Style(.muted)) + [Span(" ")]
      + right.enumerated().flatMap { ($0.offset == 0 ? [] : [Span(" · ")]) + $0.element }
      + [Span(". ")] + page.spans(because)
    return Screen.grid(
      of: wrap([Span("- ")] + spans, width: page.width, hanging: 2), width: page.width)
  }
}
