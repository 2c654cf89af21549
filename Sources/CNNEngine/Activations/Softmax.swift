/// eˣ over the sum of eˣ along the last axis; the largest entry is taken off first, so that nothing overflows.
public func softmax(_ x: Tensor) -> Tensor {
  var result = x
  forEachSoftmaxRow(of: x) { row, start in
    for i in 0..<row.count { result.scalars[start + i] = Float(row.probability(i)) }
  }
  return result
}

/// y·(∂y − Σ y·∂y), the sum along the last axis, with y = softmax(x).
public func softmaxGradient(input: Tensor, outputGradient: Tensor) -> Tensor {
  checkGradient(outputGradient, input.shape)
  var result = input
  forEachSoftmaxRow(of: input) { row, start in
    // Counted from the largest share's gradient on, the sum has no part that is nearly 1: y·(d − Σ y·d) is the same
    // for every such zero point, and here it stays exact where one share is all but the whole.
    let zero = Double(outputGradient.scalars[start + row.best])
    var sum = 0.0
    for i in 0..<row.count where i != row.best {
      sum += row.probability(i) * (Double(outputGradient.scalars[start + i]) - zero)
    }
    for i in 0..<row.count {
      let difference = Double(outputGradient.scalars[start + i]) - zero
      result.scalars[start + i] = Float(row.probability(i) * (difference - sum))
    }
  }
  return result
}

/// log Σ eˣ along the last axis, which goes: the largest entry is taken out first, so that nothing overflows.
///
///     log Σ eˣⁱ = m + log(1 + Σ eˣⁱ⁻ᵐ), the sum over all entries but the largest, m
public func logSumExp(_ x: Tensor) -> Tensor {
  precondition(
    x.rank > 0 && (x.shape.last ?? 0) > 0,
    "logSumExp needs a last axis with entries, not \(x.shape)."
  )
  var result = Tensor(zeros: Array(x.shape.dropLast()))
  var place = 0
  forEachSoftmaxRow(of: x) { row, _ in
    result.scalars[place] = Float(row.logSum)
    place += 1
  }
  return result
}

/// x − log Σ eˣ along the last axis: the logarithm of softmax, finite where softmax is 0.
public func logSoftmax(_ x: Tensor) -> Tensor {
  precondition(
    x.rank > 0 && (x.shape.last ?? 0) > 0,
    "logSoftmax needs a last axis with entries, not \(x.shape)."
  )
  var result = x
  forEachSoftmaxRow(of: x) { row, start in
    for i in 0..<row.count { result.scalars[start + i] = Float(row.logProbability(i)) }
  }
  return result
}

/// Calls `body` with each row of the last axis and its first entry's place; a single number is a row of one.
private func forEachSoftmaxRow(of x: Tensor, _ body: (_ row: SoftmaxRow, _ start: Int) -> Void) {
  let length = x.shape.last ?? 1
  // Rows that are not there need no memory, however long they would be.
  guard x.count > 0 else { return }
  var row = SoftmaxRow(count: length)
  for start in stride(from: 0, to: x.count, by: length) {
    row.read(x.scalars, from: start)
    body(row, start)
  }
}

/// A row of logits under softmax, in double precision, so that `Float` results are exact to their last digit.
///
/// With m the largest logit and R = Σ eᶻⁱ⁻ᵐ over all others, the probabilities are pᵢ = eᶻⁱ⁻ᵐ / (1 + R). R is kept apart
/// from the 1: where a probability is nearly 1, R alone says by how much it is less.
struct SoftmaxRow {
  let count: Int
  /// The place of the largest logit.
  private(set) var best = 0
  /// zᵢ − m.
  private var distances: [Double]
  /// eᶻⁱ⁻ᵐ.
  private var powers: [Double]
  private var largest = 0.0
  /// R, and 1 / (1 + R).
  private var others = 0.0
  private var scale = 1.0

  init(count: Int) {
    self.count = count
    distances = Array(repeating: 0, count: count)
    powers = distances
  }

  /// Takes `count` logits, `step` apart.
  mutating func read(_ scalars: [Float], from start: Int, step: Int = 1) {
    best = 0
    for i in 1..<max(1, count)
    where scalars[start + i * step].isAbove(scalars[start + best * step]) { best = i }
    largest = Double(scalars[start + best * step])
    others = 0
    for i in 0..<count {
      distances[i] = Double(scalars[start + i * step]) - largest
      powers[i] = exponential(distances[i])
      if i != best { others += powers[i] }
    }
    scale = 1 / (1 + others)
  }

  /// log Σ eᶻ; the largest logit itself where that is infinite.
  var logSum: Double { largest.isFinite ? largest + logarithm(onePlus: others) : largest }
  /// pᵢ.
  func probability(_ i: Int) -> Double { powers[i] * scale }
  /// 1 − pᵢ.
  func rest(_ i: Int) -> Double {
    (i == best ? others : 1 + others - powers[i]) * scale
  }
  /// log pᵢ.
  func logProbability(_ i: Int) -> Double { distances[i] - logarithm(onePlus: others) }
}
