/// The maps that an operation works on: what it reads and writes forward, and what it reads and writes on the way back.
struct Ports {
  var input, output: Maps
  /// ∂loss/∂output; `nil` where no gradient is wanted.
  var outputGradient: Maps?
  /// ∂loss/∂input; `nil` where no gradient is wanted.
  var inputGradient: Maps?
  /// Whether another operation has put its share into the input's gradient before.
  var accumulates = false

  /// Asks whether the maps can be walked side by side, register by register, and ends the program with a sentence where not.
  func requireSameWalk(_ name: String) {
    for maps in [output, outputGradient, inputGradient].compactMap({ $0 }) {
      precondition(
        input.walksBeside(maps),
        "\(name) walks maps side by side, but \(input.layout) and \(maps.layout) differ.")
    }
  }
}
