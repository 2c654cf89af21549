/// A type, as a cell writes it and as a value has it.
indirect enum TypeName: Equatable, Sendable {
  case int, double, float, bool, string, tensor, pair, layer, any
  /// What a function without a result gives, and an optional that is empty.
  case nothing
  /// A number, or a tensor, which a literal matrix then is.
  case numeric
  case array(TypeName)
  case slice(TypeName)
  case tuple([TypeName], labels: [String?])
  /// A closure of which nothing is known.
  case function
  case closure([TypeName], result: TypeName)
  case optional(TypeName)
  case named(String)

  static let void = TypeName.named("Void")

  /// The type of a name that stands for one type by itself; `nil` where it is none.
  init?(word: String) {
    if let own = Self.words[word] {
      self = own
    } else if Self.named.contains(word) {
      self = .named(word)
    } else {
      return nil
    }
  }

  /// All such names.
  static var allWords: Set<String> { named.union(words.keys) }

  private static let words: [String: TypeName] = [
    "Int": .int, "Double": .double, "Float": .float, "Bool": .bool, "String": .string,
    "Tensor": .tensor, "Layer": .layer, "Sequential": .layer, "Residual": .layer,
    "Conv2D": .layer, "Dense": .layer,
  ]
  private static let named: Set<String> = [
    "Pair", "ConvolutionGradients", "Box", "PaddingMode", "LayerReport", "Void", "Network",
    "Forward", "Backward", "Kept", "Mode", "Weighting", "Schedule", "Initialization", "Optimizer",
    "SGD", "RMSProp", "Adam", "AdamW", "Digits", "DenseGradients", "NormGradients",
    "GradientCheckRow", "LayerOutput", "LayerGradient",
  ]
}

extension TypeName: CustomStringConvertible {
  /// As Swift names it, where that is one word; else in words.
  var description: String {
    switch self {
    case .int: "Int"
    case .double: "Double"
    case .float: "Float"
    case .bool: "Bool"
    case .string: "String"
    case .tensor: "Tensor"
    case .pair: "Int or (Int, Int)"
    case .layer: "layer"
    case .any: "any value"
    case .nothing: "nothing"
    case .numeric: "Tensor or number"
    case .array(.any): "[]"
    case .array(let element): "[\(element)]"
    case .slice(let element): "ArraySlice<\(element)>"
    case .tuple(let parts, let labels):
      "("
        + zip(parts, labels).map { part, label in (label.map { "\($0): " } ?? "") + "\(part)" }
        .joined(separator: ", ") + ")"
    case .function: "closure"
    case .closure(let parameters, let result):
      "(\(parameters.map { "\($0)" }.joined(separator: ", "))) -> \(result)"
    case .optional(let inner): "\(inner)?"
    case .named(let name): name
    }
  }
}

extension TypeName {
  /// Whether it is a closure's, or an optional closure's.
  var isFunction: Bool {
    switch self {
    case .function, .closure: true
    case .optional(let inner): inner.isFunction
    default: false
    }
  }

  /// The type that a number as such takes beside a value of this one.
  var scalar: TypeName? {
    switch self {
    case .int, .double, .float: self
    case .tensor: .float
    default: nil
    }
  }

  /// The type, if nothing of it is left open.
  var known: TypeName? { isKnown ? self : nil }

  var isOptional: Bool { if case .optional = self { true } else { false } }

  /// What an optional of this type holds.
  var unwrapped: TypeName { if case .optional(let inner) = self { inner } else { self } }

  /// What a sequence of this type consists of.
  var element: TypeName? {
    switch self {
    case .array(let element), .slice(let element): element
    case .named("Range<Int>"), .named("ClosedRange<Int>"): .int
    case .string: .string
    default: nil
    }
  }

  /// Whether nothing of it is left open.
  var isKnown: Bool {
    switch self {
    case .any, .nothing, .numeric, .pair: false
    case .array(let inner), .slice(let inner), .optional(let inner): inner.isKnown
    case .tuple(let parts, _): parts.allSatisfy(\.isKnown)
    default: true
    }
  }
}
