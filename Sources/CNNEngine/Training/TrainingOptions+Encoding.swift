extension TrainingOptions {
  /// All settings in a fixed order, as text: what tells one way of training from another.
  ///
  /// Keys of runs that are kept hold it, so it stays as it is when a property is renamed. A property that is added is named
  /// only where it has another value than the runs before it were made with.
  public var encoding: String {
    [
      encoded("epochs", epochs), encoded("batch", batch), schedule.encoding, optimizer.encoding,
      encoded("augmentation", augmentation.flips, augmentation.shift, augmentation.cutout),
      encoded("smoothing", smoothing), encoded("seed", seed), encoded("shuffles", shuffles),
    ].joined(separator: ", ")
  }

  /// What told one way of training from another before there was an encoding: the names of the properties then.
  ///
  /// Only to find runs that were kept then; what has come since is not in it, and `nil` stands for what none of them had.
  public var legacyText: String? {
    let (a, schedule) = (augmentation, schedule.legacyText)
    guard let schedule, let optimizer = optimizer.legacyText else { return nil }
    return "TrainingOptions(epochs: \(epochs), batch: \(batch), schedule: \(schedule), "
      + "optimizer: \(optimizer), augmentation: CNNEngine.Augmentation("
      + "flips: \(a.flips), shift: \(a.shift), cutout: \(a.cutout)), "
      + "smoothing: \(smoothing), seed: \(seed), shuffles: \(shuffles))"
  }
}

extension Schedule {
  var encoding: String {
    switch self {
    case .constant(let rate): encoded("constant", rate)
    case .step(let rate, let every, let factor): encoded("step", rate, every, factor)
    case .cosine(let rate): encoded("cosine", rate)
    case .oneCycle(let peak, let warmUp): encoded("oneCycle", peak, warmUp)
    }
  }

  fileprivate var legacyText: String? {
    switch self {
    case .constant(let rate): "CNNEngine.Schedule.constant(\(rate))"
    case .step(let rate, let every, let factor):
      "CNNEngine.Schedule.step(\(rate), every: \(every), factor: \(factor))"
    case .cosine(let rate): "CNNEngine.Schedule.cosine(\(rate))"
    case .oneCycle(let peak, let warmUp):
      "CNNEngine.Schedule.oneCycle(peak: \(peak), warmUp: \(warmUp))"
    }
  }
}

extension OptimizerRule {
  var encoding: String {
    switch self {
    case .sgd(let momentum, let nesterov, let decay): encoded("sgd", momentum, nesterov, decay)
    case .rmsProp(let decay): encoded("rmsProp", decay)
    case .adam(let decay): encoded("adam", decay)
    case .adamW(let decay): encoded("adamW", decay)
    }
  }

  fileprivate var legacyText: String? {
    let name = "CNNEngine.OptimizerRule"
    return switch self {
    case .sgd(let momentum, let nesterov, let decay):
      "\(name).sgd(momentum: \(momentum), nesterov: \(nesterov), weightDecay: \(decay))"
    case .rmsProp(let decay): "\(name).rmsProp(decay: \(decay))"
    case .adam(let decay): "\(name).adam(weightDecay: \(decay))"
    case .adamW(let decay): "\(name).adamW(weightDecay: \(decay))"
    }
  }
}
