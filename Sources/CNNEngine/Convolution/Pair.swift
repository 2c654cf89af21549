/// A number for the rows and one for the columns: a stride, a padding, a dilation, a window's size.
public struct Pair: Equatable, Sendable, ExpressibleByIntegerLiteral {
  public var rows: Int
  public var columns: Int

  public init(_ rows: Int, _ columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  /// The same along both axes.
  public init(_ both: Int) { self.init(both, both) }

  public init(integerLiteral both: Int) { self.init(both, both) }
}

extension Pair: CustomStringConvertible {
  /// `2` where both are equal, else `2×1`.
  public var description: String { rows == columns ? "\(rows)" : "\(rows)×\(columns)" }
}

/// What a stride, a padding, a dilation or a window's size is written with: `2`, or a `Pair`.
public protocol PairConvertible: Sendable {
  /// Rows and columns.
  var pair: Pair { get }
}

extension Pair: PairConvertible {
  public var pair: Pair { self }
}

extension Int: PairConvertible {
  public var pair: Pair { Pair(self) }
}

extension Pair {
  /// Reads an argument that may be `2`, `(1, 2)` or `Pair(1, 2)`; where it was left out, `standard`.
  ///
  /// No tuple can conform to a protocol, but a parameter pack is a tuple, and a pack of one is a plain value. So
  /// `stride: (repeat each S) = ()` takes all three forms, each argument of a call on its own, and `()` says that
  /// there was none.
  init<each N: PairConvertible>(_ numbers: repeat each N, standard: Pair) {
    self = Pair(given: repeat each numbers) ?? standard
  }

  /// The same, or `nil` where the argument was left out.
  init?<each N: PairConvertible>(given numbers: repeat each N) {
    var pairs: [Pair] = []
    for number in repeat each numbers { pairs.append(number.pair) }
    switch pairs.count {
    case 0: return nil
    case 1: self = pairs[0]
    case 2: self.init(pairs[0].rows, pairs[1].columns)
    default: preconditionFailure("Rows and columns are two numbers, not \(pairs.count).")
    }
  }
}
