import CNNEngine
import CellLanguage
import Coursebook
import Figures
import Screen
import Testing

@testable import Tutor

/// Training on the page: keys and what came of the run in, effects and screens out.
@Suite struct TrainingSessionTests {
  @Test func `a run waits for Enter, and says how long it is`() throws {
    var session = Session.training()
    #expect(session.words.contains("network is not trained yet."))
    #expect(session.words.contains("3 epochs of 80 pictures, 12 steps"))
    #expect(session.words.contains("moved: false"))
    let (_, run) = try session.startRun()
    #expect(run.training.steps == 12)
  }

  @Test func `the figure follows the steps, the cells below wait for the end`() throws {
    var session = Session.training()
    let (key, run) = try session.startRun()
    #expect(try session.receive(.training(key, run.update(steps: 5))).startsNothing)
    #expect(session.words.contains("epoch 1.3 of 3"))
    #expect(session.words.contains("42 %"))
    #expect(session.words.contains("0.7 s left"))
    // Where the figure has the focus it says so itself; elsewhere the footer does.
    #expect(!session.footer.contains("training"))
    session.press(.escape)
    #expect(session.footer.contains("training 41 %"))
    #expect(session.words.contains("moved: false"))
    _ = try session.receive(.training(key, run.update()))
    #expect(session.words.contains("of the held-out pictures right"))
    #expect(session.words.contains("moved: true"))
    #expect(!session.footer.contains("training"))
  }

  @Test func `Enter pauses and goes on, whatever was sent before the key`() throws {
    var session = Session.training()
    let (key, run) = try session.startRun()
    let early = try run.update(steps: 2)
    #expect(session.press(.enter).contains(.pauseTraining(key)))
    _ = session.receive(.training(key, early))
    #expect(session.words.contains("paused epoch 0.5 of 3; Enter goes on, x stops."))
    let pause = try run.update(steps: 0, status: .paused)
    #expect(session.press(.enter).contains(.resumeTraining(key)))
    _ = session.receive(.training(key, pause))
    #expect(session.words.contains("training network epoch 0.5 of 3"))
  }

  @Test func `a pause shows the cells below the network as it is`() throws {
    var session = Session.training()
    let (key, run) = try session.startRun()
    _ = try session.receive(.training(key, run.update(steps: 6)))
    session.press(.enter)
    _ = try session.receive(.training(key, run.update(steps: 0, status: .paused)))
    #expect(session.words.contains("moved: true"))
  }

