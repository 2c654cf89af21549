/// eˣ in every lane, to within about two units in the last place; 0 below −87.3, largest finite above 88.7.
///
/// x = n·ln 2 + f with |f| ≤ ln 2 / 2, and eᶠ by its Taylor polynomial of degree 7.
@inline(__always) func exponential(_ x: Lanes) -> Lanes {
  let bounded = pointwiseMin(pointwiseMax(x, Lanes(repeating: -87.3)), Lanes(repeating: 88.3))
  // Added to 1.5·2²³, a float has no room for a fraction: its last bits are the nearest whole number.
  let shifted = Lanes(repeating: 12_582_912).addingProduct(
    bounded, Lanes(repeating: 1.442_695_04))
  let n = shifted - 12_582_912
  // ln 2 in two parts, so that n·ln 2 is exact enough.
  let f = bounded.addingProduct(n, Lanes(repeating: -0.693_359_375))
  let g = f.addingProduct(n, Lanes(repeating: 2.121_944_4e-4))
  var p = Lanes(repeating: 1.0 / 5040)
  p = Lanes(repeating: 1.0 / 720).addingProduct(p, g)
  p = Lanes(repeating: 1.0 / 120).addingProduct(p, g)
  p = Lanes(repeating: 1.0 / 24).addingProduct(p, g)
  p = Lanes(repeating: 1.0 / 6).addingProduct(p, g)
  p = Lanes(repeating: 0.5).addingProduct(p, g)
  p = Lanes(repeating: 1).addingProduct(p, g)
  p = Lanes(repeating: 1).addingProduct(p, g)
  let exponent = (unsafeBitCast(shifted, to: IntLanes.self) &- 0x4B40_0000 &+ 127) &<< 23
  let result = p * unsafeBitCast(exponent, to: Lanes.self)
  return result.replacing(with: 0, where: x .< -87.3).replacing(with: x, where: x .!= x)
}

/// 1 / (1 + e⁻ˣ) in every lane.
@inline(__always) func logistic(_ x: Lanes) -> Lanes {
  let e = exponential(-absolute(x))
  let small = e / (1 + e)
  return small.replacing(with: 1 - small, where: x .>= 0)
}

/// The hyperbolic tangent in every lane: a polynomial near 0, elsewhere 1 − 2 / (e²ˣ + 1).
@inline(__always) func hyperbolicTangent(_ x: Lanes) -> Lanes {
  let a = absolute(x)
  let e = exponential(2 * a)
  let far = 1 - 2 / (e + 1)
  // x − x³/3 + 2x⁵/15 − 17x⁷/315 + 62x⁹/2835: below 0.2 the next term is under 10⁻⁹.
  let s = a * a
  var p = Lanes(repeating: 62.0 / 2835)
  p = Lanes(repeating: -17.0 / 315).addingProduct(p, s)
  p = Lanes(repeating: 2.0 / 15).addingProduct(p, s)
  p = Lanes(repeating: -1.0 / 3).addingProduct(p, s)
  let near = a.addingProduct(a * s, p)
  let y = far.replacing(with: near, where: a .< 0.2)
  return y.replacing(with: -y, where: x .< 0)
}

/// |x| in every lane.
@inline(__always) func absolute(_ x: Lanes) -> Lanes { x.replacing(with: -x, where: x .< 0) }

/// The share of a normal distribution below x: Φ(x) = (1 + erf(x/√2))/2.
///
/// erf by Abramowitz and Stegun (1964), formula 7.1.26: off by at most 1.5·10⁻⁷.
@inline(__always) func normalShare(_ x: Lanes) -> Lanes {
  let z = absolute(x) * 0.707_106_78
  let t = 1 / Lanes(repeating: 1).addingProduct(z, Lanes(repeating: 0.327_591_1))
  var p = Lanes(repeating: 1.061_405_429)
  p = Lanes(repeating: -1.453_152_027).addingProduct(p, t)
  p = Lanes(repeating: 1.421_413_741).addingProduct(p, t)
  p = Lanes(repeating: -0.284_496_736).addingProduct(p, t)
  p = Lanes(repeating: 0.254_829_592).addingProduct(p, t)
  let tail = 0.5 * p * t * exponential(-z * z)
  return (1 - tail).replacing(with: tail, where: x .< 0)
}
