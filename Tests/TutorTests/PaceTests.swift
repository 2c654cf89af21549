import CNNEngine
import CellLanguage
import Figures
import Screen
import Testing

@testable import Tutor

/// A run as slowly as its reader likes: pace and keys decide when a step is taken, never what it comes to.
@Suite struct PaceTests {
  // MARK: - When a step is taken

  @Test func `as fast as it goes a run waits for nothing`() {
    var pacing = Pacing()
    pacing.begin()
    #expect((0..<100).allSatisfy { pacing.next(step: $0, stepsPerEpoch: 4, now: 0) == .step })
  }

  @Test(arguments: [(stepsPerEpoch: 50, interval: 0.02), (stepsPerEpoch: 4, interval: 0.1)])
  func `a slow run takes an epoch a second, or ten batches where an epoch has fewer`(
    run: (stepsPerEpoch: Int, interval: Double)
  ) {
    var pacing = Pacing()
    pacing.setPace(.slow)
    pacing.begin()
    #expect(pacing.next(step: 0, stepsPerEpoch: run.stepsPerEpoch, now: 0) == .step)
    #expect(pacing.next(step: 1, stepsPerEpoch: run.stepsPerEpoch, now: 0) == .wait(run.interval))
    #expect(
      pacing.next(step: 1, stepsPerEpoch: run.stepsPerEpoch, now: run.interval) == .step)
  }

  @Test func `by keys a run takes as many batches or epochs as were asked for`() {
    var pacing = Pacing()
    func taken(from step: Int) -> Int {
      var taken = 0
      while pacing.next(step: step + taken, stepsPerEpoch: 4, now: 0) == .step { taken += 1 }
      return taken
    }
    pacing.setPace(.batches)
    pacing.begin()
    #expect(taken(from: 0) == 1)
    pacing.goOn()
    pacing.goOn()
    #expect(taken(from: 1) == 2)
    pacing.setPace(.epochs)
    #expect(taken(from: 3) == 0)
    pacing.goOn()
    #expect(taken(from: 3) == 1)
    pacing.goOn()
    #expect(taken(from: 4) == 4)
  }

  @Test func `the reader's pause holds at every pace, and a key press ends it`() {
    for pace in TrainingFigure.Pace.allCases {
      var pacing = Pacing()
      pacing.setPace(pace)
      pacing.begin()
      pacing.pause()
      #expect(pacing.next(step: 0, stepsPerEpoch: 4, now: 0) == .hold)
      pacing.goOn()
      #expect(pacing.next(step: 0, stepsPerEpoch: 4, now: 0) == .step)
    }
  }

  @Test(arguments: TrainingFigure.Pace.allCases) func `at every pace a run comes to the same bits`(
    pace: TrainingFigure.Pace
  ) throws {
    let request = try #require(Session.training().open.trainingRequests.first)
    let fast = try TrainingRun(request)
    _ = try fast.update()
    let paced = try TrainingRun(request).training
    var pacing = Pacing()
    pacing.setPace(pace)
    pacing.begin()
    var (now, stepsTaken) = (0.0, 0)
    while paced.stepsTaken < paced.steps {
      switch pacing.next(step: paced.stepsTaken, stepsPerEpoch: paced.stepsPerEpoch, now: now) {
      case .step:
        _ = try paced.step()
        stepsTaken += 1
      case .wait(let seconds): now += seconds + 0.001
      case .hold:
        // What a reader does: a key, now and then one that changes the pace.
        if stepsTaken % 3 == 2 { pacing.setPace(pace == .epochs ? .batches : .epochs) }
        pacing.goOn()
      }
    }
    #expect(paced.checkpoint == fast.training.checkpoint)
  }

  // MARK: - Keys

  @Test func `v goes round the paces, footer and figure say which one it is`() throws {
    var session = Session.training()
    session.press(.tab, .tab)
    #expect(session.footer.contains("v pace: fast"))
    for (pace, word, note) in [
      (TrainingFigure.Pace.slow, "v pace: slow", "Pace: slow."),
      (.epochs, "v pace: by epoch", "Pace: an epoch a key press."),
      (.batches, "v pace: by batch", "Pace: a batch a key press."),
    ] {
      #expect(session.press("v").contains(.setPace(pace)))
      #expect(session.footer.contains(word) && session.words.contains(note))
    }
    #expect(session.press("v").contains(.setPace(.fast)))
    #expect(!session.words.contains("Pace:"))
    session.press("v")
    _ = try session.startRun()
    session.press("n")
    session.press("p")
    #expect(session.words.contains("pace: slow"))
  }

  @Test func `by keys Enter starts, then does the next batch; the cells below follow`() throws {
    var session = Session.training()
    session.press(.tab, .tab)
    session.press("vvv")
    let (key, run) = try session.startRun()
    _ = try session.receive(.training(key, run.update(steps: 1, status: .paused)))
    #expect(session.words.contains("paused epoch 0.3 of 3; Enter does the next batch, x stops."))
    #expect(session.words.contains("moved: true"))
    #expect(session.footer.contains("Enter next batch"))
    #expect(session.press(.enter).contains(.stepTraining(key)))
    _ = try session.receive(.training(key, run.update(steps: 1, status: .paused)))
    #expect(session.words.contains("paused epoch 0.5 of 3"))
    #expect(session.press("x").contains(.stopTraining(key)))
  }

  @Test func `a run that waited for a key goes on when the pace needs none, a paused one stays`()
    throws
  {
    var session = Session.training()
    session.press(.tab, .tab)
    session.press("vv")
    let (key, run) = try session.startRun()
    _ = try session.receive(.training(key, run.update(steps: 4, status: .paused)))
    #expect(session.trainings[key]?.figure.status == .paused)
    session.press("vv")
    #expect(session.trainings[key]?.figure.status == .running)
    session.press(.enter)
    session.press("vvvv")
    #expect(session.trainings[key]?.figure.status == .paused)
    #expect(session.press(.enter).contains(.resumeTraining(key)))
  }

  // MARK: - Replay

  @Test func `r shows a run again from its first step, and changes nothing`() throws {
    var session = Session.training()
    session.press(.tab, .tab)
    session.press("r")
    #expect(session.footer.contains("There is nothing to replay yet; Enter trains."))
    let (key, run) = try session.startRun()
    _ = try session.receive(.training(key, run.update()))
    let (before, text) = (session.trainings[key]?.network, session.bodyText)
    #expect(session.footer.contains("r replay"))
    let effects = session.press("r")
    #expect(effects.contains(.wake(.replay, after: Replay.interval)))
    #expect(session.words.contains("replay epoch 0.3 of 3"))
    #expect(session.words.contains("Any key ends the replay."))
    #expect(session.words.contains("moved: false"), "the cells below begin anew, too")
    #expect(session.footer.contains("Esc end the replay") && !session.footer.contains("Enter"))
    var (shown, frames): ([String], Int) = ([], 0)
    while session.receive(.tick(.replay)).contains(.wake(.replay, after: Replay.interval)) {
      frames += 1
      if shown.last != session.bodyText { shown.append(session.bodyText) }
      #expect(frames < 200)
    }
    #expect(frames == 40 && shown.count >= run.training.steps)
    #expect(session.bodyText == text)
    #expect(session.trainings[key]?.network == before)
    #expect(session.receive(.tick(.replay)).startsNothing)
  }

  @Test func `any key ends it; one for the run does no more than that`() throws {
    var session = Session.training()
    let (key, run) = try session.startRun()
    _ = try session.receive(.training(key, run.update()))
    let text = session.bodyText
    for stop in [Key.enter, .escape, .character("x"), .character("f"), .character("r"), .up] {
      session.press("r")
      _ = session.receive(.tick(.replay))
      #expect(session.bodyText != text)
      #expect(session.press(stop).startsNothing)
      #expect(session.bodyText == text, "\(stop)")
      #expect(session.trainings[key]?.figure.status == .finished)
    }
    session.press("r")
    session.press("n")
    #expect(session.words.contains("The end."))
    session.press("p")
    #expect(session.bodyText.contains("trained"))
    #expect(session.replay == nil)
  }

  @Test func `a run of an earlier sitting is replayed from its curves`() throws {
    var session = Session.training()
    let request = try #require(session.open.trainingRequests.first)
    let update = try TrainingRun(request).update()
    let kept = KeptRun(
      key: request.key, checkpoint: try #require(update.checkpoints.last),
      snapshots: update.snapshots)
    _ = session.receive(.training(request.key, try #require(TrainingUpdate(kept, of: request))))
    session.press(.tab, .tab)
    #expect(session.words.contains("r replays the run."))
    session.press("r")
    for _ in 0..<20 { _ = session.receive(.tick(.replay)) }
    #expect(session.words.contains("replay epoch 1.5 of 3"))
    // Of its networks only the last was kept.
    #expect(session.words.contains("moved: true"))
  }
}

extension Session {
  /// The screen without its footer.
  fileprivate var bodyText: String {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().joined(separator: "\n")
  }
}
