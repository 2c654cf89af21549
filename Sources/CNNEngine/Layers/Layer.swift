/// One step of a network as a plan: what it does to shapes, and the parameters that it needs.
///
/// A layer holds no weights. They are values of their own, so that a network of 138 million parameters can be counted
/// without one of them being stored.
public protocol Layer: Sendable {
  /// What tables call the layer: "Conv2D 3→64, 3×3".
  var name: String { get }

  /// The kind of layer and all its arguments in a fixed order, as text: what tells one plan from another.
  ///
  /// Run keys, files and equality of networks use it, so it stays as it is when a property is renamed. Names do not serve:
  /// they leave out paddings, biases and rates.
  var encoding: String { get }

  /// The parameters, in the order in which they are always given; `[]` for a layer without any.
  var parameterSpecs: [ParameterSpec] { get }

  /// Their shapes.
  var parameterShapes: [[Int]] { get }

  /// The layers inside, for a layer of layers.
  var parts: [any Layer] { get }

  /// The shape that an input of `inputShape` leaves with, the batch included.
  func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int]

  /// The rule of a pass in training, for an input that `outputShape` accepts: no batch normalisation sees a single value
  /// in a channel.
  ///
  /// - Throws: `ShapeError.singleValue` with the shape that one of them sees.
  func checkTraining(input shape: [Int]) throws(ShapeError)

  /// The running statistics that training gathers and inference uses; `[]` for most layers.
  var statisticsSpecs: [ParameterSpec] { get }

  /// Their shapes.
  var statisticsShapes: [[Int]] { get }

  /// The output for an input, and what `backward` will need.
  ///
  /// - Parameters:
  ///   - input: `[N, …]`, of a shape that `outputShape` accepts.
  ///   - parameters: as `parameterShapes` says.
  ///   - statistics: as `statisticsShapes` says.
  ///   - mode: what the pass is for.
  ///   - random: what dropout drops by.
  /// - Returns: the output, and what `backward` needs.
  func forward(
    _ input: Tensor, parameters: [Tensor], statistics: [Tensor], mode: Mode,
    random: inout RandomNumbers
  ) -> Forward

  /// ∂loss/∂input and ∂loss/∂parameters, from ∂loss/∂output.
  ///
  /// - Parameters:
  ///   - outputGradient: in the output's shape.
  ///   - kept: what `forward` handed out.
  ///   - parameters: as given to `forward`.
  /// - Returns: a gradient for the input and one for each parameter, in their shapes.
  func backward(_ outputGradient: Tensor, kept: Kept, parameters: [Tensor]) -> Backward

  /// The multiply-accumulates of one forward pass: those of convolutions and dense layers, as the field counts.
  func multiplyAccumulates(for inputShape: [Int]) throws(ShapeError) -> Int

  /// What an entry of the output depends on, when an entry of the input depends on `field`.
  func receptiveField(after field: ReceptiveField) -> ReceptiveField

  /// A row for each layer inside, or one for the layer itself.
  ///
  /// - Parameters:
  ///   - inputShape: the input's shape, the batch included.
  ///   - field: what of the network's input an entry of this layer's input depends on.
  /// - Returns: the rows; the last one stands for the layer's output.
  /// - Throws: `ShapeError` when the shape does not fit.
  func rows(for inputShape: [Int], seeing field: ReceptiveField) throws(ShapeError) -> [LayerReport]

  /// Adds what the layer computes to a graph, as nodes that the fast algorithms know.
  ///
  /// A layer that does not say so runs as `forward` and `backward` define it: right, and slow.
  ///
  /// - Parameters:
  ///   - input: the value that the layer reads.
  ///   - graph: what the nodes are added to.
  /// - Returns: the value that the layer hands on.
  /// - Throws: `ShapeError` where the value's shape does not fit.
  func lower(_ input: GraphValue, into graph: inout GraphBuilder) throws(ShapeError) -> GraphValue
}

extension Layer {
  public var encoding: String { String(describing: self) }
  public var parameterSpecs: [ParameterSpec] { [] }
  public var parameterShapes: [[Int]] { parameterSpecs.map(\.shape) }
  public var statisticsSpecs: [ParameterSpec] { [] }
  public var parts: [any Layer] { [] }

