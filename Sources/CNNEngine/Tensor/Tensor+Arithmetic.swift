// Entry by entry, under the broadcasting rule.

extension Tensor {
  public static func + (a: Tensor, b: Tensor) -> Tensor { a.combined(b, +) }
  public static func - (a: Tensor, b: Tensor) -> Tensor { a.combined(b, -) }
  public static func * (a: Tensor, b: Tensor) -> Tensor { a.combined(b, *) }
  public static func / (a: Tensor, b: Tensor) -> Tensor { a.combined(b, /) }

  // With a number these stand back: a tensor can be written as a number, and `scalars.reduce(0, +)` must mean Swift's own.
  @_disfavoredOverload public static func + (a: Tensor, b: Float) -> Tensor { a.mapped { $0 + b } }
  @_disfavoredOverload public static func - (a: Tensor, b: Float) -> Tensor { a.mapped { $0 - b } }
  @_disfavoredOverload public static func * (a: Tensor, b: Float) -> Tensor { a.mapped { $0 * b } }
  @_disfavoredOverload public static func / (a: Tensor, b: Float) -> Tensor { a.mapped { $0 / b } }

  @_disfavoredOverload public static func + (a: Float, b: Tensor) -> Tensor { b.mapped { a + $0 } }
  @_disfavoredOverload public static func - (a: Float, b: Tensor) -> Tensor { b.mapped { a - $0 } }
  @_disfavoredOverload public static func * (a: Float, b: Tensor) -> Tensor { b.mapped { a * $0 } }
  @_disfavoredOverload public static func / (a: Float, b: Tensor) -> Tensor { b.mapped { a / $0 } }

  public static prefix func - (a: Tensor) -> Tensor { a.mapped { -$0 } }

  public static func += (a: inout Tensor, b: Tensor) { a = a + b }
  public static func -= (a: inout Tensor, b: Tensor) { a = a - b }
  public static func *= (a: inout Tensor, b: Tensor) { a = a * b }
  public static func /= (a: inout Tensor, b: Tensor) { a = a / b }
}
