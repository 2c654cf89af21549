extension Sequential {
  /// Calls `body` with the number of each parameter and a fresh tensor for it, one after the other.
  func forEachFreshParameter(
    _ rule: Initialization, seed: Int, _ body: (_ parameter: Int, _ tensor: Tensor) -> Void
  ) {
    var number = seed &* 1_000_003
    for (i, spec) in parameterSpecs.enumerated() { body(i, spec.fresh(rule, number: &number)) }
  }

  /// Fresh parameters, in the plan's order.
  func freshParameters(_ rule: Initialization, seed: Int) -> [Tensor] {
    var tensors: [Tensor] = []
    forEachFreshParameter(rule, seed: seed) { _, tensor in tensors.append(tensor) }
    return tensors
  }

  /// Running means of 0 and variances of 1, for every normalisation in the plan's order.
  func freshStatistics() -> [Tensor] {
    var number = 0
    return statisticsSpecs.map { $0.fresh(.zero, number: &number) }
  }

  /// What told one plan from another before plans had an encoding: names of properties and all.
  ///
  /// Only to find runs that were kept then.
  public var legacyIdentity: String {
    layers.map { String(describing: $0) }.joined(separator: ", ")
  }
}
