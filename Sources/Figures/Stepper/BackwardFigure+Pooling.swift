import CNNEngine

extension BackwardFigure {
  /// A term for each window that the entry lies in.
  var poolingTerms: [Term] {
    let (n, c) = (entry[0], entry[1])
    var terms: [Term] = []
    for p in 0..<step.output.shape[2]
    where tap(entry[2] + step.padding.rows - p * step.stride.rows, isRow: true) != nil {
      for q in 0..<step.output.shape[3]
      where tap(entry[3] + step.padding.columns - q * step.stride.columns, isRow: false) != nil {
        let output = [n, c, p, q]
        let winner = step.operation == .maxPool ? step.winner(output) : nil
        let share =
          step.operation == .maxPool ? (winner == entry ? 1 : 0) : 1 / Float(step.divisor(p, q))
        terms.append(
          Term(
            output: output, factor: winner ?? entry,
            gradient: Self.value(outputGradient, output), value: share))
      }
    }
    return terms
  }

  /// What one product is made of.
  func names(of term: Term) -> String {
    switch step.operation {
    case .maxPool where isHidden: outputText(term.output)
    case .maxPool: "\(outputText(term.output)), won by \(factorText(term.factor))"
    case .averagePool: "\(outputText(term.output)) × share"
    default: "\(outputText(term.output)) × \(factorText(term.factor))"
    }
  }

  /// What stands over the products.
  var sumTitle: String {
    switch step.operation {
    case .maxPool: "\(outputName) × 1 if it wins the window, else × 0"
    case .averagePool: "\(outputName) × its share in the window"
    default: "\(outputName) × \(factorName)"
    }
  }

  func poolingSentence(_ value: String) -> String {
    let terms = terms
    let windows = terms.count == 1 ? "1 window" : "\(terms.count) windows"
    if step.operation == .averagePool {
      return "\(entryText) is \(value), the sum of its shares in the gradients of \(windows)."
    }
    let won = terms.count { $0.value == 1 }
    return isHidden
      ? "\(entryText) is hidden; the entry lies in \(windows)."
      : "\(entryText) is \(value); the entry lies in \(windows) and is the largest in \(won)."
  }
}

extension WindowStep {
  /// `[n, c, h, w]` of the entry that a maximum hands on: the first of the largest, or the first NaN; `nil` where the window
  /// holds padding only.
  func winner(_ output: [Int]) -> [Int]? {
    var best: (at: [Int], value: Float)?
    for r in 0..<kernelSize.rows {
      for s in 0..<kernelSize.columns {
        let (row, column) = (
          output[2] * stride.rows + r * dilation.rows,
          output[3] * stride.columns + s * dilation.columns
        )
        guard let value = entry(output[0], output[1], row, column) else { continue }
        if let best, best.value.isNaN || !(value > best.value || value.isNaN) { continue }
        best = ([output[0], output[1], row - padding.rows, column - padding.columns], value)
      }
    }
    return best?.at
  }

  /// What a mean divides by: the places under the window, those in the padding only where they count.
  ///
  /// What hangs over the padding never counts.
  func divisor(_ p: Int, _ q: Int) -> Int {
    func count(_ start: Int, _ size: Int, _ length: Int, _ padding: Int) -> Int {
      let range = countsPadding ? 0..<length + 2 * padding : padding..<padding + length
      return range.clamped(to: start..<start + size).count
    }
    return max(
      1,
      count(p * stride.rows, kernelSize.rows, input.shape[2], padding.rows)
        * count(q * stride.columns, kernelSize.columns, input.shape[3], padding.columns))
  }

  /// ∂loss/∂input of the pooling, from the engine.
  func poolingGradient(_ outputGradient: Tensor) -> Tensor {
    let size = Pair(kernelSize.rows, kernelSize.columns)
    let (step, margin) = (
      Pair(stride.rows, stride.columns), Pair(padding.rows, padding.columns)
    )
    // More stops than fit wholly: the last ones hang over the end.
    let hangs =
      (output.shape[2] - 1) * stride.rows + reach.rows > input.shape[2] + 2 * padding.rows
      || (output.shape[3] - 1) * stride.columns + reach.columns
        > input.shape[3] + 2 * padding.columns
    return operation == .maxPool
      ? maxPool2dGradient(
        input: input, outputGradient: outputGradient, size: size, stride: step, padding: margin,
        dilation: Pair(dilation.rows, dilation.columns), ceilMode: hangs)
      : averagePool2dGradient(
        input: input, outputGradient: outputGradient, size: size, stride: step, padding: margin,
        ceilMode: hangs, countsPadding: countsPadding)
  }
}
