import CellLanguage
import Coursebook
import Screen

/// An exercise: a program in an editor, tried on hidden inputs.
extension Exercise: LivePrompt {
  enum Action: String, Sendable { case edit, grade, hint, reveal, reset }

  var hasLines: Bool { true }

  static let rows = [
    row(.edit, [.character("e")], "edit the text", footer: ("e", "edit")),
    row(.grade, [.enter], "try the program", footer: ("Enter", "try it")),
    row(.hint, [.character("H")], "a hint, then a better one", footer: ("H", "hint")),
    row(.reveal, [.character("s")], "show a solution", footer: ("s", "show")),
    row(.reset, [.character("r")], "back to the starting text", footer: ("r", "reset")),
  ]

  func state(on page: PageName, in progress: ReaderProgress) -> PromptState {
    judgedState(on: page, in: progress, starter: starter)
  }

  func word(of action: Action, _ word: String, state: PromptState) -> String? {
    switch action {
    case .edit, .grade: word
    case .hint: state.isRevealed || state.hintsShown >= hints.count ? nil : word
    case .reveal: state.isRevealed ? nil : word
    case .reset: state.editor.text == starter ? nil : word
    }
  }

  func act(_ action: Action, at index: Int, in session: inout Session) -> [Effect] {
    switch action {
    case .edit: session.beginTyping(clearing: false)
    case .grade: return submit(at: index, in: &session)
    case .hint: return session.showHint(of: hints, prompt: id, at: index)
    case .reveal: return session.reveal(prompt: id, at: index)
    case .reset:
      session.open.changePrompt(at: index) { state in
        state.editor.replace(with: starter)
        state.verdict = nil
      }
      session.notice = "Back to the starting text; in the editor, Control-_ brings yours again."
    }
    return []
  }

  private func submit(at index: Int, in session: inout Session) -> [Effect] {
    session.open.drawFresh(at: index)
    guard let state = session.open.prompts[index] else { return [] }
    return session.judge(
      AnswerWork(
        page: session.open.page.name, prompt: index, id: id, answer: state.editor.text,
        hints: session.hintsSeen(of: id, at: index), scope: session.open.scope(ofPrompt: index),
        isProgram: true,
        grade: { grade($0, in: $1) }))
  }

  func picture(in page: PageView, at index: Int) -> BlockPicture {
    let state = page.open.prompts[index] ?? PromptState(isMultiline: true)
    var view = PromptView(page: page, index: index)
    view.heading("Exercise", ask: ask)
    view.program(page.isPlain ? PromptState(text: starter, isMultiline: true) : state)
    if page.isPlain { return view.finished }
    view.beginConsequence()
    if let verdict = state.verdict {
      switch verdict {
      case .right: view.line([Span("Right: every check agrees.", .correct)])
      case .wrong(let says): view.line([Span("Not yet. ", .wrong)] + page.spans(says ?? []))
      case .unreadable(let sentence): view.line([Span(page.appearance.sentence(sentence), .wrong)])
      }
    } else if state.isRight {
      view.line([Span("Solved before.", .correct)])
    }
    view.hints(hints, shown: state.hintsShown)
    if state.isRevealed {
      view.line([Span("One solution:", .muted)])
      view.listing(solution)
    }
    if state.isOpen, !because.isEmpty { view.line(page.spans(because)) }
    return view.finished
  }

  func printedAnswer(in page: PageView, at index: Int) -> Grid? {
    let width = page.width
    let heading = Screen.grid(of: [[Span("One solution:")]], width: width)
    let program = CodeView(
      source: sanitized(solution, keepsLines: true), isSwift: true, width: width - 2)
    return page.stack([heading, program.picture(bar: "│", barStyle: .text).grid], gap: 0)
  }
}
