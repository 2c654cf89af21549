import CNNEngine

/// Where a value stands that a cell changes: a variable, or an entry of one.
struct Place {
  struct Step {
    var indices: [Int]
    var range: Range<Int>
  }
  var name: String
  var range: Range<Int>
  /// From the variable down to the entry.
  var steps: [Step] = []
}

extension Expression {
  /// Whether it names a variable or an entry of one.
  var isPlace: Bool {
    switch self {
    case .name: true
    case .subscripted(let base, _, _): base.isPlace
    default: false
    }
  }
}

/// Values are changed where they stand: nobody else holds them meanwhile, so that Swift copies nothing.
extension Machine {
  /// The place that an expression names; its indices are evaluated here, once.
  mutating func place(_ target: Expression) throws(Mistake) -> Place {
    switch target {
    case .name(let name, let range): return Place(name: name, range: range)
    case .subscripted(let base, let indices, let range):
      var place = try place(base)
      place.steps.append(Place.Step(indices: try integers(indices), range: range))
      return place
    default: throw Mistake(target.range, "only a variable or one of its entries can be assigned to")
    }
  }

  /// What stands at a place now.
  mutating func read(_ place: Place) throws(Mistake) -> Value {
    guard let variable = variable(place.name) else { throw unknown(place) }
    var value = variable.value
    for step in place.steps { value = try entry(of: value, step.indices, step.range) }
    return value
  }

  /// The type that the place was declared to hold; `nil` where nothing was said.
  mutating func declaredType(of place: Place) -> TypeName? {
    var type = variable(place.name)?.type
    for _ in place.steps {
      guard case .array(let element)? = type else { return nil }
      type = element
    }
    return type
  }

  /// One entry of an array or a tensor.
  func entry(of container: Value, _ indices: [Int], _ range: Range<Int>) throws(Mistake) -> Value {
    switch container {
    case .array(let parts, _): return parts[try index(indices, in: parts.count, range)]
    case .tensor(let tensor, _):
      return .float(tensor.scalars[try offset(indices, in: tensor, range)])
    default: throw Mistake(range, "\(article(container.typeName)) has no entries")
    }
  }

  private func index(_ indices: [Int], in count: Int, _ range: Range<Int>) throws(Mistake) -> Int {
    guard indices.count == 1 else {
      throw Mistake(range, "an array takes one index; write x[i][j]")
    }
    guard 0..<count ~= indices[0] else {
      throw Mistake(
        range, "index \(indices[0]) is outside an array of \(count); indices count from 0")
    }
    return indices[0]
  }

  private func offset(_ indices: [Int], in tensor: Tensor, _ range: Range<Int>) throws(Mistake)
    -> Int
  {
    do { try checkIndices(indices, of: tensor.shape, all: true) } catch {
      throw Mistake(range, indexMistake(indices, tensor, "\(error)"))
    }
    return zip(tensor.shape, indices).reduce(0) { $0 * $1.0 + $1.1 }
  }

  private func unknown(_ place: Place) -> Mistake {
    Mistake(
      place.range, "`\(place.name)` is not known here; `let \(place.name) = …` declares it")
  }

  // MARK: - Changing

  /// Changes what stands at a place.
  ///
  /// While `change` runs the variable is empty: only `change` holds the value. It is back afterwards, also after a
  /// mistake. A copy that had to be made all the same, since another variable holds the value too, is paid for.
  mutating func change<Result>(
    _ place: Place,
    _ change: (inout Machine, inout Value) throws(Mistake) -> Result
  ) throws(Mistake) -> Result {
    var value = try take(place.name, at: place.range)
    let before = pending
    defer {
      putBack(value, in: place.name)
      pending = before
    }
    return try changeEntry(of: &value, at: place.steps[...], change)
  }

