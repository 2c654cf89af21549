// The one place that knows where the platform keeps its elementary functions.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

func exponential(_ x: Float) -> Float { exp(x) }
func naturalLogarithm(_ x: Float) -> Float { log(x) }
func hyperbolicTangent(_ x: Float) -> Float { tanh(x) }
func errorFunction(_ x: Float) -> Float { erf(x) }
func sine(_ x: Float) -> Float { sin(x) }
func cosine(_ x: Float) -> Float { cos(x) }
func power(_ x: Float, _ y: Float) -> Float { pow(x, y) }
