extension Tensor {
  /// The number of axes.
  public var rank: Int { shape.count }
  /// The number of entries.
  public var count: Int { scalars.count }

  /// One entry: as many indices as axes, from 0.
  public subscript(_ indices: Int...) -> Float {
    get { scalars[offset(indices)] }
    set { scalars[offset(indices)] = newValue }
  }

  private func offset(_ indices: [Int]) -> Int {
    checked { () throws(ShapeError) in try checkIndices(indices, of: shape, all: true) }
    return zip(shape, indices).reduce(0) { $0 * $1.0 + $1.1 }
  }

  /// What stands at the first indices: `batch.part(2)` is the third picture.
  public func part(_ indices: Int...) -> Tensor {
    checked { () throws(ShapeError) in try checkIndices(indices, of: shape, all: false) }
    let rest = Array(shape.dropFirst(indices.count))
    let count = rest.reduce(1, *)
    let start = zip(shape, indices).reduce(0) { $0 * $1.0 + $1.1 } * count
    return Tensor(shape: rest, scalars: Array(scalars[start..<start + count]))
  }

  /// One channel of `[C, H, W]`: `[H, W]`.
  public func channel(_ index: Int) -> Tensor { part(index) }

  /// The sum of all entries, added up in double precision.
  public func sum() -> Float { Float(scalars.reduce(0.0) { $0 + Double($1) }) }
  /// The mean of all entries; not a number where there are none.
  public func mean() -> Float { Float(scalars.reduce(0.0) { $0 + Double($1) } / Double(count)) }
  /// The mean squared distance from the mean: of the whole population, not of a sample.
  public func variance() -> Float {
    let mean = scalars.reduce(0.0) { $0 + Double($1) } / Double(count)
    return Float(
      scalars.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(count))
  }

  /// The same entries under another shape of as many.
  public func reshaped(_ shape: Int...) -> Tensor {
    checked { () throws(ShapeError) in try checkReshape(count: count, to: shape) }
    return viewed(as: shape)
  }
  /// All entries along one axis.
  public func flattened() -> Tensor { viewed(as: [count]) }

  /// The last two axes swapped.
  public func transposed() -> Tensor {
    precondition(rank >= 2, "Only a tensor of two axes or more can be transposed, not \(shape).")
    let (H, W) = (shape[rank - 2], shape[rank - 1])
    var result = Tensor(zeros: shape.dropLast(2) + [W, H])
    for image in 0..<(H * W == 0 ? 0 : count / (H * W)) {
      let start = image * H * W
      for h in 0..<H {
        for w in 0..<W { result.scalars[start + w * H + h] = scalars[start + h * W + w] }
      }
    }
    return result
  }

  /// The last two axes turned round: a turn by 180°.
  public func flipped() -> Tensor {
    precondition(rank >= 2, "Only a tensor of two axes or more can be flipped, not \(shape).")
    let area = shape[rank - 2] * shape[rank - 1]
    var result = self
    for start in Swift.stride(from: 0, to: count, by: Swift.max(1, area)) {
      for i in 0..<area { result.scalars[start + i] = scalars[start + area - 1 - i] }
    }
    return result
  }

  /// The picture moved along its last two axes; zeros come in, what leaves is lost.
  public func shifted(down: Int = 0, right: Int = 0) -> Tensor {
    precondition(rank >= 2, "Only a tensor of two axes or more can be shifted, not \(shape).")
    let (H, W) = (shape[rank - 2], shape[rank - 1])
    var result = Tensor(zeros: shape)
    guard (-H...H).contains(down), (-W...W).contains(right) else { return result }
    for image in 0..<(H * W == 0 ? 0 : count / (H * W)) {
      for h in 0..<H where 0..<H ~= h - down {
        let (to, from) = ((image * H + h) * W, (image * H + h - down) * W - right)
        for w in 0..<W where 0..<W ~= w - right { result.scalars[to + w] = scalars[from + w] }
      }
    }
    return result
  }

  /// A part of the picture: some rows and columns of its last two axes.
  public func cropped(rows: Range<Int>, columns: Range<Int>) -> Tensor {
    checked { () throws(ShapeError) in try checkCrop(shape, rows: rows, columns: columns) }
    let (H, W) = (shape[rank - 2], shape[rank - 1])
    var scalars: [Float] = []
    for image in 0..<(H * W == 0 ? 0 : count / (H * W)) {
      for h in rows {
        let start = (image * H + h) * W
        scalars += self.scalars[start + columns.lowerBound..<start + columns.upperBound]
      }
    }
    return Tensor(shape: shape.dropLast(2) + [rows.count, columns.count], scalars: scalars)
  }

