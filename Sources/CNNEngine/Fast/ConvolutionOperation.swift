/// What every fast convolution has: weights that are brought into form before a pass.
protocol ConvolutionOperation: Operation {
  /// Pieces of bringing the weights into form for the way there, and for the way back.
  var forwardPieces: Int { get }
  var backwardPieces: Int { get }
  func prepareWeights(_ piece: Int, forBackward: Bool)
  /// Pieces of the input's gradient, for a batch of fewer images than threads.
  func inputGradientPieces(of images: Range<Int>) -> Int
  func inputGradient(_ images: Range<Int>, piece: Int, context: StepContext)
}

/// No gradient where the output was cut off at 0.
func rectifyGradient(_ gradient: Maps, where output: Maps, _ images: Range<Int>) {
  let width = output.columns * output.step
  for n in images {
    for p in 0..<output.rows {
      let y = output.image(n) + output.offset(p, 0)
      let dy = gradient.image(n) + gradient.offset(p, 0)
      for i in stride(from: 0, to: width, by: laneCount) {
        (dy + i).lanes = Lanes.zero.replacing(with: (dy + i).lanes, where: (y + i).lanes .> 0)
      }
    }
  }
}

/// Adds the output gradients of all pixels, channel by channel.
func addBiasGradient(
  _ dy: Maps, _ images: Range<Int>, to gradient: MutableScalars, channels: Range<Int>? = nil
) {
  let channels = channels ?? 0..<dy.step
  for k in stride(from: channels.lowerBound, to: channels.upperBound, by: laneCount) {
    var sum = (gradient + k).lanes
    for n in images {
      for p in 0..<dy.rows {
        var at = dy.image(n) + dy.offset(p, 0) + k
        for _ in 0..<dy.columns {
          sum += at.lanes
          at += dy.step
        }
      }
    }
    (gradient + k).lanes = sum
  }
}

/// Memory that operations use for a moment: some for each thread, and some that all share.
final class Scratch {
  private var size = 0
  private var sharedSize = 0
  private var parts: [MutableScalars] = []
  private(set) var shared: MutableScalars
  private let arena: Arena

  init(arena: Arena) {
    self.arena = arena
    shared = arena.floats(0)
  }

  /// Says that an operation needs so many floats a thread.
  func reserve(_ count: Int) { size = max(size, count) }
  func reserveShared(_ count: Int) { sharedSize = max(sharedSize, count) }

  /// Asks for the memory, once all operations are known.
  func allocate(threads: Int) {
    parts = (0..<threads).map { _ in arena.floats(size) }
    shared = arena.floats(sharedSize)
  }

  subscript(_ worker: Int) -> MutableScalars { parts[worker] }
}
