import CNNEngine
import Screen

/// A convolution or pooling with all that went in and came out, so that each output entry can be taken apart.
public struct WindowStep: Equatable, Sendable {
  public enum Operation: Hashable, Sendable {
    case convolution, flippedConvolution, maxPool, averagePool
  }

  /// Rows and columns of something.
  public struct Extent: Hashable, Sendable {
    public var rows: Int
    public var columns: Int
    public init(_ rows: Int, _ columns: Int) {
      self.rows = rows
      self.columns = columns
    }
  }

  public struct Names: Hashable, Sendable {
    public var input: String
    public var kernel: String
    public var output: String
    public init(input: String, kernel: String, output: String) {
      self.input = sanitized(input)
      self.kernel = sanitized(kernel)
      self.output = sanitized(output)
    }
  }

  /// How many axes the tensors have where they come from: a picture `[H, W]` and its output have two.
  public struct Ranks: Hashable, Sendable {
    public var input: Int
    public var kernel: Int
    public var output: Int
    public init(input: Int, kernel: Int, output: Int) {
      self.input = input
      self.kernel = kernel
      self.output = output
    }
  }

  public var operation: Operation
  /// `[N, C, H, W]`.
  public var input: Tensor
  /// `[K, C / groups, R, S]` as given, not flipped; not used in pooling.
  public var kernel: Tensor
  /// `[K]`, or `nil`.
  public var bias: Tensor?
  public var kernelSize: Extent
  public var stride: Extent
  public var padding: Extent
  public var dilation: Extent
  public var groups: Int
  /// Of average pooling: whether the divisor counts places in the padding.
  public var countsPadding = true
  /// `[N, K, P, Q]`.
  public var output: Tensor
  public var names: Names
  /// Entries are named by so many indices; `nil` for as many as there are lengths above 1.
  public var ranks: Ranks?

  public init(
    operation: Operation, input: Tensor, kernel: Tensor, bias: Tensor?, kernelSize: Extent,
    stride: Extent, padding: Extent, dilation: Extent, groups: Int, output: Tensor, names: Names,
    ranks: Ranks? = nil
  ) {
    precondition(
      input.shape.count == 4 && output.shape.count == 4,
      "The stepper takes [N, C, H, W] and [N, K, P, Q], not \(input.shape) and \(output.shape).")
    self.operation = operation
    self.input = input
    self.kernel = kernel
    self.bias = bias
    self.kernelSize = kernelSize
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.groups = groups
    self.output = output
    self.names = names
    self.ranks = ranks
  }

  /// `[p, q]`, `[k, p, q]` or `[n, k, p, q]`: an entry as a cell would name it.
  static func index(_ at: [Int], in shape: [Int], rank: Int?) -> String {
    let first = shape[0] > 1 ? 0 : shape[1] > 1 ? 1 : 2
    let indices = rank.map { at.suffix(min(max(1, $0), 4)) } ?? at[first...]
    return "[\(indices.map(String.init).joined(separator: ", "))]"
  }

  var isPooling: Bool { operation == .maxPool || operation == .averagePool }

  /// Rows and columns of the input with its padding, and with what the last window may hang over it.
  var padded: Extent {
    Extent(
      max(input.shape[2] + 2 * padding.rows, (output.shape[2] - 1) * stride.rows + reach.rows),
      max(
        input.shape[3] + 2 * padding.columns,
        (output.shape[3] - 1) * stride.columns + reach.columns))
  }

  /// Rows and columns from the first entry under the kernel to the last.
  var reach: Extent {
    Extent(
      (kernelSize.rows - 1) * dilation.rows + 1, (kernelSize.columns - 1) * dilation.columns + 1)
  }

  /// The input channels that an output channel looks at.
  func channels(of k: Int) -> Range<Int> {
    if isPooling { return k..<k + 1 }
    let count = input.shape[1] / max(1, groups)
    let group = k / max(1, output.shape[1] / max(1, groups))
    return group * count..<(group + 1) * count
  }

  /// How many entries lie under the kernel, in all channels: the products of one output entry.
  public var productCount: Int {
    kernelSize.rows * kernelSize.columns * (isPooling ? 1 : input.shape[1] / max(1, groups))
  }

  /// An input entry by its place in the padded input; `nil` in the padding.
  func entry(_ n: Int, _ c: Int, _ row: Int, _ column: Int) -> Float? {
    let (h, w) = (row - padding.rows, column - padding.columns)
    guard 0..<input.shape[2] ~= h, 0..<input.shape[3] ~= w else { return nil }
    return input.scalars[((n * input.shape[1] + c) * input.shape[2] + h) * input.shape[3] + w]
  }

  /// The weight that the entry at a row and a column of the window is multiplied by.
  func weight(_ k: Int, _ c: Int, _ r: Int, _ s: Int) -> Float {
    let (R, S) = (kernelSize.rows, kernelSize.columns)
    let (row, column) = operation == .flippedConvolution ? (R - 1 - r, S - 1 - s) : (r, s)
    return kernel.scalars[((k * kernel.shape[1] + c) * R + row) * S + column]
  }

  func result(_ at: StepperFigure.Entry) -> Float {
    let shape = output.shape
    return output.scalars[((at.n * shape[1] + at.k) * shape[2] + at.p) * shape[3] + at.q]
  }
}
