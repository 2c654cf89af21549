/// A run of training as it is kept between two sittings: where it stood, and what it had come to by then.
public struct KeptRun: Equatable, Sendable {
  /// Everything that decides the run's result, as text: a run goes on only where this is the same.
  public var key: String
  public var checkpoint: Checkpoint
  /// Some of the steps, the last one of every epoch among them.
  public var snapshots: [Snapshot]
  /// How it left another run, where it is a fork of one.
  public var fork: Fork?

  public init(key: String, checkpoint: Checkpoint, snapshots: [Snapshot], fork: Fork? = nil) {
    self.key = key
    self.checkpoint = checkpoint
    self.snapshots = snapshots
    self.fork = fork
  }

  /// The key of the fork of a run: of the last one, which takes the place of those before.
  public static func forkKey(of key: String) -> String { key.isEmpty ? "" : "\(key); fork" }

  /// What makes a run a fork: its rate is another one than its request's from some step on.
  public struct Fork: Equatable, Sendable {
    /// The fork's rate as a multiple of the rate that its request asks for.
    public var factor: Float
    /// The runs before it, the oldest first.
    public var earlier: [Earlier]

    public init(factor: Float, earlier: [Earlier]) {
      (self.factor, self.earlier) = (factor, earlier)
    }
  }

  /// What is shown of a run that was left: its held-out accuracy and loss by epoch.
  public struct Earlier: Equatable, Sendable {
    public var accuracy: Curve
    public var loss: Curve

    public init(accuracy: Curve, loss: Curve) {
      (self.accuracy, self.loss) = (accuracy, loss)
    }
  }

  /// A value for each of some epochs.
  public struct Curve: Equatable, Sendable {
    public var epochs: [Double]
    public var values: [Double]

    public init(epochs: [Double], values: [Double]) {
      (self.epochs, self.values) = (epochs, values)
    }
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
