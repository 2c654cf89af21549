import CNNEngine

/// Where a value stands that a cell changes: a variable, or an entry or a part of one.
struct Place {
  struct Step {
    var indices: [Int]
    /// A tuple's part, in place of indices.
    var part: Part?
    var range: Range<Int>
  }
  /// The name of a tuple's part: an object, since places are handed on often, and few have one.
  final class Part: Sendable {
    let name: String
    init(_ name: String) { self.name = name }
  }
  var name: Name
  var range: Range<Int>
  /// From the variable down to the entry.
  var steps: [Step] = []
}

extension Expression {
  /// Whether it names a variable or an entry of one.
  var isPlace: Bool {
    switch form {
    case .name: true
    case .subscripted(let base, _), .member(let base, _): base.isPlace
    case .tuple(let parts): parts.count == 1 && parts[0].value.isPlace
    default: false
    }
  }
}

/// Values are changed where they stand: nobody else holds them meanwhile, so that Swift copies nothing.
extension Machine {
  /// The place that an expression names; its indices are evaluated here, once.
  mutating func place(_ target: Expression) throws(Mistake) -> Place {
    switch target.form {
    case .name(let name): return Place(name: name, range: target.range)
    case .subscripted(let base, let indices):
      var place = try place(base)
      do throws(Mistake) {
        place.steps.append(Place.Step(indices: try integers(indices), range: target.range))
      } catch {
        guard let range = indices.first(where: \.isRange)?.range else { throw error }
        throw Mistake(range, "several entries are set one by one: for i in \(text(range)) { … }")
      }
      return place
    case .member(let base, let name):
      var place = try place(base)
      place.steps.append(Place.Step(indices: [], part: Place.Part(name), range: target.range))
      return place
    case .tuple(let parts) where parts.count == 1: return try place(parts[0].value)
    default: throw Mistake(target.range, "only a variable or one of its entries can be assigned to")
    }
  }

  /// What stands at a place now.
  mutating func read(_ place: Place) throws(Mistake) -> Value {
    guard var value = held(by: place.name) else { throw unknown(place) }
    for step in place.steps { value = try entry(of: value, step) }
    return value
  }

  /// The type that the place was declared to hold; `nil` where nothing was said.
  mutating func declaredType(of place: Place) -> TypeName? {
    var type = variable(place.name)?.type
    for step in place.steps {
      switch type {
      case .array(let element)? where step.part == nil: type = element
      case .tuple(let types, let labels)?:
        guard let i = step.partIndex(labels) else { return nil }
        type = types[i]
      default: return nil
      }
    }
    return type
  }

  /// An entry, or a tuple's part.
  @inline(__always) private func entry(of container: Value, _ step: Place.Step) throws(Mistake)
    -> Value
  {
    guard step.part != nil else { return try entry(of: container, step.indices, step.range) }
    guard case .tuple(let parts) = container else { throw step.noPart(of: container) }
    return parts[try step.index(in: parts, container)].value
  }

