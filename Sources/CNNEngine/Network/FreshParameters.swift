extension Sequential {
  /// Fresh parameters, in the plan's order.
  func freshParameters(_ rule: Initialization, seed: Int) -> [Tensor] {
    var number = seed &* 1_000_003
    return freshParameters(rule, number: &number)
  }

  /// Running means of 0 and variances of 1, for every normalisation in the plan's order.
  func freshStatistics() -> [Tensor] {
    statisticsShapes.enumerated().map { i, shape in
      Tensor(shape: shape, scalars: Array(repeating: i % 2 == 0 ? 0 : 1, count: shape.reduce(1, *)))
    }
  }

  /// Every layer with everything that was said of it: what tells one plan from another.
  ///
  /// Names do not, since they leave out paddings, biases and rates.
  public var identity: String { layers.map { String(describing: $0) }.joined(separator: ", ") }
}
