// Sums, means and variances along axes. A reduced axis stays with length 1, so that the result fits the tensor again.

extension Tensor {
  /// Along one axis.
  public func sum(along axis: Int) -> Tensor { sum(along: [axis]) }

  /// Sums along some axes, added up in double precision.
  public func sum(along axes: [Int]) -> Tensor {
    let result = reduced(along: axes)
    var sums = Array(repeating: 0.0, count: result.shape.reduce(1, *))
    scalars.withUnsafeBufferPointer { scalars in
      sums.withUnsafeMutableBufferPointer { sums in
        forEachRow(result.steps) { entries, place, step in
          if step == 0 {
            var sum = sums[place]
            for i in entries { sum += Double(scalars[i]) }
            sums[place] = sum
          } else {
            let first = entries.lowerBound
            for n in 0..<entries.count { sums[place + n] += Double(scalars[first + n]) }
          }
        }
      }
    }
    return Tensor(shape: result.shape, scalars: sums.map { Float($0) })
  }

  /// Along one axis.
  public func mean(along axis: Int) -> Tensor { mean(along: [axis]) }

  /// Means along some axes.
  public func mean(along axes: [Int]) -> Tensor {
    let sums = sum(along: axes)
    return sums / Float(count / Swift.max(1, sums.count))
  }

  /// Along one axis.
  public func variance(along axis: Int) -> Tensor { variance(along: [axis]) }

  /// The mean squared distance from the mean along some axes: of the whole population, not of a sample.
  public func variance(along axes: [Int]) -> Tensor {
    let distance = self - mean(along: axes)
    return (distance * distance).mean(along: axes)
  }

  /// The place in `scalars` of the first entry along some axes that no other one wins over; −1 where there are none.
  func best(along axes: [Int], _ wins: (Float, Float) -> Bool) -> (shape: [Int], places: [Int]) {
    let result = reduced(along: axes)
    var best = Array(repeating: -1, count: result.shape.reduce(1, *))
    scalars.withUnsafeBufferPointer { scalars in
      best.withUnsafeMutableBufferPointer { best in
        forEachRow(result.steps) { entries, place, step in
          var place = place
          for i in entries {
            if best[place] < 0 || wins(scalars[i], scalars[best[place]]) { best[place] = i }
            place += step
          }
        }
      }
    }
    return (result.shape, best)
  }

  /// The shape with some axes of length 1, and how far an entry's place in it moves with each axis.
  private func reduced(along axes: [Int]) -> (shape: [Int], steps: [Int]) {
    checked { () throws(ShapeError) in try checkAxes(axes, of: shape) }
    var target = shape
    for axis in axes { target[axis] = 1 }
    var steps = Array(repeating: 0, count: rank)
    var step = 1
    for axis in (0..<rank).reversed() where target[axis] != 1 {
      steps[axis] = step
      step *= target[axis]
    }
    return (target, steps)
  }

  /// Calls `body` for each row along the last axis: its entries, the first one's place, and the step from one entry's
  /// place to the next: 1, or 0 where the last axis goes.
  private func forEachRow(
    _ steps: [Int], _ body: (_ entries: Range<Int>, _ place: Int, _ step: Int) -> Void
  ) {
    let length = shape.last ?? 1
    guard count > 0 else { return }
    var (index, place) = (Array(repeating: 0, count: rank), 0)
    for start in stride(from: 0, to: count, by: length) {
      body(start..<start + length, place, steps.last ?? 0)
      // The next row, as an odometer counts.
      var axis = rank - 2
      while axis >= 0 {
        index[axis] += 1
        place += steps[axis]
        if index[axis] < shape[axis] { break }
        place -= index[axis] * steps[axis]
        index[axis] = 0
        axis -= 1
      }
    }
  }
}

/// The rule of reducing: axes that the shape has.
public func checkAxes(_ axes: [Int], of shape: [Int]) throws(ShapeError) {
  for axis in axes where !shape.indices.contains(axis) { throw .axis(axis, shape: shape) }
}
