extension Sequential {
  /// Fresh parameters, in the plan's order.
  func freshParameters(_ rule: Initialization, seed: Int) -> [Tensor] {
    var number = seed &* 1_000_003
    return layers.flatMap { fresh($0, rule, &number) }
  }

  /// Running means of 0 and variances of 1, for every normalisation in the plan's order.
  func freshStatistics() -> [Tensor] { layers.flatMap(statistics) }

  /// The names of all layers, with those inside.
  public var rowNames: [String] { layers.flatMap(layerNames) }
}

private func fresh(_ layer: any Layer, _ rule: Initialization, _ number: inout Int) -> [Tensor] {
  switch layer {
  case let layer as Sequential: return layer.layers.flatMap { fresh($0, rule, &number) }
  case let layer as Residual:
    return layer.body.layers.flatMap { fresh($0, rule, &number) }
      + (layer.shortcut?.layers ?? []).flatMap { fresh($0, rule, &number) }
  case let layer as BatchNorm2D: return [ones(layer.channels), zeros(layer.channels)]
  default:
    return layer.parameterShapes.map { shape in
      number &+= 1
      return shape.count < 2 ? Tensor(zeros: shape) : rule.weights(shape, seed: number)
    }
  }
}

private func statistics(_ layer: any Layer) -> [Tensor] {
  switch layer {
  case let layer as Sequential: layer.layers.flatMap(statistics)
  case let layer as Residual:
    layer.body.layers.flatMap(statistics) + (layer.shortcut?.layers ?? []).flatMap(statistics)
  case let layer as BatchNorm2D: [zeros(layer.channels), ones(layer.channels)]
  default: []
  }
}

private func layerNames(_ layer: any Layer) -> [String] {
  switch layer {
  case let layer as Sequential: layer.layers.flatMap(layerNames)
  case let layer as Residual:
    layer.body.layers.flatMap(layerNames) + (layer.shortcut?.layers ?? []).flatMap(layerNames)
  default: [layer.name]
  }
}
