import CNNEngine
import CellLanguage
import Coursebook
import Figures

/// What can have the focus on a page.
enum Focus: Hashable, Sendable {
  /// A cell, by its block.
  case cell(Int)
  /// A stepper under a cell: the cell's block, the number of its output.
  case stepper(Int, Int)
  /// A run of training under a cell, likewise.
  case training(Int, Int)
  /// A prediction, exercise or question, by its block.
  case prompt(Int)

  var block: Int {
    switch self {
    case .cell(let block), .stepper(let block, _), .training(let block, _), .prompt(let block):
      block
    }
  }
}

/// A page as its reader has it: its cells run, its questions as far as they are answered.
struct OpenPage: Sendable {
  let page: Page
  /// By block.
  private(set) var cells: [Int: OpenCell] = [:]
  /// By block.
  var prompts: [Int: PromptState] = [:]
  /// What the cells of the page have declared.
  private(set) var scope: Interpreter
  /// Counts the changes of each block, so that a view knows what to draw again.
  private(set) var revisions: [Int]
  /// Runs of training, by the keys of their requests.
  private(set) var trainings: [String: TrainingState] = [:]
  /// How fast they go on.
  private(set) var pace = TrainingFigure.Pace.fast
  private let seed: UInt64
  /// The blocks that are scores, and the questions that they count.
  private let scored: (blocks: [Int], questions: [ScoredQuestion])

  /// The first cell whose figures are not those of its text as it is now.
  private(set) var staleFrom: Int?
  /// Counts the changes that cells must run for.
  private(set) var changes = 0
  /// Whether the figures have been out of date for so long that they are drawn faintly.
  private(set) var isLate = false
  /// Whether the cells wait for the reader's word, since a program died on them.
  private(set) var isHeld = false

  /// Opens a page with what the reader changed and answered before; its cells have yet to run: `work`, `runNow`.
  init(
    _ page: Page, progress: ReaderProgress, surroundings: Surroundings, seed: UInt64,
    trained: [String: Network] = [:], seconds: Double? = nil,
    budget: Budget = Budget()
  ) {
    self.page = page
    self.seed = seed
    scope = Interpreter(surroundings: surroundings, budget: budget)
    scope.trained = trained
    if let seconds { scope.budget.seconds = seconds }
    revisions = Array(repeating: 0, count: page.blocks.count)
    let scores = page.blocks.indices.filter { page.blocks[$0].prompt is Score }
    scored = (scores, scores.isEmpty ? [] : page.scoredQuestions)
    for (index, block) in page.blocks.enumerated() {
      if case .cell(let cell) = block {
        let text = progress.cells[ReaderProgress.PromptID(page: page.name, prompt: cell.name)]
        cells[index] = OpenCell(cell, source: text, scope: scope)
      }
      prompts[index] = block.livePrompt?.state(on: page.name, in: progress)
    }
    staleFrom = cells.keys.min()
    for index in prompts.keys.sorted() { drawFresh(at: index) }
    setScore(progress)
  }

  /// All that can have the focus, from top to bottom.
  var focusable: [Focus] {
    let hidden = hidden
    return page.blocks.indices.flatMap { index -> [Focus] in
      if let cell = cells[index] {
        if hidden.contains("cell " + cell.cell.name) { return [.cell(index)] }
        return [.cell(index)]
          + cell.shown.outputs.indices.compactMap { output in
            if cell.trace(output) != nil { return .stepper(index, output) }
            return cell.training(output) == nil ? nil : .training(index, output)
          }
      }
      return prompts[index] == nil ? [] : [.prompt(index)]
    }
  }

  /// Names, or single entries such as `y[1, 1]`, that stay blank until their predictions are answered.
  var hidden: [String] {
    page.blocks.indices.compactMap { index in
      guard let name = page.blocks[index].prompt?.hides, prompts[index]?.isOpen == false
      else { return nil }
      return name
    }
  }

  /// The scope in which a prompt is judged: the page's, with the prompt's fresh numbers.
  func scope(ofPrompt index: Int) -> Interpreter { prompts[index]?.fresh ?? scope }

  /// The order in which the options of a prompt stand in this sitting.
  func order(ofPrompt index: Int) -> OptionOrder {
    (page.blocks[index].prompt as? any OptionPrompt)?.drawnOrder(on: page.name, seed: seed)
      ?? OptionOrder(source: 0)
  }

  /// Draws the next fresh numbers of a prompt that has any.
  mutating func drawFresh(at index: Int) {
    guard let prompt = page.blocks[index].prompt, !prompt.fresh.isEmpty else { return }
    var state = prompts[index] ?? PromptState()
    var generator = SplitMix64(seed: seed ^ prompt.id.stableHash &+ state.instance)
    state.instance += 1
    state.fresh = prompt.drawing(using: &generator, in: scope)
    prompts[index] = state
  }

  /// Changes a cell, which with those below it must then run again.
  mutating func change(cellAt index: Int, _ change: (inout OpenCell) -> Void) {
    guard var cell = cells[index] else { return }
    change(&cell)
    cells[index] = cell
    revisions[index] += 1
    setStale(from: index)
  }

  /// Changes what is seen of a cell's steppers, which runs nothing.
  mutating func changeStepper(
    cellAt index: Int, output: Int, _ change: (inout StepperState) -> Void
  ) {
    guard var cell = cells[index], let trace = cell.trace(output) else { return }
    var state = cell.steppers[output] ?? StepperState()
    change(&state)
    cell.steppers[output] = state.fitted(to: trace)
    cells[index] = cell
    revisions[index] += 1
  }

  // MARK: - Training

  /// The places of the figures of one run: blocks and outputs.
  func trainingOutputs(of key: String) -> [(block: Int, output: Int)] {
    cells.flatMap { index, cell in
      cell.shown.outputs.indices.filter { cell.training($0)?.key == key }.map { (index, $0) }
    }
  }

