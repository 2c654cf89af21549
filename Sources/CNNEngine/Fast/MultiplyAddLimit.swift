/// How many floating-point operations a second these threads can do at most, measured: fused multiply-adds on numbers that
/// stay in registers.
///
/// - Parameters:
///   - pool: the threads.
///   - clock: seconds from any fixed moment.
/// - Returns: operations a second, two for each multiply-add, of all threads together.
public func multiplyAddLimit(_ pool: ThreadPool, clock: () -> Double) -> Double {
  let rounds = 400_000
  var best = 0.0
  let results = MutableScalars.allocate(capacity: pool.threads)
  defer { results.deallocate() }
  for _ in 0..<12 {
    let start = clock()
    pool.run(pool.threads) { piece in results[piece] = multiplyAdds(rounds, seed: Float(piece)) }
    let operations = Double(2 * sumCount * laneCount * rounds * pool.threads)
    best = max(best, operations / (clock() - start))
  }
  return best
}

/// Sums in registers, each multiplied and added to over and over.
@inline(never)
private func multiplyAdds(_ rounds: Int, seed: Float) -> Float {
  var sums = Sums(repeating: Lanes(repeating: seed))
  let (factor, term) = (Lanes(repeating: 0.999), Lanes(repeating: 0.001))
  for _ in 0..<rounds {
    for i in 0..<sumCount { sums[i] = term.addingProduct(sums[i], factor) }
  }
  var total: Float = 0
  for i in 0..<sumCount { total += sums[i].sum() }
  return total
}

// As many sums as hide the latency of a multiply-add and stay in registers: of 32 wide ones, or of 16.
#if WIDE_LANES
  private let sumCount = 16
  private typealias Sums = InlineArray<16, Lanes>
#else
  private let sumCount = 10
  private typealias Sums = InlineArray<10, Lanes>
#endif
