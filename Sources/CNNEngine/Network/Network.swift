/// A plan with its weights: what predicts, and what training makes better.
public struct Network: Sendable {
  public let plan: Sequential
  /// The shape of one input, `[C, H, W]` or `[features]`.
  public let picture: [Int]
  /// In the plan's order.
  public var parameters: [Tensor] { didSet { laidOut = LaidOut() } }
  /// Running means and variances of the normalisations, in the plan's order.
  public var statistics: [Tensor] { didSet { laidOut = LaidOut() } }
  /// What is laid out for its calls, which answers the next one sooner.
  private(set) var laidOut = LaidOut()

  /// Creates a network with fresh weights; the plan must accept the picture, as `plan.outputShape` says.
  public init(
    _ plan: Sequential, picture: [Int], initialization: Initialization = .he, seed: Int = 1
  ) {
    checked { () throws(ShapeError) in try Self.check(plan, picture: picture) }
    self.plan = plan
    self.picture = picture
    parameters = plan.freshParameters(initialization, seed: seed)
    statistics = plan.freshStatistics()
  }

  /// The rule of a network: the plan accepts the picture, and has no more steps than can be laid out.
  public static func check(_ plan: Sequential, picture: [Int]) throws(ShapeError) {
    _ = try GraphBuilder.graph(of: plan, batch: 1, picture: picture)
  }

  init(_ plan: Sequential, picture: [Int], parameters: [Tensor], statistics: [Tensor]) {
    (self.plan, self.picture) = (plan, picture)
    (self.parameters, self.statistics) = (parameters, statistics)
  }

  /// The output for a batch `[N, C, H, W]`, a picture `[C, H, W]` or, with one channel, `[H, W]`: `[N, classes]`.
  public func predict(_ x: Tensor) -> Tensor {
    checked { () throws(ShapeError) in try laidOut.predict(batch(of: x), by: self) }
  }

  /// The same; `network(x)`.
  public func callAsFunction(_ x: Tensor) -> Tensor { predict(x) }

  /// What every layer hands on, a row of `plan.summary` each.
  public func forwardAll(_ x: Tensor) -> [LayerOutput] {
    checked { () throws(ShapeError) in
      let images = try batch(of: x)
      return try laidOut.run(.outputs, batch: images.shape[0], of: self) { runner in
        runner.setBatch(images)
        runner.forward()
        return runner.layerOutputs
      }
    }
  }

  /// What comes back to every layer from the mean cross-entropy of a batch, with the network as it predicts: running
  /// statistics, nothing dropped.
  ///
  /// - Parameters:
  ///   - x: as `predict` takes it.
  ///   - labels: the right class of each picture.
  /// - Returns: a row for each of `forwardAll`.
  public func backwardAll(_ x: Tensor, labels: [Int]) -> [LayerGradient] {
    checked { () throws(ShapeError) in
      let images = try batch(of: x)
      try checkLabels(plan.outputShape(for: images.shape), labels)
      return try laidOut.run(.gradients, batch: images.shape[0], of: self) { runner in
        runner.setBatch(images)
        runner.forward()
        runner.backward(from: crossEntropyGradient(runner.output, labels))
        return runner.layerGradients
      }
    }
  }

  /// What comes back to every layer from any gradient of the output: that of one class's logit shows what in the picture
  /// speaks for the class.
  ///
  /// - Parameters:
  ///   - x: as `predict` takes it.
  ///   - outputGradient: in the shape of `predict(x)`.
  /// - Returns: a row for each of `forwardAll`; the first one's `inputGradient` is that of the pictures.
  public func backwardAll(_ x: Tensor, from outputGradient: Tensor) -> [LayerGradient] {
    checked { () throws(ShapeError) in
      let images = try batch(of: x, from: outputGradient)
      return try laidOut.run(.gradients, batch: images.shape[0], of: self) { runner in
        runner.setBatch(images)
        runner.forward()
        runner.backward(from: outputGradient)
        return runner.layerGradients
      }
    }
  }

  /// The gradient of the pictures, from any gradient of the output, with the network as it predicts.
  ///
  /// - Parameters:
  ///   - x: as `predict` takes it.
  ///   - outputGradient: in the shape of `predict(x)`.
  /// - Returns: `[N, C, H, W]`, one number for each entry of the pictures.
  public func inputGradient(_ x: Tensor, from outputGradient: Tensor) -> Tensor {
    checked { () throws(ShapeError) in
      let images = try batch(of: x, from: outputGradient)
      return try laidOut.run(.inputGradient, batch: images.shape[0], of: self) { runner in
        runner.setBatch(images)
        runner.differentiate(from: outputGradient)
        return runner.inputGradient ?? Tensor(zeros: images.shape)
      }
    }
  }

  /// The rule of `predict`: the batch that a tensor stands for, itself or one picture.
  public func batch(of x: Tensor) throws(ShapeError) -> Tensor {
    let isOne = x.shape == picture || [1] + x.shape == picture
    guard isOne || Array(x.shape.dropFirst()) == picture && x.shape[0] > 0 else {
      throw .shape(name: "the network's input", expected: picture, found: x.shape)
    }
    return x.viewed(as: [isOne ? 1 : x.shape[0]] + picture)
  }

  /// The batch that `x` stands for, where a gradient has the shape of its output.
  private func batch(of x: Tensor, from outputGradient: Tensor) throws(ShapeError) -> Tensor {
    let images = try batch(of: x)
    try check(outputGradient: outputGradient, for: images)
    return images
  }

  /// The rule of the ways back: the gradient has the shape of the output for a batch.
  public func check(outputGradient: Tensor, for images: Tensor) throws(ShapeError) {
    let shape = try plan.outputShape(for: images.shape)
    guard outputGradient.shape == shape else {
      throw .shape(name: "the output's gradient", expected: shape, found: outputGradient.shape)
    }
  }
}

extension Network: Equatable {
  /// Whether shapes, layers and every number are the same.
  public static func == (a: Network, b: Network) -> Bool {
    a.picture == b.picture && a.parameters == b.parameters && a.statistics == b.statistics
      && a.plan.encoding == b.plan.encoding
  }
}

/// What one layer hands on.
public struct LayerOutput: Equatable, Sendable {
  public var name: String
  /// `[N, C, H, W]`, or `[N, classes]`.
  public var output: Tensor
}

/// What comes back to one layer.
public struct LayerGradient: Equatable, Sendable {
  public var name: String
  /// ∂loss/∂output, in the output's shape.
  public var outputGradient: Tensor
  /// ∂loss/∂input, in the input's shape.
  public var inputGradient: Tensor
  /// ∂loss/∂parameters, in their order and shapes.
  public var parameterGradients: [Tensor]
}
