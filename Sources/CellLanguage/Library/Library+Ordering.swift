import CNNEngine

/// Sequences in order, and arrays that change.
extension Library {
  static let ordering: [LibraryFunction] = [
    LibraryFunction(
      name: "reversed", parameters: [], summary: "from the last to the first", result: "[T]"
    ) { machine, call in
      .array(try machine.elements(call.receiver).reversed())
    },
    LibraryFunction(
      name: "sorted", parameters: [.named("by", .function, "<")],
      summary: "from the smallest to the largest, or by a closure", result: "[T]"
    ) { machine, call in
      let elements = try machine.elements(call.receiver)
      try machine.spend(elements: elements.count)
      return .array(
        try sorted(elements) { a, b in try machine.isLess(a, b, call.closure(0), call.range) })
    },
    extremum("min", "smallest", isLeast: true),
    extremum("max", "largest", isLeast: false),
  ]

  private static func extremum(
    _ name: String, _ summary: String, isLeast: Bool
  ) -> LibraryFunction {
    LibraryFunction(
      name: name, parameters: [.named("by", .function, "<")],
      summary: "the \(summary) element; nil where there is none", result: "T?"
    ) { machine, call in
      // A range answers by its ends, however long it is.
      if call.values[0] == nil, case .range(let range, _)? = call.receiver {
        return optional((isLeast ? range.first : range.last).map { .int($0) })
      }
      let elements = try machine.elements(call.receiver)
      guard var best = elements.first else { return .none }
      for element in elements.dropFirst() {
        switch (element, best) {
        case (.float(let a), .float(let b)) where call.closure(0) == nil:
          best = .float(isLeast ? min(a, b) : max(a, b))
        case (.double(let a), .double(let b)) where call.closure(0) == nil:
          best = .double(isLeast ? min(a, b) : max(a, b))
        default:
          let (a, b) = isLeast ? (element, best) : (best, element)
          if try machine.isLess(a, b, call.closure(0), call.range) { best = element }
        }
      }
      return .some(best)
    }
  }

  /// A merge sort: it may be told nonsense by a closure, and keeps equal elements in order.
  private static func sorted(
    _ elements: [Value], _ isLess: (Value, Value) throws -> Bool
  ) throws -> [Value] {
    guard elements.count > 1 else { return elements }
    let middle = elements.count / 2
    let left = try sorted(Array(elements[..<middle]), isLess)
    let right = try sorted(Array(elements[middle...]), isLess)
    var merged: [Value] = []
    merged.reserveCapacity(elements.count)
    var (i, j) = (0, 0)
    while i < left.count, j < right.count {
      if try isLess(right[j], left[i]) {
        merged.append(right[j])
        j += 1
      } else {
        merged.append(left[i])
        i += 1
      }
    }
    return merged + left[i...] + right[j...]
  }

  static let mutating: [LibraryFunction] = [
    changing(
      "append", [.plain("element", .any, "…"), .named("contentsOf", .any, "…")],
      "one more element, or several", ""
    ) { machine, elements, call in
      let more =
        try call.values[1].map { value in try machine.elements(value) }
        ?? call.values[0].map { [$0] } ?? []
      guard !more.isEmpty || call.values[1] != nil else {
        throw Complaint("append needs an element, or `contentsOf:` and several")
      }
      if let first = elements.first ?? more.first, let other = more.first,
        !machine.matches(other, first.type), !machine.matches(first, other.type)
      {
        throw Complaint(
          "the parts of an array have one type; here are \(article(first.typeName)) and \(article(other.typeName))"
        )
      }
      try machine.spend(elements: more.count, in: elements)
      elements += more
      return .none
    },
    changing(
      "insert", [.plain("element", .any), .named("at", .int)], "an element put in at a place", ""
    ) { machine, elements, call in
      guard (0...elements.count).contains(call.int(1)), let element = call.values[0] else {
        throw Complaint("there is no place \(call.int(1)) in an array of \(elements.count)")
      }
      try machine.spend(elements: 1, in: elements)
      try machine.spend(reads: elements.count - call.int(1))
      elements.insert(element, at: call.int(1))
      return .none
    },
    changing("remove", [.named("at", .int)], "an element taken out", "T") {
      machine, elements, call in
      guard elements.indices.contains(call.int(0)) else {
        throw Complaint("index \(call.int(0)) is outside an array of \(elements.count)")
      }
      try machine.spend(reads: elements.count - call.int(0))
      return elements.remove(at: call.int(0))
    },
    changing("removeFirst", [], "the first element taken out", "T") { machine, elements, _ in
      guard !elements.isEmpty else { throw Complaint("an empty array has no first element") }
      try machine.spend(reads: elements.count)
      return elements.removeFirst()
    },
    changing("popLast", [], "the last element taken out, nil where there is none", "T?") {
      _, elements, _ in
      elements.popLast().map { .some($0) } ?? .none
    },
    changing(
      "removeAll", [.named("where", .function, "…")],
      "all elements taken out, or those that pass a test",
      ""
    ) { machine, elements, call in
      guard let closure = call.closure(0) else {
        elements.removeAll()
        return .none
      }
      elements = try elements.filter { try !machine.apply(closure, to: [$0], call.range).isTrue() }
      return .none
    },
    changing("reverse", [], "the elements from the last to the first", "") {
      machine, elements, _ in
      try machine.spend(reads: elements.count)
      elements.reverse()
      return .none
    },
    changing("sort", [.named("by", .function, "<")], "the elements put in order", "") {
      machine, elements, call in
      try machine.spend(elements: elements.count)
      elements = try sorted(elements) { a, b in
        try machine.isLess(a, b, call.closure(0), call.range)
      }
      return .none
    },
    changing("removeLast", [], "the last element taken out", "T") { _, elements, _ in
      guard let last = elements.popLast() else {
        throw Complaint("an empty array has no last element")
      }
      return last
    },
    changing(
      "swapAt", [.plain("i", .int), .plain("j", .int)], "two elements that change places", ""
    ) { _, elements, call in
      guard elements.indices.contains(call.int(0)), elements.indices.contains(call.int(1)) else {
        throw Complaint(
          "index \(elements.indices.contains(call.int(0)) ? call.int(1) : call.int(0)) is outside an array of \(elements.count)"
        )
      }
      elements.swapAt(call.int(0), call.int(1))
      return .none
    },
  ]

  /// A method that changes an array where it stands.
  private static func changing(
    _ name: String, _ parameters: [LibraryFunction.Parameter], _ summary: String, _ result: String,
    _ change: @escaping @Sendable (inout Machine, inout [Value], Call) throws -> Value
  ) -> LibraryFunction {
    LibraryFunction(
      name: name, parameters: parameters, summary: summary, result: result, isMutating: true,
      body: { _, _ in .none },
      change: { machine, value, call in
        guard case .array = value else {
          throw Complaint("only an array can be changed by `\(name)`")
        }
        var elements = value.takeElements()
        defer { value = .array(elements) }
        return try change(&machine, &elements, call)
      })
  }
}

extension Machine {
  /// Whether one value comes before another: by a closure, or by `<`.
  mutating func isLess(_ a: Value, _ b: Value, _ closure: Value.Closure?, _ range: Range<Int>)
    throws -> Bool
  {
    try spendStep(range)
    guard let closure else { return try compare(.less, a, b, range) }
    return try apply(closure, to: [a, b], range).isTrue()
  }
}
