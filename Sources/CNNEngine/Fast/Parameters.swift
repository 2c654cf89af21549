/// The parameters of a network in the layout of the fast algorithms, with their gradients and the optimiser's memory.
///
/// All of them lie one after the other, so that an optimiser is one pass over memory.
final class ParameterStore {
  /// Where one parameter tensor lies, and how its entries map to those of the tensor.
  struct Slice {
    /// The first float, in `values` and in each of the optimiser's memories.
    let start: Int
    let count: Int
    /// How many partial gradients there are, each of `count` floats.
    let slots: Int
    /// The first float of the first partial gradient.
    let gradientStart: Int
    /// The tensor's shape as the layer gives it.
    let shape: [Int]
    /// For each entry of the tensor, in its own order, its place from `start`.
    let places: [Int32]
  }

  private(set) var slices: [Slice] = []
  private(set) var count = 0
  private var gradientCount = 0
  private(set) var values: MutableScalars
  private(set) var gradients: MutableScalars
  private let arena: Arena

  init(arena: Arena) {
    self.arena = arena
    values = arena.floats(0)
    gradients = arena.floats(0)
  }

  /// Reserves room for a tensor; `places` says where each of its entries goes among `count` floats.
  func add(shape: [Int], count: Int, slots: Int, places: [Int32]) -> Int {
    let rounded = wholeLanes(count)
    slices.append(
      Slice(
        start: self.count, count: rounded, slots: slots, gradientStart: gradientCount, shape: shape,
        places: places))
    self.count += rounded
    gradientCount += rounded * slots
    return slices.count - 1
  }

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

  /// Takes the entries of a tensor in.
  func load(_ tensor: Tensor, into index: Int) {
    load(tensor, into: index, of: values)
  }

  /// Takes the entries of a tensor into memory laid out like the values.
  func load(_ tensor: Tensor, into index: Int, of memory: MutableScalars) {
    let target = memory + slices[index].start
    for (place, entry) in zip(slices[index].places, tensor.scalars) { target[Int(place)] = entry }
  }

  /// Reads a tensor out of values, or of any memory laid out like them.
  func tensor(_ index: Int, from memory: MutableScalars) -> Tensor {
    let slice = slices[index]
    return Tensor(
      shape: slice.shape, scalars: slice.places.map { memory[slice.start + Int($0)] })
  }

  /// The gradient of the last step: the partial ones added up in order.
  func gradientTensor(_ index: Int) -> Tensor {
    let slice = slices[index]
    return Tensor(
      shape: slice.shape,
      scalars: slice.places.map { place in
        (0..<slice.slots).reduce(Float(0)) { sum, slot in
          sum + gradients[slice.gradientStart + slot * slice.count + Int(place)]
        }
      })
  }
}
