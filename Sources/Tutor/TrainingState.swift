import CNNEngine
import CellLanguage
import Figures

/// What has come of a run since the last time it was asked.
public struct TrainingUpdate: Equatable, Sendable {
  public var snapshots: [Snapshot]
  /// The network as it is now, where it was asked for or the run has stopped.
  public var network: Network?
  /// Where the run stood at the end of an epoch.
  public var checkpoints: [Checkpoint]
  public var status: TrainingFigure.Status
  /// What made the run a fork, where it is one that an earlier sitting kept.
  public var fork: KeptRun.Fork?

  public init(
    snapshots: [Snapshot], network: Network?, checkpoints: [Checkpoint],
    status: TrainingFigure.Status
  ) {
    self.snapshots = snapshots
    self.network = network
    self.checkpoints = checkpoints
    self.status = status
  }

  /// Whether the run has come to its end, one way or another.
  var isLast: Bool {
    switch status {
    case .waiting, .running, .paused: false
    case .finished, .stopped, .failed: true
    }
  }

  /// What an earlier sitting came to; `nil` where it was another request that it was made for.
  public init?(_ run: KeptRun, of request: TrainingRequest) {
    var network = request.network
    guard run.key == request.key,
      run.checkpoint.parameters.map(\.shape) == network.parameters.map(\.shape),
      run.checkpoint.statistics.map(\.shape) == network.statistics.map(\.shape)
    else { return nil }
    network.parameters = run.checkpoint.parameters
    network.statistics = run.checkpoint.statistics
    let isWhole = run.snapshots.last.map { $0.step == $0.steps } ?? false
    self.init(
      snapshots: run.snapshots, network: network, checkpoints: [run.checkpoint],
      status: isWhole ? .finished : .stopped)
    fork = run.fork
  }
}

/// A run of training as its reader has it.
struct TrainingState: Sendable {
  var request: TrainingRequest
  var figure: TrainingFigure
  var network: Network?
  /// Where the run stood at the end of each epoch.
  var checkpoints: [Checkpoint] = []
  /// From which of them a fork would go on, and how much the rate would change.
  var forkAt: Int?
  var forkFactor: Float = 1
  /// By how much the run's rate differs from the one that its request asks for, where it is a fork.
  var rateFactor: Float?
  /// Whether it stands still because its pace waits for a key, not because the reader has paused it.
  var isHeld = false
  /// Whether the reader has been shown the curves of this run.
  var isShown = false
  /// Some of the steps so far: what is kept of them when the run goes on later.
  var snapshots: [Snapshot] = []
  /// Over how many steps the layers' updates are averaged.
  private var stepsSeen = 0

  init(_ request: TrainingRequest) {
    self.request = request
    let options = request.options
    figure = TrainingFigure(
      name: request.name, status: .waiting,
      steps: options.epochs * (request.training.count / max(1, options.batch)),
      epochs: options.epochs, pictures: request.training.count)
  }

  var isRunning: Bool { figure.status == .running || figure.status == .paused }

  /// Where a run that was stopped goes on: the end of its last epoch.
  var goesOnFrom: Int? {
    guard figure.status == .stopped, let last = checkpoints.indices.last,
      checkpoints[last].step < figure.steps
    else { return nil }
    return last
  }

  /// A kept step, with what the run had come to by then.
  func kept(at index: Int) -> KeptRun {
    let checkpoint = checkpoints[index]
    return KeptRun(
      key: request.key, checkpoint: checkpoint,
      snapshots: snapshots.filter { $0.step <= checkpoint.step }, fork: fork)
  }

  /// What makes it a fork, to be kept with it.
  var fork: KeptRun.Fork? {
    rateFactor.map { factor in
      KeptRun.Fork(
        factor: factor,
        earlier: figure.earlier.map {
          KeptRun.Earlier(accuracy: KeptRun.Curve($0.accuracy), loss: KeptRun.Curve($0.loss))
        })
    }
  }

  /// The request as the run follows it: a fork has a rate of its own, and is kept beside the run that it left.
  var followed: TrainingRequest {
    var request = request
    if let rateFactor {
      request.options.schedule = request.options.schedule.scaled(by: rateFactor)
      request.key = KeptRun.forkKey(of: request.key)
    }
    return request
  }

  /// Goes on where the run was stopped.
  mutating func goOn(from step: Int) {
    cut(after: step)
    figure.status = .running
    figure.fork = nil
  }

  /// Forgets what came after a step.
  private mutating func cut(after step: Int) {
    let epoch = Double(step) / Double(max(1, figure.steps)) * Double(figure.epochs)
    figure.step = step
    figure.loss = figure.loss.upTo(epoch)
    figure.accuracy = figure.accuracy.upTo(epoch)
    figure.heldOutLoss = figure.heldOutLoss.upTo(epoch)
    figure.heldOutAccuracy = figure.heldOutAccuracy.upTo(epoch)
    checkpoints.removeAll { $0.step > step }
    snapshots.removeAll { $0.step > step }
  }

  /// Begins anew, or on a branch from a kept step; what was there is kept to compare with.
  mutating func begin(from step: Int?) {
    let before = figure
    self.figure = TrainingState(request).figure
    if !before.heldOutAccuracy.values.isEmpty {
      compare(
        with: before.earlier.map { ($0.accuracy, $0.loss) }
          + [(before.heldOutAccuracy, before.heldOutLoss)])
    }
    if let step {
      (figure.loss, figure.accuracy) = (before.loss, before.accuracy)
      (figure.heldOutLoss, figure.heldOutAccuracy) = (before.heldOutLoss, before.heldOutAccuracy)
      cut(after: step)
    } else {
      checkpoints = []
      snapshots = []
    }
    figure.status = .running
    isShown = false
    stepsSeen = 0
    forkAt = nil
    forkFactor = 1
  }

