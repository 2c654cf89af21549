import CNNEngine
import Figures

/// A run shown again from its first step, of what was kept of it: nothing is trained, and nothing recorded changes.
struct Replay: Sendable {
  let key: String
  /// How many of its moments have been shown, and how many there are.
  var moment = 0
  let moments: Int
  /// The step of the last network that the page's cells were given; `nil` while they have that of the run's end.
  var networkStep: Int?

  /// From one moment to the next, in seconds.
  static let interval = 0.1

  /// About an epoch a second, but neither over at once nor too long to sit through.
  init(_ run: TrainingState) {
    key = run.request.key
    moments = min(120, max(40, 10 * run.figure.epochs))
  }

  /// The step of the run that is shown.
  func step(of run: TrainingState) -> Int {
    max(run.snapshots.first?.step ?? 1, run.figure.step * moment / moments)
  }
}

extension Session {
  /// Begins to show a run again.
  mutating func startReplay(of state: TrainingState) -> [Effect] {
    guard state.canBeReplayed else {
      notice =
        state.isRunning
        ? "A run can be replayed once it has come to its end or was stopped."
        : "There is nothing to replay yet; Enter trains."
      return []
    }
    replay = Replay(state)
    showReplay()
    refresh()
    showFocus()
    return [.wake(.replay, after: Replay.interval)]
  }

  /// The next moment of the replay, if one goes on.
  mutating func replayOn() -> [Effect] {
    guard let now = replay else { return [] }
    guard now.moment < now.moments else {
      endReplay()
      return []
    }
    replay?.moment += 1
    showReplay()
    return [.wake(.replay, after: Replay.interval)]
  }

  private mutating func showReplay() {
    guard let now = replay, let run = trainings[now.key] else { return }
    let step = now.step(of: run)
    open.setTraining(run.replayed(upTo: step))
    // What else the page computes from the network follows from epoch to epoch, as fast as it can be computed.
    if pending[.page] == nil, let known = run.network(at: step), known.step != now.networkStep {
      replay?.networkStep = known.step
      open.setTrained(known.network, for: now.key)
    }
  }

  /// Shows the run as it is.
  mutating func endReplay() {
    guard let now = replay else { return }
    replay = nil
    guard let run = trainings[now.key] else { return }
    open.setTraining(run)
    if now.networkStep != nil, let network = run.network { open.setTrained(network, for: now.key) }
  }

  /// Ends the replay at a key; whether that is all that the key does.
  ///
  /// Keys for the run only end it: who presses Enter to see the end must not start the run anew.
  mutating func endsReplay(_ action: Action?) -> Bool {
    guard replay != nil else { return false }
    endReplay()
    switch action {
    case .training, .page(.leave): return true
    default: return false
    }
  }
}

extension TrainingState {
  var canBeReplayed: Bool { !isRunning && snapshots.count > 1 }

  /// The run as it stood after a step, as far as that was kept.
  func replayed(upTo step: Int) -> TrainingState {
    var state = TrainingState(request)
    state.figure.earlier = figure.earlier
    for snapshot in snapshots where snapshot.step <= step { state.take(snapshot) }
    state.figure.step = step
    state.figure.status = figure.status
    state.figure.isReplay = true
    // In the row of what the keys would do, so that nothing below moves.
    state.figure.fork = "Any key ends the replay."
    if figure.kernels != nil { state.figure.kernels = network(at: step)?.network.firstKernels }
    return state
  }

  /// The network at the last step up to `step` at which it was kept; before the first epoch's end, the one that the run
  /// began with.
  func network(at step: Int) -> (step: Int, network: Network)? {
    // Of a run of an earlier sitting only the end was kept.
    guard checkpoints.count > 1 else { return nil }
    guard let checkpoint = checkpoints.last(where: { $0.step <= step }) else {
      let firstEpoch = figure.steps / max(1, figure.epochs)
      return checkpoints[0].step <= firstEpoch ? (0, request.network) : nil
    }
    var network = request.network
    network.parameters = checkpoint.parameters
    network.statistics = checkpoint.statistics
    return (checkpoint.step, network)
  }
}
