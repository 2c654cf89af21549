import Figures

/// Lets a run take its steps at a pace: it is asked before each of them.
///
/// It decides when a step is taken and never what the step does: at every pace a run comes to the same bits.
public struct Pacing: Equatable, Sendable {
  public enum Answer: Equatable, Sendable {
    case step
    /// Ask again after so many seconds.
    case wait(Double)
    /// Ask again when a key was pressed.
    case hold
  }

  public private(set) var pace = TrainingFigure.Pace.fast
  /// The reader's own pause.
  public private(set) var isPaused = false
  /// How many epochs or batches were asked for and are not done.
  private var parts = 0
  /// When the last step was let go, in seconds.
  private var last: Double?

  public init() {}

  /// At most so many seconds from step to step of a slow run: with few batches an epoch takes less than a second.
  static let longestInterval = 0.1

  /// A run begins: at a pace by keys, with the key press that starts it.
  public mutating func begin() {
    isPaused = false
    parts = 1
    last = nil
  }

  public mutating func setPace(_ pace: TrainingFigure.Pace) {
    self.pace = pace
    parts = 0
  }

  public mutating func pause() { isPaused = true }

  public mutating func resume() { isPaused = false }

  /// A key press: one epoch or batch more.
  public mutating func goOn() {
    isPaused = false
    parts += 1
  }

  /// Whether the next step may be taken.
  ///
  /// - Parameters:
  ///   - step: how many have been taken.
  ///   - stepsPerEpoch: how many make an epoch.
  ///   - now: seconds from any fixed moment.
  /// - Returns: with `.step` it counts as taken.
  public mutating func next(step: Int, stepsPerEpoch: Int, now: Double) -> Answer {
    guard !isPaused else { return .hold }
    switch pace {
    case .fast: break
    case .slow:
      let interval = min(Self.longestInterval, 1 / Double(max(1, stepsPerEpoch)))
      if let last, now < last + interval { return .wait(last + interval - now) }
    case .epochs:
      guard parts > 0 else { return .hold }
      if (step + 1) % max(1, stepsPerEpoch) == 0 { parts -= 1 }
    case .batches:
      guard parts > 0 else { return .hold }
      parts -= 1
    }
    last = now
    return .step
  }
}
