/// Entries set to 0 by chance in training, with the rest scaled up; nothing when predicting.
///
/// Source: Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, *Dropout* (2014); scaled in training, as usual
/// today.
public struct Dropout: Layer {
  public let rate: Double
  public init(rate: Double) { self.rate = rate }
  public var name: String { "Dropout \(rate)" }
  public var encoding: String { encoded("Dropout", rate) }

  public func lower(_ input: GraphValue, into graph: inout GraphBuilder) throws(ShapeError)
    -> GraphValue
  {
    graph.dropout(self, of: input)
  }

  public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] { inputShape }

  public func forward(
    _ input: Tensor, parameters: [Tensor], statistics: [Tensor], mode: Mode,
    random: inout RandomNumbers
  ) -> Forward {
    guard mode == .training else { return Forward(input, keeping: [full(1, value: 1)]) }
    let mask = dropoutMask(input.shape, rate: Float(rate), random: &random)
    return Forward(input * mask, keeping: [mask])
  }

  public func backward(_ outputGradient: Tensor, kept: Kept, parameters: [Tensor]) -> Backward {
    Backward(outputGradient * kept.tensors[0])
  }
}

/// Entries of `x` by chance set to 0, with the rest divided by the share that stays: what dropout does in training.
///
/// - Parameters:
///   - x: any shape.
///   - rate: the chance of an entry to become 0, 0..<1.
///   - seed: decides which do.
/// - Returns: a tensor in the shape of `x`.
public func dropout(_ x: Tensor, rate: Float, seed: Int) -> Tensor {
  precondition((0..<1).contains(rate), "A dropout rate lies in 0..<1, not \(rate).")
  var random = RandomNumbers(seed: seed)
  return x * dropoutMask(x.shape, rate: rate, random: &random)
}

private func dropoutMask(_ shape: [Int], rate: Float, random: inout RandomNumbers) -> Tensor {
  let scale = 1 / (1 - rate)
  var mask = Tensor(zeros: shape)
  for i in mask.scalars.indices { mask.scalars[i] = random.nextUniform() < rate ? 0 : scale }
  return mask
}
