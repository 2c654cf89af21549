/// Members of what has few: Bools, optionals, parts of arrays.
extension Library {
  /// A method of a value: its own, or for part of an array the array's.
  static func anyMethod(named name: String, of value: Value) -> LibraryFunction? {
    switch value {
    case .bool: boolMethods.first { $0.name == name }
    case .some, .none: optionalMethods.first { $0.name == name }
    default: method(named: name, of: value.asArray)
    }
  }

  /// Methods that change what they are called on.
  static let changingNames: Set<String> = Set((mutating + boolMethods).map(\.name)).union(["step"])

  private static let boolMethods = [
    LibraryFunction(
      name: "toggle", parameters: [], summary: "true becomes false, false true", result: "",
      isMutating: true, body: { _, _ in .none },
      change: { _, value, _ in
        value = .bool(try !value.isTrue())
        return .none
      })
  ]

  private static let optionalMethods = ["map", "flatMap"].map { name in
    LibraryFunction(
      name: name, parameters: [.plain("change", .function)],
      summary: "what it holds changed; nil where it holds nothing", result: "T?"
    ) { machine, call in
      guard let closure = call.closure(0), case .some(let held)? = call.receiver else {
        return .none
      }
      let value = try machine.apply(closure, to: [held], call.range)
      switch value {
      case .some where name == "flatMap", .none where name == "flatMap": return value
      default: return .some(value)
      }
    }
  }

  /// Functions that end a program where something is not as it must be.
  static let stoppingFunctions: [LibraryFunction] =
    [
      LibraryFunction(
        name: "fatalError", parameters: [.plain("message", .string, "\"\"")],
        summary: "ends the program", result: ""
      ) { _, call in throw Complaint(stopped("the program stops here", call.string(0))) }
    ]
    + ["assert", "precondition"].map { name in
      LibraryFunction(
        name: name, parameters: [.plain("test", .bool), .plain("message", .string, "\"\"")],
        summary: "ends the program unless a test holds", result: ""
      ) { _, call in
        guard call.bool(0, true) else {
          throw Complaint(stopped("\(name) does not hold", call.string(1)))
        }
        return .none
      }
    }

  private static func stopped(_ what: String, _ message: String) -> String {
    message.isEmpty ? what : "\(what): \(message)"
  }
}
