extension NetworkRunner {
  /// Where a run stands: parameters, statistics and the optimiser's memory.
  func checkpoint(step: Int) -> Checkpoint {
    Checkpoint(
      parameters: parameters, statistics: statistics,
      momenta: optimizer.map { memory in order.map { store.tensor($0, from: memory.first) } } ?? [],
      squares: optimizer.flatMap { memory in
        memory.usesSecond ? order.map { store.tensor($0, from: memory.second) } : nil
      } ?? [], step: step)
  }

  /// Goes on where a run stood.
  func load(_ checkpoint: Checkpoint) {
    load(parameters: checkpoint.parameters, statistics: checkpoint.statistics)
    guard let optimizer else { return }
    optimizer.steps = checkpoint.step
    setStep(checkpoint.step)
    for (index, tensor) in zip(order, checkpoint.momenta) {
      store.load(tensor, into: index, of: optimizer.first)
    }
    guard optimizer.usesSecond else { return }
    for (index, tensor) in zip(order, checkpoint.squares) {
      store.load(tensor, into: index, of: optimizer.second)
    }
  }

  /// How each layer with parameters fared in the last step.
  func health(countsDead: Bool) -> [LayerHealth] {
    guard let optimizer else { return [] }
    return namedParameters.map { name, indices in
      let norms = indices.map { optimizer.norms(of: $0) }
      let length = { (part: (Int) -> Float) in
        norms.indices.reduce(Float(0)) { $0 + part($1) * part($1) }.squareRoot()
      }
      return LayerHealth(
        name: name, gradientNorm: length { norms[$0].gradient },
        updateNorm: length { norms[$0].update }, parameterNorm: length { norms[$0].parameter },
        deadShare: countsDead ? deadShare(of: indices[0]) : nil)
    }
  }

  /// The loss, accuracy and confusions of the network on data of its own.
  ///
  /// A last batch that is not full is filled up with the first picture, which is not counted again.
  func evaluate(_ data: Dataset) -> Evaluation {
    let size = data.images.count / max(1, data.count)
    var confusion = Array(
      repeating: Array(repeating: 0, count: data.classes), count: data.classes)
    var total = 0.0
    data.images.scalars.withUnsafeBufferPointer { scalars in
      for start in stride(from: 0, to: data.count, by: batch) {
        let count = min(batch, data.count - start)
        for n in 0..<batch {
          let index = n < count ? start + n : 0
          setPicture(
            n, from: UnsafeBufferPointer(rebasing: scalars[index * size..<(index + 1) * size]))
        }
        forward()
        for n in 0..<count {
          let label = data.labels[start + n]
          let (answer, loss) = answer(n, label: label)
          confusion[label][answer] += 1
          total += Double(loss)
        }
      }
    }
    let right = data.classes == 0 ? 0 : (0..<data.classes).reduce(0) { $0 + confusion[$1][$1] }
    return Evaluation(
      loss: Float(total / Double(data.count)), accuracy: Float(right) / Float(data.count),
      perClass: confusion.enumerated().map { c, row in
        Float(row[c]) / Float(row.reduce(0, +))
      }, confusion: confusion)
  }
}
