import CNNEngine
import CellLanguage
import Screen
import Testing

@testable import Tutor

/// A fork is kept as a run is, with its rate and the curve of the run that it left.
@Suite struct ForkTests {
  /// A session whose run came to its end, and the effects of a fork from the end of its first epoch.
  static func forked() throws -> (session: Session, key: String, effects: [Effect]) {
    var session = Session.training()
    let (key, run) = try session.startRun()
    _ = try session.receive(.training(key, run.update()))
    session.press(.left, .left, .up)
    let effects = session.press("f")
    return (session, key, effects)
  }

  /// What effects start.
  static func start(
    of effects: [Effect]
  ) throws -> (key: String, request: TrainingRequest, kept: KeptRun?) {
    for case .startTraining(let key, let request, let kept) in effects {
      return (key, request, kept)
    }
    throw Session.NoRun(effects: effects)
  }

  @Test func `it has a key of its own, its rate, and the curve before it`() throws {
    let (_, key, effects) = try Self.forked()
    let start = try Self.start(of: effects)
    #expect(start.key == key && start.request.key == KeptRun.forkKey(of: key))
    let fork = try #require(start.kept?.fork)
    #expect(fork.factor == 3 && fork.earlier.map(\.accuracy.epochs) == [[1, 2, 3]])
    #expect(abs(start.request.options.schedule.peak - 0.15) < 1e-6)
  }

  @Test func `a fork that was stopped goes on as itself`() throws {
    var (session, key, effects) = try Self.forked()
    let run = try Session.run(of: effects).run
    session.press("x")
    _ = try session.receive(.training(key, run.update(steps: 4, status: .stopped)))
    let start = try Self.start(of: session.press(.enter))
    #expect(start.request.key == KeptRun.forkKey(of: key) && start.kept?.checkpoint.step == 8)
    #expect(abs(start.request.options.schedule.peak - 0.15) < 1e-6)
    #expect(start.kept?.fork?.earlier.map(\.accuracy.epochs) == [[1, 2, 3]])
  }

  @Test func `at the next sitting it is there, beside the curve of before`() throws {
    let (session, key, effects) = try Self.forked()
    let start = try Self.start(of: effects)
    let update = try Session.run(of: effects).run.update()
    let kept = KeptRun(
      key: key, checkpoint: try #require(update.checkpoints.last),
      snapshots: try #require(start.kept).snapshots + update.snapshots, fork: start.kept?.fork)
    var again = Session.training()
    let request = try #require(again.open.trainingRequests.first)
    _ = again.receive(.training(key, try #require(TrainingUpdate(kept, of: request))))
    let (before, after) = (
      try #require(session.trainings[key]?.figure), try #require(again.trainings[key]?.figure)
    )
    #expect(after.status == .finished && after.heldOutLoss.epochs == [1, 2, 3])
    #expect(after.earlier.map(\.accuracy) == before.earlier.map(\.accuracy))
    #expect(after.earlier.map(\.loss) == before.earlier.map(\.loss))
    #expect(after.earlier.map(\.name) == ["before"])
    #expect(again.words.contains("■ before"))
  }

  @Test func `training anew leaves the fork`() throws {
    var (session, key, effects) = try Self.forked()
    let run = try Session.run(of: effects).run
    _ = try session.receive(.training(key, run.update()))
    let start = try Self.start(of: session.press(.enter))
    #expect(start.request.key == key && start.kept == nil)
    #expect(abs(start.request.options.schedule.peak - 0.05) < 1e-6)
  }

  @Test func `the footer names the fork first where an epoch is picked, also on a narrow screen`()
    throws
  {
    var session = Session.training()
    _ = session.receive(.resize(width: 60, height: 18))
    let (key, run) = try session.startRun()
    _ = try session.receive(.training(key, run.update()))
    #expect(!session.footer.contains("fork") && !session.footer.contains("rate"))
    session.press(.left)
    #expect(session.footer.hasPrefix(" f fork  ↑↓ rate"))
    #expect(session.footer.contains("Esc read on  ? help"))
  }
}