  @Test func `x stops the run, Enter goes on from the end of its last epoch`() throws {
    var session = Session.training()
    session.press(.tab, .tab, .character("x"))
    #expect(session.footer.contains("Nothing is being trained here; Enter starts it."))
    let (key, run) = try session.startRun()
    #expect(session.press("x").contains(.stopTraining(key)))
    _ = try session.receive(.training(key, run.update(steps: 6, status: .stopped)))
    #expect(
      session.words.contains("stopped at epoch 1.5 of 3; Enter goes on, x forgets the run."))
    let again = try Session.run(of: session.press(.enter))
    #expect(again.key == key && again.run.training.stepsTaken == 4)
    #expect(session.trainings[key]?.figure.heldOutLoss.epochs == [1])
    _ = try session.receive(.training(key, again.run.update()))
    #expect(session.trainings[key]?.figure.heldOutLoss.epochs == [1, 2, 3])
    #expect(try run.update().network == again.run.training.network)
  }

  @Test func `x forgets a run that was stopped; Enter then trains anew`() throws {
    var session = Session.training()
    let (key, run) = try session.startRun()
    session.press("x")
    _ = try session.receive(.training(key, run.update(steps: 6, status: .stopped)))
    #expect(!session.press("x").contains(.forgetTraining(key)))
    #expect(session.footer.contains("x again forgets it"))
    #expect(session.press("x").contains(.forgetTraining(key)))
    #expect(session.trainings[key]?.figure.status == .waiting)
    #expect(try session.startRun().run.training.stepsTaken == 0)
  }

  @Test func `a run of an earlier sitting comes back with its page`() throws {
    var session = Session.training()
    let request = try #require(session.open.trainingRequests.first)
    let update = try TrainingRun(request).update(steps: 8)
    let kept = KeptRun(
      key: request.key, checkpoint: try #require(update.checkpoints.last),
      snapshots: update.snapshots)
    _ = session.receive(.training(request.key, try #require(TrainingUpdate(kept, of: request))))
    #expect(session.words.contains("stopped at epoch 2.0 of 3; Enter goes on, x forgets the run."))
    #expect(session.words.contains("moved: true"))
    #expect(try session.startRun().run.training.stepsTaken == 8)
  }

  @Test func `a run of another request is not taken for this one's`() throws {
    let request = try #require(Session.training().open.trainingRequests.first)
    let other = try #require(Session.training(rate: "0.04").open.trainingRequests.first)
    var kept = KeptRun(
      key: request.key, checkpoint: try TrainingRun(request).training.checkpoint, snapshots: [])
    #expect(TrainingUpdate(kept, of: request) != nil)
    #expect(TrainingUpdate(kept, of: other) == nil)
    kept.checkpoint.parameters.removeLast()
    #expect(TrainingUpdate(kept, of: request) == nil)
  }

  @Test func `the runs that a page asks for are looked for when it is opened, once`() throws {
    var session = Session(
      book: Session.training().book, progress: ReaderProgress(), surroundings: .bars,
      appearance: .plain, seed: 1)
    func sought(_ effects: [Effect]) -> Int {
      effects.count { if case .findTraining = $0 { true } else { false } }
    }
    #expect(sought(session.receive(.resize(width: 80, height: 120))) == 1)
    #expect(sought(session.receive(.resize(width: 90, height: 120))) == 0)
    #expect(sought(session.press("n")) == 0)
  }

  @Test func `a run goes on while its reader reads elsewhere, and its result is there afterwards`()
    throws
  {
    var session = Session.training()
    let (key, run) = try session.startRun()
    #expect(session.press("n").startsNothing)
    #expect(session.open.page.id == PageID(chapter: 1, page: 2))
    _ = try session.receive(.training(key, run.update(steps: 6)))
    #expect(session.footer.contains("training 50 %"))
    _ = try session.receive(.training(key, run.update()))
    #expect(session.text.contains("network is trained"))
    session.press("p")
    #expect(session.words.contains("of the held-out pictures right"))
    #expect(session.words.contains("moved: true"))
  }

  @Test func `changing the cell ends its run, and what comes late is not taken in`() throws {
    var session = Session.training()
    let (key, run) = try session.startRun()
    _ = try session.receive(.training(key, run.update(steps: 5)))
    session.press(.backTab)
    let effects = session.press(.up)
    #expect(effects.contains(.stopTraining(key)))
    #expect(session.footer.contains("The cell asks for another run now"))
    _ = try session.receive(.training(key, run.update()))
    #expect(session.runOnPage == nil)
    #expect(!session.footer.contains("training"))
    #expect(!session.words.contains("of the held-out pictures right"))
    session.press(.down)
    #expect(session.words.contains("stopped at epoch 1.3 of 3"))
  }

  @Test func `a fork goes on from the epoch picked with the rate picked, and both curves stay`()
    throws
  {
    var session = Session.training()
    let (key, run) = try session.startRun()
    _ = try session.receive(.training(key, run.update()))
    #expect(session.words.contains("←→ pick an epoch to go back to"))
    #expect(session.press("f").startsNothing)
    #expect(session.footer.contains("←→ pick the epoch to go back to"))
    session.press(.left, .left, .up)
    #expect(
      session.words.contains("f forks: back to the end of epoch 1, and on with a rate of 0.15."))
    let fork = try Session.run(of: session.press("f"))
    #expect(fork.key == key && fork.run.training.stepsTaken == 4)
    #expect(abs(fork.run.training.options.schedule.peak - 0.15) < 1e-6)
    _ = try session.receive(.training(key, fork.run.update()))
    #expect(session.words.contains("■ before"))
    let figure = try #require(session.trainings[key]?.figure)
    #expect(figure.status == .finished)
    #expect(figure.heldOutLoss.epochs == [1, 2, 3])
    #expect(figure.earlier.map(\.accuracy.epochs) == [[1, 2, 3]])
  }

  @Test func `the epoch of a fork is named rightly after a long run`() throws {
    let session = Session.training()
    let request = try #require(session.open.cells.values.lazy.compactMap { $0.training(0) }.first)
    var state = TrainingState(request)
    (state.figure.epochs, state.figure.steps) = (100, 400)
    let kept = try TrainingRun(request).training.checkpoint
    state.checkpoints = (37...100).map { epoch in
      var checkpoint = kept
      checkpoint.step = 4 * epoch
      return checkpoint
    }
    state.moveFork(by: -1)
    #expect(state.figure.fork?.contains("the end of epoch 99,") == true)
  }

  @Test func `a rate far too large ends in a sentence with the layer and the step`() throws {
    var session = Session.training(rate: "1e30")
    let (key, run) = try session.startRun()
    _ = try session.receive(.training(key, run.update()))
    #expect(
      session.words.contains("failed at step 2 the output of Dense 64→10 is no longer finite"))
    #expect(session.words.contains("try a tenth of it."))
    #expect(session.press(.enter).contains { if case .startTraining = $0 { true } else { false } })
  }

  @Test(arguments: [(80, 24), (120, 40)])
  func `the first steps bring the figure onto the screen, and what is read later stays`(
    width: Int, height: Int
  ) throws {
    var session = Session.training(width: width, height: height)
    let (key, run) = try session.startRun()
    _ = try session.receive(.training(key, run.update(steps: 5)))
    for part in ["epoch 1.3 of 3", "42 %", "loss over epochs", "accuracy over epochs", "held out"] {
      #expect(session.words.contains(part), "\(part)")
    }
    _ = session.receive(.mouse(.wheelDown(column: 0, row: 5)))
    let row = session.row
    _ = try session.receive(.training(key, run.update(steps: 1)))
    #expect(session.row == row)
  }

  @Test func `quitting does not ask, whether a run goes on or is paused`() throws {
    for keys in ["qq", " qq"] {
      var session = Session.training()
      let (key, run) = try session.startRun()
      _ = try session.receive(.training(key, run.update(steps: 3)))
      #expect(session.press(keys).contains(.quit))
    }
  }
}

extension Session {
  /// The screen without borders and line breaks.
  var words: String {
    text.split { $0.isWhitespace || "│┃".contains($0) }.joined(separator: " ")
  }
}

extension [Effect] {
  var startsNothing: Bool {
    !contains { if case .startTraining = $0 { true } else { false } }
  }
}
