/// Arrays, ranges and texts.
extension Library {
  static func sequenceProperty(_ name: String, of value: Value) throws -> Value? {
    switch (value, name) {
    case (.array(let parts, _), "count"): .int(parts.count)
    case (.array(let parts, _), "isEmpty"): .bool(parts.isEmpty)
    case (.array(let parts, _), "indices"): .range(0..<parts.count, isClosed: false)
    case (.array(let parts, _), "first"): optional(parts.first)
    case (.array(let parts, _), "last"): optional(parts.last)
    case (.slice(let slice), "count"): .int(slice.parts.count)
    case (.slice(let slice), "isEmpty"): .bool(slice.parts.isEmpty)
    case (.slice(let slice), "indices"): .range(slice.indices, isClosed: false)
    case (.slice(let slice), "startIndex"): .int(slice.start)
    case (.slice(let slice), "endIndex"): .int(slice.indices.upperBound)
    case (.slice(let slice), "first"): optional(slice.parts.first)
    case (.slice(let slice), "last"): optional(slice.parts.last)
    case (.array, "startIndex"): .int(0)
    case (.array(let parts, _), "endIndex"): .int(parts.count)
    case (.range(let range, _), "count"): .int(try range.length())
    case (.range(let range, _), "isEmpty"): .bool(range.isEmpty)
    case (.range(let range, _), "first"): optional(range.first.map { .int($0) })
    case (.range(let range, _), "last"): optional(range.last.map { .int($0) })
    case (.range(let range, _), "lowerBound"): .int(range.lowerBound)
    case (.range(let range, let isClosed), "upperBound"):
      .int(range.upperBound - (isClosed ? 1 : 0))
    case (.string(let text, _), "count"): .int(text.count)
    case (.string(let text, _), "isEmpty"): .bool(text.isEmpty)
    case (.string(let text, _), "first"): optional(text.first.map { .string(String($0)) })
    case (.string(let text, _), "last"): optional(text.last.map { .string(String($0)) })
    default: nil
    }
  }

  /// Swift's optional: the value wrapped, or `nil`.
  static func optional(_ value: Value?) -> Value {
    if let value { .some(value) } else { .none }
  }

  static let sequenceMethods: [LibraryFunction] =
    changing + choosing + ordering + [
      LibraryFunction(
        name: "enumerated", parameters: [], summary: "pairs of place and element",
        result: "[(offset: Int, element: T)]"
      ) { machine, call in
        let elements = try machine.elements(call.receiver)
        // A pair takes the memory of six elements.
        try machine.spend(elements: checkedCount([6, elements.count]))
        return .array(
          elements.enumerated().map { .tuple([("offset", .int($0)), ("element", $1)]) })
      },
      LibraryFunction(
        name: "joined", parameters: [.named("separator", .string, "\"\"")],
        summary: "texts in one, arrays end to end", result: "String"
      ) { machine, call in
        let elements = try machine.elements(call.receiver)
        if call.values[0] == nil, case .array? = elements.first {
          return .array(
            try elements.flatMap { element in
              let parts = try machine.elements(element)
              try machine.spend(elements: parts.count)
              return parts
            })
        }
        return .string(
          try machine.joined(elements, separator: call.values[0] == nil ? "" : call.string(0)))
      },
    ] + mutating

  private static let changing: [LibraryFunction] = [
    each("map", "each element changed", "[T]", giving: { $0?.element }) { machine, elements, run in
      .array(try elements.map { try run(&machine, $0) })
    },
    each(
      "compactMap", "each element changed, nil left out", "[T]",
      giving: { $0?.element.map { .optional($0) } }
    ) { machine, elements, run in
      var result: [Value] = []
      for element in elements {
        switch try run(&machine, element) {
        case .some(let value): result.append(value)
        case .none: continue
        case let value: result.append(value)
        }
      }
      return .array(result)
    },
    each("flatMap", "each element changed to several", "[T]") { machine, elements, run in
      var result: [Value] = []
      for element in elements {
        let parts = try machine.elements(try run(&machine, element))
        try machine.spend(elements: parts.count)
        result += parts
      }
      return .array(result)
    },
    each("forEach", "something done with each element", "") { machine, elements, run in
      for element in elements { _ = try run(&machine, element) }
      return .none
    },
    LibraryFunction(
      name: "reduce",
      parameters: [
        .plain("start", .any, "…"), .named("into", .any, "…"), .plain("join", .function),
      ], summary: "all elements joined into one", result: "T"
    ) { machine, call in
      guard let start = call.values[0] ?? call.values[1], call.values[2] != nil else {
        throw Complaint("reduce needs a start and a closure: reduce(0) { $0 + $1 }")
      }
      return try machine.reduced(start, call)
    },
  ]

