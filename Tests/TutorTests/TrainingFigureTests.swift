import CNNEngine
import Figures
import Screen
import Testing

@testable import Tutor

/// The figure of a real run, at every stage, as wide as a terminal may be.
@Suite struct TrainingFigureTests {
  static let looks = [
    Appearance(depth: .truecolor), Appearance(depth: .truecolor, theme: .light), .plain,
    Appearance(depth: .monochrome, isASCII: true),
  ]

  /// Waiting, running, paused, finished, a fork's run, and a fault.
  private func stages() throws -> [(name: String, figure: TrainingFigure)] {
    var session = Session.training()
    var stages: [(name: String, figure: TrainingFigure)] = []
    let (key, run) = try session.startRun()
    let request = try #require(session.trainings[key]?.request)
    stages.append(("waiting", TrainingState(request).figure))
    func keep(_ name: String) throws {
      stages.append((name, try #require(session.trainings[key]?.figure)))
    }
    _ = try session.receive(.training(key, run.update(steps: 6)))
    try keep("running")
    session.press(.enter)
    try keep("paused")
    session.press(.enter)
    _ = try session.receive(.training(key, run.update()))
    try keep("finished")
    session.press(.left, .up)
    let fork = try Session.run(of: session.press("f"))
    _ = try session.receive(.training(key, fork.run.update(steps: 4)))
    try keep("fork")
    _ = session.receive(
      .training(
        key,
        TrainingUpdate(
          snapshots: [], network: nil, checkpoints: [],
          status: .failed("\(TrainingFault.notFinite(layer: "Dense 64→10", step: 9, rate: 3)).")))
    )
    try keep("fault")
    return stages
  }

  @Test func `every stage fits its width, in glyphs that every terminal has`() throws {
    for (name, figure) in try stages() {
      for width in [1, 7, 20, 40, 80, 120] {
        for look in Self.looks {
          let grid = figure.grid(width: width, appearance: look)
          #expect(grid.width <= width, "\(name) at \(width)")
          #expect(grid.glyphs.allSatisfy { AllowedGlyphs.contains($0.scalar) })
          if look.isASCII { #expect(grid.glyphs.allSatisfy { $0.scalar.isASCII }) }
        }
      }
    }
  }

  @Test(arguments: [40, 80, 120])
  func `loss, accuracy, classes, kernels and layers are shown once the first epoch is over`(
    width: Int
  ) throws {
    let shown = try stages().filter { $0.name != "waiting" }
    #expect(shown.count == 5)
    for (name, figure) in shown {
      for look in Self.looks {
        let text = "\(figure.grid(width: width, appearance: look))"
        for part in [
          "loss over epochs", "accuracy over epochs", "training batch", "held out", "dead",
          "gradient", "update/weights",
        ] { #expect(text.contains(part), "\(part) in \(name) at \(width)") }
        #expect(text.contains(look.isASCII ? "* training batch" : "● training batch"))
        #expect(text.contains(look.isASCII ? "o held out" : "▲ held out"))
        #expect(text.contains("wrong answers by class"))
      }
      #expect(
        "\(figure.grid(width: width, appearance: .plain))".contains("kernels of the first layer"))
    }
  }

  @Test func `the bar and the time left follow the clock that was passed in`() throws {
    let figure = try #require(try stages().first { $0.name == "running" }?.figure)
    let text = "\(figure.grid(width: 40, appearance: Self.looks[3]))"
    #expect(text.contains("#################................ 50 %"))
    #expect(figure.secondsLeft > 0.59 && figure.secondsLeft < 0.61)
    #expect(figure.picturesPerSecond > 199 && figure.picturesPerSecond < 201)
    #expect(figure.sentence.hasPrefix("network: training, step 6 of 12; loss "))
  }

  @Test func `a fault names the layer and the step, and keeps the curves`() throws {
    let figure = try #require(try stages().first { $0.name == "fault" }?.figure)
    let lines = "\(figure.grid(width: 120, appearance: .plain))"
    #expect(lines.contains("failed  at step 10 the output of Dense 64→10 is no longer finite"))
    #expect(lines.contains("loss over epochs"))
    #expect(figure.sentence.contains("at step 10 the output of Dense 64→10"))
  }

  @Test func `the update of a layer is the mean of its steps, whatever the last step is`() throws {
    var session = Session.training()
    let (key, _) = try session.startRun()
    var state = TrainingState(try #require(session.trainings[key]?.request))
    let snapshots = [Float(0.02), 0.01, 1e-8].enumerated().map { i, update in
      Snapshot(
        step: i + 1, steps: 12, epoch: 0, epochs: 3, loss: 1, accuracy: 0.5, rate: 0.1,
        layers: [
          LayerHealth(name: "Dense 64→10", gradientNorm: 1, updateNorm: update, parameterNorm: 1)
        ])
    }
    state.take(
      TrainingUpdate(snapshots: snapshots, network: nil, checkpoints: [], status: .running))
    #expect(abs(try #require(state.figure.layers.first).update - 0.01) < 1e-6)
  }

  @Test func `an accuracy near 1 has the axis near 1, and its classes show what is wrong`() {
    var figure = TrainingFigure(name: "net", status: .finished, steps: 80, epochs: 8, pictures: 10)
    figure.step = 80
    figure.accuracy = .init(
      epochs: (1...80).map { Double($0) / 10 }, values: (1...80).map { $0 < 8 ? 0.1 : 0.99 })
    figure.heldOutAccuracy = .init(epochs: [1, 4, 8], values: [0.95, 0.98, 0.985])
    figure.perClass = [1, 0.975]
    let text = "\(figure.grid(width: 120, appearance: .plain))"
    #expect(text.contains("0.96┤") && !text.contains("0.5┤") && !text.contains("0.0┤"))
    #expect(text.contains("1 ████") && text.contains(" 2.5"))
  }

  @Test func `the run before a fork has a marker of its own`() throws {
    let figure = try #require(try stages().first { $0.name == "fork" }?.figure)
    #expect("\(figure.grid(width: 80, appearance: .plain))".contains("■ before"))
    #expect(
      "\(figure.grid(width: 80, appearance: Self.looks[3]))".contains("+ before"))
  }
}
