import CNNEngine
import Synchronization

/// Counts the bytes that one run of a cell holds.
final class MemoryMeter: Sendable {
  private let bytes = Atomic<Int>(0)

  var held: Int { bytes.load(ordering: .relaxed) }

  func add(_ number: Int) { bytes.wrappingAdd(number, ordering: .relaxed) }
}

/// The storage of a value: counted as long as anybody holds it.
///
/// A value goes about with its footprint, and values that share storage share it. So each storage is counted once, and the
/// last holder, on whatever thread, gives it back.
public final class Footprint: Sendable {
  let bytes: Int
  let meter: MemoryMeter

  init(_ bytes: Int, on meter: MemoryMeter) {
    (self.bytes, self.meter) = (bytes, meter)
    meter.add(bytes)
  }

  deinit { meter.add(-bytes) }
}

extension Value {
  /// What counts the value's storage, if that is counted.
  var footprint: Footprint? {
    switch self {
    case .tensor(_, let footprint), .array(_, let footprint), .string(_, let footprint),
      .network(_, let footprint), .optimizer(_, let footprint), .kept(_, let footprint):
      footprint
    case .slice(let slice): slice.footprint
    default: nil
    }
  }

  /// The same value, its storage counted by another footprint.
  func with(_ footprint: Footprint?) -> Value {
    switch self {
    case .tensor(let x, _): .tensor(x, footprint)
    case .array(let parts, _): .array(parts, footprint)
    case .slice(let slice):
      .slice(.init(parts: slice.parts, start: slice.start, footprint: footprint))
    case .string(let text, _): .string(text, footprint)
    case .network(let network, _): .network(network, footprint)
    case .optimizer(let state, _): .optimizer(state, footprint)
    case .kept(let state, _): .kept(state, footprint)
    default: self
    }
  }

  /// The footprint, which the value has no longer: what follows may change its storage.
  mutating func takeFootprint() -> Footprint? {
    guard let footprint else { return nil }
    self = with(nil)
    return footprint
  }

  /// Bytes of the value's own storage; what an array's elements hold is theirs, but for their boxes.
  var storageBytes: Int {
    switch self {
    case .tensor(let x, _): x.storageBytes
    case .array(let parts, _):
      parts.capacity == 0
        ? 0
        : Self.header + parts.capacity * (Self.bytes + (parts.first?.boxBytes ?? 0))
    case .slice(let slice): Value.array(slice.parts).storageBytes + Self.header
    // Short texts stand in the value itself; long ones double as they grow.
    case .string(let text, _): text.utf8.count < 16 ? 0 : Self.header + doubled(text.utf8.count)
    // The weights, and once more as predictions lay them out.
    case .network(let network, _):
      2 * network.parameters.storageBytes + network.statistics.storageBytes
    // Two numbers for each parameter at most.
    case .optimizer(let state, _):
      8 * state.shapes.reduce(0) { $0 + $1.reduce(1, *) }
    case .kept(let state, _): state.kept.storageBytes
    default: 0
    }
  }

  /// The room that a value is taken to need in an array.
  static let bytes = 48

  /// What the system and Swift keep beside each piece of storage.
  fileprivate static let header = 48

  /// Bytes of the boxes in which Swift puts this value where it stands in an array, without counted storage.
  private var boxBytes: Int {
    switch self {
    case .tuple(let parts):
      parts.reduce(Self.header) {
        $0 + (16 + Self.bytes) + $1.value.boxBytes
      }
    case .record(let record):
      record.parts.reduce(Self.header) {
        $0 + (16 + Self.bytes) + $1.value.boxBytes
      }
    case .some(let value): Self.header + Self.bytes + value.boxBytes
    case .function(let closure):
      Self.header + 2 * closure.captured.count * Variable.bytes
    case .layer: 2 * Self.header
    default: 0
    }
  }

  /// Whether this may be something with storage.
  private var mayHaveStorage: Bool {
    switch self {
    case .int, .double, .float, .bool, .range, .choice, .none, .layer: false
    default: true
    }
  }

  /// Whether the elements of an array may be something with storage.
  private var holdsStorage: Bool {
    if case .array(let parts, _) = self { parts.first?.mayHaveStorage == true } else { false }
  }

  /// Counts the value's own storage, unless that is done.
  @inline(__always) mutating func count(on meter: MemoryMeter) {
    switch self {
    // Nearly all that a loop comes to.
    case .int, .double, .float, .bool, .none, .range: break
    default: countStorage(on: meter)
    }
  }

  private mutating func countStorage(on meter: MemoryMeter) {
    switch self {
    case .tensor(_, .none), .array(_, .none), .string(_, .none), .network(_, .none),
      .optimizer(_, .none), .kept(_, .none), .slice:
      guard footprint == nil else { break }
      let bytes = storageBytes
      if bytes > 0 { self = with(Footprint(bytes, on: meter)) }
    default: break
    }
  }

  /// Counts the storage of the value and of all that stands in it; what is counted already was so with its parts.
  mutating func countParts(on meter: MemoryMeter) {
    guard footprint == nil else { return }
    switch self {
    case .array:
      guard holdsStorage else { break }
      var parts = takeElements()
      for i in parts.indices { parts[i].countParts(on: meter) }
      self = .array(parts)
    case .tuple(var parts):
      self = .none
      for i in parts.indices { parts[i].value.countParts(on: meter) }
      self = .tuple(parts)
    case .record(var record):
      self = .none
      for i in record.parts.indices { record.parts[i].value.countParts(on: meter) }
      self = .record(record)
    case .some(var value):
      self = .none
      value.countParts(on: meter)
      self = .some(value)
    default: break
    }
    count(on: meter)
  }

