import CNNEngine
import Testing

@Suite struct OptimizerRuleTests {
  @Test(
    arguments: [
      (
        .sgd(momentum: -1, nesterov: false, weightDecay: 0),
        "momentum must be a number from 0, not -1.0"
      ),
      (
        .sgd(momentum: 0.9, nesterov: true, weightDecay: -1e-4),
        "weight decay must be a number from 0, not -0.0001"
      ),
      (
        .sgd(momentum: .nan, nesterov: false, weightDecay: 0),
        "momentum must be a number from 0, not nan"
      ),
      (.rmsProp(decay: 1), "decay must be from 0 to below 1, not 1.0"),
      (.rmsProp(decay: -0.5), "decay must be from 0 to below 1, not -0.5"),
      (.adam(weightDecay: -1), "weight decay must be a number from 0, not -1.0"),
      (.adamW(weightDecay: .infinity), "weight decay must be a number from 0, not inf"),
    ] as [(OptimizerRule, String)])
  func `a rule that cannot work says why`(rule: OptimizerRule, sentence: String) {
    #expect { try rule.check() } throws: { "\($0)" == sentence }
  }

  @Test func `betas stay below 1, where means would never move`() {
    for beta in [1, 1.5, -0.1, .nan] as [Float] {
      #expect(throws: ShapeError.self) { try Adam.check(beta1: beta) }
      #expect(throws: ShapeError.self) { try Adam.check(beta2: beta) }
    }
    #expect(throws: Never.self) { try Adam.check(beta1: 0, beta2: 0.9999, epsilon: 0) }
  }

  @Test func `rates are numbers from 0`() {
    for rate in [-0.1, .nan, .infinity] as [Float] {
      #expect(throws: ShapeError.self) { try checkRate(rate) }
      for schedule in [
        Schedule.constant(rate), .cosine(rate), .step(rate, every: 1, factor: 0.5),
        .oneCycle(peak: rate, warmUp: 0.1),
      ] {
        #expect(throws: ShapeError.self) { try schedule.check() }
      }
      #expect(throws: ShapeError.self) { try Schedule.step(1, every: 1, factor: rate).check() }
    }
    for warmUp in [-0.1, 1.5, .nan] as [Float] {
      #expect(throws: ShapeError.self) { try Schedule.oneCycle(peak: 1, warmUp: warmUp).check() }
    }
    #expect(throws: ShapeError.tooSmall(name: "every", found: 0, least: 1)) {
      try Schedule.step(1, every: 0, factor: 0.5).check()
    }
    #expect(throws: Never.self) { try Schedule.oneCycle(peak: 1, warmUp: 1).check() }
    #expect(throws: Never.self) { try Schedule.oneCycle(peak: 1, warmUp: 0).check() }
  }
}
