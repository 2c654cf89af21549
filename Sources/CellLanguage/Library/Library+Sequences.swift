/// Arrays, ranges and texts.
extension Library {
  static func sequenceProperty(_ name: String, of value: Value) throws -> Value? {
    switch (value, name) {
    case (.array(let parts, _), "count"): .int(parts.count)
    case (.array(let parts, _), "isEmpty"): .bool(parts.isEmpty)
    case (.array(let parts, _), "indices"): .range(0..<parts.count, isClosed: false)
    case (.array(let parts, _), "first"): optional(parts.first)
    case (.array(let parts, _), "last"): optional(parts.last)
    case (.range(let range, _), "count"): .int(try range.length())
    case (.range(let range, _), "isEmpty"): .bool(range.isEmpty)
    case (.range(let range, _), "first"): optional(range.first.map { .int($0) })
    case (.range(let range, _), "last"): optional(range.last.map { .int($0) })
    case (.range(let range, _), "lowerBound"): .int(range.lowerBound)
    case (.range(let range, let isClosed), "upperBound"):
      .int(range.upperBound - (isClosed ? 1 : 0))
    case (.string(let text, _), "count"): .int(text.count)
    case (.string(let text, _), "isEmpty"): .bool(text.isEmpty)
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
    each("map", "each element changed", "[T]") { machine, elements, run in
      .array(try elements.map { try run(&machine, $0) })
    },
    each("compactMap", "each element changed, nil left out", "[T]") { machine, elements, run in
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
      name: "reduce", parameters: [.plain("start", .any), .plain("join", .function)],
      summary: "all elements joined into one", result: "T"
    ) { machine, call in
      guard let closure = call.closure(1), let start = call.values[0] else {
        throw Complaint("reduce needs a start and a closure: reduce(0) { $0 + $1 }")
      }
      let elements = try machine.elements(call.receiver)
      func joined(_ machine: inout Machine, from start: Value) throws(Mistake) -> Value {
        var result = start
        for element in elements {
          result = try machine.apply(closure, to: [result, element], call.range)
        }
        return result
      }
      // A literal start takes the type of what is joined, which is the elements' most of the time.
      guard call.arguments.first?.value.isLiteral == true, let number = start.number,
        let alike = elements.first?.taking(number)
      else { return try joined(&machine, from: start) }
      let before = machine.outputs
      do throws(Mistake) { return try joined(&machine, from: alike) } catch {
        machine.outputs = before
        do throws(Mistake) { return try joined(&machine, from: start) } catch _ { throw error }
      }
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
    matching("first", nil, "the first element that passes a test", "T?") {
      optional($0.map(\.element))
    },
    slice("prefix", "the first elements") { Array($0.prefix($1)) },
    slice("suffix", "the last elements") { Array($0.suffix($1)) },
    slice("dropFirst", "all but the first") { Array($0.dropFirst($1)) },
    slice("dropLast", "all but the last") { Array($0.dropLast($1)) },
  ]

  /// A function that runs a closure on every element.
  private static func each(
    _ name: String, _ summary: String, _ result: String,
    _ body:
      @escaping @Sendable (
        inout Machine, [Value], (inout Machine, Value) throws(Mistake) -> Value
      ) throws -> Value
  ) -> LibraryFunction {
    LibraryFunction(
      name: name, parameters: [.plain("change", .function)], summary: summary, result: result
    ) { machine, call in
      guard let closure = call.closure(0) else { return .none }
      let elements = try machine.elements(call.receiver)
      try machine.spend(elements: elements.count)
      return try body(&machine, elements) { machine, value throws(Mistake) in
        try machine.apply(closure, to: [value], call.range)
      }
    }
  }

  /// A search for a value, or for what passes a test.
  private static func matching(
    _ name: String, _ label: String?, _ summary: String, _ result: String,
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
      for (place, element) in elements.enumerated() {
        try machine.spend(reads: 32)
        let isFound: Bool
        if let closure = call.closure(1) {
          isFound = try machine.apply(closure, to: [element], call.range).isTrue()
        } else if let wanted = call.values[0] {
          let literal = call.arguments.first?.value.isLiteral == true
          let alike = literal ? wanted.number.flatMap { element.taking($0) } ?? wanted : wanted
          isFound = try machine.compare(.equal, element, alike, call.range)
        } else {
          throw Complaint("\(name) needs a value or a test: \(name)(where: { … })")
        }
        if isFound { return answer((place, element)) }
      }
      return answer(nil)
    }
  }

  private static func slice(
    _ name: String, _ summary: String, _ take: @escaping @Sendable ([Value], Int) -> [Value]
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
      let result = take(elements, call.int(0, fallback))
      if case .string? = call.receiver {
        return .string(try machine.joined(result, separator: ""))
      }
      return .array(result)
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

  /// A number in this value's type; `nil` where this is none, or the number does not fit.
  func taking(_ number: Double) -> Value? {
    switch self {
    case .int: Int(exactly: number).map { .int($0) }
    case .double: .double(number)
    case .float: .float(Float(number))
    case .tensor: .tensor(.init(shape: [], scalars: [Float(number)]))
    default: nil
    }
  }
}

extension Machine {
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
