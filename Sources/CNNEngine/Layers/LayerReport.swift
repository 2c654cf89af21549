/// A row of a network's table: one layer, known before the network runs.
public struct LayerReport: Equatable, Sendable {
  public var layer: String
  public var outputShape: [Int]
  public var parameters: Int
  public var multiplyAccumulates: Int
  /// What of the network's input one entry of the layer's output depends on.
  var field: ReceptiveField

  public init(
    layer: String, outputShape: [Int], parameters: Int, multiplyAccumulates: Int,
    field: ReceptiveField
  ) {
    self.layer = layer
    self.outputShape = outputShape
    self.parameters = parameters
    self.multiplyAccumulates = multiplyAccumulates
    self.field = field
  }

  /// The bytes of the layer's output: what training keeps until the gradient comes back, at 4 bytes an entry.
  public var activationBytes: Int { 4 * checkedCount(of: outputShape) }

  /// The receptive field's rows and columns in the network's input, the padding included; empty where it is the entire
  /// input, as behind a dense layer or a global average.
  public var receptiveField: [Int] { field.size }
}
