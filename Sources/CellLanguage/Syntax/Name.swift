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
  /// Tells this run's places from another's.
  private let run: UInt64

  private static let runs = Atomic<UInt64>(0)

  init(_ variables: [String: Variable]) {
    run = Self.runs.wrappingAdd(1, ordering: .relaxed).newValue << 32
    places.reserveCapacity(variables.count + 8)
    for (name, variable) in variables {
      places[name] = places.count
      self.variables.append(variable)
    }
  }

  var names: some Collection<String> { places.keys }

  /// Which of the variables has a name.
  ///
  /// The name remembers the answer for this run: a place and 1, or how many variables there were when it was none of them.
  func place(of name: Name) -> Int? {
    let memory = name.memory.load(ordering: .relaxed)
    if memory & ~0xFFFF_FFFF == run {
      let number = Int(memory & 0x7FFF_FFFF)
      if memory & 0x8000_0000 == 0 { return number }
      if number == variables.count { return nil }
    }
    let place = places[name.text]
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
  func write(to variables: inout [String: Variable]) {
    for (name, place) in places { variables[name] = self.variables[place] }
  }
}
