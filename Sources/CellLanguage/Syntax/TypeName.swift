/// A type as a cell writes it.
indirect enum TypeName: Equatable, Sendable {
  case int, double, float, bool, string, tensor, pair, layer, any
  /// A number, or a tensor, which a literal matrix then is.
  case numeric
  case array(TypeName)
  case tuple([TypeName], labels: [String?])
  case function
  case optional(TypeName)
  case named(String)
}

extension TypeName: CustomStringConvertible {
  var description: String {
    switch self {
    case .int: "Int"
    case .double: "Double"
    case .float: "Float"
    case .bool: "Bool"
    case .string: "String"
    case .tensor: "Tensor"
    case .pair: "Int or (Int, Int)"
    case .layer: "a layer"
    case .any: "any value"
    case .numeric: "Tensor or number"
    case .array(let element): "[\(element)]"
    case .tuple(let parts, let labels):
      "("
        + zip(parts, labels).map { part, label in (label.map { "\($0): " } ?? "") + "\(part)" }
        .joined(separator: ", ") + ")"
    case .function: "a closure"
    case .optional(let inner): "\(inner)?"
    case .named(let name): name
    }
  }
}
