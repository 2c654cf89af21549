/// Networks made of some layers of another, with their weights: to see what they hand on, and what the rest makes of it.
///
///     let eye = trained.prefix(3), rest = trained.dropFirst(3)
///     rest(eye(x)) == trained(x)
extension Network {
  /// The first layers: their last one's output is the output.
  ///
  /// - Parameter count: how many layers of the plan, 1 to all of them; a layer of layers counts as one.
  /// - Returns: a network for the same pictures.
  public func prefix(_ count: Int) -> Network {
    checked { () throws(ShapeError) in try Self.checkParts(count, of: plan, least: 1) }
    return layers(0..<count)
  }

  /// The layers behind the first ones: what these hand on is the input.
  ///
  /// - Parameter count: how many layers of the plan are left out, 0 to all but one.
  /// - Returns: a network for inputs in the shape that the last layer left out hands on.
  public func dropFirst(_ count: Int) -> Network {
    checked { () throws(ShapeError) in try Self.checkParts(count, of: plan, least: 0) }
    return layers(count..<plan.layers.count)
  }

  /// The rule of both: as many layers are there, and one is left.
  public static func checkParts(_ count: Int, of plan: Sequential, least: Int) throws(ShapeError) {
    guard count >= least else {
      throw .tooSmall(name: "a number of layers", found: count, least: least)
    }
    let most = plan.layers.count - 1 + least
    guard count <= most else { throw .above(name: "a number of layers", found: count, most: most) }
  }

  private func layers(_ range: Range<Int>) -> Network {
    let (before, part) = (
      Sequential(Array(plan.layers[..<range.lowerBound])), Sequential(Array(plan.layers[range]))
    )
    let input = checked { () throws(ShapeError) in try before.outputShape(for: [1] + picture) }
    let (weights, running) = (before.parameterShapes.count, before.statisticsShapes.count)
    return Network(
      part, picture: Array(input.dropFirst()),
      parameters: Array(parameters.dropFirst(weights).prefix(part.parameterShapes.count)),
      statistics: Array(statistics.dropFirst(running).prefix(part.statisticsShapes.count)))
  }
}

extension Network {
  /// The output as training or predicting computes it.
  ///
  /// - Parameters:
  ///   - x: as `predict(_:)` takes it.
  ///   - mode: in training each normalisation takes mean and variance of this very batch, and dropout drops.
  ///   - seed: decides what dropout drops.
  /// - Returns: as `predict(_:)` does. The running statistics stay as they are.
  public func predict(_ x: Tensor, mode: Mode, seed: Int = 1) -> Tensor {
    guard mode == .training else { return predict(x) }
    return checked { () throws(ShapeError) in
      let images = try batch(of: x)
      try plan.checkTraining(input: images.shape)
      return try laidOut.run(.training, batch: images.shape[0], of: self) { runner in
        runner.context.seed = UInt64(bitPattern: Int64(seed))
        // The call before has moved the runner's running statistics, which training sums around.
        runner.load(parameters: [], statistics: statistics)
        runner.setBatch(images)
        runner.forward(.training)
        return runner.output
      }
    }
  }
}
