import CNNEngine

/// What cells may use of the world: data that ships, and the time.
public struct Surroundings: Sendable {
  /// All digits that ship, `[1797, 1, 8, 8]`, 0…16, and their labels, `[1797]`; `nil` where they were not found.
  public var digits: @Sendable () -> (images: Tensor, labels: Tensor)?
  /// A shipped picture by name: `[3, H, W]`, or `[H, W]` for a grey one, 0…1.
  public var picture: @Sendable (String) -> Tensor?
  /// The names that `picture` knows.
  public var pictureNames: [String]
  /// Seconds, from any fixed moment.
  public var clock: @Sendable () -> Double

  public init(
    digits: @escaping @Sendable () -> (images: Tensor, labels: Tensor)?,
    picture: @escaping @Sendable (String) -> Tensor?, pictureNames: [String],
    clock: @escaping @Sendable () -> Double
  ) {
    self.digits = digits
    self.picture = picture
    self.pictureNames = pictureNames
    self.clock = clock
  }

  /// No data and no clock.
  public static let none = Surroundings(
    digits: { nil }, picture: { _ in nil }, pictureNames: [], clock: { 0 })
}

/// How much one run may use before it is refused with a sentence.
public struct Budget: Equatable, Sendable {
  /// Expressions evaluated and loops turned.
  public var steps = 1_000_000
  /// Bytes of tensors, arrays and texts that are held at a time, with what the cells above have left.
  public var memory = 1_000_000_000
  /// Tensor entries and array elements made, in all, those given back too: each takes its time.
  public var entries = 4_000_000_000
  public var multiplications = 2_000_000_000
  /// Numbers looked at by the library's functions, in all.
  public var reads = 400_000_000
  /// Seconds by the clock of the surroundings; `nil` for as long as it takes.
  public var seconds: Double?
  /// Those of them that runs before have used: a program that begins again with a trained network is one program.
  public var secondsUsed = 0.0
  /// The moment by that clock when all must be done, however many runs there are.
  public var deadline: Double?
  /// Lines printed.
  public var lines = 500
  /// Characters that one call prints; what is beyond is cut.
  public var lineLength = 5_000
  public init() {}

  /// For what is computed between a key and its echo.
  public static let glance: Budget = {
    var budget = Budget()
    (budget.steps, budget.entries, budget.multiplications) = (5_000, 200_000, 1_000_000)
    (budget.reads, budget.seconds) = (2_000_000, 0.01)
    return budget
  }()

  /// For the cells of a page that is printed or checked: whoever asked for it waits for all of them together.
  ///
  /// A page of the book takes 20 milliseconds and holds 20 MB.
  public static func page(_ surroundings: Surroundings) -> Budget {
    var budget = Budget()
    budget.deadline = surroundings.clock() + 1.5
    budget.memory = 400_000_000
    return budget
  }

  /// For what is computed while a page is drawn: a few milliseconds' worth, by counts alone, so that it comes out the same
  /// on every machine.
  public static let drawing: Budget = {
    var budget = Budget.glance
    budget.seconds = nil
    return budget
  }()
}

/// Runs cells one after the other in one scope, which grows.
///
/// A value: a copy is a snapshot.
public struct Interpreter: Sendable {
  private let surroundings: Surroundings
  /// What each run may use.
  public var budget: Budget
  /// What ends a run from outside.
  public var interruption: Interruption?
  /// What runs of training came to so far, by their keys: `train` gives them back in place of the fresh network.
  public var trained: [String: Network] = [:]
  var globals: [String: Variable] = [:]
  /// What counted the runs before: snapshots of the scope may hold what none of its variables holds any longer.
  var meters: [MemoryMeter] = []
  /// What names meant before they were covered; `nil` for nothing.
  private var covered: [String: Variable?] = [:]

  /// Creates an interpreter with nothing in scope but the library.
  public init(surroundings: Surroundings, budget: Budget = Budget()) {
    self.surroundings = surroundings
    self.budget = budget
  }

  /// Runs a cell.
  ///
  /// What it declared stays in scope; when it fails, its declarations so far stay too. The budget
  /// starts anew with each call.
  public mutating func run(_ source: String) -> Outcome { runMissing(source).outcome }

