/// One run of training: a network, data, and how far it has come.
///
/// `step` does one step and says what it came to; between two steps the run may be left, looked at, or copied as a
/// `Checkpoint`, from which another run goes on: to the same bits with the same options, on a branch of its own with
/// others. The result does not depend on the number of threads.
public final class Training {
  public let options: TrainingOptions
  public let steps: Int
  public private(set) var stepsTaken = 0

  private let plan: Sequential
  private let data: Dataset
  private let heldOut: Dataset?
  private let runner: NetworkRunner
  private let judge: NetworkRunner?
  private let clock: @Sendable () -> Double
  private var order: [Int] = []
  private var health: [LayerHealth] = []
  private var started: (time: Double, step: Int)?

  /// Prepares a run; nothing is computed yet.
  ///
  /// - Parameters:
  ///   - network: where to start.
  ///   - data: what to learn from.
  ///   - heldOut: what to be judged by at the end of every epoch.
  ///   - options: how.
  ///   - checkpoint: where an earlier run stood.
  ///   - pool: the threads.
  ///   - clock: seconds from any fixed moment.
  /// - Throws: `TrainingFault` where network, data and options do not fit together.
  public init(
    _ network: Network, on data: Dataset, heldOut: Dataset? = nil, options: TrainingOptions,
    from checkpoint: Checkpoint? = nil, pool: ThreadPool, clock: @escaping @Sendable () -> Double
  ) throws(TrainingFault) {
    try Self.check(network, data, heldOut, options)
    do throws(ShapeError) {
      runner = try NetworkRunner(
        network.plan, picture: network.picture, batch: options.batch, optimizer: options.optimizer,
        objective: .crossEntropy(smoothing: options.smoothing), pool: pool,
        seed: UInt64(bitPattern: Int64(options.seed)))
      if let heldOut {
        judge = try NetworkRunner(
          network.plan, picture: network.picture, batch: min(64, heldOut.count), pool: pool)
      } else {
        judge = nil
      }
    } catch {
      throw .shape(error)
    }
    plan = network.plan
    self.data = data
    self.heldOut = heldOut
    self.options = options
    self.clock = clock
    steps = options.epochs * (data.count / options.batch)
    runner.load(parameters: network.parameters, statistics: network.statistics)
    if let checkpoint {
      runner.load(checkpoint)
      stepsTaken = min(checkpoint.step, steps)
    }
  }

  /// The rule of a run: network, data and options fit together.
  public static func check(
    _ network: Network, _ data: Dataset, _ heldOut: Dataset?, _ options: TrainingOptions
  ) throws(TrainingFault) {
    do throws(ShapeError) {
      for set in [data, heldOut].compactMap({ $0 }) where set.picture != network.picture {
        throw ShapeError.shape(
          name: "a picture of \(set.name)", expected: network.picture, found: set.picture)
      }
      let output = try network.plan.outputShape(for: [1] + network.picture)
      guard output == [1, data.classes] else {
        throw ShapeError.shape(
          name: "the output of a network for \(data.classes) classes",
          expected: [1, data.classes], found: output)
      }
    } catch {
      throw .shape(error)
    }
    func endsInSoftmax(_ plan: Sequential) -> Bool {
      plan.layers.last is Softmax || (plan.layers.last as? Sequential).map(endsInSoftmax) == true
    }
    guard !endsInSoftmax(network.plan) else {
      throw .setting(
        name: "the last layer", found: "Softmax: the loss applies softmax itself; leave it out",
        expected: "one that gives logits")
    }
    guard options.epochs > 0 else {
      throw .setting(
        name: "the number of epochs", found: "\(options.epochs)", expected: "at least 1")
    }
    guard (1...data.count).contains(options.batch) else {
      throw .setting(
        name: "the batch", found: "\(options.batch)",
        expected: "from 1 to \(data.count), the number of pictures")
    }
    let mostEpochs = largestNumber / (data.count / options.batch)
    guard options.epochs <= mostEpochs else {
      throw .setting(
        name: "the number of epochs", found: "\(options.epochs)", expected: "at most \(mostEpochs)")
    }
    guard options.schedule.peak > 0, options.schedule.peak.isFinite else {
      throw .setting(
        name: "the rate", found: options.schedule.peak.text, expected: "a number above 0")
    }
    guard (0..<1).contains(options.smoothing) else {
      throw .setting(
        name: "label smoothing", found: options.smoothing.text, expected: "from 0 to below 1")
    }
    let shape = data.picture
    guard options.augmentation.shift >= 0, options.augmentation.shift < min(shape[1], shape[2]),
      options.augmentation.cutout >= 0, options.augmentation.cutout <= min(shape[1], shape[2])
    else {
      throw .setting(
        name: "augmentation", found: "\(options.augmentation)",
        expected: "a shift and a cutout smaller than the picture, \(shape[1])×\(shape[2])")
    }
    do throws(ShapeError) {
      try options.optimizer.check()
      try options.schedule.check()
      try network.plan.checkTraining(input: [options.batch] + network.picture)
    } catch {
      throw .shape(error)
    }
  }

