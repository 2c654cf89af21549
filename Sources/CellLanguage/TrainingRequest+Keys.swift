import CNNEngine

extension TrainingRequest {
  /// The key of a run: the plan, how its weights begin, the pictures and labels of both parts, and all settings.
  ///
  /// - Parameters:
  ///   - plan: the layers.
  ///   - weights: the name of the rule of initialisation; the seed is among the options.
  ///   - training: what is learned from.
  ///   - heldOut: what the run is judged by.
  ///   - options: how it is trained.
  /// - Returns: text that names no property: it stays as it is when one is renamed.
  static func key(
    _ plan: Sequential, weights: String, training: Dataset, heldOut: Dataset,
    _ options: TrainingOptions
  ) -> String {
    func hexadecimal(_ number: UInt64) -> String { String(number, radix: 16) }
    return [
      plan.encoding, "weights \(weights)", "training \(hexadecimal(training.digest))",
      "held out \(hexadecimal(heldOut.digest))", options.encoding,
    ].joined(separator: "; ")
  }

  /// The key that the same run had before keys held what the pictures are: to find what was kept then.
  ///
  /// - Parameters:
  ///   - plan: the layers.
  ///   - data: all pictures, before they were split.
  ///   - training: how many are learned from.
  ///   - weights: the name of the rule of initialisation.
  ///   - labels: what the cell says of the labels, "" where it says nothing.
  ///   - isLeaked: whether held-out pictures are learned from too.
  ///   - options: how it is trained.
  /// - Returns: `nil` for a run that could not be asked for then.
  static func legacyKey(
    _ plan: Sequential, _ data: Dataset, training: Int, weights: String, labels: String,
    isLeaked: Bool, _ options: TrainingOptions
  ) -> String? {
    guard let settings = options.legacyText else { return nil }
    let scale = data.scale
    return "\(plan.legacyIdentity) \([data.count] + data.picture) "
      + "(mean: \(scale.mean), deviation: \(scale.deviation)) \(data.blank) \(training) "
      + "\(weights) \(labels) \(isLeaked) \(settings)"
  }
}
