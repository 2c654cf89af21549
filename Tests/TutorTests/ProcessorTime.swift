import Foundation

/// The least processor time of several runs of some work, which other threads and programs do not add to.
///
/// What a test holds is a ratio of two such times: how they grow with the size.
func processorTime(of runs: Int, _ work: () -> Void) -> Duration {
  (0..<runs).map { _ in
    let start = now()
    work()
    return now() - start
  }.min() ?? .zero
}

private func now() -> Duration {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}
