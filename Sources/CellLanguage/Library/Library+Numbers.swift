/// Members of numbers and texts.
extension Library {
  static let numberPropertyNames = [
    "description", "isFinite", "isInfinite", "isNaN", "magnitude",
  ]

  static func numberProperty(_ name: String, of value: Value) throws -> Value? {
    switch (value, name) {
    case (_, "description"): .string("\(value)")
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
      name: "rounded",
      parameters: [
        .plain("rule", .named("FloatingPointRoundingRule"), ".toNearestOrAwayFromZero")
      ], summary: "the nearest whole number, or the next one up or down", result: "the same kind"
    ) { _, call in
      let rule = roundingRules[call.choice(0) ?? ""] ?? .toNearestOrAwayFromZero
      return switch call.receiver {
      case .float(let x)?: .float(x.rounded(rule))
      case .double(let x)?: .double(x.rounded(rule))
      default: .none
      }
    },
    real("squareRoot", "the square root", { $0.squareRoot() }, { $0.squareRoot() }),
    LibraryFunction(
      name: "truncatingRemainder", parameters: [.named("dividingBy", .numeric)],
      summary: "what is left of a division by a whole number of times", result: "the same kind"
    ) { _, call in
      switch (call.receiver, call.values[0]) {
      case (.float(let x)?, .float(let y)?): return .float(x.truncatingRemainder(dividingBy: y))
      case (.double(let x)?, .double(let y)?): return .double(x.truncatingRemainder(dividingBy: y))
      default: throw Complaint("truncatingRemainder needs two numbers of one type")
      }
    },
  ]

  private static let roundingRules: [String: FloatingPointRoundingRule] = [
    "up": .up, "down": .down, "towardZero": .towardZero, "awayFromZero": .awayFromZero,
    "toNearestOrEven": .toNearestOrEven, "toNearestOrAwayFromZero": .toNearestOrAwayFromZero,
  ]

  private static func real(
    _ name: String, _ summary: String, _ float: @escaping @Sendable (Float) -> Float,
    _ double: @escaping @Sendable (Double) -> Double
  ) -> LibraryFunction {
    LibraryFunction(name: name, parameters: [], summary: summary, result: "the same kind") {
      _, call in
      switch call.receiver {
      case .float(let x)?: .float(float(x))
      case .double(let x)?: .double(double(x))
      default: .none
      }
    }
  }

  static let wholeMethods: [LibraryFunction] = [
    LibraryFunction(
      name: "isMultiple", parameters: [.named("of", .int)],
      summary: "whether a number divides it", result: "Bool"
    ) { _, call in
      guard case .int(let x)? = call.receiver else { return .none }
      return .bool(x.isMultiple(of: call.int(0)))
    },
    LibraryFunction(
      name: "signum", parameters: [], summary: "-1, 0 or 1, as its sign is", result: "Int"
    ) { _, call in
      guard case .int(let x)? = call.receiver else { return .none }
      return .int(x.signum())
    },
    LibraryFunction(
      name: "quotientAndRemainder", parameters: [.named("dividingBy", .int)],
      summary: "how often a number goes into it, and what is left", result: "(Int, Int)"
    ) { _, call in
      guard case .int(let x)? = call.receiver else { return .none }
      let (quotient, overflow) = x.dividedReportingOverflow(by: call.int(0))
      guard !overflow else { throw Complaint("\(x) cannot be divided by \(call.int(0))") }
      return .tuple([
        ("quotient", .int(quotient)), ("remainder", .int(x - quotient * call.int(0))),
      ])
    },
  ]

  private static func text(
    _ name: String, _ summary: String, _ change: @escaping @Sendable (String) -> String
  ) -> LibraryFunction {
    LibraryFunction(name: name, parameters: [], summary: summary, result: "String") {
      machine, call in
      guard case .string(let text, _)? = call.receiver else { return .none }
      try machine.spend(reads: 16 * text.utf8.count)
      return .string(change(text))
    }
  }

  static let textMethods: [LibraryFunction] =
    [
      text("uppercased", "in capital letters") { $0.uppercased() },
      text("lowercased", "in small letters") { $0.lowercased() },
      LibraryFunction(
        name: "split", parameters: [.named("separator", .string)],
        summary: "its parts between separators", result: "[String]"
      ) { machine, call in
        guard case .string(let text, _)? = call.receiver, let mark = call.string(0).first,
          call.string(0).count == 1
        else { throw Complaint("a separator here is one letter") }
        try machine.spend(reads: 16 * text.utf8.count)
        return .array(text.split(separator: mark).map { .string(String($0)) })
      },
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
      [
        "contains", "prefix", "suffix", "dropFirst", "dropLast", "reversed", "map", "filter",
        "enumerated", "allSatisfy", "forEach", "count",
      ].contains($0.name)
    }
}
