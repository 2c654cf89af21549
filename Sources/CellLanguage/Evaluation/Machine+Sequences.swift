import CNNEngine

/// Arrays and tuples as they are written, and their entries.
extension Machine {
  mutating func array(_ parts: [Expression], _ expected: TypeName?, _ range: Range<Int>)
    throws(Mistake) -> Value
  {
    try spend(elements: parts.count, at: range)
    if expected == .tensor {
      var tensors: [Tensor] = []
      for part in parts {
        var value = try evaluate(part, as: part.isLiteral || part.isArray ? .tensor : nil)
        // An entry may be a Float of its own, as in `[a, 1]`, where Swift needs a Tensor.
        guard case .tensor(let tensor, _) = value else {
          value = .none
          throw Mistake(
            part.range,
            "a Tensor's entries here are numbers as such or tensors; \(text(part.range)) is neither"
          )
        }
        tensors.append(tensor)
        if let first = tensors.first, let last = tensors.last, first.shape != last.shape {
          let (a, b) = (first.shape.first ?? 1, last.shape.first ?? 1)
          throw Mistake(
            part.range,
            "row \(tensors.count - 1) has \(counted(b, "number")), the rows before have \(a): every row of a matrix is as long"
          )
        }
      }
      do { _ = try stackedShape(tensors.map(\.shape)) } catch { throw Mistake(range, "\(error)") }
      try spend(entries: tensors.reduce(0) { $0 + $1.count }, at: range)
      return .tensor(stack(tensors))
    }
    let element: TypeName? = if case .array(let inner) = expected { inner } else { nil }
    let values =
      if let element, element != .any, element != .nothing {
        try elements(parts, as: element)
      } else {
        try elements(parts)
      }
    guard values.allSatisfy({ $0.nesting < Value.deepest }) else {
      throw Mistake(range, "arrays lie at most \(Value.deepest) deep inside one another")
    }
    return .array(values)
  }

  private mutating func elements(_ parts: [Expression], as type: TypeName) throws(Mistake)
    -> [Value]
  {
    var values: [Value] = []
    values.reserveCapacity(parts.count)
    for part in parts { values.append(try evaluate(part, as: type)) }
    return values
  }

  /// An array's elements where nothing says their type but they themselves: what leaves its type open is computed last.
  private mutating func elements(_ parts: [Expression]) throws(Mistake) -> [Value] {
    if parts.allSatisfy(\.isLiteral) {
      let hasFraction = parts.contains(where: \.hasFraction)
      return try elements(parts, as: hasFraction ? parts[0].fractionType : .any)
    }
    let hasNil = parts.contains(where: \.isNil)
    var values: [Value] = Array(repeating: .none, count: parts.count)
    var first: Value?
    let areOpen = parts.map { leavesTypeOpen($0) }
    for (i, part) in parts.enumerated() where !areOpen[i] {
      let value = try evaluate(part)
      if let first, !matches(value, first.type), !matches(first, value.type) {
        throw Mistake(
          part.range,
          "the parts of an array have one type; here are \(article(first.typeName)) and \(article(value.typeName))"
        )
      }
      if first == nil || value.type.isKnown { first = value }
      values[i] = value
    }
    var type = first?.type
    if type == nil { type = openType(parts) }
    let isOptional = hasNil || type?.isOptional == true
    for (i, part) in parts.enumerated() where areOpen[i] {
      let hint = type.map { isOptional ? .optional($0.unwrapped) : $0 }
      values[i] = part.isNil ? .none : try evaluate(part, as: hint)
      if type == nil { type = values[i].type }
    }
    guard isOptional else { return values }
    return values.map { value in
      switch value {
      case .some, .none: value
      default: .some(value)
      }
    }
  }

  /// The type of elements that are all open: a fraction in one of them makes the numbers Doubles in all.
  private func openType(_ parts: [Expression]) -> TypeName? {
    guard parts.contains(where: \.hasFraction), !parts.contains(where: \.mayBeNil) else {
      return nil
    }
    guard case .tuple(let first)? = parts.first?.form, first.count > 1 else { return .double }
    var types: [TypeName] = first.map { _ in .any }
    for case .tuple(let tuple) in parts.map(\.form) where tuple.count == first.count {
      for (i, part) in tuple.enumerated() where part.value.isLiteral && part.value.hasFraction {
        types[i] = part.value.fractionType
      }
    }
    return .tuple(types, labels: first.map(\.label))
  }

