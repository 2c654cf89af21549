import CNNEngine
import CTerminal
import CellLanguage
import Figures
import Foundation
import Interchange
import Synchronization
import Tutor

/// Trains on a thread of its own, and tells the loop now and then what came of it.
///
/// One run at a time: starting one ends the one before. The thread and those of its pool give way to the one that draws.
final class Trainer: Sendable {
  /// The run that goes on, and what the loop has not yet been told of it.
  private struct State {
    var key: String?
    /// Counts the runs: a thread whose number is no longer this one ends.
    var number = 0
    var pacing = Pacing()
    var pending: [(key: String, update: TrainingUpdate)] = []
    /// How many threads train or still have to hear that they should not.
    var threads = 0
    var notice: String?
  }

  private let state = Mutex(State())
  private let threads: Int
  /// Where runs are kept between two sittings; `nil` keeps none.
  private let folder: KeptRunFolder?
  /// How often the loop is told, in seconds.
  private static let interval = 0.05
  /// How long a run that stands still sleeps until it looks again whether it may go on, in seconds.
  private static let patience = 0.02

  init(threads: Int, folder: String?) {
    self.threads = threads
    self.folder = folder.map { KeptRunFolder(path: $0) }
  }

  private static var now: Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }

  /// Starts a run, from its beginning or from a kept step.
  func start(_ key: String, _ request: TrainingRequest, from start: KeptRun?) {
    let number = state.withLock { state in
      state.number += 1
      state.key = key
      state.pacing.begin()
      // What the run before has sent would be taken for this one's.
      state.pending = []
      state.threads += 1
      return state.number
    }
    let thread = Thread { [self] in
      train(key, request, from: start, number: number)
      state.withLock { $0.threads -= 1 }
    }
    thread.stackSize = 8 << 20
    thread.start()
  }

  func pause(_ key: String) { state.withLock { if $0.key == key { $0.pacing.pause() } } }
  func resume(_ key: String) { state.withLock { if $0.key == key { $0.pacing.resume() } } }
  func goOn(_ key: String) { state.withLock { if $0.key == key { $0.pacing.goOn() } } }
  /// The pace of the run that goes on, and of those after it.
  func setPace(_ pace: TrainingFigure.Pace) { state.withLock { $0.pacing.setPace(pace) } }

  /// Ends a run after the step that it is in; the loop is told.
  func stop(_ key: String) {
    state.withLock { state in
      if state.key == key { state.key = nil }
    }
  }

  /// What came of runs since the last call.
  func take() -> [(key: String, update: TrainingUpdate)] {
    state.withLock { state in
      defer { state.pending = [] }
      return state.pending
    }
  }

  // MARK: - Between two sittings

  /// What an earlier sitting came to that a request goes on from, if there is something, and a sentence where there was a
  /// file that could not be used.
  func kept(_ request: TrainingRequest) -> (update: TrainingUpdate?, notice: String?) {
    guard let folder else { return (nil, nil) }
    let found = folder.find(request.key, before: request.legacyKey) {
      TrainingUpdate($0, of: request) != nil
    }
    return (found.run.flatMap { TrainingUpdate($0, of: request) }, found.notice)
  }

  /// Deletes what was kept of a run.
  ///
  /// - Parameter key: the run.
  /// - Returns: a sentence, where a file is there and stays.
  func forget(_ key: String) -> String? { folder?.forget(key) }

  /// What the reader must know of runs that cannot be kept, since the last call.
  func takeNotice() -> String? {
    state.withLock { state in
      defer { state.notice = nil }
      return state.notice
    }
  }

  /// Ends the run that goes on, and waits a little until it is kept.
  func finish(within seconds: Double) {
    state.withLock { $0.key = nil }
    let limit = Self.now + seconds
    while state.withLock({ $0.threads > 0 }), Self.now < limit {
      Thread.sleep(forTimeInterval: 0.002)
    }
  }

  // MARK: - On the thread

  private func train(
    _ key: String, _ request: TrainingRequest, from start: KeptRun?, number: Int
  ) {
    // Below the thread that draws: a key is never behind a step. On Linux this changes this thread and those it starts.
    cterminal_give_way()
    var snapshots: [Snapshot] = []
    var checkpoints: [Checkpoint] = []
    var told = Self.now
    func tell(_ status: TrainingFigure.Status, _ network: Network?) {
      let update = TrainingUpdate(
        snapshots: snapshots, network: network, checkpoints: checkpoints, status: status)
      (snapshots, checkpoints, told) = ([], [], Self.now)
      state.withLock { state in
        if state.number == number { state.pending.append((key, update)) }
      }
      cterminal_wake()
    }
    do throws(TrainingFault) {
      // A run's speed is that of its steps: what it stands still is not counted.
      let still = Mutex(0.0)
      let training = try Training(
        request.network, on: request.training, heldOut: request.heldOut, options: request.options,
        from: start?.checkpoint, pool: ThreadPool(threads: threads),
        clock: { Self.now - still.withLock { $0 } })
      func standStill(_ seconds: Double) {
        let before = Self.now
        Thread.sleep(forTimeInterval: seconds)
        still.withLock { $0 += Self.now - before }
      }
      var keeping = folder.map {
        RunKeeping(
          KeptRun(
            key: request.key, checkpoint: training.checkpoint, snapshots: start?.snapshots ?? [],
            fork: start?.fork), of: key, isNew: start == nil, in: $0)
      }
      func keep(isRest: Bool = false) {
        guard isRest || keeping?.isDue(now: Self.now) == true else { return }
        if let notice = keeping?.keep(training.checkpoint, isRest: isRest, now: Self.now) {
          state.withLock { $0.notice = notice }
        }
      }
      keep()
      var isTold = false
      while true {
        // At the end nothing is left to wait for.
        let isWhole = training.stepsTaken >= training.steps
        let answer = state.withLock { state -> Pacing.Answer? in
          guard state.number == number, state.key == key else { return nil }
          return isWhole && !state.pacing.isPaused
            ? .step
            : state.pacing.next(
              step: training.stepsTaken, stepsPerEpoch: training.stepsPerEpoch, now: Self.now)
        }
        switch answer {
        case nil:
          keep(isRest: true)
          return tell(.stopped, training.network)
        case .hold:
          if !isTold {
            keep(isRest: true)
            tell(.paused, training.network)
          }
          isTold = true
          standStill(Self.patience)
          continue
        case .wait(let seconds):
          if !snapshots.isEmpty, Self.now - told >= Self.interval {
            tell(.running, training.network)
          }
          standStill(min(seconds, Self.patience))
          continue
        case .step: break
        }
        isTold = false
        guard let snapshot = try training.step() else {
          keep(isRest: true)
          return tell(.finished, training.network)
        }
        snapshots.append(snapshot)
        keeping?.run.snapshots.append(snapshot)
        if snapshot.heldOut != nil { checkpoints.append(training.checkpoint) }
        keep()
        if Self.now - told >= Self.interval { tell(.running, training.network) }
      }
    } catch {
      tell(.failed("\(error)."), nil)
    }
  }
}
