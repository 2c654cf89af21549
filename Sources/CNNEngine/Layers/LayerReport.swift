/// A row of a network's table: one layer, known before the network runs.
public struct LayerReport: Equatable, Sendable {
  public var layer: String
  public var outputShape: [Int]
  public var parameters: Int
  public var multiplyAccumulates: Int
  /// What of the network's input one entry of the layer's output depends on.
  var field: FieldOfView

  public init(
    layer: String, outputShape: [Int], parameters: Int, multiplyAccumulates: Int,
    field: FieldOfView
  ) {
    self.layer = layer
    self.outputShape = outputShape
    self.parameters = parameters
    self.multiplyAccumulates = multiplyAccumulates
    self.field = field
  }

  /// The bytes of the layer's output: what training keeps until the gradient comes back, at 4 bytes an entry.
  public var activationBytes: Int { 4 * outputShape.reduce(1, *) }

  /// The receptive field's rows and columns in the network's input, the padding included; empty where it is the entire
  /// input, as behind a dense layer or a global average.
  public var receptiveField: [Int] { field.size }
}

/// How much of the input one entry depends on, followed from layer to layer.
///
/// Along each axis a window of f entries, at distance d from each other, adds d·(f − 1) steps of the layer before; a
/// stride s makes the steps of the layers behind s times as long, a transposed convolution's 1 / s times.
///
/// Source: Araujo, Norris and Sim, *Computing Receptive Fields of Convolutional Neural Networks*, Distill (2019).
public struct FieldOfView: Equatable, Sendable {
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
  public static let oneEntry = FieldOfView()

  /// The entire input.
  public static let everything: FieldOfView = {
    var field = FieldOfView()
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
