import CNNEngine
import CellLanguage
import Testing

/// What cells do with a network and with the data that it learns from.
@Suite struct NetworkCellTests {
  /// 40 pictures of 4×4 and a network for them.
  static let beginning = """
    let plan = Sequential(Conv2D(inputChannels: 1, outputChannels: 2, kernelSize: 3), BatchNorm2D(channels: 2), ReLU(), Flatten(), Dense(inputs: 8, outputs: 4))
    let network = Network(plan, input: [1, 4, 4], seed: 2)
    let x = digits.images

    """

  static func run(_ program: String) -> (printed: String, error: String?) {
    let images = Tensor(
      shape: [40, 1, 4, 4],
      scalars: uniform(640, seed: 5).scalars.map { (8 * $0 + 8).rounded(.down) })
    let digits = (
      images: images, labels: Tensor(shape: [40], scalars: (0..<40).map { Float($0 % 4) })
    )
    var interpreter = Interpreter(
      surroundings: Surroundings(
        digits: { digits }, picture: { _ in nil }, pictureNames: [], clock: { 0 }))
    let outcome = interpreter.run(beginning + program)
    let lines = outcome.outputs.map { if case .text(let line) = $0 { line } else { "a figure" } }
    return (lines.joined(separator: "\n"), outcome.error.map { "\($0)" })
  }

  static let programs = [
    ("print(isClose(network.dropFirst(3)(network.prefix(3)(x)), network(x)))", "true"),
    (
      "print(network.prefix(1)(x).shape, network.dropFirst(4)(ones(2, 8)).shape)",
      "[40, 2, 2, 2] [2, 4]"
    ),
    ("print(network.prefix(2).parameters.count, network.dropFirst(2).statistics.count)", "4 0"),
    // A channel switched off, and the gradient of one map's sum.
    (
      """
      let off: Tensor = [0, 1]
      let maps = network.prefix(3)(x)
      let without = network.dropFirst(3)(maps * off.reshaped(2, 1, 1))
      print(without.shape, without == network(x))
      """, "[40, 4] false"
    ),
    (
      """
      let first = network.prefix(1)
      var up = zeros(1, 2, 2, 2)
      for p in 0..<2 { for q in 0..<2 { up[0, 1, p, q] = 1 } }
      let back = first.backwardAll(x.part(0), from: up)
      let k = first.parameters[0].part(1, 0)
      print(isClose(back[0].inputGradient.part(0, 0), conv2d(pad(ones(2, 2), 2), k.flipped())))
      print(isClose(first.inputGradient(x.part(0), from: up), back[0].inputGradient))
      """, "true\ntrue"
    ),
    ("print(isClose(network.predict(x, mode: .inference), network(x)))", "true"),
    (
      "print(network.predict(x.part(0), mode: .training).shape, network.predict(x, mode: .training) == network(x))",
      "[1, 4] false"
    ),
    ("print(digits.training.images.shape, digits.heldOut.labels.count)", "[32, 1, 4, 4] 8"),
    (
      "print(normalized(digits).heldOut.images.shape, accuracy(network, on: digits.heldOut) <= 1)",
      "[8, 1, 4, 4] true"
    ),
    (
      "let sheet = padded(digits, by: 3)\nprint(sheet.images.shape, sheet.images.sum() == digits.images.sum(), sheet.labels == digits.labels)",
      "[40, 1, 10, 10] true true"
    ),
    (
      "print(padded(normalized(digits), by: 1).images.part(0, 0)[0, 0] == normalized(padded(digits, by: 0)).blank)",
      "true"
    ),
    (
      """
      let sums = digits.training.images.sum() + digits.heldOut.images.sum()
      print(sums == digits.images.sum(), digits.heldOut.images == digits.heldOut.images)
      """, "true true"
    ),
  ]

  @Test(arguments: programs)
  func `a program prints`(program: String, expected: String) {
    let (printed, error) = Self.run(program)
    #expect(error == nil)
    #expect(printed == expected)
  }

  static let mistakes = [
    ("network.prefix(0)", "number of layers"), ("network.prefix(6)", "number of layers"),
    ("network.dropFirst(5)", "number of layers"), ("network.dropFirst(-1)", "number of layers"),
    ("network.backwardAll(x)", "either the labels or the gradient"),
    ("network.backwardAll(x, labels: [1], from: x)", "either the labels or the gradient"),
    ("network.backwardAll(x, from: x)", "the output's gradient"),
    ("network.inputGradient(x, from: x)", "the output's gradient"),
    ("network.dropFirst(4)(x)", "the network's input"),
    ("digits.test", "test"), ("padded(digits, by: -1)", "padding must be at least 0"),
    ("padded(x, by: 1)", "images and labels"),
    ("network.predict(x, mode: .learning)", "learning"),
  ]

  @Test(arguments: mistakes)
  func `a mistake is named`(program: String, named: String) throws {
    let error = try #require(Self.run("print(\(program))").error)
    #expect(error.contains(named))
  }
}
