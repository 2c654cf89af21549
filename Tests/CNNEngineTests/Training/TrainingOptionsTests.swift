import CNNEngine
import Testing

@Suite struct TrainingOptionsTests {
  static let changes: [@Sendable (inout TrainingOptions) -> Void] = [
    { _ in }, { $0.epochs = 6 }, { $0.batch = 33 }, { $0.smoothing = 0.1 }, { $0.seed = 2 },
    { $0.shuffles = false }, { $0.schedule = .oneCycle(peak: 0.2, warmUp: 0.2) },
    { $0.schedule = .oneCycle(peak: 0.1, warmUp: 0.3) }, { $0.schedule = .constant(0.1) },
    { $0.schedule = .cosine(0.1) }, { $0.schedule = .step(0.1, every: 2, factor: 0.1) },
    { $0.schedule = .step(0.1, every: 3, factor: 0.1) },
    { $0.schedule = .step(0.1, every: 2, factor: 0.2) },
    { $0.optimizer = .sgd(momentum: 0.8, nesterov: false, weightDecay: 5e-4) },
    { $0.optimizer = .sgd(momentum: 0.9, nesterov: true, weightDecay: 5e-4) },
    { $0.optimizer = .sgd(momentum: 0.9, nesterov: false, weightDecay: 0) },
    { $0.optimizer = .rmsProp(decay: 0.9) }, { $0.optimizer = .rmsProp(decay: 0.99) },
    { $0.optimizer = .adam(weightDecay: 0) }, { $0.optimizer = .adam(weightDecay: 1e-3) },
    { $0.optimizer = .adamW(weightDecay: 0) }, { $0.augmentation.flips = true },
    { $0.augmentation.shift = 1 }, { $0.augmentation.cutout = 1 },
  ]

  static func options(_ change: (inout TrainingOptions) -> Void) -> TrainingOptions {
    var options = TrainingOptions()
    change(&options)
    return options
  }

  @Test func `whatever is set otherwise is another text`() {
    #expect(
      Self.options { _ in }.encoding
        == "epochs(5), batch(32), oneCycle(0.1 0.2), sgd(0.9 false 0.0005), augmentation(false 0 0), smoothing(0.0), seed(1), shuffles(true)"
    )
    let texts = Self.changes.map { Self.options($0).encoding }
    #expect(Set(texts).count == texts.count)
    let legacy = Self.changes.compactMap { Self.options($0).legacyText }
    #expect(Set(legacy).count == texts.count)
  }

  @Test func `a setting that is added must come into the text`() {
    #expect(Mirror(reflecting: TrainingOptions()).children.count == 8)
    #expect(Mirror(reflecting: Augmentation()).children.count == 3)
  }
}
