import CNNEngine
import CellLanguage
import Figures

extension Session {
  /// What a command does to the focused run of training.
  mutating func act(_ action: TrainingAction, onTraining index: Int, output: Int) -> [Effect] {
    guard let request = open.cells[index]?.training(output) else { return [] }
    let key = request.key
    var state = trainings[key] ?? TrainingState(request)
    switch action {
    case .play:
      switch state.figure.status {
      case .running where pace.isStepping, .paused where pace.isStepping:
        state.figure.status = .running
        keep(state)
        return [.stepTraining(key)]
      case .running:
        (state.figure.status, state.isHeld) = (.paused, false)
        keep(state)
        return [.pauseTraining(key)]
      case .paused:
        state.figure.status = .running
        keep(state)
        return [.resumeTraining(key)]
      case .waiting, .finished, .stopped, .failed:
        return start(state, from: state.goesOnFrom)
      }
    case .stop:
      if state.isRunning { return [.stopTraining(key)] }
      guard state.figure.status != .waiting else {
        notice = "Nothing is being trained here; Enter starts it."
        return []
      }
      guard wantsToForget == key else {
        wantsToForget = key
        notice = "Forget this run and its curves? x again forgets it, every other key keeps it."
        return []
      }
      wantsToForget = nil
      keep(TrainingState(request))
      notice = "The run is forgotten; Enter starts a new one."
      return [.forgetTraining(key)]
    case .pace: return turnPace()
    case .replay: return startReplay(of: state)
    case .earlier: state.moveFork(by: -1)
    case .later: state.moveFork(by: 1)
    case .faster: state.turnFork(up: true)
    case .slower: state.turnFork(up: false)
    case .fork:
      guard !state.isRunning, let at = state.forkAt, state.checkpoints.indices.contains(at) else {
        notice = "The arrows ←→ pick the epoch to go back to, once a run has come to its end."
        return []
      }
      return start(state, from: at, isFork: true)
    }
    keep(state)
    return []
  }

  /// The next pace, for all runs.
  private mutating func turnPace() -> [Effect] {
    pace = pace.next
    open.setPace(pace)
    // A run that only waited for a key goes on by itself now.
    for var state in trainings.values where state.figure.status == .paused && state.isHeld {
      guard !pace.isStepping else { continue }
      state.figure.status = .running
      keep(state)
    }
    return [.setPace(pace)]
  }

  /// Starts a run, in place of the one that runs: from its beginning, on from where it stood, or as a fork of it.
  private mutating func start(
    _ old: TrainingState, from index: Int?, isFork: Bool = false
  ) -> [Effect] {
    var state = old
    var kept = index.map { state.kept(at: $0) }
    if isFork || index == nil { state.rateFactor = isFork ? state.forkFactor : nil }
    if let kept, !isFork {
      state.goOn(from: kept.checkpoint.step)
    } else {
      state.begin(from: kept?.checkpoint.step)
    }
    kept?.fork = state.fork
    keep(state)
    var effects: [Effect] = []
    for (key, other) in trainings where other.isRunning && key != state.request.key {
      effects.append(.stopTraining(key))
      trainings[key]?.figure.status = .stopped
      notice = "\(other.request.name) is no longer trained: one run at a time."
    }
    return effects + [.startTraining(state.request.key, state.followed, from: kept)]
  }

  /// Asks once for what an earlier sitting came to, for each run that the open page asks for.
  mutating func lookingForRuns() -> [Effect] {
    let requests = open.trainingRequests
    // Every change of a cell asks for another run: those that never began and that nothing asks for are forgotten.
    let keys = Set(requests.map(\.key))
    trainings = trainings.filter { $1.figure.status != .waiting || keys.contains($0) }
    return requests.compactMap { request in
      guard trainings[request.key] == nil else { return nil }
      trainings[request.key] = TrainingState(request)
      return .findTraining(request)
    }
  }

  /// What came of a run, wherever the reader is by now.
  mutating func receive(_ update: TrainingUpdate, of key: String) {
    // A run that was given up may have sent something before it heard of that. Before anything has begun here, it is what
    // an earlier sitting came to.
    guard var state = trainings[key], state.isRunning || state.figure.status == .waiting else {
      return
    }
    let isFirst = state.isRunning && !state.isShown && !update.snapshots.isEmpty
    state.take(update, pace: pace)
    if isFirst { state.isShown = true }
    keep(state)
    if isFirst, case .training(let index, let output) = focus,
      open.cells[index]?.training(output)?.key == key
    {
      // The figure has grown below the line that was there: what was started is to be seen.
      refresh()
      showFocus()
    }
    // What else the page computes from the network follows once the run stands still, so that keys never wait for it.
    if update.status != .running, state.figure.status != .running, let network = state.network {
      open.setTrained(network, for: key)
      for i in recent.indices { recent[i].setTrained(network, for: key) }
      if case .finished = state.figure.status, open.trainingOutputs(of: key).isEmpty {
        notice = "\(state.request.name) is trained: \(state.figure.sentence)"
      }
    }
  }

  /// Ends the run whose cell no longer asks for it, because it or a cell above has been changed.
  ///
  /// - Parameter key: the run that had a figure on the open page before the change.
  /// - Returns: what ends it, if it still goes on.
  mutating func giveUp(_ key: String) -> [Effect] {
    guard var state = trainings[key], state.isRunning, !open.asks(forRun: key) else {
      return []
    }
    state.figure.status = .stopped
    keep(state)
    notice = "The cell asks for another run now; the one of \(state.request.name) was stopped."
    return [.stopTraining(key)]
  }

  /// The run that goes on, or is paused, and has a figure on the open page.
  var runOnPage: String? {
    trainings.first { $1.isRunning && open.asks(forRun: $0) }?.key
  }

  private mutating func keep(_ state: TrainingState) {
    trainings[state.request.key] = state
    open.setTraining(state)
    for i in recent.indices { recent[i].setTraining(state) }
  }

  /// The networks that runs have come to, by their keys.
  var trainedNetworks: [String: Network] { trainings.compactMapValues(\.network) }

  /// What the footer says of a run that goes on, here or elsewhere; where its figure has the focus, that says it.
  var trainingState: String? {
    guard let state = trainings.values.first(where: { $0.figure.status == .running }) else {
      return nil
    }
    if case .training(let index, let output) = focus,
      open.cells[index]?.training(output)?.key == state.request.key,
      let rows = layout.rows(of: .training(index, output)), row <= rows.lowerBound + 1
    {
      return nil
    }
    let figure = state.figure
    return "training \(figure.steps > 0 ? 100 * figure.step / figure.steps : 0) %"
  }
}
