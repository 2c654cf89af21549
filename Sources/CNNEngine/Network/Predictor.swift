import Synchronization

/// What a network has laid out to predict: one runner for each size of batch that it met last.
///
/// Copies of a network share it as long as none of them is changed; it goes with the last of them. Any thread may ask.
final class Predictor: Sendable {
  private let runners = Mutex<[NetworkRunner]>([])

  /// Pictures that go through at a time where there are many: their maps stay in the cache, and in little memory.
  private static let part = 32
  /// How many runners are kept.
  private static let kept = 2

  /// The output for a batch `[N, …]` that the network takes.
  func predict(_ images: Tensor, by network: Network) throws(ShapeError) -> Tensor {
    let count = images.shape[0]
    let outputShape = try network.plan.outputShape(for: images.shape)
    let batch = min(count, Self.part)
    let result = runners.withLock { runners -> Result<[Float], ShapeError> in
      do throws(ShapeError) {
        let runner = try Self.runner(of: batch, network, in: &runners)
        return .success(Self.run(runner, images))
      } catch {
        return .failure(error)
      }
    }
    return Tensor(shape: outputShape, scalars: try result.get())
  }

  private static func runner(
    of batch: Int, _ network: Network, in runners: inout [NetworkRunner]
  ) throws(ShapeError) -> NetworkRunner {
    if let at = runners.firstIndex(where: { $0.batch == batch }) {
      let runner = runners.remove(at: at)
      runners.append(runner)
      return runner
    }
    let work = try network.plan.multiplyAccumulates(for: [batch] + network.picture)
    let runner = try NetworkRunner(
      network.plan, picture: network.picture, batch: batch,
      pool: work < smallWork ? .small : .shared)
    runner.load(parameters: network.parameters, statistics: network.statistics)
    if runners.count == kept { runners.removeFirst() }
    runners.append(runner)
    return runner
  }

  /// Multiply-accumulates for which waking another thread costs more than it helps: a tenth of a millisecond's.
  private static let smallWork = 5_000_000

  /// Runs all pictures, a part at a time; the places of a last part that is not full are computed along and dropped.
  private static func run(_ runner: NetworkRunner, _ images: Tensor) -> [Float] {
    let count = images.shape[0]
    let size = images.count / max(1, count)
    var scalars: [Float] = []
    for first in stride(from: 0, to: count, by: runner.batch) {
      let end = min(first + runner.batch, count)
      images.scalars.withUnsafeBufferPointer { images in
        for n in first..<end {
          runner.setPicture(
            n - first, from: UnsafeBufferPointer(rebasing: images[n * size..<(n + 1) * size]))
        }
      }
      runner.forward()
      let output = runner.output
      scalars += output.scalars.prefix((end - first) * (output.count / runner.batch))
    }
    return scalars
  }
}
