import CNNEngine
import CTerminal
import CellLanguage
import Figures
import Foundation
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
    var isPaused = false
    var pending: [(key: String, update: TrainingUpdate)] = []
  }

  private let state = Mutex(State())
  private let threads: Int
  /// How often the loop is told, in seconds.
  private static let interval = 0.05

  init(threads: Int) { self.threads = threads }

  private static var now: Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }

  /// Starts a run, from its beginning or from a kept step.
  func start(_ key: String, _ request: TrainingRequest, from checkpoint: Checkpoint?) {
    let number = state.withLock { state in
      state.number += 1
      state.key = key
      state.isPaused = false
      // What the run before has sent would be taken for this one's.
      state.pending = []
      return state.number
    }
    let thread = Thread { [self] in train(key, request, from: checkpoint, number: number) }
    thread.stackSize = 8 << 20
    thread.start()
  }

  func pause(_ key: String) { state.withLock { if $0.key == key { $0.isPaused = true } } }
  func resume(_ key: String) { state.withLock { if $0.key == key { $0.isPaused = false } } }

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

  // MARK: - On the thread

  private func train(
    _ key: String, _ request: TrainingRequest, from checkpoint: Checkpoint?, number: Int
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
      let training = try Training(
        request.network, on: request.training, heldOut: request.heldOut, options: request.options,
        from: checkpoint, pool: ThreadPool(threads: threads), clock: { Self.now })
      var isTold = false
      while true {
        let (mine, isPaused) = state.withLock { state in
          (state.number == number && state.key == key, state.isPaused)
        }
        guard mine else { return tell(.stopped, training.network) }
        if isPaused {
          if !isTold { tell(.paused, training.network) }
          isTold = true
          Thread.sleep(forTimeInterval: 0.02)
          continue
        }
        isTold = false
        guard let snapshot = try training.step() else {
          return tell(.finished, training.network)
        }
        snapshots.append(snapshot)
        if snapshot.heldOut != nil { checkpoints.append(training.checkpoint) }
        if Self.now - told >= Self.interval { tell(.running, training.network) }
      }
    } catch {
      tell(.failed("\(error)."), nil)
    }
  }
}
