import CNNEngine
import Interchange

/// Keeps one run while it goes on: at its start, soon after it, then every second, and whenever it rests.
struct RunKeeping {
  /// The run with all its steps; its checkpoint is the one that was kept last.
  var run: KeptRun
  private let folder: KeptRunFolder
  /// The key of the run that the page asks for.
  private let key: String
  /// Whether it began at its beginning.
  private let isNew: Bool
  /// The step that an earlier run with the same key came to.
  ///
  /// It is the same run, since the same key comes to the same numbers: the one that is further on stays.
  private let best: Int
  private var dueAt = -Double.infinity
  private var pause = firstPause
  private var isFailureTold = false

  /// How often a run is kept, in seconds: what a power cut may cost.
  private static let longestPause = 1.0
  private static let firstPause = 0.1

  init(_ run: KeptRun, of key: String, isNew: Bool, in folder: KeptRunFolder) {
    (self.run, self.key, self.isNew, self.folder) = (run, key, isNew, folder)
    best = run.fork == nil ? folder.step(of: run.key) ?? 0 : 0
  }

  func isDue(now: Double) -> Bool { now >= dueAt }

  /// Keeps the run as it stands.
  ///
  /// - Parameters:
  ///   - checkpoint: where it stands, at an epoch's end or between two steps of it.
  ///   - isRest: whether it rests now or has ended.
  ///   - now: seconds of the clock of `isDue`.
  /// - Returns: a sentence, the first time that this is not possible.
  mutating func keep(_ checkpoint: Checkpoint, isRest: Bool, now: Double) -> String? {
    dueAt = now + pause
    pause = min(Self.longestPause, 2 * pause)
    run.checkpoint = checkpoint
    run.snapshots = run.snapshots.thinned()
    do {
      if checkpoint.step >= best { try folder.keep(run) }
      // A run that was begun anew takes the place of the fork that was there.
      if isRest, isNew, checkpoint.step > 0 { return folder.forgetFork(of: key) }
      return nil
    } catch {
      defer { isFailureTold = true }
      return isFailureTold ? nil : "This run cannot be kept for the next time: \(error)."
    }
  }
}
