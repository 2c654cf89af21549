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
      var line = ""
      for (i, value) in call.array(0).enumerated() {
        line += try (i > 0 ? separator : "") + machine.written(value)
        // What is beyond is cut off all the same.
        if line.utf8.count > 20 * machine.budget.lineLength { break }
      }
      try machine.write(line, terminator: call.values[2] == nil ? "\n" : call.string(2))
      return .none
    },
    conversion("Int", "a whole number; a fraction is dropped") { value in
      if case .int = value { return value }
      guard let number = value.number else { return nil }
      guard let whole = Int(exactly: number.rounded(.towardZero)) else {
        throw Complaint("\(number) does not fit in an Int")
      }
      return .int(whole)
    } reading: {
      Int($0).map { .int($0) }
    },
    conversion("Double", "a number in double precision") { value in
      value.number.map { .double($0) }
    } reading: {
      Double($0).map { .double($0) }
    },
    conversion("Float", "a number in single precision") { value in
      value.number.map { .float(Float($0)) }
    } reading: {
      Float($0).map { .float($0) }
    },
    LibraryFunction(
      name: "String",
      parameters: [
        .plain("value", .any, "\"\""), .named("repeating", .string, "\"\""),
        .named("count", .int, "1"),
      ], summary: "a value as text", result: "String"
    ) { machine, call in
      guard call.values[1] != nil else {
        // The letters of a text, as `reversed()` gives them.
        if case .array(let parts, _)? = call.values[0], case .string? = parts.first,
          parts.allSatisfy({ if case .string(let text, _) = $0 { text.count == 1 } else { false } })
        {
          return .string(try machine.joined(parts, separator: ""))
        }
        return .string(try call.values[0].map { value in try machine.written(value) } ?? "")
      }
      // Nothing, however often, is nothing.
      let times = call.string(1).isEmpty ? 0 : max(0, call.int(2, 1))
      let length = checkedCount([times, call.string(1).utf8.count])
      guard length < 100_000 else { throw Complaint("this text grows too long") }
      return .string(String(repeating: call.string(1), count: times))
    },
    LibraryFunction(
      name: "Array",
      parameters: [
        .plain("sequence", .any, "[]"), .named("repeating", .any, "0"), .named("count", .int, "0"),
      ], summary: "the elements of a sequence, or one value many times", result: "[T]"
    ) { machine, call in
      guard let value = call.values[1] else {
        return .array(try machine.elements(call.values[0] ?? .array([])))
      }
      guard call.int(2) >= 0 else {
        throw Complaint("an array cannot have \(call.int(2)) elements")
      }
      try machine.spend(elements: call.int(2))
      return .array(Array(repeating: value, count: call.int(2)))
    },
    LibraryFunction(
      name: "Tensor",
      parameters: [.named("shape", .array(.int)), .named("scalars", .array(.float))],
      summary: "a tensor from its entries", result: "Tensor"
    ) { _, call in
      let scalars = call.array(1).compactMap(\.number).map { Float($0) }
      try checkReshape(count: scalars.count, to: call.ints(0))
      return .tensor(Tensor(shape: call.ints(0), scalars: scalars))
    },
    LibraryFunction(
      name: "stride",
      parameters: [
        .named("from", .numeric), .named("to", .numeric, "…"), .named("through", .numeric, "…"),
        .named("by", .numeric),
      ],
      summary: "numbers at equal steps, the end left out after `to`, kept after `through`",
      result: "[T]"
    ) { machine, call in
      guard (call.values[1] == nil) != (call.values[2] == nil) else {
        throw Complaint("stride needs an end: stride(from: 0, to: 10, by: 2), or through: 10")
      }
      return try machine.steps(call)
    },
    LibraryFunction(
      name: "zip", parameters: [.plain("a", .any), .plain("b", .any)],
      summary: "pairs of two sequences", result: "[(A, B)]"
    ) { machine, call in
      let (a, b) = (try machine.elements(call.values[0]), try machine.elements(call.values[1]))
      try machine.spend(elements: checkedCount([6, min(a.count, b.count)]))
      return .array(zip(a, b).map { .tuple([(nil, $0), (nil, $1)]) })
    },
  ]

  /// A conversion: of a number as Swift does it; of a text, `nil` where it is none.
  private static func conversion(
    _ name: String, _ summary: String, _ convert: @escaping @Sendable (Value) throws -> Value?,
    reading read: @escaping @Sendable (String) -> Value?
  ) -> LibraryFunction {
    LibraryFunction(
      name: name, parameters: [.plain("value", .any)], summary: summary, result: name
    ) { _, call in
      if case .string(let text, _)? = call.values[0] {
        return read(text).map { .some($0) } ?? .none
      }
      guard let value = call.values[0], let number = try convert(value) else {
        throw Complaint("\(name) needs a number")
      }
      return number
    }
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
        throw Complaint(Library.digitsAreMissing)
      }
      try machine.spend(reads: checkedCount([8, labels.count]))
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
        guard !names.contains(call.string(0)) else {
          throw Complaint(
            "the picture `\(call.string(0))` ships with the book, but its file cannot be read here")
        }
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
  /// Puts out text; what `print` left open goes on.
  mutating func write(_ text: String, terminator: String) throws(Complaint) {
    let most = budget.lineLength
    var text: String =
      text.prefix(most) + (text.dropFirst(most).isEmpty ? "" : "…")
      + String(terminator.prefix(most))
    try reserve(bytes: text.utf8.count)
    meter.add(text.utf8.count)
    // Not by characters, of which "\r\n" is one.
    let ends = text.unicodeScalars.last == "\n"
    if ends { text.unicodeScalars.removeLast() }
    if isLineOpen, case .text(var line)? = outputs.last {
      guard line.utf8.count < 10 * most else { throw Complaint("this line grows too long") }
      // With one owner, the line grows without being copied.
      outputs[outputs.count - 1] = .text("")
      line += text
      outputs[outputs.count - 1] = .text(line)
    } else {
      guard outputs.count < budget.lines else {
        throw Complaint("a cell prints at most \(grouped(budget.lines)) lines")
      }
      outputs.append(.text(text))
    }
    isLineOpen = !ends
  }

  /// The numbers of `stride`.
  fileprivate mutating func steps(_ call: Call) throws -> Value {
    let isClosed = call.values[1] == nil
    let values = [call.values[0], isClosed ? call.values[2] : call.values[1], call.values[3]]
    let numbers = values.compactMap { $0?.number }
    guard numbers.count == 3 else { throw Complaint("stride goes over numbers") }
    let (from, end, by) = (numbers[0], numbers[1], numbers[2])
    guard by != 0, by.isFinite else { throw Complaint("a stride's step cannot be \(by.text)") }
    let count = ((end - from) / by).rounded(.up)
    guard count < 1_000_000 else { throw Complaint("a stride of so many steps is too long") }
    guard numbers.allSatisfy({ $0.magnitude < 0x1p53 }) else {
      throw Complaint("a stride's numbers are too large")
    }
    try spend(elements: Int(max(0, count)) + 1)
    if case .int(let from)? = values[0], case .int(let end)? = values[1],
      case .int(let by)? = values[2]
    {
      let whole =
        isClosed
        ? Array(stride(from: from, through: end, by: by))
        : Array(stride(from: from, to: end, by: by))
      return .array(whole.map { .int($0) })
    }
    let isFloat = values.contains { if case .float? = $0 { true } else { false } }
    if isFloat {
      let (from, end, by) = (Float(from), Float(end), Float(by))
      guard by != 0 else { throw Complaint("a stride's step cannot be 0") }
      let all =
        isClosed
        ? Array(stride(from: from, through: end, by: by))
        : Array(stride(from: from, to: end, by: by))
      return .array(all.map { .float($0) })
    }
    let all =
      isClosed
      ? Array(stride(from: from, through: end, by: by))
      : Array(stride(from: from, to: end, by: by))
    return .array(all.map { .double($0) })
  }

  /// The elements of a sequence as values.
  mutating func elements(_ value: Value?) throws(Complaint) -> [Value] {
    switch value {
    case .array(let parts, _)?: return parts
    case .slice(let slice)?: return slice.parts
    case .string(let text, _)?:
      try spend(reads: 16 * text.utf8.count)
      return text.map { .string(String($0)) }
    case .range(let range, _)?:
      let length = try range.length()
      guard length <= 1_000_000 else {
        throw Complaint("a range of \(grouped(length)) numbers is too long for this")
      }
      try spend(reads: 8 * length)
      return range.map { .int($0) }
    default: throw Complaint("a sequence is needed, not \(article(value?.typeName ?? "nothing"))")
    }
  }
}