  public func checkTraining(input shape: [Int]) throws(ShapeError) {
    for part in parts { try part.checkTraining(input: shape) }
  }

  public var statisticsShapes: [[Int]] { statisticsSpecs.map(\.shape) }

  /// Fresh parameters in order; `number` gives each tensor its own random numbers.
  public func freshParameters(_ rule: Initialization, number: inout Int) -> [Tensor] {
    parameterSpecs.map { $0.fresh(rule, number: &number) }
  }
  /// The numbers in all parameters.
  ///
  /// - Precondition: `checkedParameterCount()` throws nothing.
  public var parameterCount: Int {
    checked { () throws(ShapeError) in try checkedParameterCount() }
  }

  /// `parameterCount`, or why there can be no such parameters.
  public func checkedParameterCount() throws(ShapeError) -> Int {
    var count = 0
    for shape in parameterShapes { count = try total(count, entryCount(of: shape)) }
    return count
  }
  public func multiplyAccumulates(for inputShape: [Int]) throws(ShapeError) -> Int { 0 }

  public func lower(_ input: GraphValue, into graph: inout GraphBuilder) throws(ShapeError)
    -> GraphValue
  {
    try graph.readable(self, of: input)
  }

  /// Most layers look at an entry of their input for each of the output.
  public func receptiveField(after field: ReceptiveField) -> ReceptiveField { field }

  public func rows(
    for inputShape: [Int], seeing field: ReceptiveField
  ) throws(ShapeError) -> [LayerReport] {
    [
      LayerReport(
        layer: name, outputShape: try outputShape(for: inputShape),
        parameters: try checkedParameterCount(),
        multiplyAccumulates: try multiplyAccumulates(for: inputShape),
        field: receptiveField(after: field))
    ]
  }

  /// A row for each layer of a network with an input of some shape, or why that shape does not fit.
  public func rows(for inputShape: [Int]) throws(ShapeError) -> [LayerReport] {
    _ = try entryCount(of: inputShape)
    let rows = try rows(for: inputShape, seeing: .oneEntry)
    // So that whoever adds up a column of the table need not ask.
    var sums = (parameters: 0, work: 0, bytes: 0)
    for row in rows {
      sums.parameters = try total(sums.parameters, row.parameters)
      sums.work = try total(sums.work, row.multiplyAccumulates)
      sums.bytes = try total(sums.bytes, 4 * entryCount(of: row.outputShape))
    }
    return rows
  }

  /// The table of the layers for one input shape.
  public func summary(input: [Int]) -> [LayerReport] {
    checked { () throws(ShapeError) in try rows(for: input) }
  }
}

/// A layer's kind and arguments as text.
func encoded(_ kind: String, _ arguments: any CustomStringConvertible...) -> String {
  arguments.isEmpty ? kind : "\(kind)(\(arguments.map(\.description).joined(separator: " ")))"
}

/// What a forward pass hands out.
public struct Forward: Sendable {
  public var output: Tensor
  /// What the backward pass will need.
  public var kept: Kept
  /// The running statistics after this pass.
  public var statistics: [Tensor]

  public init(_ output: Tensor, keeping tensors: [Tensor] = [], statistics: [Tensor] = []) {
    (self.output, self.statistics) = (output, statistics)
    kept = Kept(tensors: tensors)
  }
}

/// What a layer keeps of its forward pass; for a layer of layers, what each of them keeps.
public struct Kept: Sendable {
  public var tensors: [Tensor]
  public var inner: [Kept] = []
  public init(tensors: [Tensor] = [], inner: [Kept] = []) {
    (self.tensors, self.inner) = (tensors, inner)
  }
}

/// What a backward pass hands out.
public struct Backward: Sendable {
  /// ∂loss/∂input, in the input's shape.
  public var input: Tensor
  /// ∂loss/∂parameters, in their order and shapes.
  public var parameters: [Tensor]
  public init(_ input: Tensor, parameters: [Tensor] = []) {
    (self.input, self.parameters) = (input, parameters)
  }
}
