/// An input of two, three or four axes seen as a batch `[N, C, H, W]`, and the way back for the output.
///
/// Pictures may come as `[H, W]` and `[C, H, W]`; the output then lacks the axes that the input lacked, and the
/// channel axis too where picture and kernel both lack it.
public struct Picture: Sendable {
  /// `[N, C, H, W]`.
  public let batchShape: [Int]
  /// `[K, C, R, S]`.
  public let kernelShape: [Int]
  private let hasBatch: Bool
  private let hasChannels: Bool

  /// Reads an input without a kernel: pooling, padding.
  public init(input: [Int]) throws(ShapeError) {
    switch input.count {
    case 2: batchShape = [1, 1] + input
    case 3: batchShape = [1] + input
    case 4: batchShape = input
    default:
      throw .rank(name: "the input", expected: "[H, W], [C, H, W] or [N, C, H, W]", shape: input)
    }
    kernelShape = []
    hasBatch = input.count == 4
    hasChannels = input.count >= 3
  }

  /// Reads an input with a kernel `[K, C, R, S]`, or `[R, S]` for one channel in and one out.
  public init(input: [Int], kernel: [Int]) throws(ShapeError) {
    let plain = try Picture(input: input)
    batchShape = plain.batchShape
    hasBatch = plain.hasBatch
    switch kernel.count {
    case 2:
      guard batchShape[1] == 1 else { throw .flatKernel(channels: batchShape[1], kernel: kernel) }
      kernelShape = [1, 1] + kernel
      hasChannels = input.count >= 3
    case 4:
      kernelShape = kernel
      hasChannels = true
    default: throw .rank(name: "the kernel", expected: "[R, S] or [K, C, R, S]", shape: kernel)
    }
  }

  /// An output `[N, K, P, Q]` in the input's form.
  public func restored(_ shape: [Int]) -> [Int] {
    hasBatch ? shape : hasChannels ? Array(shape.dropFirst()) : Array(shape.dropFirst(2))
  }
}

extension Tensor {
  /// The same entries under another shape of as many.
  func viewed(as shape: [Int]) -> Tensor { Tensor(shape: shape, scalars: scalars) }
}