  /// The picture with each entry drawn out to a square of `factor` by `factor`: nearest-neighbour upsampling.
  public func upsampled(by factor: Int) -> Tensor {
    let result = checked { () throws(ShapeError) in try upsampledShape(shape, by: factor) }
    let (H, W) = (shape[rank - 2], shape[rank - 1])
    var scalars: [Float] = []
    for image in 0..<(H * W == 0 ? 0 : count / (H * W)) {
      for h in 0..<H * factor {
        let start = (image * H + h / factor) * W
        for w in 0..<W * factor { scalars.append(self.scalars[start + w / factor]) }
      }
    }
    return Tensor(shape: result, scalars: scalars)
  }

  /// Entries below `low` raised to it, entries above `high` lowered to it.
  public func clamped(_ low: Float, _ high: Float) -> Tensor {
    mapped { smaller(larger($0, low), high) }
  }
  /// So many copies along a new first axis.
  public func repeated(_ times: Int) -> Tensor {
    precondition(times >= 0, "A tensor is repeated 0 times or more, not \(times).")
    return stack(Array(repeating: self, count: times))
  }
  /// The nearest whole numbers; halves go away from zero.
  public func rounded() -> Tensor { mapped { $0.rounded() } }
  /// Each entry changed by a function.
  public func map(_ change: (Float) -> Float) -> Tensor { mapped(change) }
  /// 1 where an entry is greater, 0 elsewhere.
  public func greater(than value: Float) -> Tensor { mapped { $0 > value ? 1 : 0 } }
  /// 1 where an entry is less, 0 elsewhere.
  public func less(than value: Float) -> Tensor { mapped { $0 < value ? 1 : 0 } }
  /// 1 where an entry is equal, 0 elsewhere.
  public func equal(to value: Float) -> Tensor { mapped { $0 == value ? 1 : 0 } }
}

/// Whether all entries differ by at most `tolerance`; tensors of different shapes are not close.
public func isClose(_ a: Tensor, _ b: Tensor, tolerance: Float = 1e-5) -> Bool {
  a.shape == b.shape
    && zip(a.scalars, b.scalars).allSatisfy { Swift.abs($0 - $1) <= tolerance || $0 == $1 }
}

/// Σ aᵢ·bᵢ of two tensors of one shape.
public func dot(_ a: Tensor, _ b: Tensor) -> Float {
  precondition(
    a.shape == b.shape, "Both tensors must have one shape, not \(a.shape) and \(b.shape).")
  return Float(zip(a.scalars, b.scalars).reduce(0.0) { $0 + Double($1.0) * Double($1.1) })
}

/// The rule of indexing: within the axes, as many as axes where `all` are needed.
public func checkIndices(_ indices: [Int], of shape: [Int], all: Bool) throws(ShapeError) {
  guard all ? indices.count == shape.count : indices.count <= shape.count else {
    throw .rank(
      name: "a tensor with \(indices.count) indices", expected: "of \(indices.count) axes",
      shape: shape)
  }
  for (axis, index) in indices.enumerated() where !(0..<shape[axis]).contains(index) {
    throw .index(index, axis: axis, shape: shape)
  }
}

/// The rule of `reshaped`.
public func checkReshape(count: Int, to shape: [Int]) throws(ShapeError) {
  guard try entryCount(of: shape) == count else { throw .reshape(count: count, shape: shape) }
}

/// The rule of `cropped`.
public func checkCrop(_ shape: [Int], rows: Range<Int>, columns: Range<Int>) throws(ShapeError) {
  guard shape.count >= 2 else {
    throw .rank(name: "a picture", expected: "[…, H, W]", shape: shape)
  }
  for (axis, range) in [(shape.count - 2, rows), (shape.count - 1, columns)] {
    guard range.lowerBound >= 0 else { throw .index(range.lowerBound, axis: axis, shape: shape) }
    guard range.upperBound <= shape[axis] else {
      throw .index(range.upperBound - 1, axis: axis, shape: shape)
    }
  }
}

/// The shape that `upsampled` gives, and its rule.
public func upsampledShape(_ shape: [Int], by factor: Int) throws(ShapeError) -> [Int] {
  guard shape.count >= 2 else {
    throw .rank(name: "a picture", expected: "[…, H, W]", shape: shape)
  }
  guard factor >= 1 else { throw .tooSmall(name: "the factor", found: factor, least: 1) }
  var result = shape
  for axis in shape.count - 2..<shape.count { result[axis] = try product(shape[axis], factor) }
  _ = try entryCount(of: result)
  return result
}
