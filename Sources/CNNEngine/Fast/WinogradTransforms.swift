/// Six numbers, or six of whatever stands in the lanes.
typealias Six = InlineArray<6, Lanes>

/// The transforms of F(4×4, 3×3), along one axis each: y = Aᵀ[(G w) ⊙ (Bᵀ d)].
///
/// Six entries of the input and three of a kernel make four of the output with six products instead of twelve; in two
/// dimensions 36 instead of 144.
///
/// Source: Lavin and Gray, *Fast Algorithms for Convolutional Neural Networks* (2015), arXiv:1509.09308, section 4.2.
enum Winograd4 {
  /// Bᵀ d.
  @inline(__always) static func input(_ d: Six) -> Six {
    let (a, b) = (d[4] - 4 * d[2], d[3] - 4 * d[1])
    let (e, f) = (d[4] - d[2], 2 * (d[3] - d[1]))
    return [
      4 * d[0] - 5 * d[2] + d[4], a + b, a - b, e + f, e - f, 4 * d[1] - 5 * d[3] + d[5],
    ]
  }

  /// Aᵀ m.
  @inline(__always) static func output(_ m: Six) -> InlineArray<4, Lanes> {
    let (s, d) = (m[1] + m[2], m[1] - m[2])
    let (e, f) = (m[3] + m[4], m[3] - m[4])
    return [m[0] + s + e, d + 2 * f, s + 4 * e, d + 8 * f + m[5]]
  }

  /// A y: what `output` does, backwards.
  @inline(__always) static func outputGradient(_ y: InlineArray<4, Lanes>) -> Six {
    let (a, b) = (y[0] + y[2], y[1] + y[3])
    let (e, f) = (y[0] + 4 * y[2], 2 * y[1] + 8 * y[3])
    return [y[0], a + b, a - b, e + f, e - f, y[3]]
  }

  /// G w.
  @inline(__always) static func kernel(_ w: InlineArray<3, Lanes>) -> Six {
    let (a, b) = ((w[0] + w[2]) * (-1 / 6), w[1] * (1 / 6))
    let (c, d) = (w[0] * (1 / 24) + w[2] * (1 / 6), w[1] * (1 / 12))
    return [w[0] * 0.25, a - b, a + b, c + d, c - d, w[2]]
  }

  /// Gᵀ u: what `kernel` does, backwards.
  @inline(__always) static func kernelGradient(_ u: Six) -> InlineArray<3, Lanes> {
    let (s, d) = ((u[1] + u[2]) * (1 / 6), (u[2] - u[1]) * (1 / 6))
    let (e, f) = (u[3] + u[4], u[3] - u[4])
    return [
      u[0] * 0.25 - s + e * (1 / 24), d + f * (1 / 12), e * (1 / 6) - s + u[5],
    ]
  }
}
