/// The sizes that a convolution works with, checked to fit.
///
/// **N** batch, **C** input channels, **H W** input rows and columns, **K** output channels, **R S** kernel rows and
/// columns, **P Q** output rows and columns.
public struct ConvolutionGeometry: Equatable, Sendable {
  public let N, C, H, W, K, R, S, P, Q: Int
  public let groups: Int
  /// The multiplications of the definition: one for each output entry and kernel entry, those with padding counted.
  public let multiplications: Int
  /// How the kernel slides down the rows, and along the columns.
  public let rows, columns: Window

  /// Checks an input `[N, C, H, W]` against a kernel `[K, C / groups, R, S]`.
  public init(
    input: [Int], kernel: [Int], stride: Pair = 1, padding: Pair = 0, dilation: Pair = 1,
    groups: Int = 1, ceilMode: Bool = false
  ) throws(ShapeError) {
    guard input.count == 4 else {
      throw .rank(name: "the input", expected: "[N, C, H, W]", shape: input)
    }
    guard kernel.count == 4 else {
      throw .rank(name: "the kernel", expected: "[K, C, R, S]", shape: kernel)
    }
    _ = try entryCount(of: input)
    _ = try entryCount(of: kernel)
    guard groups >= 1 else { throw .tooSmall(name: "groups", found: groups, least: 1) }
    (N, C, H, W) = (input[0], input[1], input[2], input[3])
    (K, R, S) = (kernel[0], kernel[2], kernel[3])
    self.groups = groups
    guard C % groups == 0 else { throw .groups(groups: groups, name: "input", channels: C) }
    guard K % groups == 0 else { throw .groups(groups: groups, name: "output", channels: K) }
    guard kernel[1] == C / groups else {
      throw .channels(expected: kernel[1], found: C / groups, groups: groups)
    }
    rows = Window(
      size: R, stride: stride.rows, padding: padding.rows, dilation: dilation.rows,
      ceilMode: ceilMode)
    columns = Window(
      size: S, stride: stride.columns, padding: padding.columns, dilation: dilation.columns,
      ceilMode: ceilMode)
    P = try rows.stops(along: H)
    Q = try columns.stops(along: W)
    // So that no product below can overflow: `multiplications` is at most entries of output × entries of one kernel.
    let kernelEntries = try entryCount(of: [C / groups, R, S])
    let places = try entryCount(of: [N, K, P, Q])
    let (count, overflow) = kernelEntries.multipliedReportingOverflow(by: places)
    guard !overflow else { throw .tooLarge(places, "·", kernelEntries) }
    multiplications = count
  }

  public var outputShape: [Int] { [N, K, P, Q] }
}
