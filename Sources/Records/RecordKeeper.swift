import Coursebook
import Dispatch
import Synchronization

/// Keeps entries beside the loop: in their order, on one queue of its own, and until they are on disk.
///
/// Adding an entry never waits. Where the record cannot be written, entries wait in memory and are tried again; `take`
/// tells the loop once that it is so, and once that it is no longer so.
public final class RecordKeeper: Sendable {
  private struct State {
    /// What is not on disk yet, the oldest first.
    var waiting: [(entry: ProgressEntry, moment: Moment)] = []
    /// Why it is not.
    var problem: String?
    /// What the loop has not been told.
    var isNews = false
    var isRetrySet = false
    var pause = 0.25
  }

  private let folder: String
  private let state = Mutex(State())
  /// `nil` until the file can be opened; used on the queue alone.
  private let store: Mutex<RecordStore?>
  private let queue = DispatchQueue(label: "records", qos: .userInitiated)
  private let onNews: @Sendable () -> Void

  /// The longest pause between two tries, in seconds.
  private static let longestPause = 2.0

  /// Keeps records in a folder.
  ///
  /// - Parameters:
  ///   - folder: where they are kept, or will be once that is possible.
  ///   - store: the store that was opened there; one in memory is not used.
  ///   - onNews: is called on the keeper's queue when `take` has something to tell.
  public init(
    folder: String, store: RecordStore?, onNews: @escaping @Sendable () -> Void = {}
  ) {
    self.folder = folder
    self.store = Mutex(store?.path == nil ? nil : store)
    self.onNews = onNews
  }

  /// Adds an entry, behind all that were added before.
  public func add(_ entry: ProgressEntry, at moment: Moment) {
    let isInTrouble = state.withLock { state in
      state.waiting.append((entry, moment))
      return state.problem != nil
    }
    // In trouble the next try is set already.
    if !isInTrouble { queue.async { self.write() } }
  }

  /// Why entries wait, if they do, where that has changed since the last call.
  public func take() -> (problem: String?, isNews: Bool) {
    state.withLock { state in
      defer { state.isNews = false }
      return (state.problem, state.isNews)
    }
  }

  /// Waits until what was added is on disk, but no longer than some seconds, and not at all where it cannot be written.
  ///
  /// - Returns: whether it is on disk.
  @discardableResult public func settle(within seconds: Double) -> Bool {
    let (isDone, isInTrouble) = state.withLock { ($0.waiting.isEmpty, $0.problem != nil) }
    if isDone || isInTrouble { return isDone }
    wait(seconds) {}
    return state.withLock { $0.waiting.isEmpty }
  }

  /// Tries once more to write what waits, for some seconds at most.
  ///
  /// - Returns: a sentence, where something is lost.
  public func finish(within seconds: Double) -> String? {
    if state.withLock({ $0.waiting.isEmpty }) { return nil }
    wait(seconds) { self.write() }
    return state.withLock { state in
      let count = state.waiting.count
      guard count > 0 else { return nil }
      let what = count == 1 ? "The last thing" : "The last \(count) things"
      return "\(what) that you did could not be saved: \(state.problem ?? "the disk is too slow")."
    }
  }

  private func wait(_ seconds: Double, for work: @escaping @Sendable () -> Void) {
    let done = DispatchSemaphore(value: 0)
    queue.async {
      work()
      done.signal()
    }
    _ = done.wait(timeout: .now() + seconds)
  }

  // MARK: - On the queue

  private func write() {
    let batch = state.withLock { $0.waiting }
    guard !batch.isEmpty else { return }
    var problem: String?
    do {
      try put(batch)
    } catch {
      problem = error.reason
    }
    let (isNews, pause): (Bool, Double?) = state.withLock { state in
      if problem == nil {
        state.waiting.removeFirst(batch.count)
        state.pause = 0.25
      }
      let isNews = state.problem != problem
      state.problem = problem
      if isNews { state.isNews = true }
      guard !state.waiting.isEmpty, !state.isRetrySet else { return (isNews, nil) }
      state.isRetrySet = true
      guard problem != nil else { return (isNews, 0) }
      defer { state.pause = min(Self.longestPause, 2 * state.pause) }
      return (isNews, state.pause)
    }
    if isNews { onNews() }
    guard let pause else { return }
    queue.asyncAfter(deadline: .now() + pause) {
      self.state.withLock { $0.isRetrySet = false }
      self.write()
    }
  }

  /// Writes entries into the file that stands in the folder now.
  private func put(_ batch: [(entry: ProgressEntry, moment: Moment)]) throws(RecordError) {
    var entries = batch
    while true {
      let store = try current()
      try store.record(entries)
      if store.isInPlace { return }
      // The file was taken away meanwhile, and the entries with it: the next one gets them from the store.
      entries = []
    }
  }

  /// The store whose file stands in the folder now: where that is another one than before, with all that was known.
  private func current() throws(RecordError) -> RecordStore {
    let old = store.withLock { $0 }
    if let old, old.isInPlace { return old }
    let new = try RecordStore.openFile(folder: folder).store
    // What SQLite has open can be read to the end, also where the file has no name any more.
    if let old {
      try FileSystem.alone(in: folder) { () throws(RecordError) in try new.take(allOf: old) }
    }
    store.withLock { $0 = new }
    return new
  }
}
