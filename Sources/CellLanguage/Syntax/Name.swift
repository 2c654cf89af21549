import Synchronization

/// A name where an expression uses it.
final class Name: Sendable {
  /// Where its variable stands.
  enum Place: Sendable {
    /// Among the page's own, if there is one.
    case global
    /// In the frame of the function that runs.
    case local(Int)
    /// Among what the closure that runs has captured.
    case captured(Int)
    /// In the frame, or among what is captured, in a box: a variable that closures change and see changed.
    case sharedLocal(Int)
    case sharedCaptured(Int)
    /// The local function that runs.
    case itself
  }

  let text: String
  /// The library's function of this name.
  let function: LibraryFunction?
  /// Set by the resolver, before anybody else sees the name.
  @exclusivity(unchecked) nonisolated(unsafe) var place = Place.global
  /// What the last run that asked found among the page's variables: `Globals` reads and writes it.
  let memory = Atomic<UInt64>(0)

  init(_ text: String) {
    self.text = text
    function = Library.function(named: text)
  }
}

/// The variables of the page, as one run of a cell sees them.
struct Globals {
  private var places: [String: Int] = [:]
  private(set) var variables: ContiguousArray<Variable> = []
  /// Names that were asked for and are none of these: a variable that takes one of them would hide what was found elsewhere.
  private(set) var missed: Set<String> = []
  /// Tells this run's places from another's.
  private let run: UInt64

  private static let runs = Atomic<UInt64>(0)

  init(_ variables: [String: Variable]) {
    run = Self.runs.wrappingAdd(1, ordering: .relaxed).newValue << 32
    places.reserveCapacity(variables.count + 8)
    var boxes: [ObjectIdentifier: Variable.Box] = [:]
    for (name, variable) in variables {
      places[name] = places.count
      self.variables.append(variable)
      // Closures change what they share: each run has boxes of its own, as it has variables of its own.
      if variable.value.mayHoldBoxes {
        let place = self.variables.count - 1
        self.variables[place].value = variable.value.withOwnBoxes(&boxes)
      }
    }
  }

  var names: some Collection<String> { places.keys }

  /// Which of the variables has a name.
  ///
  /// The name remembers the answer for this run: a place and 1, or how many variables there were when it was none of them.
  mutating func place(of name: Name) -> Int? {
    let memory = name.memory.load(ordering: .relaxed)
    if memory & ~0xFFFF_FFFF == run {
      let number = Int(memory & 0x7FFF_FFFF)
      if memory & 0x8000_0000 == 0 { return number }
      if number == variables.count { return nil }
    }
    let place = places[name.text]
    if place == nil { missed.insert(name.text) }
    let number = UInt64(place ?? variables.count) | (place == nil ? 0x8000_0000 : 0)
    name.memory.store(run | number, ordering: .relaxed)
    return place
  }

  subscript(place: Int) -> Variable {
    _read { yield variables[place] }
    _modify { yield &variables[place] }
  }

  /// Declares a variable, anew where it was declared before.
  mutating func declare(_ name: Name, _ variable: Variable) {
    var variable = variable
    (variable.isChanged, variable.stamp) = (true, nil)
    guard let place = place(of: name) else {
      places[name.text] = variables.count
      variables.append(variable)
      return
    }
    // Whether the name was looked at counts for the variable that it had before.
    variable.isSeen = variables[place].isSeen
    variables[place] = variable
  }

  /// Writes all of them into variables by name.
  mutating func write(to variables: inout [String: Variable]) {
    for (name, place) in places {
      if self.variables[place].isSeen, self.variables[place].value.mayHoldBoxes {
        self.variables[place].isChanged = true
      }
      variables[name] = self.variables[place]
    }
  }
}

extension Value {
  /// Whether a closure in it shares variables.
  fileprivate var mayHoldBoxes: Bool {
    switch self {
    case .function(let closure):
      closure.captured.contains { $0.box != nil || $0.value.mayHoldBoxes }
    case .array, .slice: holdsClosures ? parts?.contains(where: \.mayHoldBoxes) ?? false : false
    case .tuple(let parts): parts.contains { $0.value.mayHoldBoxes }
    case .some(let value): value.mayHoldBoxes
    default: false
    }
  }

  /// Whether closures are in an array, as far as its first element tells.
  private var holdsClosures: Bool {
    switch parts?.first {
    case .function: true
    case .tuple(let parts): parts.contains { if case .function = $0.value { true } else { false } }
    case .some(.array), .some(.slice): parts?.first?.holdsClosures ?? false
    default: false
    }
  }

  /// The value with a copy of each box.
  fileprivate func withOwnBoxes(_ boxes: inout [ObjectIdentifier: Variable.Box]) -> Value {
    guard mayHoldBoxes else { return self }
    switch self {
    case .function(var closure):
      for i in closure.captured.indices {
        if let box = closure.captured[i].box {
          closure.captured[i].box = box.copied(&boxes)
        } else {
          closure.captured[i].value = closure.captured[i].value.withOwnBoxes(&boxes)
        }
      }
      return .function(closure)
    case .array(let parts, let footprint):
      return .array(parts.map { $0.withOwnBoxes(&boxes) }, footprint)
    case .slice(var slice):
      slice.parts = slice.parts.map { $0.withOwnBoxes(&boxes) }
      return .slice(slice)
    case .tuple(let parts): return .tuple(parts.map { ($0.label, $0.value.withOwnBoxes(&boxes)) })
    case .some(let value): return .some(value.withOwnBoxes(&boxes))
    default: return self
    }
  }
}

extension Variable.Box {
  /// The box's copy, which is one however many closures share it.
  fileprivate func copied(_ boxes: inout [ObjectIdentifier: Variable.Box]) -> Variable.Box {
    if let copy = boxes[ObjectIdentifier(self)] { return copy }
    let copy = Variable.Box(variable)
    boxes[ObjectIdentifier(self)] = copy
    copy.variable.value = variable.value.withOwnBoxes(&boxes)
    return copy
  }
}
