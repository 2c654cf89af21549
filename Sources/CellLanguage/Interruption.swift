import Synchronization

/// Ends runs of cells from another thread: they give up at the next expression that they evaluate.
public final class Interruption: Sendable {
  private let flag = Atomic<Bool>(false)

  public init() {}

  public var isStopped: Bool { flag.load(ordering: .relaxed) }

  public func stop() { flag.store(true, ordering: .relaxed) }
}
