/// A run of training as it is kept between two sittings: where it stood, and what it had come to by then.
public struct KeptRun: Equatable, Sendable {
  /// Everything that decides the run's result, as text: a run goes on only where this is the same.
  public var key: String
  public var checkpoint: Checkpoint
  /// Some of the steps, the last one of every epoch among them.
  public var snapshots: [Snapshot]

  public init(key: String, checkpoint: Checkpoint, snapshots: [Snapshot]) {
    (self.key, self.checkpoint, self.snapshots) = (key, checkpoint, snapshots)
  }
}

extension [Snapshot] {
  /// As many as a plot has use for: ends of epochs and the last stay, of the others every second goes, again and again.
  public func thinned(to count: Int = 600) -> [Snapshot] {
    var rest = self
    while rest.count > count {
      let fewer = rest.indices.filter {
        $0 % 2 == 1 || $0 == rest.count - 1 || rest[$0].heldOut != nil
      }
      if fewer.count == rest.count { break }
      rest = fewer.map { rest[$0] }
    }
    return rest
  }
}