  /// The runs that the page's cells ask for.
  var trainingRequests: [TrainingRequest] {
    cells.values.flatMap(\.shown.trainingRequests)
  }

  /// Whether a cell asks for a run as its text is now; a figure of before may stand there all the same.
  func asks(forRun key: String) -> Bool {
    cells.values.contains { $0.outcome.trainingRequests.contains { $0.key == key } }
  }

  /// How the run that a figure shows stands, if it has begun.
  func training(of figure: FigureRequest) -> TrainingState? {
    guard case .training(let request) = figure else { return nil }
    return trainings[request.key]
  }

  /// Takes in how a run stands; its figure is drawn again.
  mutating func setTraining(_ state: TrainingState) {
    trainings[state.request.key] = state
    for (block, _) in trainingOutputs(of: state.request.key) { revisions[block] += 1 }
  }

  /// Takes in how fast runs go on; their figures say it.
  mutating func setPace(_ pace: TrainingFigure.Pace) {
    guard pace != self.pace else { return }
    self.pace = pace
    for (block, cell) in cells where !cell.shown.trainingRequests.isEmpty { revisions[block] += 1 }
  }

  /// Takes in what a run came to; the cells that use it must then run again.
  mutating func setTrained(_ network: Network, for key: String) {
    for index in cells.keys { cells[index]?.scope.trained[key] = network }
    for (block, _) in trainingOutputs(of: key) { cells[block]?.runAnew() }
    scope.trained[key] = network
    if let first = trainingOutputs(of: key).map(\.block).min() { setStale(from: first) }
  }

  /// Changes a prompt's state; figures that it hides are drawn again.
  mutating func changePrompt(at index: Int, _ change: (inout PromptState) -> Void) {
    guard let wasOpen = prompts[index]?.isOpen else { return }
    // In its place: a copy would cost as much as has been typed.
    change(&prompts[index, default: PromptState()])
    revisions[index] += 1
    if prompts[index]?.isOpen != wasOpen { for cell in cells.keys { revisions[cell] += 1 } }
  }

  // MARK: - The score

  /// Counts the score from what the reader has done by now; where it changed it is drawn again.
  mutating func setScore(_ progress: ReaderProgress) {
    guard let first = scored.blocks.first else { return }
    let score = ScoreSheet(scored.questions, on: page.name, in: progress)
    guard prompts[first]?.score != score else { return }
    for block in scored.blocks { changePrompt(at: block) { $0.score = score } }
  }

  /// Opens all questions that are judged, with other fresh numbers.
  mutating func beginAgain() {
    for (index, block) in page.blocks.enumerated() {
      guard let prompt = block.livePrompt, prompt.isJudged else { continue }
      var state = prompt.state(on: page.name, in: ReaderProgress())
      state.instance = prompts[index]?.instance ?? 0
      changePrompt(at: index) { $0 = state }
      drawFresh(at: index)
    }
  }

  // MARK: - Running cells

  private mutating func setStale(from index: Int) {
    staleFrom = min(index, staleFrom ?? index)
    changes += 1
  }

  /// What brings the page up to date; `nil` where it is.
  var work: PageWork? {
    guard let start = staleFrom, let scope = cells[start]?.scope else { return nil }
    let indices = cells.keys.filter { $0 >= start }.sorted()
    return PageWork(cells: indices.compactMap { i in cells[i].map { (i, $0) } }, scope: scope)
  }

  /// Takes in what a cell's run came to; those above it have been taken in before.
  mutating func take(_ run: CellRun, ofCellAt index: Int, scope after: Interpreter) {
    let wasLate = isLate
    cells[index]?.take(run)
    let next = cells.keys.filter { $0 > index }.min()
    staleFrom = next
    if let next { cells[next]?.scope = after }
    if next == nil {
      isLate = false
      scope = after
      for prompt in prompts.keys.sorted() { renew(prompt) }
    }
    if run.isNew || wasLate { revisions[index] += 1 }
  }

  /// Says that the reader has waited for the page long enough to be told, or that nobody waits any longer.
  mutating func setLate(_ isLate: Bool) {
    guard isLate != self.isLate else { return }
    self.isLate = isLate
    for index in cells.keys where index >= staleFrom ?? 0 { revisions[index] += 1 }
  }

  /// Says whether the cells wait for the reader's word.
  mutating func setHeld(_ isHeld: Bool) {
    self.isHeld = isHeld
    for index in cells.keys { revisions[index] += 1 }
  }

  /// Whether a cell's figures are to be drawn faintly: they are of before.
  func isFaint(_ index: Int) -> Bool {
    isLate && index >= staleFrom ?? .max || cells[index]?.isOutdated == true
  }

  /// Brings the page up to date here and now.
  mutating func runNow() {
    work?.perform(Interruption()) { result in
      take(result.run, ofCellAt: result.index, scope: result.after)
    }
  }

  /// The same fresh numbers, over the variables as they are now.
  private mutating func renew(_ prompt: Int) {
    revisions[prompt] += 1
    if prompts[prompt]?.fresh != nil { prompts[prompt]?.instance -= 1 }
    drawFresh(at: prompt)
  }
}

extension OpenCell {
  /// The run that an output asks for, if it is one.
  func training(_ output: Int) -> TrainingRequest? {
    guard shown.outputs.indices.contains(output),
      case .figure(.training(let request)) = shown.outputs[output]
    else { return nil }
    return request
  }

  /// The trace behind an output, if it is a stepper.
  func trace(_ output: Int) -> WindowTrace? {
    guard shown.outputs.indices.contains(output),
      case .figure(.trace(let trace)) = shown.outputs[output]
    else { return nil }
    return trace
  }
}
