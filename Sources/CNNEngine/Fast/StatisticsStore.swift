/// The running statistics of a network, which training gathers and predictions use.
final class StatisticsStore {
  /// Where a normalisation's running mean and variance lie, a number for each channel in whole registers.
  struct Slice {
    let mean, variance: MutableScalars
  }

  private let specs: [ParameterSpec]
  private let memory: [MutableScalars]

  init(_ specs: [ParameterSpec], arena: Arena) {
    self.specs = specs
    memory = specs.map { spec in
      let values = arena.floats(spec.shape.reduce(1, *))
      if spec.start == .ones { values.update(repeating: 1, count: spec.shape.reduce(1, *)) }
      return values
    }
  }

  func slice(_ numbers: [Int]) -> Slice {
    Slice(mean: memory[numbers[0]], variance: memory[numbers[1]])
  }

  func load(_ tensor: Tensor, into number: Int) {
    for (i, value) in tensor.scalars.enumerated() { memory[number][i] = value }
  }

  func tensor(_ number: Int) -> Tensor {
    let shape = specs[number].shape
    return Tensor(shape: shape, scalars: (0..<shape.reduce(1, *)).map { memory[number][$0] })
  }

  /// All of them, in the plan's order.
  var tensors: [Tensor] { specs.indices.map(tensor) }

  func copy(from other: StatisticsStore) {
    for (i, spec) in specs.enumerated() {
      memory[i].update(from: other.memory[i], count: spec.shape.reduce(1, *))
    }
  }
}
