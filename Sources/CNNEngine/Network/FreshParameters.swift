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

  /// The names of all layers, with those inside: what tells one plan from another.
  public var rowNames: [String] { layers.flatMap(layerNames) }
}

private func layerNames(_ layer: any Layer) -> [String] {
  switch layer {
  case let layer as Sequential: layer.layers.flatMap(layerNames)
  case let layer as Residual:
    ["residual"] + layer.body.layers.flatMap(layerNames) + ["past"]
      + (layer.shortcut?.layers ?? []).flatMap(layerNames)
  case let layer as Branches: layer.branches.flatMap { ["branch"] + $0.rowNames }
  case let layer as DenseConnection: ["dense connection"] + layer.body.rowNames
  default: [layer.name]
  }
}
