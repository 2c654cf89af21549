/// The definition of a convolution layer, as seven loops around one multiplication.
///
///     y[n, k, p, q] = b[k] + Σ_{c, r, s} w[k, c, r, s] · x[n, c, h, v]
///     h = p · stride + r · dilation − padding
///     v = q · stride + s · dilation − padding
///
/// Where h or v lies outside the input, x counts as 0: such products are left out. With groups, c counts from the
/// first input channel of k's group. The kernel is not flipped, so a mathematician calls this a cross-correlation.
/// The faster algorithms are checked against it.
///
/// Arguments:
///
/// - `x`: `[N, C, H, W]`.
/// - `w`: `[K, C / groups, R, S]`.
/// - `bias`: `[K]`, or `nil` for zeros.
///
/// The result is `[N, K, P, Q]`.
func conv2dDirect(
  _ x: Tensor, _ w: Tensor, bias: Tensor?, geometry g: ConvolutionGeometry
) -> Tensor {
  var y = Tensor(zeros: g.outputShape)
  let (channels, kernels) = (g.C / g.groups, g.K / g.groups)
  for n in 0..<g.N {
    for k in 0..<g.K {
      let first = k / kernels * channels
      for p in 0..<g.P {
        for q in 0..<g.Q {
          var sum = bias?.scalars[k] ?? 0
          for c in 0..<channels {
            for r in 0..<g.R {
              guard let h = g.rows.entry(at: p, offset: r, length: g.H)
              else { continue }
              for s in 0..<g.S {
                guard let v = g.columns.entry(at: q, offset: s, length: g.W)
                else { continue }
                let i = ((n * g.C + first + c) * g.H + h) * g.W + v
                let j = ((k * channels + c) * g.R + r) * g.S + s
                sum += w.scalars[j] * x.scalars[i]
              }
            }
          }
          y.scalars[((n * g.K + k) * g.P + p) * g.Q + q] = sum
        }
      }
    }
  }
  return y
}
