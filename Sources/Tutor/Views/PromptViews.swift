import CellLanguage
import Coursebook
import Figures
import Screen

/// Predictions, exercises and interview questions.
extension PageView {
  func predictionPicture(_ prediction: Prediction, at index: Int) -> BlockPicture {
    let state = open.prompts[index] ?? PromptState()
    var view = PromptView(page: self, index: index)
    let scope = open.scope(ofPrompt: index)
    view.heading(isPlain ? "Question" : "Predict", ask: prediction.asking(in: scope))
    for (number, option) in prediction.options.enumerated() {
      let isPicked = view.isFocused && state.choice == number && !state.isOpen
      let name = String(Prediction.optionNames.dropFirst(number).prefix(1).map(Character.init))
      view.line(
        [Span(isPicked ? "> " : "  ", .focus), Span("\(name)  ", .literal)] + spans(option.text),
        hanging: 5)
    }
    if isPlain {
      // A printed page has its answers at the end.
      return view.finished
    }
    if prediction.kind != .choice, !state.isOpen || view.isTyping {
      view.field(
        state, prompt: "> ",
        placeholder: prediction.kind == .shape ? "a shape, such as 1×8×32×32" : "a number")
    }
    view.beginConsequence()
    if let verdict = state.verdict, !view.isTyping {
      verdictLines(verdict, of: prediction, state: state, in: &view)
    }
    view.hints(prediction.hints, shown: state.hintsShown)
    if state.isOpen, !view.isTyping {
      if state.verdict == nil {
        let how = state.isRight ? "Answered before. The answer: " : "The answer: "
        view.line([Span(how, .correct)] + answer(of: prediction, in: scope))
      } else if state.verdict != .right {
        view.line([Span("The answer: ", .correct)] + answer(of: prediction, in: scope))
      }
      if !prediction.because.isEmpty { view.line(spans(prediction.because)) }
    }
    return view.finished
  }

  private func verdictLines(
    _ verdict: Verdict, of prediction: Prediction, state: PromptState, in view: inout PromptView
  ) {
    let given = prediction.kind == .choice ? "" : " \(sanitized(state.graded))"
    switch verdict {
    case .right:
      view.line([Span("Right:\(given.isEmpty ? "" : given)", .correct)] + chosen(prediction, state))
    case .wrong(let says):
      view.line(
        [Span("Not\(given.isEmpty ? " this one" : given).", .wrong), Span(" ")] + spans(says ?? []))
      if says == nil, !state.isOpen {
        view.line([Span("H gives a hint, s shows the answer.", .muted)])
      }
    case .unreadable(let sentence): view.line([Span(sanitized(sentence), .notice)])
    }
  }

  private func chosen(_ prediction: Prediction, _ state: PromptState) -> [Span] {
    guard prediction.kind == .choice, prediction.options.indices.contains(state.choice) else {
      return []
    }
    return [Span(" ")] + spans(prediction.options[state.choice].says)
  }

  /// The answer as spans: a number, a shape, or the right option.
  func answer(of prediction: Prediction, in scope: Interpreter) -> [Span] {
    if prediction.kind == .choice {
      return prediction.options.first(where: \.isRight).map { spans($0.text) } ?? []
    }
    return [Span(NumberText.grouped(prediction.answerText(in: scope) ?? ""), .literal)]
  }

  func exercisePicture(_ exercise: Exercise, at index: Int) -> BlockPicture {
    let state = open.prompts[index] ?? PromptState(isMultiline: true)
    var view = PromptView(page: self, index: index)
    view.heading("Exercise", ask: exercise.ask)
    view.program(isPlain ? PromptState(text: exercise.starter, isMultiline: true) : state)
    if isPlain { return view.finished }
    view.beginConsequence()
    if let verdict = state.verdict {
      switch verdict {
      case .right: view.line([Span("Right: every check agrees.", .correct)])
      case .wrong(let says): view.line([Span("Not yet. ", .wrong)] + spans(says ?? []))
      case .unreadable(let sentence): view.line([Span(sanitized(sentence), .wrong)])
      }
    } else if state.isRight {
      view.line([Span("Solved before.", .correct)])
    }
    view.hints(exercise.hints, shown: state.hintsShown)
    if state.isRevealed {
      view.line([Span("One solution:", .muted)])
      view.listing(exercise.solution)
    }
    if state.isOpen, !exercise.because.isEmpty { view.line(spans(exercise.because)) }
    return view.finished
  }

