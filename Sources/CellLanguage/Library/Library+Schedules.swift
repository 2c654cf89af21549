import CNNEngine

/// What stands behind a type's name: `Schedule.cosine(0.1)`.
extension Library {
  static func typeFunction(_ type: String, _ name: String) -> LibraryFunction? {
    typeFunctions.first { $0.name == "\(type).\(name)" }
  }

  static let typeFunctions: [LibraryFunction] = [
    made("Schedule.constant", [.plain("rate", .float)]),
    made(
      "Schedule.step",
      [.plain("rate", .float), .named("every", .int), .named("factor", .float)]),
    made("Schedule.cosine", [.plain("rate", .float)]),
    made("Schedule.oneCycle", [.named("peak", .float), .named("warmUp", .float)]),
  ]

  /// A case with values, kept as a record under the type's name.
  private static func made(_ name: String, _ parameters: [LibraryFunction.Parameter])
    -> LibraryFunction
  {
    let words = name.split(separator: ".").map(String.init)
    return LibraryFunction(
      name: name, parameters: parameters, summary: "", result: words[0]
    ) { _, call in
      for case .int(let number)? in call.values where !(1...1 << 20).contains(number) {
        throw Complaint("a schedule counts epochs from 1, not \(number)")
      }
      let made = Value.record(
        Value.Record(
          type: words[0],
          parts: zip(parameters, call.values).map { ($0.name, $1 ?? .none) }
            + [("kind", .string(words[1]))]))
      try schedule(made)?.check()
      return made
    }
  }

  static let scheduleMethods: [LibraryFunction] = [
    LibraryFunction(
      name: "rate",
      parameters: [.named("step", .int), .named("of", .int), .named("stepsPerEpoch", .int)],
      summary: "the rate of a step, from 0, of so many", result: "Float"
    ) { _, call in
      guard let schedule = schedule(call.receiver) else { return .none }
      guard (0..<1 << 40).contains(call.int(0)), (1..<1 << 40).contains(call.int(1)),
        (1..<1 << 40).contains(call.int(2))
      else { throw Complaint("steps count from 0, and there is at least 1 of them") }
      return .float(
        schedule.rate(step: call.int(0), of: call.int(1), stepsPerEpoch: call.int(2)))
    }
  ]

  /// The schedule that a record stands for.
  static func schedule(_ value: Value?) -> Schedule? {
    guard case .record(let record)? = value, record.type == "Schedule" else { return nil }
    let numbers = record.parts.compactMap(\.value.number)
    guard let first = numbers.first, case .string(let kind, _)? = record.parts.last?.value else {
      return nil
    }
    let rate = Float(first)
    switch kind {
    case "step": return .step(rate, every: Int(numbers[1]), factor: Float(numbers[2]))
    case "cosine": return .cosine(rate)
    case "oneCycle": return .oneCycle(peak: rate, warmUp: Float(numbers[1]))
    default: return .constant(rate)
    }
  }
}
