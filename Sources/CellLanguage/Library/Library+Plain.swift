import CNNEngine

extension Library {
  /// What Swift itself brings: printing, conversions, sequences.
  static let plainFunctions: [LibraryFunction] = [
    LibraryFunction(
      name: "print",
      parameters: [
        .many("values", .any), .named("separator", .string, "\" \""),
        .named("terminator", .string, "newline"),
      ],
      summary: "writes values in a line", result: ""
    ) { machine, call in
      let separator = call.values[1] == nil ? " " : call.string(1)
      let line = call.array(0).map(\.description).joined(separator: separator)
      guard machine.outputs.count < 500 else { throw Complaint("a cell prints at most 500 lines") }
      machine.outputs.append(
        .text(String(line.prefix(5_000)) + (call.values[2] == nil ? "" : call.string(2))))
      return .none
    },
    LibraryFunction(
      name: "Int", parameters: [.plain("value", .any)],
      summary: "a whole number; a fraction is dropped", result: "Int"
    ) { _, call in
      if case .string(let text)? = call.values[0] {
        guard let value = Int(text) else { throw Complaint("`\(text)` is no whole number") }
        return .int(value)
      }
      guard let number = call.values[0]?.number else { throw Complaint("Int needs a number") }
      if case .int(let value)? = call.values[0] { return .int(value) }
      guard let value = Int(exactly: number.rounded(.towardZero)) else {
        throw Complaint("\(number) does not fit in an Int")
      }
      return .int(value)
    },
    LibraryFunction(
      name: "Double", parameters: [.plain("value", .any)], summary: "a number in double precision",
      result: "Double"
    ) { _, call in
      guard let number = call.values[0]?.number else { throw Complaint("Double needs a number") }
      return .double(number)
    },
    LibraryFunction(
      name: "Float", parameters: [.plain("value", .any)], summary: "a number in single precision",
      result: "Float"
    ) { _, call in
      guard let number = call.values[0]?.number else { throw Complaint("Float needs a number") }
      return .float(Float(number))
    },
    LibraryFunction(
      name: "String", parameters: [.plain("value", .any)], summary: "a value as text",
      result: "String"
    ) { _, call in
      .string(call.values[0]?.description ?? "")
    },
    LibraryFunction(
      name: "Tensor",
      parameters: [.named("shape", .array(.int)), .named("scalars", .array(.float))],
      summary: "a tensor from its entries", result: "Tensor"
    ) { _, call in
      let scalars = call.array(1).compactMap(\.number).map { Float($0) }
      guard call.ints(0).allSatisfy({ $0 >= 0 }), checkedCount(call.ints(0)) == scalars.count else {
        throw ShapeError.reshape(count: scalars.count, shape: call.ints(0))
      }
      return .tensor(Tensor(shape: call.ints(0), scalars: scalars))
    },
    LibraryFunction(
      name: "stride", parameters: [.named("from", .int), .named("to", .int), .named("by", .int)],
      summary: "numbers at equal steps, the end left out", result: "[Int]"
    ) { machine, call in
      try steps(&machine, call.int(0), call.int(1), call.int(2), isClosed: false)
    },
    LibraryFunction(
      name: "zip", parameters: [.plain("a", .any), .plain("b", .any)],
      summary: "pairs of two sequences", result: "[(A, B)]"
    ) { machine, call in
      let (a, b) = (try machine.elements(call.values[0]), try machine.elements(call.values[1]))
      return .array(zip(a, b).map { .tuple([(nil, $0), (nil, $1)]) })
    },
  ]

  private static func steps(
    _ machine: inout Machine, _ from: Int, _ to: Int, _ by: Int, isClosed: Bool
  ) throws -> Value {
    guard by != 0 else { throw Complaint("a stride's step cannot be 0") }
    let (distance, overflow) = to.subtractingReportingOverflow(from)
    guard !overflow, distance.magnitude / by.magnitude < 1_000_000 else {
      throw Complaint("a stride of so many steps is too long")
    }
    let numbers = Array(stride(from: from, to: to, by: by))
    try machine.spend(entries: numbers.count)
    return .array(numbers.map { .int($0) })
  }

  static let dataFunctions: [LibraryFunction] = [
    LibraryFunction(
      name: "digit", parameters: [.plain("label", .int), .named("number", .int, "0")],
      summary: "a handwritten digit, [8, 8], 0…16", result: "Tensor"
    ) { machine, call in
      guard (0...9).contains(call.int(0)) else {
        throw Complaint("a digit is 0…9, not \(call.int(0))")
      }
      guard let (images, labels) = machine.surroundings.digits() else {
        throw Complaint("the digits were not found beside the chapters")
      }
      let places = labels.scalars.indices.filter { labels.scalars[$0] == Float(call.int(0)) }
      guard places.indices.contains(call.int(1)) else {
        throw Complaint(
          "there are \(places.count) pictures of a \(call.int(0)); number \(call.int(1)) is not among them"
        )
      }
      return .tensor(images.part(places[call.int(1)]).part(0))
    },
    LibraryFunction(
      name: "picture", parameters: [.plain("name", .string)],
      summary: "a picture that ships with the book, 0…1", result: "Tensor"
    ) { machine, call in
      guard let picture = machine.surroundings.picture(call.string(0)) else {
        let names = machine.surroundings.pictureNames
        throw Complaint(
          "there is no picture `\(call.string(0))`; there are \(names.joined(separator: ", "))"
            + didYouMean(call.string(0), names))
      }
      try machine.spend(entries: picture.count)
      return .tensor(picture)
    },
    LibraryFunction(
      name: "seconds", parameters: [.plain("work", .function)],
      summary: "how long a closure takes here", result: "Double"
    ) { machine, call in
      guard case .function(let closure)? = call.values[0] else {
        throw Complaint("seconds needs a closure: seconds { … }")
      }
      let start = machine.surroundings.clock()
      _ = try machine.apply(closure, to: [], call.range)
      return .double(machine.surroundings.clock() - start)
    },
  ]
}

extension Machine {
  /// The elements of a sequence as values.
  func elements(_ value: Value?) throws -> [Value] {
    switch value {
    case .array(let parts)?: return parts
    case .range(let range, _)?:
      guard range.count <= 1_000_000 else {
        throw Complaint("a range of \(grouped(range.count)) numbers is too long for this")
      }
      return range.map { .int($0) }
    default: throw Complaint("a sequence is needed, not \(article(value?.typeName ?? "nothing"))")
    }
  }
}
