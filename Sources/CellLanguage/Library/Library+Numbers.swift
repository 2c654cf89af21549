/// Members of numbers and texts.
extension Library {
  static let numberPropertyNames = ["isFinite", "isInfinite", "isNaN", "magnitude"]

  static func numberProperty(_ name: String, of value: Value) throws -> Value? {
    switch (value, name) {
    case (.int(let x), "magnitude"): .int(try magnitude(of: x))
    case (.float(let x), "magnitude"): .float(x.magnitude)
    case (.double(let x), "magnitude"): .double(x.magnitude)
    case (.float(let x), "isNaN"): .bool(x.isNaN)
    case (.double(let x), "isNaN"): .bool(x.isNaN)
    case (.float(let x), "isFinite"): .bool(x.isFinite)
    case (.double(let x), "isFinite"): .bool(x.isFinite)
    case (.float(let x), "isInfinite"): .bool(x.isInfinite)
    case (.double(let x), "isInfinite"): .bool(x.isInfinite)
    default: nil
    }
  }

  /// Swift's magnitude is a UInt; as an Int the smallest number has none.
  static func magnitude(of x: Int) throws(Complaint) -> Int {
    guard x != .min else { throw Complaint("the magnitude of \(x) is too large for an Int") }
    return abs(x)
  }

  static let numberMethods: [LibraryFunction] = [
    LibraryFunction(
      name: "rounded", parameters: [], summary: "the nearest whole number", result: "the same kind"
    ) { _, call in
      switch call.receiver {
      case .float(let x)?: .float(x.rounded())
      case .double(let x)?: .double(x.rounded())
      default: .none
      }
    },
    LibraryFunction(
      name: "squareRoot", parameters: [], summary: "the square root", result: "the same kind"
    ) { _, call in
      switch call.receiver {
      case .float(let x)?: .float(x.squareRoot())
      case .double(let x)?: .double(x.squareRoot())
      default: .none
      }
    },
  ]

  static let wholeMethods: [LibraryFunction] = [
    LibraryFunction(
      name: "isMultiple", parameters: [.named("of", .int)],
      summary: "whether a number divides it", result: "Bool"
    ) { _, call in
      guard case .int(let x)? = call.receiver else { return .none }
      return .bool(x.isMultiple(of: call.int(0)))
    }
  ]

  static let textMethods: [LibraryFunction] =
    [
      LibraryFunction(
        name: "hasPrefix", parameters: [.plain("text", .string)],
        summary: "whether it begins so", result: "Bool"
      ) { _, call in
        .bool(call.receiver?.description.hasPrefix(call.string(0)) ?? false)
      },
      LibraryFunction(
        name: "hasSuffix", parameters: [.plain("text", .string)],
        summary: "whether it ends so", result: "Bool"
      ) { _, call in
        .bool(call.receiver?.description.hasSuffix(call.string(0)) ?? false)
      },
    ]
    + sequenceMethods.filter {
      ["contains", "prefix", "suffix", "dropFirst", "dropLast", "reversed"].contains($0.name)
    }
}