  /// Adds the bytes that the value and its parts hold, each storage once, without those that one meter counts.
  func addBytes(to bytes: inout Int, seen: inout Set<ObjectIdentifier>, without meter: MemoryMeter)
  {
    if let footprint {
      guard seen.insert(ObjectIdentifier(footprint)).inserted else { return }
      if footprint.meter !== meter { bytes += footprint.bytes }
    } else {
      bytes += storageBytes
    }
    switch self {
    case .array, .slice:
      guard let parts, parts.first?.mayHaveStorage == true else { return }
      for part in parts { part.addBytes(to: &bytes, seen: &seen, without: meter) }
    case .tuple(let parts):
      for part in parts { part.value.addBytes(to: &bytes, seen: &seen, without: meter) }
    case .record(let record):
      for part in record.parts { part.value.addBytes(to: &bytes, seen: &seen, without: meter) }
    case .some(let value): value.addBytes(to: &bytes, seen: &seen, without: meter)
    case .function(let closure):
      for variable in closure.captured {
        // A closure may be in a box that it has itself captured.
        if let box = variable.box, !seen.insert(ObjectIdentifier(box)).inserted { continue }
        variable.own.value.addBytes(to: &bytes, seen: &seen, without: meter)
      }
    default: break
    }
  }
}

/// The next power of two.
private func doubled(_ count: Int) -> Int { 1 << (Int.bitWidth - (count - 1).leadingZeroBitCount) }

extension Tensor {
  var storageBytes: Int { 2 * 48 + 8 * shape.count + 4 * scalars.capacity }
}

extension [Tensor] {
  fileprivate var storageBytes: Int { reduce(0) { $0 + $1.storageBytes } }
}

extension Kept {
  fileprivate var storageBytes: Int {
    inner.reduce(tensors.storageBytes) { $0 + $1.storageBytes }
  }
}

extension FigureRequest {
  /// Bytes that the figure holds besides the storage of values that it shows.
  var ownBytes: Int {
    switch self {
    case .tensors, .trace: 0
    case .table(let headings, let rows):
      ([headings] + rows).reduce(0) { $0 + $1.reduce(0) { $0 + 16 + $1.utf8.count } }
    case .bars(_, let bars): 32 * bars.count
    case .plot(_, let curves): curves.reduce(0) { $0 + 16 * $1.y.count }
    case .contour(let contour): contour.paths.reduce(0) { $0 + 16 * $1.y.count }
    case .summary(_, let rows): 256 * rows.count
    case .training(let request):
      4
        * (request.network.parameters.reduce(0) { $0 + $1.count }
          + 4 * (request.training.count + request.heldOut.count))
    }
  }
}

extension Machine {
  /// Asks for room before it is taken; the room is kept until what is made in it has a footprint.
  mutating func reserve(bytes: Int) throws(Complaint) {
    let own = meter.held + pending
    // What the cells above hold is found out by a walk, which little things need not wait for.
    if bytes < limit.memory >> 6, own + bytes < limit.memory >> 6 {
      pending += bytes
      return
    }
    if heldBefore == nil || !fits(bytes, beside: own) { heldBefore = bytesHeldBefore() }
    guard !fits(bytes, beside: own) else {
      pending += bytes
      return
    }
    let held = (own + (heldBefore ?? 0)) / Self.megabyte
    let need =
      bytes > 1 << 50
      ? "more memory than any machine has"
      : "\(grouped((bytes + Self.megabyte - 1) / Self.megabyte)) MB of memory"
        + (held > 0 ? " more, and \(grouped(held)) MB are in use" : "")
    let most = grouped(limit.memory / Self.megabyte)
    throw Complaint(
      "this needs \(need); a cell may hold \(most) MB at a time; make its tensors or arrays smaller, or fewer of them"
    )
  }

  /// The same for so many things of a size.
  mutating func reserve(_ count: Int, of size: Int) throws(Complaint) {
    let (bytes, isTooLarge) = count.multipliedReportingOverflow(by: size)
    try reserve(bytes: isTooLarge ? .max : bytes)
  }

  static let megabyte = 1_000_000

  private func fits(_ bytes: Int, beside own: Int) -> Bool {
    bytes <= limit.memory - own - (heldBefore ?? 0)
  }

  /// What is held that earlier runs have made: by variables, and by snapshots of the scope in which a name has been given to
  /// another value since.
  private func bytesHeldBefore() -> Int {
    let networks = trained.values.reduce(0) { $0 + Value.network($1).storageBytes }
    return networks + max(bytesOfVariables(), earlier.reduce(0) { $0 + $1.held })
  }

  private func bytesOfVariables() -> Int {
    var (bytes, seen) = (0, Set<ObjectIdentifier>())
    func add(_ variables: some Sequence<Variable>) {
      for variable in variables {
        variable.own.value.addBytes(to: &bytes, seen: &seen, without: meter)
      }
    }
    add(globals.variables)
    add(locals)
    for frame in frames { add(frame.captured) }
    return bytes
  }

  /// Counts a value that has been changed where it stood.
  ///
  /// - Parameters:
  ///   - value: the value as it is now.
  ///   - footprint: what counted it; shared with another holder, the storage was copied, and is another now.
  func recount(_ value: inout Value, was footprint: consuming Footprint?) {
    guard value.footprint == nil else { return }
    if isKnownUniquelyReferenced(&footprint), let footprint, footprint.bytes == value.storageBytes {
      value = value.with(footprint)
    } else {
      value.count(on: meter)
    }
  }
}