  func questionPicture(_ question: Question, at index: Int) -> BlockPicture {
    let state = open.prompts[index] ?? PromptState(isMultiline: true)
    var view = PromptView(page: self, index: index)
    view.heading("Interview", ask: question.ask)
    if isPlain { return view.finished }
    if view.isTyping || !state.editor.text.isEmpty { view.program(state, isSwift: false) }
    if state.pointsShown == 0 {
      view.line([
        Span("Answer aloud or type (Enter); s shows the answer, a point at a time.", .muted)
      ])
    }
    for (number, point) in question.points.prefix(state.pointsShown).enumerated() {
      if number == state.pointsShown - 1 { view.beginConsequence() }
      let mark: Span =
        state.had.contains(number)
        ? Span("had     ", .correct)
        : state.missed.contains(number) ? Span("missed  ", .wrong) : Span("y or x? ", .prompt)
      view.line([mark, Span("\(number + 1)  ", .muted)] + spans(point), hanging: 11)
    }
    let marked = state.had.count + state.missed.count
    if marked == question.points.count, marked > 0 {
      view.line([Span("You had \(state.had.count) of \(question.points.count) points.", .notice)])
      if !question.followUp.isEmpty {
        view.line([Span("Next they ask: ", .muted)] + spans(question.followUp), hanging: 0)
      }
    } else if state.pointsShown > 0 {
      view.line([Span("\(question.points.count - state.pointsShown) more to show.", .muted)])
    }
    return view.finished
  }
}

/// Puts a prompt together line by line, with a bar on its left.
struct PromptView {
  let page: PageView
  let index: Int
  private var lines: [Grid] = []
  private var cursor: Frame.Position?
  private var consequenceStart: Int?

  init(page: PageView, index: Int) {
    self.page = page
    self.index = index
  }

  var isFocused: Bool { page.focus == .prompt(index) }
  var isTyping: Bool { isFocused && page.mode == .typing }
  private var inner: Int { max(1, page.textWidth - 2) }
  private var height: Int { lines.reduce(0) { $0 + $1.height } }

  mutating func heading(_ word: String, ask: [Inline]) {
    line([Span("\(word)  ", .prompt)] + page.spans(ask), hanging: 0)
  }

  mutating func line(_ spans: [Span], hanging: Int = 2) {
    lines.append(Screen.grid(of: wrap(spans, width: inner, hanging: hanging), width: inner))
  }

  /// What is added from here on follows from the keys that the prompt was given.
  mutating func beginConsequence() { consequenceStart = height }

  /// A field of one line, which scrolls sideways when the text is longer.
  mutating func field(_ state: PromptState, prompt: String, placeholder: String) {
    var grid = Grid(width: inner, height: 1)
    var column = grid.write(prompt, column: 0, row: 0, style: Style(.prompt))
    let room = max(1, inner - column - 1)
    let start = max(0, state.editor.cursor - room)
    if isTyping {
      // What is seen of it alone: a key in a long text costs no more than in a short one.
      let text = sanitized(state.editor.text(from: start, count: room))
      cursor = Frame.Position(column: column + state.editor.cursor - start + 2, row: height)
      for scalar in text.unicodeScalars {
        grid[column, 0] = Glyph(scalar, Style(.literal))
        column += 1
      }
    } else if isFocused {
      grid.write("type \(placeholder)", column: column, row: 0, style: Style(.muted))
    }
    lines.append(grid)
  }

  /// A text of several lines: a program, one's own words.
  mutating func program(_ state: PromptState, isSwift: Bool = true) {
    var code = CodeView(
      source: sanitized(state.editor.text, keepsLines: true), isSwift: isSwift,
      width: max(1, inner - 2))
    if isTyping { code.cursor = state.editor.position }
    let picture = code.picture(
      bar: isTyping ? "┃" : "│", barStyle: Style(isTyping ? .focus : .border))
    if let place = picture.cursor {
      cursor = Frame.Position(column: place.column + 2, row: place.row + height)
    }
    lines.append(picture.grid)
  }

  mutating func listing(_ source: String) {
    lines.append(
      CodeView(source: sanitized(source, keepsLines: true), isSwift: true, width: max(1, inner - 2))
        .picture(bar: "│", barStyle: Style(.border)).grid)
  }

  mutating func hints(_ hints: [[Inline]], shown: Int) {
    for (number, hint) in hints.prefix(shown).enumerated() {
      line([Span("Hint \(number + 1) of \(hints.count): ", .muted)] + page.spans(hint))
    }
  }

  var finished: BlockPicture {
    let bar: Unicode.Scalar = isFocused ? "┃" : "│"
    let style = Style(isFocused ? .focus : .prompt)
    var picture = BlockPicture(
      page.barred(page.stack(lines, gap: 0), bar: bar, style: style, width: page.textWidth))
    picture.focusRows = [.init(focus: .prompt(index), rows: 0..<picture.grid.height)]
    picture.cursor = cursor
    if let start = consequenceStart, start < picture.grid.height {
      picture.consequence = start..<picture.grid.height
    }
    return picture
  }
}
