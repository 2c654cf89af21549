import CellLanguage
import Coursebook

/// A live cell as its reader has it: the text now, and what it came to.
struct OpenCell: Sendable {
  let cell: Cell
  /// The text now.
  private(set) var source: String
  /// The numbers that can be turned, in reading order.
  private(set) var literals: [Literal]
  /// The last run.
  private(set) var lastRun: Run?
  /// The last run that came to its end without a mistake.
  private var lastGood: Run?
  /// Whether something has changed that the last run does not know of: what a run of training came to.
  private var mustRun = false
  /// What the last run came to.
  var outcome: Outcome { lastRun?.outcome ?? Outcome(outputs: [], value: nil, error: nil) }
  /// What stands under the cell: after a mistake the figures of before stay.
  var shown: Outcome {
    guard outcome.error != nil, let lastGood else { return outcome }
    return lastGood.outcome
  }
  /// Whether the figures are not what the text comes to.
  var isOutdated: Bool { outcome.error != nil && lastGood != nil }
  /// The scope before this cell: what the page's cells above it have declared.
  var scope: Interpreter
  /// Texts before the last changes, oldest first.
  private var past: [String] = []
  /// What is being turned, so that a row of turns is one step back.
  private var turning: Turning?
  /// Where the steppers of this cell's figures stand, by the number of the output.
  var steppers: [Int: StepperState] = [:]

  /// What changes the text in a row of small steps: a literal, by its number, a stroke of the mouse, a pair of numbers that
  /// the arrows steer.
  enum Turning: Equatable, Sendable { case literal(Int), stroke(Int), pad(Int) }

  init(_ cell: Cell, source: String?, scope: Interpreter) {
    self.cell = cell
    self.source = source ?? cell.source
    self.scope = scope
    literals = Literal.all(in: self.source)
  }

  var isChanged: Bool { source != cell.source }
  var canUndo: Bool { !past.isEmpty }

  /// Replaces the text.
  ///
  /// Turning one thing again and again is undone in one step.
  mutating func setSource(_ new: String, turning now: Turning? = nil) {
    guard new != source else { return }
    if now == nil || now != turning {
      past.append(source)
      if past.count > 200 { past.removeFirst() }
    }
    turning = now
    source = new
    literals = Literal.all(in: new)
  }

  /// The text before the last change; `false` when there is none.
  mutating func undo() -> Bool {
    guard let last = past.popLast() else { return false }
    turning = nil
    source = last
    literals = Literal.all(in: last)
    return true
  }

  /// Has the cell run the next time, whether or not anything in its scope has changed.
  mutating func runAnew() { mustRun = true }

  /// Runs the text in a scope, where that can make a difference.
  ///
  /// - Parameter scope: what the cells above have declared; afterwards, what this one has declared too.
  /// - Returns: what to take in, here or in a copy of this cell that has stayed where it was.
  func run(in scope: inout Interpreter) -> CellRun {
    let before = scope
    let (run, isNew) = scope.run(source, after: mustRun ? nil : lastRun)
    return CellRun(run: run, isNew: isNew, before: before)
  }

  /// Takes in what a run came to.
  mutating func take(_ run: CellRun) {
    mustRun = false
    scope = run.before
    lastRun = run.run
    if run.run.outcome.error == nil { lastGood = run.run }
    if run.isNew { fitSteppers() }
  }

  private mutating func fitSteppers() {
    for (output, state) in steppers {
      guard let trace = trace(output) else {
        steppers[output] = nil
        continue
      }
      steppers[output] = state.fitted(to: trace)
    }
  }
}

/// What came of a cell's run.
struct CellRun: Sendable {
  var run: Run
  /// Whether it ran, or its last run stands.
  var isNew: Bool
  /// The scope in which it ran.
  var before: Interpreter
}

/// Which output entry a stepper looks at, and how far its sum has come.
struct StepperState: Equatable, Sendable {
  /// Which way it looks: how an output entry came to be, or what reaches an input entry or a weight.
  enum Direction: Hashable, Sendable { case forward, toInput, toKernel }
  var direction = Direction.forward
  var channel = 0
  var row = 0
  var column = 0
  /// Products summed so far; `nil` for all of them.
  var products: Int?
  var isPlaying = false

  /// The nearest state that the trace has.
  func fitted(to trace: WindowTrace) -> StepperState {
    var state = self
    let isThere = state.direction != .toKernel || trace.operation == .convolution
    if !isThere || trace.operation == .flippedConvolution { state.direction = .forward }
    let (channels, rows, columns) = trace.lengths(state.direction)
    state.channel = min(max(0, channel), max(0, channels - 1))
    state.row = min(max(0, row), max(0, rows - 1))
    state.column = min(max(0, column), max(0, columns - 1))
    if state.direction != .forward { (state.products, state.isPlaying) = (nil, false) }
    if let products, products >= trace.productCount { state.products = nil }
    return state
  }
}

extension WindowTrace {
  /// How many channels, rows and columns there are to walk over; a kernel's filters count as channels too.
  func lengths(_ direction: StepperState.Direction) -> (channels: Int, rows: Int, columns: Int) {
    switch direction {
    case .forward: (output.shape[1], output.shape[2], output.shape[3])
    case .toInput: (input.shape[1], input.shape[2], input.shape[3])
    case .toKernel: (kernel.shape[0] * kernel.shape[1], kernel.shape[2], kernel.shape[3])
    }
  }

  /// How many products make one output entry; for pooling, how many entries are compared or averaged.
  var productCount: Int {
    let channels = kernel.shape.count == 4 ? kernel.shape[1] : 1
    return max(1, channels * kernelSize.rows * kernelSize.columns)
  }
}