  /// One entry of an array or a tensor.
  func entry(of container: Value, _ indices: [Int], _ range: Range<Int>) throws(Mistake) -> Value {
    switch container {
    case .array(let parts, _): return parts[try index(indices, in: parts.count, range)]
    case .slice(let slice):
      guard indices.count == 1, slice.indices.contains(indices[0]) else {
        throw Mistake(
          range,
          "index \(indices.first ?? 0) is outside a slice whose indices are \(slice.indices); they are the array's own"
        )
      }
      return slice.parts[indices[0] - slice.start]
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
      place.range,
      "`\(place.name.text)` is not known here; `let \(place.name.text) = …` declares it")
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
      if step.part != nil {
        guard case .tuple(var parts) = value else { throw step.noPart(of: value) }
        let i = try step.index(in: parts, value)
        value = .none
        defer { value = .tuple(parts) }
        result = try changeEntry(of: &parts[i].value, at: steps.dropFirst(), change)
      } else if case .array = value {
        let i = try offset(of: step, in: value)
        var parts = value.takeElements()
        defer { value = .array(parts) }
        result = try changeEntry(of: &parts[i], at: steps.dropFirst(), change)
      } else {
        let i = try offset(of: step, in: value)
        var entry = try self.entry(of: value, step.indices, step.range)
        result = try change(&self, &entry)
        guard steps.count == 1, case .float(let number) = entry else {
          throw Mistake(step.range, "a Tensor's entries are Floats, not \(article(entry.typeName))")
        }
        var tensor = value.takeTensor()
        tensor.scalars[i] = number
        value = .tensor(tensor)
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

  /// Where an entry that may be changed lies among all of them.
  private func offset(of step: Place.Step, in value: Value) throws(Mistake) -> Int {
    switch value {
    case .array(let parts, _): try index(step.indices, in: parts.count, step.range)
    case .tensor(let tensor, _): try offset(step.indices, in: tensor, step.range)
    case .slice:
      throw Mistake(step.range, "a slice is changed as an array: make one with Array(…) first")
    default:
      throw Mistake(step.range, "\(article(value.typeName)) has no entries that can be set")
    }
  }

  mutating func store(_ value: Value, in place: Place) throws(Mistake) {
    if place.steps.isEmpty { return try set(place.name, to: value, at: place.range) }
    try change(place) { _, old throws(Mistake) in old = value }
  }

  mutating func store(_ value: Value, in target: Expression) throws(Mistake) {
    guard case .tuple(let targets) = target.form else { return try store(value, in: place(target)) }
    // `(a, b) = (b, a)`: the new values were all computed before the first is stored.
    guard case .tuple(let parts) = value, parts.count == targets.count else {
      throw Mistake(target.range, "the tuple has \(targets.count) parts, the value has others")
    }
    for (target, part) in zip(targets, parts) { try store(part.value, in: target.value) }
  }

  // MARK: - Variables

  /// A variable's value, which leaves the variable empty until it is put back.
  mutating func take(_ name: Name, at range: Range<Int>) throws(Mistake) -> Value {
    try checkChange(of: name, at: range)
    var value = Value.none
    inVariable(name) { variable in
      swap(&value, &variable.value)
      (variable.isTaken, variable.origin) = (true, nil)
    }
    return value
  }

  mutating func putBack(_ value: Value, in name: Name) {
    inVariable(name) { ($0.value, $0.isTaken) = (value, false) }
  }

  mutating func set(_ name: Name, to value: Value, at range: Range<Int>) throws(Mistake) {
    try checkChange(of: name, at: range)
    inVariable(name) {
      ($0.value, $0.origin) = (value, nil)
      if $0.isAwaited { ($0.isVariable, $0.isAwaited) = (!$0.staysThen, false) }
    }
  }

  /// The type of the number that a name stands for; `nil` where it is none.
  mutating func numberType(_ name: Name) -> TypeName? {
    func type(_ value: borrowing Value) -> TypeName? {
      switch value {
      case .int: .int
      case .double: .double
      case .float: .float
      default: nil
      }
    }
    switch name.place {
    case .local(let slot): return type(locals[base + slot].value)
    case .captured, .itself: return nil
    case .sharedLocal, .sharedCaptured: return box(name.place).flatMap { type($0.variable.value) }
    case .global: return seen(name).flatMap { type(globals[$0].value) }
    }
  }

  /// Changes a number where it stands; `false` where it is none, or anything is to be told.
  mutating func changeNumber(_ name: Name, _ symbol: Operator, _ right: Value) -> Bool {
    switch name.place {
    case .local(let slot): return Self.changeNumber(&locals[base + slot], symbol, right)
    case .captured, .itself: return false
    case .sharedLocal, .sharedCaptured:
      guard let box = box(name.place) else { return false }
      return Self.changeNumber(&box.variable, symbol, right)
    case .global:
      guard let place = globals.place(of: name),
        Self.changeNumber(&globals[place], symbol, right)
      else { return false }
      (globals[place].isChanged, globals[place].stamp) = (true, nil)
      return true
    }
  }

  @inline(__always) private static func changeNumber(
    _ variable: inout Variable, _ symbol: Operator, _ right: Value
  ) -> Bool {
    guard variable.isVariable, !variable.isTaken else { return false }
    switch (variable.value, right) {
    case (.int(let a), .int(let b)):
      guard let (result, overflow) = whole(symbol, a, b), !overflow else { return false }
      variable.value = .int(result)
    case (.double(let a), .double(let b)):
      guard let result = real(symbol, a, b) else { return false }
      variable.value = .double(result)
    case (.float(let a), .float(let b)):
      guard let result = real(symbol, a, b) else { return false }
      variable.value = .float(result)
    default: return false
    }
    if variable.origin != nil { variable.origin = nil }
    return true
  }

  private mutating func checkChange(of name: Name, at range: Range<Int>) throws(Mistake) {
    let (isVariable, isTaken): (Bool, Bool)
    switch name.place {
    case .local(let slot):
      (isVariable, isTaken) = (locals[base + slot].isVariable, locals[base + slot].isTaken)
    case .captured, .itself: (isVariable, isTaken) = (false, false)
    case .sharedLocal, .sharedCaptured:
      guard let variable = box(name.place)?.variable, variable.isDeclared else {
        throw unknown(Place(name: name, range: range))
      }
      (isVariable, isTaken) = (variable.isVariable, variable.isTaken)
    case .global:
      guard let place = seen(name) else { throw unknown(Place(name: name, range: range)) }
      (isVariable, isTaken) = (globals[place].isVariable, globals[place].isTaken)
    }
    guard isVariable else {
      throw Mistake(range, "`\(name.text)` is a constant; declare it with `var` to change it")
    }
    guard !isTaken else { throw taken(name, range) }
  }

  func taken(_ name: Name, _ range: Range<Int>) -> Mistake {
    Mistake(range, "`\(name.text)` is being changed just now, by the call that it was given to")
  }

  /// Reaches into the variable of a name that may be changed here.
  @inline(__always) private mutating func inVariable(_ name: Name, _ body: (inout Variable) -> Void)
  {
    switch name.place {
    case .local(let slot): body(&locals[base + slot])
    case .captured, .itself: break
    case .sharedLocal, .sharedCaptured:
      if let box = box(name.place) { body(&box.variable) }
    case .global:
      guard let place = globals.place(of: name) else { return }
      body(&globals[place])
      (globals[place].isChanged, globals[place].stamp) = (true, nil)
    }
  }
}

extension Place.Step {
  /// Which of the parts it names.
  func partIndex(_ labels: [String?]) -> Int? {
    guard let part = part?.name else { return nil }
    if let index = Int(part) { return labels.indices.contains(index) ? index : nil }
    return labels.firstIndex(of: part)
  }

  func index(in parts: [(label: String?, value: Value)], _ whole: Value) throws(Mistake) -> Int {
    guard let index = partIndex(parts.map(\.label)) else { throw noPart(of: whole) }
    return index
  }

  func noPart(of value: Value) -> Mistake {
    Mistake(range, "\(article(value.typeName)) has no part `\(part?.name ?? "")` that can be set")
  }
}

/// What a value holds is taken out of it, to be changed where it lies: each by a function that is never inlined, since the
/// optimiser may otherwise leave the value in possession until something else is put there, and all would be copied.
extension Value {
  @inline(never) mutating func takeElements() -> [Value] {
    guard case .array(let parts, _) = self else { return [] }
    self = .none
    return parts
  }

  @inline(never) mutating func takeTensor() -> Tensor {
    guard case .tensor(let tensor, _) = self else { return Tensor(zeros: [0]) }
    self = .none
    return tensor
  }

  @inline(never) mutating func takeText() -> String {
    guard case .string(let text, _) = self else { return "" }
    self = .none
    return text
  }

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
