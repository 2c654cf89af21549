/// How a kernel slides along one axis.
public struct Window: Equatable, Sendable {
  /// The number of kernel entries along the axis, 1 or more.
  public var size: Int
  /// The number of input entries from one stop to the next, 1 or more.
  public var stride = 1
  /// The number of entries added before the first one and after the last, 0 or more.
  public var padding = 0
  /// The distance between neighbouring entries under the kernel, 1 or more.
  public var dilation = 1

  public init(size: Int, stride: Int = 1, padding: Int = 0, dilation: Int = 1) {
    self.size = size
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
  }

  /// The input entries from the first one under the kernel to the last: d·(f − 1) + 1.
  public var reach: Int { dilation * (size - 1) + 1 }

  /// The number of stops along an axis of `length` entries: ⌊(n + 2p − d(f − 1) − 1) / s⌋ + 1.
  ///
  /// - Throws: `ShapeError` when a number is out of its range or the kernel does not fit.
  ///
  /// Source: Dumoulin and Visin, *A guide to convolution arithmetic for deep learning* (2016), relationship 15;
  /// arXiv:1603.07285.
  public func stops(along length: Int) throws(ShapeError) -> Int {
    try check()
    let slack = length + 2 * padding - reach
    guard slack >= 0 else { throw .kernelTooLarge(reach: reach, paddedInput: length + 2 * padding) }
    return slack / stride + 1
  }

  private func check() throws(ShapeError) {
    guard size >= 1 else { throw .tooSmall(name: "size", found: size, least: 1) }
    guard stride >= 1 else { throw .tooSmall(name: "stride", found: stride, least: 1) }
    guard padding >= 0 else { throw .tooSmall(name: "padding", found: padding, least: 0) }
    guard dilation >= 1 else { throw .tooSmall(name: "dilation", found: dilation, least: 1) }
  }
}