  private mutating func changeEntry<Result>(
    of value: inout Value, at steps: ArraySlice<Place.Step>,
    _ change: (inout Machine, inout Value) throws(Mistake) -> Result
  ) throws(Mistake) -> Result {
    let before = value.storage
    let footprint = value.takeFootprint()
    let result: Result
    if let step = steps.first {
      switch value {
      case .array(var parts, _):
        let i = try index(step.indices, in: parts.count, step.range)
        value = .none
        defer { value = .array(parts) }
        result = try changeEntry(of: &parts[i], at: steps.dropFirst(), change)
      case .tensor(var tensor, _):
        let i = try offset(step.indices, in: tensor, step.range)
        var entry = Value.float(tensor.scalars[i])
        result = try change(&self, &entry)
        guard steps.count == 1, case .float(let number) = entry else {
          throw Mistake(step.range, "a Tensor's entries are Floats, not \(article(entry.typeName))")
        }
        value = .none
        tensor.scalars[i] = number
        value = .tensor(tensor)
      default:
        throw Mistake(
          step.range, "\(article(value.typeName)) has no entries that can be set")
      }
    } else {
      result = try change(&self, &value)
    }
    if let before, let after = value.storage, before != after {
      try spend(entries: value.entriesHeld, at: steps.first?.range ?? 0..<0)
    }
    recount(&value, was: footprint)
    return result
  }

  mutating func store(_ value: Value, in place: Place) throws(Mistake) {
    if place.steps.isEmpty { return try set(place.name, to: value, at: place.range) }
    try change(place) { _, old throws(Mistake) in old = value }
  }

  mutating func store(_ value: Value, in target: Expression) throws(Mistake) {
    guard case .tuple(let targets, _) = target else { return try store(value, in: place(target)) }
    // `(a, b) = (b, a)`: the new values were all computed before the first is stored.
    guard case .tuple(let parts) = value, parts.count == targets.count else {
      throw Mistake(target.range, "the tuple has \(targets.count) parts, the value has others")
    }
    for (target, part) in zip(targets, parts) { try store(part.value, in: target.value) }
  }

  // MARK: - Variables

  /// A variable's value, which leaves the variable empty until it is put back.
  mutating func take(_ name: String, at range: Range<Int>) throws(Mistake) -> Value {
    try checkChange(of: name, at: range)
    var value = Value.none
    inVariable(name) { variable in
      swap(&value, &variable.value)
      (variable.isTaken, variable.trace, variable.traced) = (true, nil, [])
    }
    return value
  }

  mutating func putBack(_ value: Value, in name: String) {
    inVariable(name) { ($0.value, $0.isTaken) = (value, false) }
  }

  mutating func set(_ name: String, to value: Value, at range: Range<Int>) throws(Mistake) {
    try checkChange(of: name, at: range)
    inVariable(name) { $0 = Variable(value: value, isVariable: true, type: $0.type) }
  }

  private mutating func checkChange(of name: String, at range: Range<Int>) throws(Mistake) {
    guard let old = variable(name) else { throw unknown(Place(name: name, range: range)) }
    guard old.isVariable else {
      throw Mistake(range, "`\(name)` is a constant; declare it with `var` to change it")
    }
    guard !old.isTaken else { throw taken(name, range) }
    if let frame = frames.last, frame.captured[name] != nil,
      !frame.scopes.contains(where: { $0[name] != nil })
    {
      throw Mistake(
        range,
        "`\(name)` belongs to the function around this one; cells change only their own and the page's variables"
      )
    }
  }

  func taken(_ name: String, _ range: Range<Int>) -> Mistake {
    Mistake(range, "`\(name)` is being changed just now, by the call that it was given to")
  }

  /// Reaches into the innermost variable of a name that may be changed here.
  private mutating func inVariable(_ name: String, _ body: (inout Variable) -> Void) {
    if let last = frames.indices.last {
      for scope in frames[last].scopes.indices.reversed() {
        guard let i = frames[last].scopes[scope].index(forKey: name) else { continue }
        return body(&frames[last].scopes[scope].values[i])
      }
    }
    if let i = globals.index(forKey: name) {
      body(&globals.values[i])
      (globals.values[i].isChanged, globals.values[i].stamp) = (true, nil)
    }
  }
}

extension Value {
  /// Where an array's or a tensor's entries lie in memory: another place after a change means that they were copied.
  fileprivate var storage: UnsafeRawPointer? {
    switch self {
    case .array(let parts, _): parts.withUnsafeBufferPointer { UnsafeRawPointer($0.baseAddress) }
    case .tensor(let tensor, _):
      tensor.scalars.withUnsafeBufferPointer { UnsafeRawPointer($0.baseAddress) }
    default: nil
    }
  }
}
