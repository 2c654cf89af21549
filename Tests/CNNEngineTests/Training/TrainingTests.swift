import Testing

@testable import CNNEngine

@Suite struct TrainingTests {
  /// Bars that stand or lie: two classes that a kernel tells apart at once.
  static func bars(_ count: Int) throws -> Dataset {
    let labels = (0..<count).map { $0 % 2 }
    let pictures = labels.enumerated().map { i, label in
      var picture = uniform(1, 8, 8, seed: i) * 0.3
      for j in 0..<8 {
        if label == 0 { picture[0, 1 + i / 2 % 6, j] = 1 } else { picture[0, j, 1 + i / 2 % 6] = 1 }
      }
      return picture
    }
    return try Dataset(name: "bars", images: stack(pictures), labels: labels, classes: 2)
  }

  static func network(normalized: Bool = true) -> Network {
    Network(
      Sequential(
        [Conv2D(inputChannels: 1, outputChannels: 8, kernelSize: 3, padding: 1)]
          + (normalized ? [BatchNorm2D(channels: 8)] : []) + [
            ReLU(), MaxPool2D(size: 2), Dropout(rate: 0.2), Flatten(),
            Dense(inputs: 128, outputs: 2),
          ] as [any Layer]), picture: [1, 8, 8])
  }

  static func run(
    _ options: TrainingOptions, threads: Int = 2, from checkpoint: Checkpoint? = nil,
    steps: Int = .max
  ) throws -> (training: Training, snapshots: [Snapshot]) {
    let (data, heldOut) = try bars(100).split(heldOut: 0.2, seed: 1)
    let training = try Training(
      network(), on: data, heldOut: heldOut, options: options, from: checkpoint,
      pool: ThreadPool(threads: threads), clock: { 0 })
    var snapshots: [Snapshot] = []
    while snapshots.count < steps, let snapshot = try training.step() { snapshots.append(snapshot) }
    return (training, snapshots)
  }

  static var options: TrainingOptions {
    var options = TrainingOptions()
    options.epochs = 4
    options.batch = 16
    options.schedule = .constant(0.05)
    options.augmentation = Augmentation(flips: true, shift: 1, cutout: 2)
    return options
  }

