import CNNEngine
import Testing

@Suite struct ScheduleTests {
  @Test func `schedules rise and fall as they say`() {
    func rates(_ schedule: Schedule) -> [Float] {
      (0..<10).map { schedule.rate(step: $0, of: 10, stepsPerEpoch: 2) }
    }
    #expect(rates(.constant(0.1)) == Array(repeating: 0.1, count: 10))
    #expect(rates(.step(1, every: 2, factor: 0.5)) == [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25])
    let cosine = rates(.cosine(1))
    #expect(cosine[0] == 1 && Swift.abs(cosine[5] - 0.5) < 1e-6 && cosine[9] < 0.03)
    let cycle = rates(.oneCycle(peak: 1, warmUp: 0.4))
    #expect(cycle.firstIndex(of: cycle.max() ?? 0) == 4 && cycle[4] == 1)
    #expect(zip(cycle, cycle.dropFirst()).prefix(4).allSatisfy { $0 < $1 })
    #expect(zip(cycle, cycle.dropFirst()).dropFirst(4).allSatisfy { $0 > $1 })
  }

  @Test(arguments: [
    Schedule.constant(0.1), .step(0.1, every: 1, factor: 0.5), .cosine(0.1),
    .oneCycle(peak: 0.1, warmUp: 0.3),
  ])
  func `a schedule scaled is the same course at another height`(schedule: Schedule) {
    for step in 0..<12 {
      let (rate, scaled) = (
        schedule.rate(step: step, of: 12, stepsPerEpoch: 3),
        schedule.scaled(by: 3).rate(step: step, of: 12, stepsPerEpoch: 3)
      )
      #expect(abs(scaled - 3 * rate) <= 1e-6)
    }
    #expect(schedule.scaled(by: 3).peak == 3 * schedule.peak)
  }
}
