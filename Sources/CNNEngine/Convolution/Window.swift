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
  /// Whether a stop counts that hangs over the padded end but begins before it; only pooling asks for it.
  public var ceilMode = false

  public init(
    size: Int, stride: Int = 1, padding: Int = 0, dilation: Int = 1, ceilMode: Bool = false
  ) {
    self.size = size
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.ceilMode = ceilMode
  }

  /// The input entries from the first one under the kernel to the last: d·(f − 1) + 1.
  public var reach: Int { dilation * (size - 1) + 1 }

  /// The number of stops along an axis of `length` entries: ⌊(n + 2p − d(f − 1) − 1) / s⌋ + 1.
  ///
  /// In ceil mode ⌈…⌉ in place of ⌊…⌋, without a stop that would begin in the padding behind the input.
  ///
  /// - Throws: `ShapeError` when a number is out of its range or the kernel does not fit.
  ///
  /// Source: Dumoulin and Visin, *A guide to convolution arithmetic for deep learning* (2016), relationship 15;
  /// arXiv:1603.07285.
  public func stops(along length: Int) throws(ShapeError) -> Int {
    try check()
    guard length >= 0 else { throw .tooSmall(name: "the input", found: length, least: 0) }
    let padded = try sum(length, 2 * padding)
    let room = padded - reach + (ceilMode ? stride - 1 : 0)
    guard room >= 0 else { throw .kernelTooLarge(reach: reach, paddedInput: padded) }
    let stops = room / stride + 1
    return ceilMode && (stops - 1) * stride >= length + padding ? stops - 1 : stops
  }

  /// The entries to add before and after an axis for ⌈n / s⌉ stops; an odd one is added after.
  ///
  /// - Throws: `ShapeError` as `stops` does.
  ///
  /// Source: TensorFlow's `SAME`; with stride 1 also PyTorch's.
  public func samePadding(along length: Int) throws(ShapeError) -> (before: Int, after: Int) {
    try check()
    guard length >= 0 else { throw .tooSmall(name: "the input", found: length, least: 0) }
    let stops = try sum(length, stride - 1) / stride
    let total = max(0, try sum(try product(max(0, stops - 1), stride), reach) - length)
    return (total / 2, total - total / 2)
  }

  /// The input entry under kernel entry `offset` at stop `stop`, or `nil` in the padding.
  public func entry(at stop: Int, offset: Int, length: Int) -> Int? {
    let entry = stop * stride + offset * dilation - padding
    return entry >= 0 && entry < length ? entry : nil
  }

  /// The kernel's entries that lie inside an axis of `length` entries at a stop.
  func offsetsInside(at stop: Int, _ length: Int) -> Range<Int> {
    let first = stop * stride - padding
    let start = first >= 0 ? 0 : min(size, (dilation - 1 - first) / dilation)
    return start..<max(start, offsets(before: length, at: stop))
  }

  /// How many of the kernel's entries stand before position `end` of the axis at a stop.
  func offsets(before end: Int, at stop: Int) -> Int {
    let room = end - (stop * stride - padding)
    return max(0, min(size, (room + dilation - 1) / dilation))
  }

  /// The stops, of `count`, at which kernel entry `offset` lies inside an axis of `length` entries.
  func stopsInside(offset: Int, _ length: Int, _ count: Int) -> Range<Int> {
    let first = offset * dilation - padding
    let start = first >= 0 ? 0 : min(count, (stride - 1 - first) / stride)
    let end = first >= length ? 0 : min(count, (length - first + stride - 1) / stride)
    return start..<max(start, end)
  }

  /// The rule of a window: each number within its range.
  public func check() throws(ShapeError) {
    for (name, found, least) in [
      ("size", size, 1), ("stride", stride, 1), ("padding", padding, 0), ("dilation", dilation, 1),
    ] {
      guard found >= least else { throw .tooSmall(name: name, found: found, least: least) }
      guard found <= largestNumber else {
        throw .above(name: name, found: found, most: largestNumber)
      }
    }
    _ = try product(dilation, size)
  }
}