  @Test func `a network learns bars, and is judged on held-out ones after every epoch`() throws {
    let (training, snapshots) = try Self.run(Self.options)
    #expect(snapshots.count == 20 && training.stepsPerEpoch == 5)
    #expect(snapshots.filter { $0.heldOut != nil }.map(\.step) == [5, 10, 15, 20])
    let last = try #require(snapshots.last?.heldOut)
    #expect(last.accuracy >= 0.95, "\(last)")
    #expect(last.confusion.joined().reduce(0, +) == 20)
    #expect(
      snapshots[19].layers.map(\.name) == ["Conv2D 1→8, 3×3", "BatchNorm2D 8", "Dense 128→2"])
  }

  @Test(arguments: [1, 2, 3, 5])
  func `the result does not depend on the number of threads`(threads: Int) throws {
    let one = try Self.run(Self.options, threads: 1)
    let many = try Self.run(Self.options, threads: threads)
    #expect(one.snapshots.map(\.loss) == many.snapshots.map(\.loss))
    #expect(one.training.network == many.training.network)
  }

  @Test(arguments: [
    OptimizerRule.sgd(momentum: 0.9, nesterov: true, weightDecay: 1e-3), .rmsProp(decay: 0.9),
    .adam(weightDecay: 1e-3), .adamW(weightDecay: 1e-2),
  ])
  func `a run goes on from a checkpoint to the same bits`(rule: OptimizerRule) throws {
    var options = Self.options
    options.optimizer = rule
    options.schedule = .oneCycle(peak: 0.01, warmUp: 0.3)
    let whole = try Self.run(options)
    let half = try Self.run(options, steps: 7)
    let rest = try Self.run(options, from: half.training.checkpoint)
    #expect(half.snapshots.map(\.loss) + rest.snapshots.map(\.loss) == whole.snapshots.map(\.loss))
    #expect(rest.training.checkpoint == whole.training.checkpoint)
  }

  @Test func `a rate far too large stops with the layer and the step`() throws {
    var options = Self.options
    options.schedule = .constant(1e30)
    #expect {
      let (data, _) = try Self.bars(100).split(heldOut: 0.2, seed: 1)
      let training = try Training(
        Self.network(normalized: false), on: data, options: options, pool: ThreadPool(threads: 1),
        clock: { 0 })
      while try training.step() != nil {}
    } throws: { error in
      guard case TrainingFault.notFinite(_, let step, _)? = error as? TrainingFault else {
        return false
      }
      return step >= 1 && "\(error)".contains("no longer finite")
    }
  }

  @Test func `settings that cannot be used are named`() throws {
    let cases: [((inout TrainingOptions) -> Void, String)] = [
      ({ $0.schedule = .constant(0) }, "the rate must be a number above 0, not 0.0"),
      ({ $0.schedule = .cosine(.nan) }, "the rate must be a number above 0, not nan"),
      (
        { $0.optimizer = .sgd(momentum: -1, nesterov: false, weightDecay: 0) },
        "momentum must be a number from 0, not -1.0"
      ),
      ({ $0.optimizer = .rmsProp(decay: 1) }, "decay must be from 0 to below 1, not 1.0"),
      (
        { $0.optimizer = .adamW(weightDecay: -0.5) },
        "weight decay must be a number from 0, not -0.5"
      ),
      (
        { $0.schedule = .oneCycle(peak: 0.1, warmUp: 1.5) },
        "warmUp must be from 0 to 1, not 1.5"
      ),
      ({ $0.schedule = .step(0.1, every: 0, factor: 1) }, "every must be at least 1, not 0"),
      ({ $0.batch = 0 }, "the batch must be from 1 to 80, the number of pictures, not 0"),
      ({ $0.batch = 81 }, "the batch must be from 1 to 80, the number of pictures, not 81"),
      ({ $0.epochs = 0 }, "the number of epochs must be at least 1, not 0"),
      ({ $0.smoothing = 1 }, "label smoothing must be from 0 to below 1, not 1.0"),
    ]
    for (change, sentence) in cases {
      var options = Self.options
      change(&options)
      #expect { try Self.run(options) } throws: { "\($0)" == sentence }
    }
  }

  @Test func `a plan that cannot be trained is refused with the reason`() throws {
    let dense = Dense(inputs: 64, outputs: 2)
    let softmax =
      "the last layer must be one that gives logits, not Softmax: the loss applies softmax itself; leave it out"
    let plans: [(Sequential, Int, String)] = [
      (Sequential(Flatten(), dense, Softmax()), 16, softmax),
      (Sequential(Flatten(), Sequential(dense, Sequential(Softmax()))), 16, softmax),
      (
        Sequential(
          GlobalAveragePool(), BatchNorm2D(channels: 1), Flatten(), Dense(inputs: 1, outputs: 2)),
        1,
        "each channel of [1, 1, 1, 1] holds a single value: its distance from its own mean is 0, whatever it is; at least 2 are needed"
      ),
    ]
    for (plan, batch, sentence) in plans {
      var options = Self.options
      options.batch = batch
      #expect {
        try Training.check(Network(plan, picture: [1, 8, 8]), Self.bars(20), nil, options)
      } throws: { "\($0)" == sentence }
    }
  }

  @Test func `labels outside the classes and missing ones are refused`() {
    let images = zeros(2, 1, 8, 8)
    #expect(throws: ShapeError.above(name: "a label of d", found: 2, most: 1)) {
      try Dataset(name: "d", images: images, labels: [0, 2], classes: 2)
    }
    #expect(throws: ShapeError.tooSmall(name: "a label of d", found: -1, least: 0)) {
      try Dataset(name: "d", images: images, labels: [0, -1], classes: 2)
    }
    #expect(throws: ShapeError.length(name: "the labels of d", expected: 2, found: 1)) {
      try Dataset(name: "d", images: images, labels: [0], classes: 2)
    }
  }

  @Test func `a blank picture that is moved stays blank, normalised or not`() throws {
    let blank = try Dataset(
      name: "blank", images: Tensor(zeros: [40, 1, 8, 8]), labels: (0..<40).map { $0 % 2 },
      classes: 2)
    for data in [blank, blank.normalized(mean: 5, deviation: 2)] {
      let losses = try [0, 3].map { shift in
        var options = Self.options
        options.augmentation = Augmentation(shift: shift)
        let training = try Training(
          Self.network(), on: data, heldOut: data, options: options, pool: ThreadPool(threads: 1),
          clock: { 0 })
        return try (0..<3).map { _ in try training.step()?.loss }
      }
      #expect(losses[0] == losses[1])
    }
  }
}