  private static let choosing: [LibraryFunction] = [
    each("filter", "the elements that are kept", "[T]") { machine, elements, run in
      .array(try elements.filter { try run(&machine, $0).isTrue() })
    },
    each("allSatisfy", "whether a test holds for all elements", "Bool") { machine, elements, run in
      for element in elements where try !run(&machine, element).isTrue() { return .bool(false) }
      return .bool(true)
    },
    matching("contains", nil, "whether an element is there, or one that passes a test", "Bool") {
      .bool($0 != nil)
    },
    matching("firstIndex", "of", "the place of the first such element", "Int?") {
      optional($0.map { .int($0.place) })
    },
    matching("lastIndex", "of", "the place of the last such element", "Int?", isLast: true) {
      optional($0.map { .int($0.place) })
    },
    matching("first", nil, "the first element that passes a test", "T?") {
      optional($0.map(\.element))
    },
    matching("last", nil, "the last element that passes a test", "T?", isLast: true) {
      optional($0.map(\.element))
    },
    LibraryFunction(
      name: "count", parameters: [.named("where", .function)],
      summary: "how many elements pass a test", result: "Int"
    ) { machine, call in
      guard let closure = call.closure(0) else { return .none }
      return .int(
        try machine.elements(call.receiver).count {
          try machine.apply(closure, to: [$0], call.range).isTrue()
        })
    },
    slice("prefix", "the first elements") { 0..<min($1, $0) },
    slice("suffix", "the last elements") { max(0, $0 - $1)..<$0 },
    slice("dropFirst", "all but the first") { min($1, $0)..<$0 },
    slice("dropLast", "all but the last") { 0..<max(0, $0 - $1) },
  ]

  /// A function that runs a closure on every element.
  private static func each(
    _ name: String, _ summary: String, _ result: String,
    giving: @escaping @Sendable (TypeName?) -> TypeName? = { _ in nil },
    _ body:
      @escaping @Sendable (
        inout Machine, [Value], (inout Machine, Value) throws(Mistake) -> Value
      ) throws -> Value
  ) -> LibraryFunction {
    LibraryFunction(
      name: name, parameters: [.plain("change", .function)], summary: summary, result: result
    ) { machine, call in
      guard let closure = call.closure(0, giving: giving(call.expected)) else { return .none }
      let elements = try machine.elements(call.receiver)
      try machine.spend(elements: elements.count)
      return try body(&machine, elements) { machine, value throws(Mistake) in
        try machine.apply(closure, to: [value], call.range)
      }
    }
  }

  /// A search for a value, or for what passes a test.
  private static func matching(
    _ name: String, _ label: String?, _ summary: String, _ result: String, isLast: Bool = false,
    _ answer: @escaping @Sendable ((place: Int, element: Value)?) -> Value
  ) -> LibraryFunction {
    LibraryFunction(
      name: name,
      parameters: [
        label.map { .named($0, .any, "…") } ?? .plain("element", .any, "…"),
        .named("where", .function, "…"),
      ], summary: summary, result: result
    ) { machine, call in
      if case .string(let text, _)? = call.receiver, case .string(let part, _)? = call.values[0],
        name == "contains"
      {
        return .bool(text.contains(part))
      }
      // A range answers by its ends, however long it is.
      if case .range(let range, _)? = call.receiver, case .int(let number)? = call.values[0],
        name == "contains"
      {
        return .bool(range.contains(number))
      }
      let elements = try machine.elements(call.receiver)
      let start = if case .slice(let slice)? = call.receiver { slice.start } else { 0 }
      for offset in elements.indices {
        let place = isLast ? elements.count - 1 - offset : offset
        let element = elements[place]
        try machine.spend(reads: 32)
        let isFound: Bool
        if let closure = call.closure(1) {
          isFound = try machine.apply(closure, to: [element], call.range).isTrue()
        } else if let wanted = call.values[0] {
          isFound = try machine.compare(.equal, element, wanted, call.range)
        } else {
          throw Complaint("\(name) needs a value or a test: \(name)(where: { … })")
        }
        if isFound { return answer((start + place, element)) }
      }
      return answer(nil)
    }
  }

