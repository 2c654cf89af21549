import Coursebook
import Screen

/// An interview question: the reader's own words, then the answer point by point.
extension Question: LivePrompt {
  enum Action: String, Sendable { case type, reveal, had, missed, again }

  var hasLines: Bool { true }

  static let rows = [
    row(
      .type, [.enter, .character("i"), .character("a")], "type an answer",
      footer: ("Enter", "answer")),
    row(.reveal, [.character("s")], "show the answer's next point", footer: ("s", "show")),
    row(.had, [.character("y")], "I had this point", footer: ("y", "had it")),
    row(.missed, [.character("x")], "I did not have this point", footer: ("x", "missed")),
    row(.again, [.character("r")], "ask again", footer: ("r", "again")),
  ]

  func state(on page: PageName, in progress: ReaderProgress) -> PromptState {
    var state = PromptState(isMultiline: true)
    if let mark = progress.marks[ReaderProgress.PromptID(page: page, prompt: id)] {
      state.take(mark, of: self)
    }
    return state
  }

  func word(of action: Action, _ word: String, state: PromptState) -> String? {
    let marked = state.had.count + state.missed.count
    return switch action {
    case .type: word
    case .reveal: state.pointsShown < points.count ? word : nil
    case .had, .missed: marked < state.pointsShown ? word : nil
    case .again: marked > 0 ? word : nil
    }
  }

  func act(_ action: Action, at index: Int, in session: inout Session) -> [Effect] {
    guard let state = session.open.prompts[index] else { return [] }
    switch action {
    case .type: session.beginTyping(clearing: false)
    case .reveal:
      session.open.changePrompt(at: index) { $0.showPoint(of: self) }
      session.showFocusSoon()
    case .had, .missed:
      guard state.openPoint != nil else {
        session.notice =
          state.pointsShown < points.count
          ? "Show the next point first: s." : "Every point is marked; r begins again."
        return []
      }
      var entry: ProgressEntry?
      let page = session.open.page.name
      session.open.changePrompt(at: index) {
        entry = $0.mark(had: action == .had, of: self, on: page)
      }
      session.showFocusSoon()
      if let entry { return [session.record(entry)] }
    case .again: session.open.changePrompt(at: index) { $0.forgetMarks() }
    }
    return []
  }

  func picture(in page: PageView, at index: Int) -> BlockPicture {
    let state = page.open.prompts[index] ?? PromptState(isMultiline: true)
    var view = PromptView(page: page, index: index)
    view.heading("Interview", ask: ask)
    if page.isPlain { return view.finished }
    if view.isTyping || !state.editor.text.isEmpty { view.program(state, isSwift: false) }
    if state.pointsShown == 0 {
      view.line([
        Span("Answer aloud or type (Enter); s shows the answer, a point at a time.", .muted)
      ])
    }
    for (number, point) in points.prefix(state.pointsShown).enumerated() {
      if number == state.pointsShown - 1 { view.beginConsequence() }
      let mark: Span =
        state.had.contains(number)
        ? Span("had     ", .correct)
        : state.missed.contains(number) ? Span("missed  ", .wrong) : Span("y or x? ", .prompt)
      view.line([mark, Span("\(number + 1)  ", .muted)] + page.spans(point), hanging: 11)
    }
    let marked = state.had.count + state.missed.count
    if marked == points.count, marked > 0 {
      view.line([Span("You had \(state.had.count) of \(points.count) points.", .notice)])
      if !followUp.isEmpty {
        view.line([Span("Next they ask: ", .muted)] + page.spans(followUp), hanging: 0)
      }
    } else if state.pointsShown > 0 {
      view.line([Span("\(points.count - state.pointsShown) more to show.", .muted)])
    }
    return view.finished
  }

  func printedAnswer(in page: PageView, at index: Int) -> Grid? {
    let points = points.flatMap {
      wrap([Span("- ")] + page.spans($0), width: page.width, hanging: 2)
    }
    return Screen.grid(of: wrap(page.spans(ask), width: page.width) + points, width: page.width)
  }
}
