// The elementary functions of tensors, entry by entry, and of numbers.
//
// A tensor can be written as a literal, so `exp(1)` could mean a tensor: the tensor's functions stand back where a
// number will do, as it does in the evaluator. The number's functions are generic, so that a file which also imports
// the platform's own finds no two equal ones.

@_disfavoredOverload
public func abs(_ x: Tensor) -> Tensor { x.mapped { Swift.abs($0) } }
@_disfavoredOverload
public func exp(_ x: Tensor) -> Tensor { x.mapped { exponential($0) } }
@_disfavoredOverload
public func log(_ x: Tensor) -> Tensor { x.mapped { naturalLogarithm($0) } }
@_disfavoredOverload
public func sqrt(_ x: Tensor) -> Tensor { x.mapped { $0.squareRoot() } }
@_disfavoredOverload
public func floor(_ x: Tensor) -> Tensor { x.mapped { $0.rounded(.down) } }
@_disfavoredOverload
public func ceil(_ x: Tensor) -> Tensor { x.mapped { $0.rounded(.up) } }
@_disfavoredOverload
public func sin(_ x: Tensor) -> Tensor { x.mapped { sine($0) } }
@_disfavoredOverload
public func cos(_ x: Tensor) -> Tensor { x.mapped { cosine($0) } }
@_disfavoredOverload
public func pow(_ x: Tensor, _ exponent: Float) -> Tensor { x.mapped { power($0, exponent) } }

// MARK: - Numbers

public func exp<Number: BinaryFloatingPoint>(_ x: Number) -> Number {
  Number(exponential(Double(x)))
}
public func log<Number: BinaryFloatingPoint>(_ x: Number) -> Number {
  Number(naturalLogarithm(Double(x)))
}
public func sin<Number: BinaryFloatingPoint>(_ x: Number) -> Number {
  Number(sine(Double(x)))
}
public func cos<Number: BinaryFloatingPoint>(_ x: Number) -> Number {
  Number(cosine(Double(x)))
}
public func sqrt<Number: BinaryFloatingPoint>(_ x: Number) -> Number { x.squareRoot() }
public func floor<Number: BinaryFloatingPoint>(_ x: Number) -> Number { x.rounded(.down) }
public func ceil<Number: BinaryFloatingPoint>(_ x: Number) -> Number { x.rounded(.up) }
public func pow<Number: BinaryFloatingPoint>(_ x: Number, _ exponent: Number) -> Number {
  Number(power(Double(x), Double(exponent)))
}