  /// The same, and the names that were looked for among the variables of the scope and were not there.
  mutating func runMissing(_ source: String) -> (outcome: Outcome, missed: Set<String>) {
    for place in globals.values.indices {
      (globals.values[place].isSeen, globals.values[place].isChanged) = (false, false)
    }
    var machine = Machine(
      globals: handOverGlobals(), budget: budget, surroundings: surroundings, trained: trained,
      source: source, interruption: interruption, earlier: meters)
    meters = meters.filter { $0.held > 0 } + [machine.meter]
    do throws(Mistake) {
      guard source.utf8.count <= 50_000 else {
        throw Mistake(0..<0, "this text is too long for a cell")
      }
      let statements = try Parser.parse(source)
      switch try machine.run(cell: statements) {
      case .fallThrough, .giveBack: break
      case .leave, .next: throw Mistake(0..<0, "`break` and `continue` stand inside of a loop")
      }
    } catch {
      machine.globals.write(to: &globals)
      let outcome = Outcome(
        outputs: machine.outputs, value: nil, error: error.error(in: source),
        isLineOpen: machine.isLineOpen)
      return (outcome, machine.globals.missed)
    }
    machine.globals.write(to: &globals)
    if case .some(.none) = machine.lastValue { machine.lastValue = nil }
    let outcome = Outcome(
      outputs: machine.outputs, value: machine.lastValue, error: nil,
      isLineOpen: machine.isLineOpen)
    return (outcome, machine.globals.missed)
  }

  /// While a run changes the variables nobody else holds them here, so that what it lets go of is free.
  private mutating func handOverGlobals() -> [String: Variable] {
    defer { globals = [:] }
    return globals
  }

  /// The value of a variable in scope; setting it makes a constant.
  public subscript(name: String) -> Value? {
    get { globals[name]?.value }
    set { globals[name] = newValue.map { Variable(value: $0, isVariable: false, stamp: Stamp()) } }
  }

  /// Names in scope and in the library that begin with `prefix`, sorted.
  ///
  /// For completion. After a dot (`x.me`) the members of `x`, each with what stands before the dot.
  public func completions(of prefix: String) -> [String] {
    guard let dot = prefix.lastIndex(of: ".") else {
      return Set(globals.keys).union(Library.names).union(Lexer.keywords).filter {
        $0.hasPrefix(prefix)
      }.sorted()
    }
    let (base, stem) = (String(prefix[..<dot]), String(prefix[prefix.index(after: dot)...]))
    guard !base.isEmpty else {
      return Library.choices.values.flatMap { $0 }.filter { $0.hasPrefix(stem) }.sorted().map {
        "." + $0
      }
    }
    var copy = self
    copy.budget = .glance
    guard let value = globals[base]?.value ?? copy.run(base).value else { return [] }
    return Library.members(of: value).filter { $0.hasPrefix(stem) }.map { base + "." + $0 }
  }

  /// The library's functions that a program calls or hands on, in reading order.
  ///
  /// A variable, a parameter or a function of the same name is none, whether the program declares it or stands in scope.
  /// Of a program that does not parse nothing is known.
  public func libraryFunctions(usedBy program: String) -> [String] {
    guard let statements = try? Parser.parse(program) else { return [] }
    return Resolver.functions(of: statements, besides: Set(globals.keys))
  }

  /// Puts a constant where a name is, until `uncover()`.
  public mutating func cover(_ name: String, with value: Value) {
    if covered[name] == nil { covered[name] = .some(globals[name]) }
    self[name] = value
  }

  /// Gives the names that were covered what they meant before; those that meant nothing are gone.
  public mutating func uncover() {
    for (name, variable) in covered { globals[name] = variable }
    covered = [:]
  }

  /// A library function as the help writes it: its signature and one line; `nil` for an unknown name.
  public static func help(on name: String) -> (signature: String, summary: String)? {
    Library.function(named: name).map { ($0.signature, $0.summary) }
  }

  /// The library's functions, sorted.
  public static var functionNames: [String] { Library.functions.map(\.name).sorted() }
}

/// What one run came to.
public struct Outcome: Sendable {
  public var outputs: [Output]
  /// The last expression's value where it was neither assigned nor printed: the console shows it.
  public var value: Value?
  public var error: CellError?
  /// Whether the last line that was printed has no end: `print("a", terminator: "")`.
  public var isLineOpen: Bool
  public init(outputs: [Output], value: Value?, error: CellError?, isLineOpen: Bool = false) {
    self.outputs = outputs
    self.value = value
    self.error = error
    self.isLineOpen = isLineOpen
  }

  /// The runs of training that the program asked for, in their order.
  public var trainingRequests: [TrainingRequest] {
    outputs.compactMap { output in
      if case .figure(.training(let request)) = output { request } else { nil }
    }
  }
}
