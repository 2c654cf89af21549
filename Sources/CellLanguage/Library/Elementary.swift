// The one place that knows where the platform keeps its elementary functions.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

extension Library {
  /// A function of numbers in double precision, as Swift computes it for Doubles.
  static func elementary(_ name: String, _ x: Double, _ y: Double) -> Double {
    switch name {
    case "pow": pow(x, y)
    case "abs": x.magnitude
    case "exp": exp(x)
    case "log": log(x)
    case "sqrt": x.squareRoot()
    case "sin": sin(x)
    case "cos": cos(x)
    case "tanh": tanh(x)
    case "floor": x.rounded(.down)
    case "ceil": x.rounded(.up)
    case "relu": x < 0 ? 0 : x
    case "leakyRelu": x < 0 ? 0.01 * x : x
    case "sigmoid": x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x))
    case "gelu": 0.5 * x * (1 + erf(x / 2.0.squareRoot()))
    case "silu": x * (x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x)))
    default: .nan
    }
  }
}
