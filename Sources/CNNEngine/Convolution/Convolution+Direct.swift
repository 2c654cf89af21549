/// The definition of a convolution layer's product, as six loops and a sum.
///
///     y[n, k, p, q] = b[k] + Σ_{c, r, s} w[k, c, r, s] · x[n, c, h, w]
///     h = p · stride + r · dilation − padding,   w likewise; entries outside the input count as 0
///
/// The kernel is not flipped, so a mathematician calls this a cross-correlation. The faster algorithms are
/// checked against it.
///
/// Arguments:
///
/// - `input`: `[N, C, H, W]`.
/// - `kernel`: `[K, C / groups, R, S]`.
/// - `bias`: `[K]`, or `nil` for zeros.
///
/// The result is `[N, K, P, Q]`.
func conv2dDirect(
  _ input: Tensor, _ kernel: Tensor, bias: Tensor?, geometry g: ConvolutionGeometry
) -> Tensor {
  var output = Tensor(zeros: g.outputShape)
  let (channels, filters) = (g.C / g.groups, g.K / g.groups)
  output.scalars.withUnsafeMutableBufferPointer { y in
    input.scalars.withUnsafeBufferPointer { x in
      kernel.scalars.withUnsafeBufferPointer { weight in
        for n in 0..<g.N {
          for k in 0..<g.K {
            let start = bias.map { $0.scalars[k] } ?? 0
            for p in 0..<g.P {
              for q in 0..<g.Q {
                var sum = start
                for c in 0..<channels {
                  for r in 0..<g.R {
                    let h = p * g.rows.stride + r * g.rows.dilation - g.rows.padding
                    guard h >= 0, h < g.H else { continue }
                    for s in 0..<g.S {
                      let w = q * g.columns.stride + s * g.columns.dilation - g.columns.padding
                      guard w >= 0, w < g.W else { continue }
                      sum +=
                        weight[((k * channels + c) * g.R + r) * g.S + s]
                        * x[((n * g.C + k / filters * channels + c) * g.H + h) * g.W + w]
                    }
                  }
                }
                y[((n * g.K + k) * g.P + p) * g.Q + q] = sum
              }
            }
          }
        }
      }
    }
  }
  return output
}
