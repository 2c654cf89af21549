import CellLanguage

extension Session {
  /// How long one product stays on the screen while a stepper plays, in seconds.
  static let playInterval = 0.25

  /// What a command does to the focused stepper.
  mutating func act(_ action: StepperAction, onStepper index: Int, output: Int) -> [Effect] {
    guard let trace = open.cells[index]?.trace(output) else { return [] }
    let direction = open.cells[index]?.steppers[output]?.direction ?? .forward
    let (channels, rows, columns) = trace.lengths(direction)
    // The footer names these keys for every stepper: where one has nothing to do, it says so.
    switch action {
    case .turnRound where trace.operation == .flippedConvolution:
      notice = "conv2d and pooling can be looked at backward; this stepper goes forward."
    case .step where direction != .forward, .play where direction != .forward:
      notice = "Backward, all products are there already; b goes on until forward."
    default: break
    }
    var effects: [Effect] = []
    hasChangedFocus = true
    open.changeStepper(cellAt: index, output: output) { state in
      switch action {
      case .left: state.move(to: state.row, max(0, state.column - 1))
      case .right: state.move(to: state.row, min(columns - 1, state.column + 1))
      case .up: state.move(to: max(0, state.row - 1), state.column)
      case .down: state.move(to: min(rows - 1, state.row + 1), state.column)
      case .nextChannel: state.channel = (state.channel + 1) % max(1, channels)
      case .previousChannel: state.channel = (state.channel + channels - 1) % max(1, channels)
      case .reset: state = StepperState(direction: direction)
      case .turnRound: state = StepperState(direction: trace.direction(after: direction))
      case .step where direction != .forward, .play where direction != .forward: break
      case .step:
        state.isPlaying = false
        state.advance(products: trace.productCount, rows: rows, columns: columns)
      case .play:
        state.isPlaying.toggle()
        if state.isPlaying {
          state.products = state.products ?? 0
          effects = [.wake(.play, after: Self.playInterval)]
        }
      }
    }
    return effects
  }

  /// One step of the stepper that plays, if one does.
  mutating func playOn() -> [Effect] {
    guard case .stepper(let index, let output) = focus, let cell = open.cells[index],
      let state = cell.steppers[output], state.isPlaying, let trace = cell.trace(output)
    else { return [] }
    let (rows, columns) = (trace.output.shape[2], trace.output.shape[3])
    open.changeStepper(cellAt: index, output: output) { state in
      state.advance(products: trace.productCount, rows: rows, columns: columns)
      if state.row == rows - 1, state.column == columns - 1, state.products == nil {
        state.isPlaying = false
      }
    }
    return open.cells[index]?.steppers[output]?.isPlaying == true
      ? [.wake(.play, after: Self.playInterval)] : []
  }

  mutating func stopPlaying() {
    guard case .stepper(let index, let output) = focus,
      open.cells[index]?.steppers[output]?.isPlaying == true
    else { return }
    open.changeStepper(cellAt: index, output: output) { $0.isPlaying = false }
  }
}

extension WindowTrace {
  /// The direction after this one, as `b` goes round them: pooling has no kernel.
  func direction(after direction: StepperState.Direction) -> StepperState.Direction {
    switch direction {
    case .forward: operation == .flippedConvolution ? .forward : .toInput
    case .toInput: operation == .convolution ? .toKernel : .forward
    case .toKernel: .forward
    }
  }
}

extension StepperState {
  fileprivate mutating func move(to row: Int, _ column: Int) {
    self.row = row
    self.column = column
    products = nil
  }

  /// One product further; after the last one the sum stands, then the next entry begins.
  mutating func advance(products count: Int, rows: Int, columns: Int) {
    if let shown = products {
      products = shown + 1 >= count ? nil : shown + 1
      return
    }
    if column + 1 < columns {
      column += 1
    } else if row + 1 < rows {
      (row, column) = (row + 1, 0)
    } else {
      (row, column) = (0, 0)
    }
    products = 0
  }
}
