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
    var isPaused = false
    var pending: [(key: String, update: TrainingUpdate)] = []
  }

  private let state = Mutex(State())
  private let threads: Int
  /// Where runs are kept between two sittings; `nil` keeps none.
  private let folder: KeptRunFolder?
  /// How often the loop is told, in seconds.
  private static let interval = 0.05
  /// How often a run that goes on is kept, in seconds.
  private static let keepingInterval = 1.0

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
      state.isPaused = false
      // What the run before has sent would be taken for this one's.
      state.pending = []
      return state.number
    }
    let thread = Thread { [self] in train(key, request, from: start, number: number) }
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
  func forget(_ key: String) -> String? {
    guard let path = folder?.file(of: key), FileManager.default.fileExists(atPath: path) else {
      return nil
    }
    do {
      try FileManager.default.removeItem(atPath: path)
      return nil
    } catch {
      return "\(path) cannot be deleted: the run will be here again next time."
    }
  }

  /// How many runs are kept; the oldest go first.
  private static let keptRuns = 50

  /// Deletes the oldest runs where there are too many: every knob of a cell asks for another one.
  private static func prune(_ folder: String) throws {
    let manager = FileManager.default
    let paths = try manager.contentsOfDirectory(atPath: folder).map { "\(folder)/\($0)" }
    guard paths.count > keptRuns else { return }
    let dated = try paths.map { path in
      let date = try manager.attributesOfItem(atPath: path)[.modificationDate] as? Date
      return (path: path, date: date ?? .distantPast)
    }
    for old in dated.sorted(by: { $0.date < $1.date }).dropLast(keptRuns) {
      try manager.removeItem(atPath: old.path)
    }
  }

  /// Keeps a run; `false` where that is not possible, which costs a later sitting some seconds of training and no more.
  private func keep(_ run: KeptRun) -> Bool {
    guard let folder, let path = folder.file(of: run.key) else { return false }
    do {
      try FileManager.default.createDirectory(
        atPath: folder.path, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
      try writeKeptRun(run, path: path)
      try Self.prune(folder.path)
      return true
    } catch {
      return false
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
      let training = try Training(
        request.network, on: request.training, heldOut: request.heldOut, options: request.options,
        from: start?.checkpoint, pool: ThreadPool(threads: threads), clock: { Self.now })
      // What is kept ends with an epoch: no step is lost or counted twice when the run goes on.
      var kept = KeptRun(
        key: request.key, checkpoint: training.checkpoint, snapshots: start?.snapshots ?? [])
      var steps = kept.snapshots
      var (isKept, keptAt) = (true, Self.now)
      func keepLast() {
        if !isKept { isKept = keep(kept) }
        keptAt = Self.now
      }
      var isTold = false
      while true {
        let (mine, isPaused) = state.withLock { state in
          (state.number == number && state.key == key, state.isPaused)
        }
        guard mine else {
          keepLast()
          return tell(.stopped, training.network)
        }
        if isPaused {
          if !isTold {
            keepLast()
            tell(.paused, training.network)
          }
          isTold = true
          Thread.sleep(forTimeInterval: 0.02)
          continue
        }
        isTold = false
        guard let snapshot = try training.step() else {
          keepLast()
          return tell(.finished, training.network)
        }
        snapshots.append(snapshot)
        steps.append(snapshot)
        if snapshot.heldOut != nil {
          checkpoints.append(training.checkpoint)
          steps = steps.thinned()
          kept = KeptRun(key: request.key, checkpoint: training.checkpoint, snapshots: steps)
          isKept = false
          if Self.now - keptAt >= Self.keepingInterval { keepLast() }
        }
        if Self.now - told >= Self.interval { tell(.running, training.network) }
      }
    } catch {
      tell(.failed("\(error)."), nil)
    }
  }
}
