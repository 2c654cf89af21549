import CNNEngine

/// What a cell may use, and what things cost: the same on every machine, so that a cell that runs once runs always.
extension Machine {
  mutating func spendStep(_ range: Range<Int>) throws(Mistake) {
    budget.steps -= 1
    if budget.steps < 0 {
      throw Mistake(
        range,
        "this runs too long: more than \(grouped(limit.steps)) steps; is there a loop that does not end?"
      )
    }
    // The clock costs more than a step does.
    if budget.steps & 127 == 0 {
      do { try checkTime() } catch { throw Mistake(range, error.message) }
    }
  }

  /// Whether the run may go on: asked every so many steps, and before a library function that has much to do.
  func checkTime() throws(Complaint) {
    if interruption?.isStopped == true { throw Complaint("this was stopped") }
    guard let end, surroundings.clock() > end else { return }
    guard let seconds = limit.seconds, end != limit.deadline else {
      throw Complaint(
        "the cells of this page take too long together; make the loops, the tensors or the networks smaller"
      )
    }
    throw Complaint(
      "this takes longer than \(Int(exactly: seconds).map { "\($0)" } ?? "\(seconds)") seconds, more than it may take here; make the loop, the tensors or the network smaller"
    )
  }

  /// Numbers that a library function goes over in about a tenth of a millisecond.
  private static let muchToDo = 100_000

  /// Pays for entries of tensors that are made, and asks for the memory before it is taken.
  mutating func spend(entries: Int) throws(Complaint) {
    let entries = max(0, entries)
    try reserve(entries, of: MemoryLayout<Float>.stride)
    try pay(entries: entries)
  }

  /// Pays for elements of arrays that are made, and asks for the memory.
  mutating func spend(elements: Int) throws(Complaint) {
    let elements = max(0, elements)
    try reserve(elements, of: Value.bytes)
    guard elements <= budget.entries / Self.entriesPerElement else {
      throw Complaint(
        "this needs arrays of \(grouped(elements)); a cell may make \(grouped(limit.entries / Self.entriesPerElement)) elements in all; make the loop or the arrays smaller"
      )
    }
    budget.entries -= Self.entriesPerElement * elements
    if elements >= Self.muchToDo { try checkTime() }
  }

  /// Pays for elements that an array gets where it stands: where it has no room left, it takes twice as much.
  mutating func spend(elements: Int, in array: [Value]) throws(Complaint) {
    let count = array.count + elements
    if count > array.capacity {
      try reserve(2 * count, of: Value.bytes)
    }
    try spend(elements: elements)
  }

  /// Pays for the time that so many entries take, and not for their memory.
  private mutating func pay(entries: Int) throws(Complaint) {
    guard entries <= budget.entries else {
      throw Complaint(
        "this needs \(grouped(entries)) numbers; a cell may make \(grouped(limit.entries)) in all; make the loop or the tensors smaller"
      )
    }
    budget.entries -= entries
    if entries >= Self.muchToDo { try checkTime() }
  }

  static let entriesPerElement = 4

  mutating func spend(multiplications: Int) throws(Complaint) {
    guard multiplications <= budget.multiplications else {
      throw Complaint(
        "this needs \(grouped(multiplications)) multiplications; a cell may make \(grouped(limit.multiplications)) in all; make the pictures, the kernels or the network smaller"
      )
    }
    budget.multiplications -= max(0, multiplications)
    if multiplications >= Self.muchToDo { try checkTime() }
  }

  /// Pays for numbers that are looked at; what takes longer than one addition counts as several.
  mutating func spend(reads: Int) throws(Complaint) {
    guard reads <= budget.reads else {
      throw Complaint(
        "this runs too long: a cell may look at \(grouped(limit.reads)) numbers in all, and this would look at \(grouped(reads)) more; make the loop, the tensors or the arrays smaller"
      )
    }
    budget.reads -= max(0, reads)
    if reads >= Self.muchToDo { try checkTime() }
  }

  /// The same where only the place in the source is known.
  mutating func spend(reads: Int, at range: Range<Int>) throws(Mistake) {
    do { try spend(reads: reads) } catch { throw Mistake(range, error.message) }
  }

  mutating func spend(elements: Int, at range: Range<Int>) throws(Mistake) {
    do { try spend(elements: elements) } catch { throw Mistake(range, error.message) }
  }

  mutating func spend(entries: Int, at range: Range<Int>) throws(Mistake) {
    do { try spend(entries: entries) } catch { throw Mistake(range, error.message) }
  }

