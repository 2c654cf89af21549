import Screen

/// A picture of engine values: a function of width, whose height follows.
public protocol Figure: Sendable {
  /// The picture at a width of at most `width` columns.
  func grid(width: Int, appearance: Appearance) -> Grid

  /// What the picture shows, in one or two sentences: for screen readers and plain output.
  var sentence: String { get }
}
