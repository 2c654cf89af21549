/// `[N, C, H, W]` → `[N, C·H·W]`.
public struct Flatten: Layer {
  public init() {}
  public var name: String { "Flatten" }

  public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
    guard let batch = inputShape.first else {
      throw .rank(name: "the input of Flatten", expected: "[N, …]", shape: inputShape)
    }
    return [batch, inputShape.dropFirst().reduce(1, *)]
  }
}
