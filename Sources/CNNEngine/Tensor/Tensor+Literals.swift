// A matrix is written as one: `let k: Tensor = [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]`.

extension Tensor: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByArrayLiteral
{
  public init(integerLiteral value: Int) { self.init(shape: [], scalars: [Float(value)]) }

  public init(floatLiteral value: Double) { self.init(shape: [], scalars: [Float(value)]) }

  /// Stacks the parts along a new first axis; they must have one shape.
  public init(arrayLiteral parts: Tensor...) { self = stack(parts) }
}
