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

/// What can be given as a stride, a padding, a dilation or a window's size: `2` for both axes, or `Pair(1, 2)`.
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
