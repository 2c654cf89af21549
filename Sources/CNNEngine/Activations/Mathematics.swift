// The one place that knows where the platform keeps its elementary functions.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

func exponential(_ x: Float) -> Float { exp(x) }
func exponential(_ x: Double) -> Double { exp(x) }
func naturalLogarithm(_ x: Float) -> Float { log(x) }
func naturalLogarithm(_ x: Double) -> Double { log(x) }
func hyperbolicTangent(_ x: Float) -> Float { tanh(x) }
func hyperbolicTangent(_ x: Double) -> Double { tanh(x) }
func errorFunction(_ x: Float) -> Float { erf(x) }
func sine(_ x: Float) -> Float { sin(x) }
func sine(_ x: Double) -> Double { sin(x) }
func cosine(_ x: Float) -> Float { cos(x) }
func cosine(_ x: Double) -> Double { cos(x) }
func power(_ x: Float, _ y: Float) -> Float { pow(x, y) }
func power(_ x: Double, _ y: Double) -> Double { pow(x, y) }
