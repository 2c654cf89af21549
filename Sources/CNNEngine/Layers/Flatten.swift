/// `[N, C, H, W]` → `[N, C·H·W]`.
public struct Flatten: Layer {
  public init() {}
  public var name: String { "Flatten" }
  public var encoding: String { encoded("Flatten") }

  public func lower(_ input: GraphValue, into graph: inout GraphBuilder) throws(ShapeError)
    -> GraphValue
  {
    try graph.flattened(self, input)
  }

  public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
    guard let batch = inputShape.first else {
      throw .rank(name: "the input of Flatten", expected: "[N, …]", shape: inputShape)
    }
    return [batch, try entryCount(of: Array(inputShape.dropFirst()))]
  }

  public func forward(
    _ input: Tensor, parameters: [Tensor], statistics: [Tensor], mode: Mode,
    random: inout RandomNumbers
  ) -> Forward {
    let shape = checked { () throws(ShapeError) in try outputShape(for: input.shape) }
    return Forward(input.viewed(as: shape), keeping: [input])
  }

  public func backward(_ outputGradient: Tensor, kept: Kept, parameters: [Tensor]) -> Backward {
    Backward(outputGradient.viewed(as: kept.tensors[0].shape))
  }
}
