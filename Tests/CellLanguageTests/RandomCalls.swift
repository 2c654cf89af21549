@testable import CellLanguage

/// Calls of whatever the library's tables hold, with arguments of the right kinds and absurd values: a function that is
/// added to a table is called too.
struct RandomCalls {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  /// Values whose methods are called, by their types.
  static let receivers: [(name: String, source: String)] = [
    ("empty", "zeros(1000000000000, 0)"), ("none", "zeros(0)"), ("number", "full(value: 2.5)"),
    ("vector", "ramp(7)"), ("matrix", "normal(5, 4, seed: 1)"),
    ("picture", "normal(2, 3, 6, 5, seed: 2)"), ("hollow", "zeros(3, 0, 5)"),
    ("odd", "Tensor(shape: [2, 2], scalars: [Float.nan, Float.infinity, -1.0, 0.0])"),
    ("ints", "[3, 1, 2]"), ("words", "[\"a\", \"b\"]"), ("nothing", "[Int]()"),
    ("range", "Int.min..<0"), ("few", "0..<5"), ("text", "\"abc\""), ("whole", "Int.min"),
    ("real", "-0.5"), ("layer", "Dense(inputs: 4, outputs: 3)"),
    ("plan", "Sequential(Conv2D(inputChannels: 1, outputChannels: 2, kernelSize: 3), ReLU())"),
    ("huge", "Dense(inputs: 16777216, outputs: 16777216)"),
    (
      "network",
      "Network(Sequential(Flatten(), Dense(inputs: 12, outputs: 3)), input: [1, 3, 4], seed: 1)"
    ),
    ("sgd", "SGD(momentum: 0.9)"), ("adam", "Adam()"),
    ("schedule", "Schedule.oneCycle(peak: 0.1, warmUp: 0.2)"),
  ]

  /// The text of a cell that declares the receivers.
  static let preparation = receivers.map { "var \($0.name) = \($0.source)" }.joined(separator: "\n")

  // MARK: - Calls

  mutating func call(of function: LibraryFunction, on receiver: String? = nil) -> String {
    var name = function.name
    if let receiver { name = "\(receiver).\(name)" }
    var parts: [String] = []
    for parameter in function.parameters {
      if !parameter.isRequired, chance(3) { continue }
      for _ in 0..<(parameter.isVariadic ? pick([0, 1, 2, 3, 4]) : 1) {
        // The wrong kind is told elsewhere; here it is rare.
        let value = argument(chance(40) ? .any : parameter.type)
        parts.append((parameter.label.map { "\($0): " } ?? "") + value)
      }
    }
    return "\(name)(\(parts.joined(separator: ", ")))"
  }

  private mutating func argument(_ type: TypeName) -> String {
    switch type {
    case .int: return int()
    case .double, .float:
      return pick(["0.0", "0.5", "-1.0", "1e30", "Float.nan", "-Float.infinity", "1e-40", "3"])
    case .numeric: return chance(2) ? tensor() : argument(.float)
    case .bool: return pick(["true", "false"])
    case .string: return pick(["\"a\"", "\"\"", "\"\\n\\u{202E}\"", "\"é\""])
    case .tensor: return tensor()
    case .pair: return chance(2) ? int() : "(\(int()), \(int()))"
    case .layer:
      return pick([
        "layer", "plan", "huge", "network", "ReLU()", "Flatten()", "Sequential()", "Softmax()",
        "Sequential(Array(repeating: huge, count: 40000))", "GlobalAveragePool()",
        "Residual(plan)", "Branches(plan, plan)", "AdaptiveAveragePool2D(16777216)",
        "Conv2D(inputChannels: 1, outputChannels: 1, kernelSize: 1, stride: 100000, padding: 100000)",
        "MaxPool2D(size: 2, stride: \(int()))", "Dropout(rate: 0.5)", "LayerNorm(4)",
      ])
    case .function, .closure:
      return pick([
        "{ $0 }", "{ $0 + $1 }", "{ _ in 1 }", "{ [$0] }", "{ $0 * 2 }", "{ x in x }",
        "{ (a, b) in a }", "{ $0 < $1 }", "{ true }", "{ x, w, dy, s, p in (x, w, dy) }",
      ])
    case .array(.int): return shape()
    case .array(let element), .slice(let element):
      let parts = (0..<pick([0, 1, 2, 3])).map { _ in argument(element) }
      return "[\(parts.joined(separator: ", "))]"
    case .optional(let inner): return chance(3) ? "nil" : argument(inner)
    case .named(let name): return named(name)
    case .tuple(let parts, _):
      return "(\(parts.map { argument($0) }.joined(separator: ", ")))"
    case .any, .nothing:
      return argument(pick([.int, .float, .tensor, .array(.int), .string, .layer, .bool]))
    }
  }

  private mutating func named(_ name: String) -> String {
    switch name {
    case "Range<Int>":
      return pick(["0..<2", "1..<1", "Int.min..<0", "-1..<3", "0..<1000000000000"])
    case "Box": return "Box(x: 0.0, y: 1.0, width: \(argument(.float)), height: 1.0)"
    case "Kept": return "layer.forward(ones(1, 4), parameters: [ones(3, 4), ones(3)]).kept"
    case "Optimizer": return "sgd"
    default: return "." + pick(Library.choices[name] ?? ["none"])
    }
  }

  private mutating func int() -> String {
    pick([
      "0", "1", "2", "3", "5", "8", "-1", "64", "1000", "100000", "16777216", "1099511627776",
      "Int.max", "Int.min", "Int.max / 2",
    ])
  }

  private mutating func shape() -> String {
    if chance(20) { return pick(["Array(0..<1000)", "Array(repeating: 1, count: 100)"]) }
    if chance(3) { return pick(["[1, 3, 4]", "[2, 4]", "[1, 1, 8, 8]", "[3, 3]", "[2, 1, 3, 3]"]) }
    return "[" + (0..<pick([0, 1, 2, 3, 4, 4, 5])).map { _ in int() }.joined(separator: ", ") + "]"
  }

  private mutating func tensor() -> String {
    pick([
      "empty", "none", "number", "vector", "matrix", "picture", "hollow", "odd", "ones(3, 3)",
      "ones(1, 2, 3, 3)", "ones(2, 3)", "ones(3)", "zeros(0, 3, 3, 3)",
      "zeros(1099511627776, 0, 1, 1)",
      "zeros(0, 1099511627776)", "zeros(1, 0, 4, 4)", "ones(100, 100)", "ones(1, 1, 40, 40)",
      "zeros(\(int()), \(int()))", "zeros(\(int()), \(int()), \(int()))",
    ])
  }

  // MARK: - Chance

  private mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (state ^ state >> 29) >> 8
  }
  private mutating func pick<T>(_ list: [T]) -> T { list[Int(next() % UInt64(list.count))] }
  private mutating func chance(_ one: UInt64) -> Bool { next() % one == 0 }
}
