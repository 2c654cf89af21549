import CNNEngine

/// Tells one value of a variable from the next; only its identity counts.
final class Stamp: Sendable {}

/// A run of a cell that is over: what it came to, what it looked at and what it left behind.
///
/// A cell has no other input than its text, the variables that it looks at, the names that it finds no variable of (one that
/// takes such a name hides a library function) and what its runs of training have come to. Where all of these are as they
/// were, another run would come to the same, so `Interpreter.run(_:after:)` takes this one.
public struct Run: Sendable {
  public let outcome: Outcome
  let source: String
  /// The names that were looked for among the variables, and were not there.
  let missed: Set<String>
  /// The variables that were looked at, as they were before the run.
  let seen: [String: Stamp]
  /// The variables that were made or changed, as they were afterwards.
  let left: [String: Variable]
  /// What counts their bytes, and those of its figures.
  let meter: MemoryMeter?
}

extension Interpreter {
  /// Runs a cell, unless its last run would come to the same.
  ///
  /// - Parameters:
  ///   - source: the cell's text.
  ///   - last: the cell's last run, in a scope that may have been another; `nil` runs it in any case.
  /// - Returns: the run, and whether the cell did run.
  public mutating func run(_ source: String, after last: Run?) -> (run: Run, isNew: Bool) {
    if let last, wouldRepeat(last, source) {
      globals.merge(last.left) { $1 }
      if let meter = last.meter { meters.append(meter) }
      return (last, false)
    }
    let before = globals.mapValues(\.stamp)
    let (outcome, missed) = runMissing(source)
    var seen: [String: Stamp] = [:]
    var left: [String: Variable] = [:]
    for (name, variable) in globals {
      if variable.isSeen, let stamp = before[name] { seen[name] = stamp ?? Stamp() }
      guard variable.isChanged else { continue }
      // A value that came out as before keeps its stamp, so that nothing below needs to run for it.
      let old = last?.left[name]
      var stamped = variable
      stamped.stamp = old.flatMap { $0.isSame(as: variable) ? $0.stamp : nil } ?? Stamp()
      left[name] = stamped
    }
    globals.merge(left) { $1 }
    let run = Run(
      outcome: outcome, source: source, missed: missed, seen: seen, left: left,
      meter: meters.last)
    return (run, true)
  }

  /// Whether nothing has changed of what a run depends on.
  ///
  /// One that failed is always tried again: its message may name what is in scope.
  private func wouldRepeat(_ last: Run, _ source: String) -> Bool {
    last.source == source && last.outcome.error == nil
      && last.seen.allSatisfy { globals[$0.key]?.stamp === $0.value }
      && last.missed.allSatisfy { globals[$0] == nil }
  }
}

extension Variable {
  /// Whether nobody could tell the two apart; `false` too where finding out would take long.
  fileprivate func isSame(as other: Variable) -> Bool {
    isVariable == other.isVariable && type == other.type && origin == nil && other.origin == nil
      && value.isSame(as: other.value)
  }
}

extension Value {
  fileprivate func isSame(as other: Value) -> Bool {
    switch (self, other) {
    case (.int(let a), .int(let b)): a == b
    case (.double(let a), .double(let b)): a.bitPattern == b.bitPattern
    case (.float(let a), .float(let b)): a.bitPattern == b.bitPattern
    case (.bool(let a), .bool(let b)): a == b
    case (.string(let a, _), .string(let b, _)): a.utf8.elementsEqual(b.utf8)
    case (.tensor(let a, _), .tensor(let b, _)): a.isSame(as: b)
    case (.network(let a, _), .network(let b, _)): a.isSame(as: b)
    case (.function(let a), .function(let b)): a.isSame(as: b)
    case (.array(let a, _), .array(let b, _)):
      a.count == b.count && zip(a, b).allSatisfy { $0.isSame(as: $1) }
    case (.tuple(let a), .tuple(let b)):
      a.count == b.count
        && zip(a, b).allSatisfy { $0.label == $1.label && $0.value.isSame(as: $1.value) }
    case (.range(let a, let isClosed), .range(let b, let isOtherClosed)):
      a == b && isClosed == isOtherClosed
    case (.choice(let type, let a), .choice(let otherType, let b)): type == otherType && a == b
    case (.some(let a), .some(let b)): a.isSame(as: b)
    case (.none, .none): true
    default: false
    }
  }
}

extension Value.Closure {
  /// Whether both are one function of the page: what it reads of the page's variables is looked at when it is called.
  fileprivate func isSame(as other: Value.Closure) -> Bool {
    guard let text = declaration.text, captured.isEmpty, other.captured.isEmpty else {
      return false
    }
    return text == other.declaration.text
  }
}

extension Tensor {
  fileprivate func isSame(as other: Tensor) -> Bool {
    shape == other.shape
      && zip(scalars, other.scalars).allSatisfy { $0.bitPattern == $1.bitPattern }
  }
}

extension Network {
  fileprivate func isSame(as other: Network) -> Bool {
    picture == other.picture && plan.encoding == other.plan.encoding
      && zip(parameters, other.parameters).allSatisfy { $0.isSame(as: $1) }
      && zip(statistics, other.statistics).allSatisfy { $0.isSame(as: $1) }
  }
}