  /// The value as Swift prints it, paid for: an array that holds one array a thousand times is a million numbers.
  mutating func written(_ value: Value) throws(Complaint) -> String {
    let most = budget.reads / Self.readsForWriting + 1
    let length = value.writtenLength(upTo: most)
    let (reads, overflow) = length.multipliedReportingOverflow(by: Self.readsForWriting)
    try spend(reads: overflow ? .max : reads)
    return value.description
  }

  /// Writing a number takes as long as adding so many.
  static let readsForWriting = 100

  /// Pays for comparing two values part by part.
  mutating func payForComparing(_ a: Value, _ b: Value, _ range: Range<Int>) throws(Mistake) {
    switch (a, b) {
    case (.tensor(let a, _), .tensor(let b, _)):
      try spend(reads: a.shape == b.shape ? a.count : 0, at: range)
    case (.array, _), (.record, _), (.tuple, _), (.some, _), (.string, _):
      let most = budget.reads / Self.readsForWriting + 1
      let length = max(a.writtenLength(upTo: most), b.writtenLength(upTo: most))
      try spend(reads: min(length, most) * Self.readsForWriting, at: range)
    default: break
    }
  }

  /// Pays for a value that a library function gave back, as far as the function has not done so itself.
  mutating func pay(for value: Value, entriesBefore: Int) throws(Complaint) {
    let paid = entriesBefore - budget.entries
    let left = max(0, value.entriesHeld - paid)
    if value.parts != nil {
      try spend(elements: left / Self.entriesPerElement)
    } else {
      try spend(entries: left)
    }
    if case .layer(let layer) = value { try spend(reads: PlanSize(of: layer).reads) }
  }
}

extension Value {
  /// About how many numbers a function that goes over this value looks at, without the insides of an array's elements.
  var reads: Int {
    switch self {
    case .tensor(let x, _): x.count
    case .array(let parts, _): 8 * parts.count
    case .slice(let slice): 8 * slice.parts.count
    case .string(let text, _): 8 * text.utf8.count
    case .tuple(let parts): parts.reduce(1) { $0 + $1.value.reads }
    case .record(let record): record.parts.reduce(1) { $0 + $1.value.reads }
    case .some(let value): value.reads
    case .layer(let layer): PlanSize(of: layer).reads
    case .network(let network, _): PlanSize(of: network.plan).reads
    default: 1
    }
  }

  /// What making the value costs in entries, as `Budget.entries` counts.
  var entriesHeld: Int {
    switch self {
    case .tensor(let x, _): x.count
    case .array(let parts, _): Machine.entriesPerElement * parts.count
    case .slice(let slice): Machine.entriesPerElement * slice.parts.count
    case .string(let text, _): text.utf8.count / 16
    case .tuple(let parts): parts.reduce(0) { $0 + $1.value.entriesHeld }
    case .record(let record): record.parts.reduce(0) { $0 + $1.value.entriesHeld }
    case .some(let value): value.entriesHeld
    default: 0
    }
  }

  /// About how many numbers stand in the value's description; the count ends where it passes `most`.
  func writtenLength(upTo most: Int) -> Int {
    var length = 1
    func add(_ value: Value) {
      if length <= most { length += value.writtenLength(upTo: most - length) }
    }
    switch self {
    case .tensor(let x, _): length += x.count <= 1_000 ? x.count : 0
    case .string(let text, _): length += text.utf8.count / 64
    case .array, .slice:
      for part in parts ?? [] {
        guard length <= most else { break }
        add(part)
      }
    case .tuple(let parts): for part in parts { add(part.value) }
    case .record(let record): for part in record.parts { add(part.value) }
    case .some(let value): add(value)
    default: break
    }
    return length
  }

  /// How deep arrays, tuples and optionals lie in one another, along the first element of each array.
  var nesting: Int {
    var (value, depth) = (self, 0)
    while depth <= Value.deepest {
      switch value {
      case .array, .slice:
        guard let first = value.parts?.first else { return depth + 1 }
        value = first
      case .some(let held): value = held
      case .tuple(let parts): return depth + 1 + (parts.map(\.value.nesting).max() ?? 0)
      case .record(let record): return depth + 1 + (record.parts.map(\.value.nesting).max() ?? 0)
      default: return depth
      }
      depth += 1
    }
    return depth
  }

  /// Values are written, compared and given back to the system by going down into them, on a stack that is finite.
  static let deepest = 64
}
