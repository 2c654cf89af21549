/// Zeros of a shape: `zeros(2, 3)`.
public func zeros(_ shape: Int...) -> Tensor { Tensor(zeros: shape) }

/// Ones of a shape.
public func ones(_ shape: Int...) -> Tensor { Tensor(repeating: 1, shape: shape) }

/// One value everywhere.
public func full(_ shape: Int..., value: Float) -> Tensor {
  Tensor(repeating: value, shape: shape)
}

/// 0, 1, 2, … row by row.
public func ramp(_ shape: Int...) -> Tensor {
  Tensor(shape: shape, scalars: (0..<checkedCount(of: shape)).map { Float($0) })
}

/// Ones on the diagonal of a square matrix.
public func identity(_ size: Int) -> Tensor {
  var result = Tensor(zeros: [size, size])
  for i in 0..<size { result.scalars[i * size + i] = 1 }
  return result
}

/// Random numbers in −1..<1, the same for a seed on every machine.
public func uniform(_ shape: Int..., seed: Int) -> Tensor { uniform(shape: shape, seed: seed) }

/// `uniform` for a shape that is a value already.
public func uniform(shape: [Int], seed: Int) -> Tensor {
  var generator = RandomNumbers(seed: seed)
  let count = checkedCount(of: shape)
  return Tensor(shape: shape, scalars: (0..<count).map { _ in 2 * generator.nextUniform() - 1 })
}

/// Random numbers of mean 0 and variance 1, normally distributed, the same for a seed on every machine.
public func normal(_ shape: Int..., seed: Int) -> Tensor { normal(shape: shape, seed: seed) }

/// `normal` for a shape that is a value already.
public func normal(shape: [Int], seed: Int) -> Tensor {
  var generator = RandomNumbers(seed: seed)
  let count = checkedCount(of: shape)
  return Tensor(shape: shape, scalars: (0..<count).map { _ in generator.nextNormal() })
}

/// Tensors of one shape along a new first axis.
public func stack(_ parts: [Tensor]) -> Tensor {
  let shape = checked { () throws(ShapeError) in try stackedShape(parts.map(\.shape)) }
  return Tensor(shape: shape, scalars: parts.flatMap(\.scalars))
}

/// The shape rule of `stack`.
public func stackedShape(_ shapes: [[Int]]) throws(ShapeError) -> [Int] {
  guard let first = shapes.first else { return [0] }
  for shape in shapes where shape != first {
    throw .shape(name: "each part", expected: first, found: shape)
  }
  let shape = [shapes.count] + first
  _ = try entryCount(of: shape)
  return shape
}

/// Tensors end to end along an axis that they have.
public func concatenate(_ parts: [Tensor], axis: Int) -> Tensor {
  let shape = checked { () throws(ShapeError) in
    try concatenatedShape(parts.map(\.shape), axis: axis)
  }
  guard checkedCount(of: shape) > 0 else { return Tensor(zeros: shape) }
  let outer = shape[..<axis].reduce(1, *)
  var scalars: [Float] = []
  for i in 0..<outer {
    for part in parts {
      let block = part.shape[axis...].reduce(1, *)
      scalars += part.scalars[i * block..<(i + 1) * block]
    }
  }
  return Tensor(shape: shape, scalars: scalars)
}

/// The shape rule of `concatenate`.
public func concatenatedShape(_ shapes: [[Int]], axis: Int) throws(ShapeError) -> [Int] {
  guard var shape = shapes.first else {
    throw .rank(name: "the list of parts", expected: "not empty", shape: [])
  }
  guard shape.indices.contains(axis) else { throw .axis(axis, shape: shape) }
  for other in shapes.dropFirst() {
    var expected = shape
    guard other.count == shape.count else {
      throw .shape(name: "each part", expected: shape, found: other)
    }
    expected[axis] = other[axis]
    guard expected == other else {
      throw .shape(name: "each part", expected: expected, found: other)
    }
    shape[axis] = try sum(shape[axis], other[axis])
  }
  _ = try entryCount(of: shape)
  return shape
}

/// A bell-shaped blur kernel `[size, size]` whose entries sum to 1.
public func gaussian(size: Int, sigma: Float) -> Tensor {
  let middle = Float(size - 1) / 2
  var kernel = Tensor(zeros: [size, size])
  for r in 0..<size {
    for s in 0..<size {
      let (y, x) = (Float(r) - middle, Float(s) - middle)
      kernel.scalars[r * size + s] = exponential(-(x * x + y * y) / (2 * sigma * sigma))
    }
  }
  return kernel / kernel.sum()
}

/// A wave under a bell, `[size, size]`: cos(2π u / wavelength) · exp(−(x² + y²) / 2σ²), where u runs in the direction
/// of `angle`, in radians, 0 to the right.
///
/// Source: Daugman, *Uncertainty relation for resolution in space, spatial frequency, and orientation* (1985).
public func gabor(size: Int, wavelength: Float, angle: Float, sigma: Float) -> Tensor {
  let middle = Float(size - 1) / 2
  var kernel = Tensor(zeros: [size, size])
  for r in 0..<size {
    for s in 0..<size {
      let (y, x) = (Float(r) - middle, Float(s) - middle)
      let u = x * cosine(angle) + y * sine(angle)
      kernel.scalars[r * size + s] =
        cosine(2 * .pi * u / wavelength) * exponential(-(x * x + y * y) / (2 * sigma * sigma))
    }
  }
  return kernel
}

/// The luminance of a colour picture: `[3, H, W]` → `[H, W]`.
///
/// Source: ITU-R BT.601, the weights 0.299, 0.587 and 0.114.
public func grey(_ picture: Tensor) -> Tensor {
  guard picture.rank == 3, picture.shape[0] == 3 else {
    precondition(picture.rank == 2, "A picture is [3, H, W] or [H, W], not \(picture.shape).")
    return picture
  }
  return picture.part(0) * 0.299 + picture.part(1) * 0.587 + picture.part(2) * 0.114
}

/// Seeded random numbers: SplitMix64, and Box and Muller's transform.
public struct RandomNumbers: Sendable {
  private var state: UInt64
  /// The same numbers for the same seed, on every machine.
  public init(seed: Int) { state = UInt64(bitPattern: Int64(seed)) }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// In 0..<1, with 24 random bits.
  mutating func nextUniform() -> Float { Float(next() >> 40) / Float(1 << 24) }

  mutating func nextNormal() -> Float {
    let (u, v) = (1 - nextUniform(), nextUniform())
    return (-2 * naturalLogarithm(u)).squareRoot() * cosine(2 * .pi * v)
  }
}
