import CellLanguage
import Coursebook

/// What the footer says: the keys that do something now, and what they will do.
extension Session {
  /// Keys and words, the most useful first; those of `last` are always there.
  var footerWords: (words: [(key: String, word: String)], last: [(key: String, word: String)]) {
    let rows = Keymap.footer(in: context)
    let isLast = { (binding: Binding) in
      [
        .page(.help), .page(.leave), .text(.cancel), .list(.close), .link(.close), .hit(.close),
        .source(.close),
      ].contains(binding.action)
    }
    let words = { (bindings: [Binding]) in
      bindings.compactMap { binding in
        binding.footer.flatMap { footer in
          word(of: binding.action, footer.word).map {
            (appearance.isASCII ? footer.key.arrowsInWords : footer.key, $0)
          }
        }
      }
    }
    // The hits' keys go before the page's own wherever the reader is.
    let hits = marked != nil && Keymap.focused.contains(context) ? Keymap.footer(in: .hits) : []
    // Any key ends a replay; what else it does waits until then.
    if replay != nil { return ([], words(rows.filter(isLast))) }
    return (
      words(rows.filter { !isLast($0) })
        + words(hits.filter { [.hit(.next), .hit(.previous)].contains($0.action) }),
      words(rows.filter(isLast))
    )
  }

  /// What a key will do now; `nil` where it would do nothing.
  private func word(of action: Action, _ word: String) -> String? {
    switch (action, focus) {
    case (.cell(let action), .cell(let index)):
      open.cells[index].flatMap { self.word(of: action, on: $0, word) }
    case (.stepper(let action), .stepper(let index, let output)):
      open.cells[index].flatMap { self.word(of: action, on: $0, output, word) }
    case (.training(let action), .training(let index, let output)):
      self.word(of: action, on: open.cells[index]?.training(output)?.key, word)
    case (.prompt(_, let name), .prompt(let index)):
      open.page.blocks[index].livePrompt?.word(
        ofActionNamed: name, word, state: open.prompts[index] ?? PromptState())
    case (.page(.saveFigure), _): hasFigure ? word : nil
    case (.page(.leave), _): replay == nil ? word : "end the replay"
    case (.page(.runCells), _): isHeld ? word : nil
    case (.page(.links), _): visibleLinks.isEmpty ? nil : word
    case (.source(let action), _): (overlay as? SourceOverlay)?.word(of: action, word, in: self)
    case (.list(.open), _): (overlay as? any ListOverlay)?.openWord
    case (.text(.older), _): context == .console ? word : nil
    case (.text(.accept), _): context == .console ? "run" : word
    default: word
    }
  }

  private func word(of action: CellAction, on cell: OpenCell, _ word: String) -> String? {
    switch action {
    case .open:
      switch opening(of: cell) {
      case .matrix: "grid"
      case .pad: "steer"
      case .run(let output): cell.training(output).flatMap { playWord(ofRun: $0.key) }
      case .text: "edit"
      }
    case .edit:
      if case .text = opening(of: cell), mode == .commanding { nil } else { word }
    case .undo: cell.canUndo ? word : nil
    case .reset: cell.isChanged ? word : nil
    case .left, .right, .increase, .decrease, .above, .below, .draw, .steer:
      cell.literals.isEmpty ? nil : word
    }
  }

  private func word(of action: StepperAction, on cell: OpenCell, _ output: Int, _ word: String)
    -> String?
  {
    guard let trace = cell.trace(output) else { return nil }
    let state = cell.steppers[output] ?? StepperState()
    return switch action {
    case .play: state.direction != .forward ? nil : state.isPlaying ? "pause" : word
    case .step: state.direction == .forward ? word : nil
    case .turnRound:
      switch trace.direction(after: state.direction) {
      case state.direction: nil
      case .forward: "forward"
      default: word
      }
    case .nextChannel, .previousChannel: trace.lengths(state.direction).channels > 1 ? word : nil
    case .left, .right, .up, .down, .reset: word
    }
  }

  private func playWord(ofRun key: String) -> String {
    guard let state = trainings[key] else { return "start" }
    return switch state.figure.status {
    case .running where pace.isStepping, .paused where pace.isStepping:
      "next \(pace.part ?? "")"
    case .running: "pause"
    case .paused: "go on"
    case .stopped where state.goesOnFrom != nil: "go on"
    case .finished, .stopped, .failed: "start anew"
    case .waiting: "start"
    }
  }

  private func word(of action: TrainingAction, on key: String?, _ word: String) -> String? {
    guard let key, replay == nil else { return nil }
    let state = trainings[key]
    return switch action {
    case .pace: "pace: \(pace.word)"
    case .replay: state?.canBeReplayed == true ? word : nil
    case .play: playWord(ofRun: key)
    case .stop:
      state.map { $0.isRunning ? "stop" : $0.figure.status == .waiting ? nil : "forget" } ?? nil
    case .earlier, .later:
      state.map { !$0.isRunning && $0.checkpoints.count > 1 } == true ? word : nil
    // The rate is that of a fork: of use once there is a place for one.
    case .faster, .slower: state?.forkAt == nil || state?.isRunning == true ? nil : word
    case .fork: state?.forkAt == nil || state?.isRunning == true ? nil : word
    }
  }
}
