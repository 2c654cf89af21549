/// What one step of training came to.
public struct Snapshot: Equatable, Sendable {
  /// Steps taken, this one included, and steps in all.
  public var step, steps: Int
  /// The epoch of this step, from 0, and how many there are.
  public var epoch, epochs: Int
  /// Of this step's batch, before the step.
  public var loss, accuracy: Float
  public var rate: Float
  public var layers: [LayerHealth]
  public var picturesPerSecond, secondsLeft: Double
  /// The network judged on held-out pictures, at the end of an epoch.
  public var heldOut: Evaluation?

  public init(
    step: Int, steps: Int, epoch: Int, epochs: Int, loss: Float, accuracy: Float, rate: Float,
    layers: [LayerHealth] = [], picturesPerSecond: Double = 0, secondsLeft: Double = 0,
    heldOut: Evaluation? = nil
  ) {
    (self.step, self.steps, self.epoch, self.epochs) = (step, steps, epoch, epochs)
    (self.loss, self.accuracy, self.rate) = (loss, accuracy, rate)
    self.layers = layers
    (self.picturesPerSecond, self.secondsLeft) = (picturesPerSecond, secondsLeft)
    self.heldOut = heldOut
  }
}

/// How a layer with parameters fares.
public struct LayerHealth: Equatable, Sendable {
  public var name: String
  /// Lengths of the gradient, of the update, and of the parameters, as vectors.
  public var gradientNorm, updateNorm, parameterNorm: Float
  /// For a layer whose output ReLU cuts off: the share of its channels that are 0 in the whole batch; at ends of epochs.
  public var deadShare: Float?

  public init(
    name: String, gradientNorm: Float, updateNorm: Float, parameterNorm: Float,
    deadShare: Float? = nil
  ) {
    self.name = name
    (self.gradientNorm, self.updateNorm) = (gradientNorm, updateNorm)
    (self.parameterNorm, self.deadShare) = (parameterNorm, deadShare)
  }
}

/// A network judged on pictures.
public struct Evaluation: Equatable, Sendable {
  public var loss, accuracy: Float
  /// The share of right answers among the pictures of each class; not a number for a class without any.
  public var perClass: [Float]
  /// Counts: a row for each true class, a column for each answer.
  public var confusion: [[Int]]

  public init(loss: Float, accuracy: Float, perClass: [Float], confusion: [[Int]]) {
    (self.loss, self.accuracy) = (loss, accuracy)
    (self.perClass, self.confusion) = (perClass, confusion)
  }
}

/// A run of training at one moment: enough to go on from there to the same bits.
public struct Checkpoint: Equatable, Sendable {
  public var parameters, statistics: [Tensor]
  /// The optimiser's memory, tensor by tensor.
  public var momenta, squares: [Tensor]
  /// Steps taken.
  public var step: Int

  public init(
    parameters: [Tensor], statistics: [Tensor], momenta: [Tensor], squares: [Tensor], step: Int
  ) {
    (self.parameters, self.statistics) = (parameters, statistics)
    (self.momenta, self.squares, self.step) = (momenta, squares, step)
  }
}
