import CellLanguage
import Coursebook
import Figures
import Screen

/// What a program put out, as text: `cnn-tutor eval`.
///
/// What it printed stands there letter for letter, blanks, tabs and long lines too; figures are drawn.
///
/// - Parameters:
///   - outcome: what the program came to; its error is not told.
///   - runs: what came of the runs of training that it asked for.
///   - width: the columns of a figure at most.
///   - isASCII: whether figures are drawn with ASCII alone.
/// - Returns: the text, each output's last line ended, unless the program left the very last one open.
public func plainText(
  of outcome: Outcome, runs: [(request: TrainingRequest, update: TrainingUpdate)] = [],
  width: Int = 80, isASCII: Bool = false
) -> String {
  let appearance = Appearance(depth: .monochrome, isASCII: isASCII)
  var states: [String: TrainingState] = [:]
  for run in runs {
    var state = TrainingState(run.request)
    state.take(run.update)
    states[run.request.key] = state
  }
  var text = ""
  for (index, output) in outcome.outputs.enumerated() {
    switch output {
    case .text(let line):
      let isOpen = outcome.isLineOpen && index == outcome.outputs.count - 1
      text += line + (isOpen ? "" : "\n")
    case .figure(let request):
      var training: TrainingState?
      if case .training(let asked) = request { training = states[asked.key] }
      let grid = request.figure(stepper: nil, training: training, hidden: [])
        .grid(width: width, appearance: appearance)
      text += "\(isASCII ? grid.asciified() : grid)\n"
    }
  }
  if outcome.error == nil, let value = outcome.value { text += "\(value)\n" }
  return text
}
