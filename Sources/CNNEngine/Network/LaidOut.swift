import Synchronization

/// What a network has laid out for its calls: the runners that it used last, for each purpose and size of batch.
///
/// To lay out a small network takes longer than to run it. Copies of a network share the runners as long as none of them
/// is changed; they go with the last of them. Any thread may ask.
final class LaidOut: Sendable {
  /// What a runner is for, which decides what it keeps.
  enum Purpose {
    /// The output, as fast as it goes.
    case prediction
    /// Every layer's output.
    case outputs
    /// Every layer's output and gradient.
    case gradients
    /// The gradient of the pictures alone.
    case inputGradient
    /// The output as training computes it.
    case training
  }

  /// The memory that runners of many networks may hold together.
  final class Room: Sendable {
    private let limit: Int
    private let held = Atomic<Int>(0)

    init(limit: Int) { self.limit = limit }

    /// What they hold now, in bytes.
    var bytes: Int { held.load(ordering: .relaxed) }

    /// Takes some bytes, if they are there; what is alone in the room may be larger than it.
    func take(_ bytes: Int) -> Bool {
      let new = held.add(bytes, ordering: .relaxed).newValue
      let isThere = new <= limit || new == bytes
      if !isThere { giveBack(bytes) }
      return isThere
    }

    func giveBack(_ bytes: Int) { held.subtract(bytes, ordering: .relaxed) }

    /// That of all networks: an end for a loop that makes networks.
    static let shared = Room(limit: 448 << 20)
  }

  /// A runner that stays, in room that was taken for it.
  private final class Kept {
    let purpose: Purpose
    let runner: NetworkRunner
    private let room: Room

    init(_ purpose: Purpose, _ runner: NetworkRunner, in room: Room) {
      (self.purpose, self.runner, self.room) = (purpose, runner, room)
    }

    deinit { room.giveBack(runner.bytes) }
  }

  private let kept = Mutex<[Kept]>([])
  private let room: Room

  init(room: Room = .shared) { self.room = room }

  /// Pictures that go through at a time where there are many: their maps stay in the cache, and in little memory.
  private static let part = 32
  /// How many runners are kept for one purpose.
  private static let most = 2
  /// Bytes above which a runner that does not predict is not kept: laying it out is little beside running it.
  private static let largest = 16 << 20
  /// Multiply-accumulates for which waking another thread costs more than it helps: a tenth of a millisecond's.
  private static let smallWork = 5_000_000

  /// The output for a batch `[N, …]` that the network takes.
  func predict(_ images: Tensor, by network: Network) throws(ShapeError) -> Tensor {
    let shape = try network.plan.outputShape(for: images.shape)
    let batch = min(images.shape[0], Self.part)
    let scalars = try run(.prediction, batch: batch, of: network) { Self.predict($0, images) }
    return Tensor(shape: shape, scalars: scalars)
  }

  /// Lets a runner work that holds the network's weights; what it computed before may still stand in it.
  ///
  /// - Parameters:
  ///   - purpose: what it keeps.
  ///   - batch: how many pictures go through at a time.
  ///   - network: which `self` belongs to.
  ///   - work: fills the runner, runs it, and takes out what is wanted.
  /// - Returns: what `work` took out.
  /// - Throws: `ShapeError` where the maps do not fit in memory.
  func run<Result: Sendable>(
    _ purpose: Purpose, batch: Int, of network: Network, _ work: (NetworkRunner) -> Result
  ) throws(ShapeError) -> Result {
    try kept.withLock { kept -> Swift.Result<Result, ShapeError> in
      do throws(ShapeError) {
        return .success(work(try self.runner(purpose, batch, network, in: &kept)))
      } catch {
        return .failure(error)
      }
    }.get()
  }

  private func runner(
    _ purpose: Purpose, _ batch: Int, _ network: Network, in kept: inout [Kept]
  ) throws(ShapeError) -> NetworkRunner {
    if let at = kept.firstIndex(where: { $0.purpose == purpose && $0.runner.batch == batch }) {
      kept.append(kept.remove(at: at))
      return kept[kept.count - 1].runner
    }
    let runner = try Self.laidOut(for: purpose, batch, network)
    runner.load(parameters: network.parameters, statistics: network.statistics)
    let same = kept.indices.filter { kept[$0].purpose == purpose }
    if same.count == Self.most { kept.remove(at: same[0]) }
    if purpose == .prediction || runner.bytes <= Self.largest, room.take(runner.bytes) {
      kept.append(Kept(purpose, runner, in: room))
    }
    return runner
  }

  private static func laidOut(
    for purpose: Purpose, _ batch: Int, _ network: Network
  ) throws(ShapeError) -> NetworkRunner {
    let (plan, picture) = (network.plan, network.picture)
    switch purpose {
    case .prediction:
      let work = try plan.multiplyAccumulates(for: [batch] + picture)
      return try NetworkRunner(
        plan, picture: picture, batch: batch, pool: work < smallWork ? .small : .shared)
    case .outputs:
      return try NetworkRunner(plan, picture: picture, batch: batch, keepsAll: true, pool: .small)
    case .gradients:
      return try NetworkRunner(
        plan, picture: picture, batch: batch, hasGradients: true, wantsInputGradient: true,
        keepsAll: true, pool: .small)
    case .inputGradient:
      return try NetworkRunner(
        plan, picture: picture, batch: batch, hasGradients: true, wantsInputGradient: true,
        pool: .small)
    case .training:
      return try NetworkRunner(
        plan, picture: picture, batch: batch, hasGradients: true, pool: .small)
    }
  }

  /// Runs all pictures, a part at a time; the places of a last part that is not full are computed along and dropped.
  private static func predict(_ runner: NetworkRunner, _ images: Tensor) -> [Float] {
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