  /// Shows the last two of the runs before this one beside it.
  private mutating func compare(
    with runs: [(accuracy: TrainingFigure.Curve, loss: TrainingFigure.Curve)]
  ) {
    let last = runs.suffix(2)
    figure.earlier = last.enumerated().map { i, run in
      (
        name: i == last.count - 1 ? "before" : "before that", accuracy: run.accuracy, loss: run.loss
      )
    }
  }

  /// Takes in what came of the run, which goes on at a pace.
  mutating func take(_ update: TrainingUpdate, pace: TrainingFigure.Pace = .fast) {
    if let fork = update.fork {
      rateFactor = fork.factor
      compare(
        with: fork.earlier.map {
          (TrainingFigure.Curve($0.accuracy), TrainingFigure.Curve($0.loss))
        })
    }
    for snapshot in update.snapshots { take(snapshot) }
    snapshots = (snapshots + update.snapshots).thinned()
    checkpoints += update.checkpoints
    if checkpoints.count > 64 { checkpoints.removeFirst(checkpoints.count - 64) }
    if let network = update.network {
      self.network = network
      figure.kernels = network.firstKernels
    }
    // The reader's own pause or start has been asked for already: what was sent before it says nothing new.
    if update.isLast { figure.status = update.status }
    if update.status == .paused, figure.status == .running, pace.isStepping {
      (figure.status, isHeld) = (.paused, true)
    }
    figure.canGoOn = goesOnFrom != nil
    describeFork()
  }

  mutating func take(_ snapshot: Snapshot) {
    let epoch = Double(snapshot.step) / Double(max(1, snapshot.steps)) * Double(snapshot.epochs)
    figure.step = snapshot.step
    figure.rate = Double(snapshot.rate)
    figure.picturesPerSecond = snapshot.picturesPerSecond
    figure.secondsLeft = snapshot.secondsLeft
    figure.loss.append(epoch, Double(snapshot.loss))
    figure.accuracy.append(epoch, Double(snapshot.accuracy))
    let before = figure.layers
    stepsSeen += 1
    figure.layers = snapshot.layers.enumerated().map { i, layer in
      let known = before.indices.contains(i) ? before[i] : nil
      let update = layer.parameterNorm > 0 ? Double(layer.updateNorm / layer.parameterNorm) : 0
      let mean = known.map { $0.update + (update - $0.update) / Double(stepsSeen) }
      return TrainingFigure.Layer(
        name: layer.name, gradient: Double(layer.gradientNorm), update: mean ?? update,
        dead: layer.deadShare.map(Double.init) ?? known?.dead)
    }
    if let held = snapshot.heldOut {
      figure.heldOutLoss.append(epoch, Double(held.loss))
      figure.heldOutAccuracy.append(epoch, Double(held.accuracy))
      figure.perClass = held.perClass.map(Double.init)
    }
  }

  // MARK: - Forks

  mutating func moveFork(by epochs: Int) {
    guard !isRunning, checkpoints.count > 1 else { return }
    let last = checkpoints.count - 2
    forkAt = min(last, max(0, (forkAt ?? last + 1) + epochs))
    describeFork()
  }

  mutating func turnFork(up: Bool) {
    guard !isRunning, checkpoints.count > 1 else { return }
    forkFactor = min(100, max(0.01, forkFactor * (up ? 3 : 1 / 3)))
    if forkAt == nil { forkAt = (checkpoints.count - 1) / 2 }
    describeFork()
  }

  /// Where a checkpoint was kept: mostly at the end of an epoch, but a run that was killed goes on from within one.
  private func epoch(at index: Int) -> String {
    let stepsPerEpoch = max(1, figure.steps / max(1, figure.epochs))
    let (epoch, rest) = checkpoints[index].step.quotientAndRemainder(dividingBy: stepsPerEpoch)
    return rest == 0 ? "the end of epoch \(epoch)" : "the middle of epoch \(epoch + 1)"
  }

  private mutating func describeFork() {
    guard !isRunning, checkpoints.count > 1 else {
      figure.fork = canBeReplayed ? "r replays the run." : nil
      return
    }
    let rate = NumberText.short(Double(request.options.schedule.peak * forkFactor))
    figure.fork =
      forkAt.map {
        "f forks: back to \(epoch(at: $0)), and on with a rate of \(rate)."
      }
      ?? "The arrows ←→ pick an epoch to go back to, ↑↓ another rate for a fork; r replays the run."
  }
}

extension KeptRun.Curve {
  init(_ curve: TrainingFigure.Curve) { self.init(epochs: curve.epochs, values: curve.values) }
}

extension TrainingFigure.Curve {
  init(_ curve: KeptRun.Curve) { self.init(epochs: curve.epochs, values: curve.values) }

  /// The part up to some epoch.
  func upTo(_ epoch: Double) -> Self {
    let count = epochs.prefix { $0 <= epoch + 1e-9 }.count
    return Self(epochs: Array(epochs.prefix(count)), values: Array(values.prefix(count)))
  }
}

extension Network {
  /// One slice of each kernel of the first convolution, at most 32: `[K, R, S]`.
  var firstKernels: Tensor? {
    guard let kernel = parameters.first(where: { $0.rank == 4 }) else { return nil }
    let count = Swift.min(32, kernel.shape[0])
    return stack((0..<count).map { kernel.part($0, 0) })
  }
}
