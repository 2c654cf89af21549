import CNNEngine
import CellLanguage
import Coursebook
import Figures
import Screen
import Synchronization

@testable import Tutor

/// What the program does with a request, one step at a time and by a clock of its own.
final class TrainingRun {
  let training: Training

  init(_ request: TrainingRequest, from checkpoint: Checkpoint? = nil) throws {
    let ticks = Mutex(0.0)
    training = try Training(
      request.network, on: request.training, heldOut: request.heldOut, options: request.options,
      from: checkpoint, pool: ThreadPool(threads: 1),
      clock: {
        // A tenth of a second between two looks.
        ticks.withLock { time in
          time += 0.1
          return time
        }
      })
  }

  /// Some steps, or all that are left, and how the run stands then.
  func update(
    steps: Int = .max, status: TrainingFigure.Status = .running
  ) throws -> TrainingUpdate {
    var (snapshots, checkpoints): ([Snapshot], [Checkpoint]) = ([], [])
    do throws(TrainingFault) {
      while snapshots.count < steps {
        guard let snapshot = try training.step() else {
          return TrainingUpdate(
            snapshots: snapshots, network: training.network, checkpoints: checkpoints,
            status: .finished)
        }
        snapshots.append(snapshot)
        if snapshot.heldOut != nil { checkpoints.append(training.checkpoint) }
      }
    } catch {
      return TrainingUpdate(
        snapshots: snapshots, network: nil, checkpoints: checkpoints, status: .failed("\(error)."))
    }
    return TrainingUpdate(
      snapshots: snapshots, network: training.network, checkpoints: checkpoints, status: status)
  }
}

extension Surroundings {
  /// 100 pictures of 8×8: noise by chance, and a bright row or column for each of ten classes.
  static var bars: Surroundings {
    Surroundings(
      digits: {
        var generator = SplitMix64(seed: 5)
        var scalars: [Float] = []
        for n in 0..<100 {
          for i in 0..<64 {
            let isBright = n % 10 < 8 ? i / 8 == n % 10 : i % 8 == n % 10 - 6
            scalars.append((isBright ? 12 : 0) + Float.random(in: 0..<4, using: &generator))
          }
        }
        return (
          Tensor(shape: [100, 1, 8, 8], scalars: scalars),
          Tensor(shape: [100], scalars: (0..<100).map { Float($0 % 10) })
        )
      }, picture: { _ in nil }, pictureNames: [], clock: { 0 })
  }
}

extension Session {
  /// A book of two pages; the first trains a network of two layers: 3 epochs of 4 steps.
  static func training(
    rate: String = "0.05", width: Int = 80, height: Int = 120, appearance: Appearance = .plain
  ) -> Session {
    let first = """
      # Training

      ```cell train
      let network = Sequential(
        Conv2D(inputChannels: 1, outputChannels: 4, kernelSize: 3, padding: 1), ReLU(),
        MaxPool2D(size: 2), Flatten(), Dense(inputs: 64, outputs: 10))
      let trained = train(network, on: normalized(digits), epochs: 3, rate: \(rate), batch: 20)
      ```

      ```cell below
      let start = Network(network, picture: [1, 8, 8]).parameters[0]
      let way = trained.parameters[0] - start
      print("moved:", (way * way).sum() > 0.0001)
      ```
      """
    var session = Session(
      book: Book(files: [
        (path: "01-runs/chapter.md", text: "# Runs\n"), (path: "01-runs/01-first.md", text: first),
        (path: "01-runs/02-last.md", text: "# Last\n\nThe end.\n"),
      ]), progress: ReaderProgress(), surroundings: .bars, appearance: appearance, seed: 1)
    _ = session.receive(.resize(width: width, height: height))
    return session
  }

  /// Moves the focus to the run, and starts it: its key, and the run as the program would do it.
  mutating func startRun() throws -> (key: String, run: TrainingRun) {
    if case .training = focus {} else { press(.tab, .tab) }
    return try Self.run(of: press(.enter))
  }

  /// The run that effects ask for.
  static func run(of effects: [Effect]) throws -> (key: String, run: TrainingRun) {
    for case .startTraining(let key, let request, let kept) in effects {
      return (key, try TrainingRun(request, from: kept?.checkpoint))
    }
    throw NoRun(effects: effects)
  }

  struct NoRun: Error { let effects: [Effect] }
}
