import Screen

extension TrainingFigure {
  /// How fast a run goes on: for one that is over in a third of a second, as fast as the eye can follow.
  public enum Pace: CaseIterable, Sendable {
    case fast, slow
    /// An epoch, or a batch, for each key press.
    case epochs, batches

    /// Whether the run waits for a key.
    public var isStepping: Bool { self == .epochs || self == .batches }

    /// The pace after this one, as the key goes round them.
    public var next: Pace {
      switch self {
      case .fast: .slow
      case .slow: .epochs
      case .epochs: .batches
      case .batches: .fast
      }
    }

    /// The pace in a word, for a footer.
    public var word: String {
      switch self {
      case .fast: "fast"
      case .slow: "slow"
      case .epochs: "by epoch"
      case .batches: "by batch"
      }
    }

    /// The part of a run that a key press does, where it does one.
    public var part: String? {
      switch self {
      case .fast, .slow: nil
      case .epochs: "epoch"
      case .batches: "batch"
      }
    }

    /// What the pace means, in a few words; of the fastest nothing has to be said.
    var description: String? {
      switch self {
      case .fast: nil
      case .slow: "slow"
      case .epochs: "an epoch a key press"
      case .batches: "a batch a key press"
      }
    }
  }
}
