/// The matrix product of `[m, k]` and `[k, n]`: `[m, n]`.
public func matmul(_ a: Tensor, _ b: Tensor) -> Tensor {
  let shape = checked { () throws(ShapeError) in try matrixProductShape(a.shape, b.shape) }
  var product = Tensor(zeros: shape)
  a.scalars.withUnsafeBufferPointer { a in
    b.scalars.withUnsafeBufferPointer { b in
      product.scalars.withUnsafeMutableBufferPointer {
        multiply(
          a, b, into: $0, rows: shape[0], depth: shape[0] == 0 ? 0 : a.count / shape[0],
          columns: shape[1])
      }
    }
  }
  return product
}

/// The shape rule of `matmul`.
public func matrixProductShape(_ a: [Int], _ b: [Int]) throws(ShapeError) -> [Int] {
  guard a.count == 2, b.count == 2, a[1] == b[0] else { throw .matrixProduct(a, b) }
  return [a[0], b[1]]
}

/// `c += a · b`, all row by row. The inner loop runs along rows of `b` and `c`, which the compiler vectorises.
func multiply(
  _ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>,
  into c: UnsafeMutableBufferPointer<Float>,
  rows: Int, depth: Int, columns: Int
) {
  for i in 0..<rows {
    for k in 0..<depth {
      let factor = a[i * depth + k]
      let (from, to) = (k * columns, i * columns)
      for j in 0..<columns { c[to + j] += factor * b[from + j] }
    }
  }
}
