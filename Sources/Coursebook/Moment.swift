/// A moment in UTC, whatever the clock on the wall says.
public struct Moment: Hashable, Sendable, Comparable {
  /// Milliseconds since the beginning of 1970 in UTC.
  public var milliseconds: Int64

  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// The seconds from an earlier moment to this one; below zero where the clock was set back.
  public func seconds(since earlier: Self) -> Double {
    Double(milliseconds - earlier.milliseconds) / 1000
  }

  public static func < (a: Self, b: Self) -> Bool { a.milliseconds < b.milliseconds }
}