  mutating func tuple(_ parts: [Expression.Argument], _ expected: TypeName?) throws(Mistake)
    -> Value
  {
    if parts.count == 1, parts[0].label == nil { return try evaluate(parts[0].value, as: expected) }
    var types: [TypeName?] = Array(repeating: nil, count: parts.count)
    if case .tuple(let names, _) = expected, names.count == parts.count { types = names }
    if expected == .pair { types = types.map { _ in .int } }
    var values: [(label: String?, value: Value)] = []
    for (part, type) in zip(parts, types) {
      values.append((part.label, try evaluate(part.value, as: type)))
    }
    return values.isEmpty ? .none : .tuple(values)
  }

  mutating func entry(of base: Expression, _ indices: [Expression], _ range: Range<Int>)
    throws(Mistake) -> Value
  {
    let container = try evaluate(base)
    switch container {
    case .array(let parts, _):
      guard indices.count == 1, !indices[0].isOpenRange else {
        return try entryOrPart(of: container, indices, range)
      }
      switch try evaluate(indices[0]) {
      case .int(let i) where parts.indices.contains(i): return parts[i]
      case let index: return try entryOrPart(of: container, at: index, indices[0], range)
      }
    case .slice: return try entryOrPart(of: container, indices, range)
    case .tensor: return try entry(of: container, try integers(indices), range)
    default: throw Mistake(range, "\(article(container.typeName)) has no entries")
    }
  }

  private mutating func entryOrPart(
    of container: Value, _ indices: [Expression], _ range: Range<Int>
  ) throws(Mistake) -> Value {
    guard indices.count == 1 else {
      return try entry(of: container, try integers(indices), range)
    }
    guard case .openRange(let low, let high, let isClosed) = indices[0].form else {
      return try entryOrPart(of: container, at: try evaluate(indices[0]), indices[0], range)
    }
    let places = try openRange(of: container, low, high, isClosed, indices[0].range)
    return try slice(container, places, indices[0], range)
  }

  private mutating func entryOrPart(
    of container: Value, at index: Value, _ expression: Expression, _ range: Range<Int>
  ) throws(Mistake) -> Value {
    switch index {
    case .int(let i): return try entry(of: container, [i], range)
    case .range(let places, _): return try slice(container, places, expression, range)
    default:
      throw Mistake(
        expression.range, mismatch(index, .int, isLiteral: expression.isLiteral))
    }
  }

  /// The places that a range with one end means in a sequence.
  private mutating func openRange(
    of container: Value, _ low: Expression?, _ high: Expression?, _ isClosed: Bool,
    _ range: Range<Int>
  ) throws(Mistake) -> Range<Int> {
    let all =
      if case .slice(let slice) = container { slice.indices } else {
        0..<(container.parts?.count ?? 0)
      }
    let from = try low.map { end throws(Mistake) in try integers([end])[0] } ?? all.lowerBound
    var to = try high.map { end throws(Mistake) in try integers([end])[0] } ?? all.upperBound
    if high != nil, isClosed, to < Int.max { to += 1 }
    guard from <= to else {
      throw Mistake(range, "\(text(range)) reaches outside an array of \(all.count)")
    }
    return from..<to
  }

  /// The elements of an array, or of part of one, at some places.
  private mutating func slice(
    _ container: Value, _ places: Range<Int>, _ index: Expression, _ range: Range<Int>
  ) throws(Mistake) -> Value {
    let (parts, start): ([Value], Int)
    switch container {
    case .array(let all, _): (parts, start) = (all, 0)
    case .slice(let slice): (parts, start) = (slice.parts, slice.start)
    default: return .none
    }
    guard places.lowerBound >= start, places.upperBound <= start + parts.count else {
      throw Mistake(
        range,
        start == 0
          ? "\(text(index.range)) reaches outside an array of \(parts.count)"
          : "\(text(index.range)) reaches outside a slice whose indices are \(start..<start + parts.count)"
      )
    }
    try spend(elements: places.count, at: range)
    return .slice(
      Value.Slice(
        parts: Array(parts[places.lowerBound - start..<places.upperBound - start]),
        start: places.lowerBound))
  }

  /// What is wrong with indices: too few, too many, or outside.
  func indexMistake(_ places: [Int], _ tensor: Tensor, _ otherwise: String) -> String {
    guard places.count != tensor.rank else { return otherwise }
    let axes = tensor.rank == 1 ? "1 axis" : "\(tensor.rank) axes"
    let indices = places.count == 1 ? "1 index" : "\(places.count) indices"
    return
      "a tensor of the shape \(tensor.shape) has \(axes), so an entry needs as many indices, not \(indices)"
      + (places.count < tensor.rank ? "; `.part(…)` takes fewer" : "")
  }
}