  private static func slice(
    _ name: String, _ summary: String, _ places: @escaping @Sendable (Int, Int) -> Range<Int>
  ) -> LibraryFunction {
    LibraryFunction(
      name: name,
      parameters: [.plain("count", .int, name.hasPrefix("drop") ? "1" : "0")], summary: summary,
      result: "[T]", cost: .result
    ) { machine, call in
      let fallback = name.hasPrefix("drop") ? 1 : 0
      guard call.int(0, fallback) >= 0 else {
        throw Complaint("\(name) takes a number that is not negative")
      }
      let elements = try machine.elements(call.receiver)
      let places = places(elements.count, call.int(0, fallback))
      let result = Array(elements[places])
      switch call.receiver {
      case .string?: return .string(try machine.joined(result, separator: ""))
      case .slice(let slice)?:
        return .slice(.init(parts: result, start: slice.start + places.lowerBound))
      default: return .slice(.init(parts: result, start: places.lowerBound))
      }
    }
  }
}

extension TypeName {
  /// A number in this type; `nil` where it does not fit.
  func number(_ number: Double) -> Value? {
    switch self {
    case .int: Int(exactly: number).map { .int($0) }
    case .double: .double(number)
    case .float: .float(Float(number))
    case .tensor: .tensor(.init(shape: [], scalars: [Float(number)]))
    default: nil
    }
  }
}

extension Value {
  /// A Bool's truth.
  func isTrue() throws(Complaint) -> Bool {
    guard case .bool(let value) = self else {
      throw Complaint("the closure must give a Bool, not \(article(typeName))")
    }
    return value
  }
}

extension Machine {
  /// What elements come to, joined one after the other to a start.
  mutating func reduced(_ start: Value, _ call: Call) throws -> Value {
    let elements = try elements(call.receiver)
    var result = start
    let isOpen = call.arguments.first?.value.leavesTypeOpen == true
    guard let given = call.closure(2) else { return .none }
    // Numbers as such take the type of what they are joined to: the closure says it, not a first try.
    var type = call.expected?.known
    if type == nil, isOpen {
      let element =
        call.receiver?.type.element?.known ?? call.base.flatMap { typeAhead(of: $0) }?.element
      type =
        call.values[1] == nil
        ? resultAhead(of: given, [nil, element])?.known
        : addendAhead(of: given, [nil, element])?.known
    }
    if isOpen, let type, let number = start.number, let alike = type.number(number) {
      result = alike
    }
    if call.values[1] != nil {
      for element in elements {
        result = try apply(given, changing: result, with: element, call.range)
      }
      return result
    }
    let closure = call.closure(2, giving: isOpen ? type ?? result.type : result.type) ?? given
    for element in elements { result = try apply(closure, to: [result, element], call.range) }
    return result
  }

  /// Values as texts, one after the other.
  mutating func joined(_ values: [Value], separator: String) throws(Complaint) -> String {
    var text = ""
    for (i, value) in values.enumerated() {
      if i > 0 { text += separator }
      text += try written(value)
      guard text.utf8.count < 100_000 else { throw Complaint("this text grows too long") }
    }
    return text
  }
}

extension Range where Bound == Int {
  /// How many numbers the range holds; a long one holds more than an Int can count.
  func length() throws(Complaint) -> Int {
    let (length, overflow) = upperBound.subtractingReportingOverflow(lowerBound)
    guard !overflow else {
      throw Complaint(
        "there are more numbers from \(lowerBound) to \(upperBound) than an Int can count")
    }
    return length
  }
}
