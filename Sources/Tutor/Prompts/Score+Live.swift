import Coursebook
import Screen

/// A score: it counts as the reader answers, and its pages can be opened.
extension Score: LivePrompt {
  enum Action: String, Sendable { case up, down, open, again }

  static let rows = [
    row(.up, [.up, .character("k")], "the page to reread above"),
    row(
      .down, [.down, .character("j")], "the page to reread below", footer: ("↑↓", "pick")),
    row(.open, [.enter], "open the page to reread", footer: ("Enter", "reread")),
    row(
      .again, [.character("r")],
      "begin the page's questions again, for a new score; asked twice", footer: ("r", "again")),
  ]

  /// `choice` is the page to reread that the cursor is on.
  func state(on page: PageName, in progress: ReaderProgress) -> PromptState { PromptState() }

  func word(of action: Action, _ word: String, state: PromptState) -> String? {
    guard let score = state.score else { return nil }
    return switch action {
    case .up, .down: score.rereads.count > 1 ? word : nil
    case .open: score.rereads.isEmpty ? nil : word
    case .again: score.open < score.count ? word : nil
    }
  }

  func act(_ action: Action, at index: Int, in session: inout Session) -> [Effect] {
    guard let state = session.open.prompts[index], let score = state.score else { return [] }
    let rereads = score.rereads
    let picked = min(state.choice, rereads.count - 1)
    switch action {
    case .up: pick(max(0, picked - 1), at: index, in: &session)
    case .down: pick(max(0, min(rereads.count - 1, picked + 1)), at: index, in: &session)
    case .open:
      guard rereads.indices.contains(picked) else {
        session.notice = "There is nothing to reread."
        return []
      }
      session.turn(to: rereads[picked].page)
    case .again: return beginAgain(score, in: &session)
    }
    return []
  }

  private func pick(_ number: Int, at index: Int, in session: inout Session) {
    session.open.changePrompt(at: index) { $0.choice = number }
    session.showFocusSoon()
  }

  private func beginAgain(_ score: ScoreSheet, in session: inout Session) -> [Effect] {
    guard score.open < score.count, !session.isJudging else {
      session.notice =
        session.isJudging ? "An answer is being judged." : "No question is answered yet."
      return []
    }
    guard session.wantsToBeginAgain else {
      session.wantsToBeginAgain = true
      session.notice =
        "r once more opens all questions again, for a new score. What you answered stays in the record."
      return []
    }
    session.wantsToBeginAgain = false
    session.open.beginAgain()
    let effects = [session.record(.begunAgain(session.open.page.name))]
    session.showFocusSoon()
    session.notice = "All questions are open again."
    return effects
  }

  // MARK: - Its picture

  func picture(in page: PageView, at index: Int) -> BlockPicture {
    var view = PromptView(page: page, index: index)
    let asked = ask.isEmpty ? [] : ask + [.text(" ")]
    let state = page.open.prompts[index] ?? PromptState()
    guard let score = state.score, !page.isPlain else {
      printed(asked, in: &view)
      return view.finished
    }
    view.beginConsequence()
    guard score.open < score.count else {
      view.heading("Score", ask: asked + [.text(Self.promise(score.count))])
      return view.finished
    }
    view.heading("Score", ask: asked + [.text(Self.counts(score))])
    if let first = score.firstTime {
      view.line([Span("The first time it was \(first) of \(score.count).", .muted)])
    }
    if score.rereads.isEmpty {
      let words =
        score.open > 0
        ? "So far nothing was missed." : "Nothing was missed: there is nothing to reread."
      view.line([Span(words, .correct)])
      return view.finished
    }
    view.line([
      Span(
        "To reread, with how many were missed there. An answer after a hint, or one that was shown, counts as missed:"
      )
    ])
    let picked = min(state.choice, score.rereads.count - 1)
    for (number, reread) in score.rereads.enumerated() {
      let isPicked = view.isFocused && number == picked
      if isPicked { view.putCursor() }
      view.line(
        [
          Span(isPicked ? "> " : "• ", isPicked ? .focus : .muted),
          Self.link(reread.page, in: page),
          Span("  \(reread.missed) missed", .wrong),
        ], hanging: 6)
    }
    return view.finished
  }

  /// What is said before anything is answered.
  private static func promise(_ count: Int) -> String {
    "While you answer, this counts how many of the \(count) questions you had right at the first try, without a hint. "
      + "Of those that you missed it names the pages to reread."
  }

  private static func counts(_ score: ScoreSheet) -> String {
    "\(score.rightAtOnce) of \(score.count) right at the first try, \(score.rightByNow) right by now, "
      + "\(score.open == 0 ? "none" : "\(score.open)") open."
  }

  private static func link(_ id: PageID, in page: PageView) -> Span {
    let title = page.appearance.sentence(page.open.page.titles[id] ?? "")
    return Span(title.isEmpty ? "\(id)" : "\(id) \(title)", Style(linkTo: id))
  }

  /// A printed page counts nothing: its reader does, and learns which page belongs to which question.
  private func printed(_ asked: [Inline], in view: inout PromptView) {
    let count =
      "Count the questions that you have right at the first try. For each that you miss, reread its page:"
    view.heading("Score", ask: asked + [.text(count)])
    for (number, question) in view.page.open.page.scoredQuestions.enumerated() {
      let links = question.pages.enumerated().flatMap { place, id -> [Span] in
        (place == 0 ? [] : [Span(", ")]) + [Self.link(id, in: view.page)]
      }
      view.line([Span("\(number + 1)".padded(to: 4))] + links, hanging: 4)
    }
  }

  func printedAnswer(in page: PageView, at index: Int) -> Grid? { nil }
}
