/// The shape of two tensors combined entry by entry: axes are matched from the last one on, and an axis of length 1
/// is repeated.
///
/// Source: NumPy's rule, *Broadcasting*, numpy.org/doc/stable/user/basics.broadcasting.html.
public func broadcastShape(_ a: [Int], _ b: [Int]) throws(ShapeError) -> [Int] {
  var shape: [Int] = []
  for i in 0..<max(a.count, b.count) {
    let (m, n) = (i < a.count ? a[a.count - 1 - i] : 1, i < b.count ? b[b.count - 1 - i] : 1)
    guard m == n || m == 1 || n == 1 else { throw .broadcast(a, b) }
    shape.insert(m == 1 ? n : m, at: 0)
  }
  _ = try entryCount(of: shape)
  return shape
}

extension Tensor {
  /// Combines two tensors entry by entry under the broadcasting rule.
  @inline(__always)
  func combined(_ other: Tensor, _ operation: (Float, Float) -> Float) -> Tensor {
    if shape == other.shape {
      var result = self
      result.scalars.withUnsafeMutableBufferPointer { a in
        other.scalars.withUnsafeBufferPointer { b in
          for i in 0..<a.count { a[i] = operation(a[i], b[i]) }
        }
      }
      return result
    }
    if other.shape.isEmpty {
      let b = other.scalars[0]
      return mapped { operation($0, b) }
    }
    if shape.isEmpty {
      let a = scalars[0]
      return other.mapped { operation(a, $0) }
    }
    let shape = checked { () throws(ShapeError) in try broadcastShape(self.shape, other.shape) }
    var result = Tensor(zeros: shape)
    let (strideA, strideB) = (broadcastStrides(to: shape), other.broadcastStrides(to: shape))
    let length = shape.last ?? 1
    guard length > 0, result.count > 0 else { return result }
    let (stepA, stepB) = (strideA.last ?? 0, strideB.last ?? 0)
    var index = Array(repeating: 0, count: shape.count)
    var (a, b) = (0, 0)
    scalars.withUnsafeBufferPointer { left in
      other.scalars.withUnsafeBufferPointer { right in
        result.scalars.withUnsafeMutableBufferPointer { out in
          for start in stride(from: 0, to: out.count, by: length) {
            if stepA == 1 && stepB == 1 {
              for n in 0..<length { out[start + n] = operation(left[a + n], right[b + n]) }
            } else if stepA == 1 {
              let constant = right[b]
              for n in 0..<length { out[start + n] = operation(left[a + n], constant) }
            } else {
              for n in 0..<length {
                out[start + n] = operation(left[a + n * stepA], right[b + n * stepB])
              }
            }
            // The next row, as an odometer counts.
            var axis = shape.count - 2
            while axis >= 0 {
              index[axis] += 1
              a += strideA[axis]
              b += strideB[axis]
              if index[axis] < shape[axis] { break }
              a -= strideA[axis] * shape[axis]
              b -= strideB[axis] * shape[axis]
              index[axis] = 0
              axis -= 1
            }
          }
        }
      }
    }
    return result
  }

  /// The step in `scalars` for one step along each axis of `shape`; 0 along repeated axes.
  private func broadcastStrides(to target: [Int]) -> [Int] {
    var strides = Array(repeating: 0, count: target.count)
    var step = 1
    for i in 0..<shape.count {
      let axis = shape.count - 1 - i
      if shape[axis] != 1 { strides[target.count - 1 - i] = step }
      step *= shape[axis]
    }
    return strides
  }

  /// Each entry changed by a function.
  @inline(__always)
  func mapped(_ change: (Float) -> Float) -> Tensor {
    var result = self
    result.scalars.withUnsafeMutableBufferPointer { entries in
      for i in 0..<entries.count { entries[i] = change(entries[i]) }
    }
    return result
  }
}

/// The result where shapes were checked before: a mismatch here is our own mistake, and in compiled Swift the
/// caller's.
func checked<Result>(_ body: () throws(ShapeError) -> Result) -> Result {
  do {
    return try body()
  } catch {
    preconditionFailure("\(error).")
  }
}
