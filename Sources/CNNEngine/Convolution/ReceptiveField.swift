/// The window of one layer along one axis, as far as it widens what an output entry sees.
public struct LayerWindow: Hashable, Sendable {
  public var kernel: Int
  public var stride: Int
  public var dilation: Int

  public init(kernel: Int, stride: Int = 1, dilation: Int = 1) {
    self.kernel = kernel
    self.stride = stride
    self.dilation = dilation
  }
}

/// How many input entries along one axis one output entry depends on: 1 + Σᵢ dᵢ·(fᵢ − 1)·(s₁ ⋯ sᵢ₋₁).
///
/// Source: Araujo, Norris and Sim, *Computing Receptive Fields of Convolutional Neural Networks*, Distill (2019),
/// equation 2.
public func receptiveField(_ windows: [LayerWindow]) -> Int {
  checked { () throws(ShapeError) in try checkedReceptiveField(windows) }
}

/// The receptive field of layers given as lists, first layer first.
public func receptiveField(kernels: [Int], strides: [Int], dilations: [Int]? = nil) -> Int {
  checked { () throws(ShapeError) in
    try checkedReceptiveField(
      layerWindows(kernels: kernels, strides: strides, dilations: dilations))
  }
}

/// The rule of `receptiveField`, and its number.
public func checkedReceptiveField(_ windows: [LayerWindow]) throws(ShapeError) -> Int {
  var (field, jump) = (1, 1)
  for window in windows {
    let step = Window(size: window.kernel, stride: window.stride, dilation: window.dilation)
    try step.check()
    field = try sum(field, product(step.reach - 1, jump))
    jump = try product(jump, window.stride)
  }
  return field
}

/// Lists of kernels, strides and dilations as windows; all must be of one length.
public func layerWindows(kernels: [Int], strides: [Int], dilations: [Int]? = nil)
  throws(ShapeError) -> [LayerWindow]
{
  let dilations = dilations ?? Array(repeating: 1, count: kernels.count)
  for (name, list) in [("strides", strides), ("dilations", dilations)]
  where list.count != kernels.count {
    throw .length(name: name, expected: kernels.count, found: list.count)
  }
  return kernels.indices.map {
    LayerWindow(kernel: kernels[$0], stride: strides[$0], dilation: dilations[$0])
  }
}

/// How much of the input one entry depends on, followed from layer to layer: the rule of `receptiveField` for networks
/// that branch, join, and grow pictures again, where a step may be a fraction.
///
/// Along each axis a window of f entries, at distance d from each other, adds d·(f − 1) steps of the layer before; a
/// stride s makes the steps of the layers behind s times as long, a transposed convolution's 1 / s times.
///
/// Source: Araujo, Norris and Sim, *Computing Receptive Fields of Convolutional Neural Networks*, Distill (2019).
public struct ReceptiveField: Equatable, Sendable {
  private struct Axis: Equatable, Sendable {
    var length = 1.0
    var step = 1.0

    func seen(through size: Int, stride: Int, dilation: Int) -> Self {
      Axis(
        length: length + Double(dilation) * Double(size - 1) * step, step: step * Double(stride))
    }

    /// An entry between stops is made from at most ⌈f / s⌉ entries.
    func spread(over size: Int, stride: Int) -> Self {
      Axis(
        length: length + Double((size - 1) / stride) * step, step: step / Double(stride))
    }

    func joined(with other: Self) -> Self {
      Axis(length: max(length, other.length), step: max(step, other.step))
    }
  }

  private var rows = Axis()
  private var columns = Axis()
  private var isWhole = false

  /// An entry of the input itself.
  public static let oneEntry = ReceptiveField()

  /// The entire input.
  public static let everything: ReceptiveField = {
    var field = ReceptiveField()
    field.isWhole = true
    return field
  }()

  /// Rows and columns; empty for the entire input.
  var size: [Int] {
    // A window's numbers are bounded, a chain of them is not.
    let largest = Double(largestNumber)
    return isWhole
      ? [] : [rows, columns].map { Int(min(largest, $0.length.rounded(.up))) }
  }

  /// The field of an entry that is made from a window of entries with this one.
  public func seen(through size: Pair, stride: Pair, dilation: Pair = 1) -> Self {
    var field = self
    field.rows = rows.seen(through: size.rows, stride: stride.rows, dilation: dilation.rows)
    field.columns = columns.seen(
      through: size.columns, stride: stride.columns, dilation: dilation.columns)
    return field
  }

  /// The field of an entry of a transposed convolution.
  public func spread(over size: Pair, stride: Pair) -> Self {
    var field = self
    field.rows = rows.spread(over: size.rows, stride: stride.rows)
    field.columns = columns.spread(over: size.columns, stride: stride.columns)
    return field
  }

  /// The field of an entry that depends on two: the larger, where they lie around one middle.
  public func joined(with other: Self) -> Self {
    if isWhole || other.isWhole { return .everything }
    var field = self
    field.rows = rows.joined(with: other.rows)
    field.columns = columns.joined(with: other.columns)
    return field
  }
}
