import CNNEngine

/// What a cell puts under itself, from top to bottom.
public enum Output: Equatable, Sendable {
  /// A line that `print` wrote.
  case text(String)
  /// A figure that `show`, `trace`, `table`, `bars`, `plot` or `summary` asked for.
  case figure(FigureRequest)
}

/// A figure as values; the `Figures` module draws it.
public enum FigureRequest: Equatable, Sendable {
  /// Tensors side by side.
  case tensors([NamedTensor], scale: Scale, style: TensorStyle)
  /// One convolution or pooling, entry by entry: the stepper.
  case trace(WindowTrace)
  /// Rows under headings; every entry is text already.
  case table(headings: [String], rows: [[String]])
  /// Named bars, longest first or as given.
  case bars(title: String, bars: [Bar])
  /// Curves over a common x axis.
  case plot(title: String, curves: [Curve])
  /// A height map with paths over it.
  case contour(Contour)
  /// The table of a network's layers.
  case summary(name: String, rows: [LayerReport])
  /// A run of training, which its reader starts.
  case training(TrainingRequest)

  public enum Scale: Equatable, Sendable { case separate, shared }
  public enum TensorStyle: Equatable, Sendable { case automatic, numbers, heatmap, picture }
}

public struct NamedTensor: Equatable, Sendable {
  /// The variable's name, or the expression as the cell writes it.
  public var name: String
  public var tensor: Tensor
  public init(name: String, tensor: Tensor) {
    self.name = name
    self.tensor = tensor
  }
}

public struct Bar: Equatable, Sendable {
  public var label: String
  public var value: Double
  public init(label: String, value: Double) {
    self.label = label
    self.value = value
  }
}

public struct Curve: Equatable, Sendable {
  public var name: String
  public var x: [Double]
  public var y: [Double]
  public init(name: String, x: [Double], y: [Double]) {
    self.name = name
    self.x = x
    self.y = y
  }
}

/// A height over a plane, and ways through it.
public struct Contour: Equatable, Sendable {
  public var title: String
  /// `[H, W]`: a row for each of `y`, a column for each of `x`.
  public var heights: Tensor
  /// `W` and `H` places, upwards.
  public var x, y: [Double]
  /// Points one after the other, first to last.
  public var paths: [Curve]
  public init(title: String, heights: Tensor, x: [Double], y: [Double], paths: [Curve]) {
    self.title = title
    self.heights = heights
    (self.x, self.y, self.paths) = (x, y, paths)
  }
}

/// Everything the stepper needs to show how each output entry came to be.
public struct WindowTrace: Equatable, Sendable {
  public enum Operation: Equatable, Sendable {
    case convolution, flippedConvolution, maxPool, averagePool
  }
  public var operation: Operation
  /// `[N, C, H, W]`.
  public var input: Tensor
  /// `[K, C / groups, R, S]` as given, not flipped; of shape `[0]` for pooling.
  public var kernel: Tensor
  /// `[K]`, or `nil`.
  public var bias: Tensor?
  public var kernelSize: (rows: Int, columns: Int)
  public var stride: (rows: Int, columns: Int)
  public var padding: (rows: Int, columns: Int)
  public var dilation: (rows: Int, columns: Int)
  public var groups: Int
  /// `[N, K, P, Q]`, from the engine.
  public var output: Tensor
  /// Of average pooling: whether the divisor counts places in the padding.
  public var countsPadding = true
  /// What the cell calls the input, the kernel and the output.
  public var names: (input: String, kernel: String, output: String)
  /// How many axes these tensors have in the cell.
  public var ranks = (input: 4, kernel: 4, output: 4)
  /// `[N, K, P, Q]`, what the backward pass starts from; `nil` where the cell gave none.
  public var outputGradient: Tensor?
  /// What the cell calls the output gradient.
  public var outputGradientName = ""

  public init(
    operation: Operation, input: Tensor, kernel: Tensor, bias: Tensor?,
    kernelSize: (rows: Int, columns: Int), stride: (rows: Int, columns: Int),
    padding: (rows: Int, columns: Int), dilation: (rows: Int, columns: Int), groups: Int,
    output: Tensor,
    names: (input: String, kernel: String, output: String)
  ) {
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
  }

  public static func == (a: Self, b: Self) -> Bool {
    a.operation == b.operation && a.input == b.input && a.kernel == b.kernel && a.bias == b.bias
      && a.kernelSize == b.kernelSize && a.stride == b.stride && a.padding == b.padding
      && a.dilation == b.dilation && a.groups == b.groups && a.output == b.output
      && a.countsPadding == b.countsPadding
      && a.names == b.names && a.ranks == b.ranks && a.outputGradient == b.outputGradient
      && a.outputGradientName == b.outputGradientName
  }
}
