/// The parameters of a network in the layout of the fast algorithms, with their gradients and the optimiser's memory.
///
/// All of them lie one after the other, so that an optimiser is one pass over memory. A tensor is one slice, or several
/// where a convolution in groups is computed group by group. A network that only predicts has no gradients.
final class ParameterStore {
  /// Where some rows of a parameter tensor lie.
  struct Slice {
    /// The first float, in `values` and in each of the optimiser's memories.
    let start: Int
    let count: Int
    /// How many partial gradients there are, each of `count` floats: one for each slot, or one for all.
    let slots: Int
    /// The first float of the first partial gradient.
    let gradientStart: Int
    /// The first of its entries in the tensor.
    let firstEntry: Int
    let layout: ParameterLayout
  }

  private(set) var slices: [Slice] = []
  /// For each parameter of the plan its slices, in the order of its rows.
  private(set) var tensors: [[Int]]
  private let specs: [ParameterSpec]
  private var numbers: [Graph.ParameterUse: Int] = [:]
  private(set) var count = 0
  private var gradientCount = 0
  private(set) var values: MutableScalars
  private(set) var gradients: MutableScalars
  private let hasGradients: Bool
  private let arena: Arena

  init(_ specs: [ParameterSpec], hasGradients: Bool, arena: Arena) {
    self.specs = specs
    self.hasGradients = hasGradients
    self.arena = arena
    tensors = Array(repeating: [], count: specs.count)
    values = arena.floats(0)
    gradients = arena.floats(0)
  }

  /// Reserves room for a parameter, or some rows of it.
  func add(_ use: Graph.ParameterUse, _ layout: ParameterLayout, slots: Int) -> Int {
    let shape = specs[use.parameter].shape
    let rowCount = shape.dropFirst().reduce(1, *)
    let slots = hasGradients ? slots : 0
    slices.append(
      Slice(
        start: count, count: layout.count, slots: slots, gradientStart: gradientCount,
        firstEntry: use.rows.lowerBound * rowCount, layout: layout))
    count += layout.count
    gradientCount += layout.count * slots
    let number = slices.count - 1
    numbers[use] = number
    tensors[use.parameter].append(number)
    tensors[use.parameter].sort { slices[$0].firstEntry < slices[$1].firstEntry }
    return number
  }

  /// The slice that a node's parameter was given.
  func slice(_ use: Graph.ParameterUse) -> Int? { numbers[use] }

  /// Asks for the memory, once all tensors are known.
  func allocate() {
    values = arena.floats(count)
    gradients = arena.floats(gradientCount)
  }

  func value(_ index: Int) -> MutableScalars { values + slices[index].start }

  func gradient(_ index: Int, slot: Int) -> MutableScalars {
    let slice = slices[index]
    return gradients + (slice.gradientStart + min(slot, slice.slots - 1) * slice.count)
  }

  // MARK: - Tensors

  /// Takes the entries of a parameter in.
  func load(_ tensor: Tensor, into parameter: Int) { load(tensor, into: parameter, of: values) }

  /// Takes the entries of a parameter into memory laid out like the values.
  func load(_ tensor: Tensor, into parameter: Int, of memory: MutableScalars) {
    tensor.scalars.withUnsafeBufferPointer { scalars in
      for slice in tensors[parameter].map({ slices[$0] }) {
        let target = memory + slice.start
        slice.layout.forEachEntry { target[$1] = scalars[slice.firstEntry + $0] }
      }
    }
  }

  /// Reads a parameter out of values, or of any memory laid out like them.
  func tensor(_ parameter: Int, from memory: MutableScalars) -> Tensor {
    var result = Tensor(zeros: specs[parameter].shape)
    result.scalars.withUnsafeMutableBufferPointer { scalars in
      for slice in tensors[parameter].map({ slices[$0] }) {
        let source = memory + slice.start
        slice.layout.forEachEntry { scalars[slice.firstEntry + $0] = source[$1] }
      }
    }
    return result
  }

  /// Takes in a parameter's gradient that was computed for the whole batch, in its first slot.
  func loadGradient(_ tensor: Tensor, of parameter: Int) {
    tensor.scalars.withUnsafeBufferPointer { scalars in
      for slice in tensors[parameter].map({ slices[$0] }) where slice.slots > 0 {
        let target = gradients + slice.gradientStart
        slice.layout.forEachEntry { target[$1] = scalars[slice.firstEntry + $0] }
      }
    }
  }

  /// The gradient of the last step: the partial ones added up in order.
  func gradientTensor(_ parameter: Int) -> Tensor {
    var result = Tensor(zeros: specs[parameter].shape)
    result.scalars.withUnsafeMutableBufferPointer { scalars in
      for slice in tensors[parameter].map({ slices[$0] }) {
        for slot in 0..<slice.slots {
          let source = gradients + slice.gradientStart + slot * slice.count
          slice.layout.forEachEntry { scalars[slice.firstEntry + $0] += source[$1] }
        }
      }
    }
    return result
  }
}
