/// A dense layer: `[N, inputs]` → `[N, outputs]`, with a weight `[outputs, inputs]` and a bias `[outputs]`.
public struct Dense: Layer {
  public let inputs, outputs: Int
  public let hasBias: Bool

  public init(inputs: Int, outputs: Int, bias: Bool = true) {
    self.inputs = inputs
    self.outputs = outputs
    hasBias = bias
  }

  public var name: String { "Dense \(inputs)→\(outputs)" }
  public var encoding: String { encoded("Dense", inputs, outputs, hasBias) }

  public var parameterSpecs: [ParameterSpec] {
    .weight([outputs, inputs], bias: hasBias ? outputs : nil)
  }

  public func lower(_ input: GraphValue, into graph: inout GraphBuilder) throws(ShapeError)
    -> GraphValue
  {
    try graph.dense(self, of: input)
  }

  public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
    guard inputShape.count == 2 else {
      throw .rank(
        name: "the input of \(name)", expected: "[N, \(inputs)]: Flatten() makes it so",
        shape: inputShape)
    }
    guard inputShape[1] == inputs else {
      throw .shape(
        name: "the input of \(name)", expected: [inputShape[0], inputs], found: inputShape)
    }
    return [inputShape[0], outputs]
  }

  public func receptiveField(after field: ReceptiveField) -> ReceptiveField { .everything }

  public func forward(
    _ input: Tensor, parameters: [Tensor], statistics: [Tensor], mode: Mode,
    random: inout RandomNumbers
  ) -> Forward {
    Forward(dense(input, parameters[0], bias: hasBias ? parameters[1] : nil), keeping: [input])
  }

  public func backward(_ outputGradient: Tensor, kept: Kept, parameters: [Tensor]) -> Backward {
    let gradients = denseGradients(
      input: kept.tensors[0], weight: parameters[0], outputGradient: outputGradient)
    return Backward(
      gradients.input, parameters: [gradients.weight] + (hasBias ? [gradients.bias] : []))
  }

  public func multiplyAccumulates(for inputShape: [Int]) throws(ShapeError) -> Int {
    try product(entryCount(of: outputShape(for: inputShape)), inputs)
  }
}

/// y = x·wᵀ + b: each output is the sum of all inputs, each times its weight, and a bias.
///
/// - Parameters:
///   - x: `[N, inputs]`.
///   - w: `[outputs, inputs]`.
///   - bias: `[outputs]`, or none.
/// - Returns: `[N, outputs]`.
public func dense(_ x: Tensor, _ w: Tensor, bias: Tensor? = nil) -> Tensor {
  checked { () throws(ShapeError) in _ = try denseShape(x.shape, w.shape, bias: bias?.shape) }
  let y = matmul(x, w.transposed())
  return bias.map { y + $0 } ?? y
}

/// The rule of `dense`.
public func denseShape(_ x: [Int], _ w: [Int], bias: [Int]?) throws(ShapeError) -> [Int] {
  guard x.count == 2 else { throw .rank(name: "the input", expected: "[N, inputs]", shape: x) }
  guard w.count == 2, w[1] == x[1] else {
    throw .shape(name: "the weight", expected: [w.first ?? 0, x[1]], found: w)
  }
  if let bias, bias != [w[0]] { throw .shape(name: "the bias", expected: [w[0]], found: bias) }
  _ = try entryCount(of: [x[0], w[0]])
  return [x[0], w[0]]
}

/// What a dense layer hands back for the gradient of its output.
public struct DenseGradients: Equatable, Sendable {
  /// ∂loss/∂input = ∂y·w, `[N, inputs]`.
  public var input: Tensor
  /// ∂loss/∂weight = ∂yᵀ·x, `[outputs, inputs]`.
  public var weight: Tensor
  /// ∂loss/∂bias: the sum of ∂y over the batch, `[outputs]`.
  public var bias: Tensor
}

/// The gradients of `dense`.
public func denseGradients(input: Tensor, weight: Tensor, outputGradient: Tensor) -> DenseGradients
{
  checked { () throws(ShapeError) in
    let shape = try denseShape(input.shape, weight.shape, bias: nil)
    guard outputGradient.shape == shape else {
      throw .shape(name: "the output's gradient", expected: shape, found: outputGradient.shape)
    }
  }
  return DenseGradients(
    input: matmul(outputGradient, weight),
    weight: matmul(outputGradient.transposed(), input),
    bias: outputGradient.sum(along: 0).flattened())
}
