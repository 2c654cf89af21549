// The one place that knows where the platform keeps its elementary functions. They are called by their module, since
// this one has its own of the same names.
#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

func exponential(_ x: Float) -> Float { expf(x) }
func naturalLogarithm(_ x: Float) -> Float { logf(x) }
func hyperbolicTangent(_ x: Float) -> Float { tanhf(x) }
func sine(_ x: Float) -> Float { sinf(x) }
func cosine(_ x: Float) -> Float { cosf(x) }
func power(_ x: Float, _ y: Float) -> Float { powf(x, y) }

#if canImport(Darwin)
  func exponential(_ x: Double) -> Double { Darwin.exp(x) }
  func naturalLogarithm(_ x: Double) -> Double { Darwin.log(x) }
  func logarithm(onePlus x: Double) -> Double { Darwin.log1p(x) }
  func hyperbolicTangent(_ x: Double) -> Double { Darwin.tanh(x) }
  func complementaryErrorFunction(_ x: Double) -> Double { Darwin.erfc(x) }
  func sine(_ x: Double) -> Double { Darwin.sin(x) }
  func cosine(_ x: Double) -> Double { Darwin.cos(x) }
  func power(_ x: Double, _ y: Double) -> Double { Darwin.pow(x, y) }
#else
  func exponential(_ x: Double) -> Double { Glibc.exp(x) }
  func naturalLogarithm(_ x: Double) -> Double { Glibc.log(x) }
  func logarithm(onePlus x: Double) -> Double { Glibc.log1p(x) }
  func hyperbolicTangent(_ x: Double) -> Double { Glibc.tanh(x) }
  func complementaryErrorFunction(_ x: Double) -> Double { Glibc.erfc(x) }
  func sine(_ x: Double) -> Double { Glibc.sin(x) }
  func cosine(_ x: Double) -> Double { Glibc.cos(x) }
  func power(_ x: Double, _ y: Double) -> Double { Glibc.pow(x, y) }
#endif
