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
  public var parameterShapes: [[Int]] { [[outputs, inputs]] + (hasBias ? [[outputs]] : []) }

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

  public func multiplyAccumulates(for inputShape: [Int]) throws(ShapeError) -> Int {
    try outputShape(for: inputShape).reduce(1, *) * inputs
  }
}