  /// Steps of one epoch; pictures that do not fill a batch wait for another epoch's order.
  public var stepsPerEpoch: Int { data.count / options.batch }

  // MARK: - Training

  /// One step; `nil` when the run has come to its end.
  ///
  /// Within an epoch a step whose snapshot is not kept asks the system for nothing.
  ///
  /// - Throws: `TrainingFault.notFinite` where an output is no longer a number.
  public func step() throws(TrainingFault) -> Snapshot? {
    guard stepsTaken < steps else { return nil }
    let began = started ?? (clock(), stepsTaken)
    started = began
    let (epoch, place) = stepsTaken.quotientAndRemainder(dividingBy: stepsPerEpoch)
    if place == 0 || order.isEmpty { order = pictureOrder(of: epoch) }
    let first = place * options.batch
    runner.fill(
      from: data, order[first..<first + options.batch], augmentation: options.augmentation,
      seed: options.seed &* 31 &+ stepsTaken)
    let rate = options.schedule.rate(step: stepsTaken, of: steps, stepsPerEpoch: stepsPerEpoch)
    let endsEpoch = (stepsTaken + 1) % stepsPerEpoch == 0
    let (loss, accuracy) = runner.step(rate: rate, countsDead: endsEpoch)
    guard loss.isFinite else {
      throw .notFinite(
        layer: runner.firstNotFinite ?? "the loss", step: stepsTaken, rate: rate)
    }
    stepsTaken += 1
    runner.update(&health)
    let elapsed = clock() - began.time
    let done = Double(stepsTaken - began.step)
    return Snapshot(
      step: stepsTaken, steps: steps, epoch: epoch, epochs: options.epochs, loss: loss,
      accuracy: accuracy, rate: rate, layers: health,
      picturesPerSecond: elapsed > 0 ? done * Double(options.batch) / elapsed : 0,
      secondsLeft: elapsed * Double(steps - stepsTaken) / done,
      heldOut: endsEpoch ? judged() : nil)
  }

  private func pictureOrder(of epoch: Int) -> [Int] {
    options.shuffles
      ? shuffledIndices(data.count, seed: options.seed &* 7919 &+ epoch) : Array(0..<data.count)
  }

  // MARK: - Looking

  /// The network as it is now.
  public var network: Network {
    Network(
      plan, picture: data.picture, parameters: runner.parameters, statistics: runner.statistics)
  }

  /// Where the run stands, to go on from.
  public var checkpoint: Checkpoint { runner.checkpoint(step: stepsTaken) }

  private func judged() -> Evaluation? {
    guard let judge, let heldOut else { return nil }
    judge.copyParameters(from: runner)
    return judge.evaluate(heldOut)
  }
}
