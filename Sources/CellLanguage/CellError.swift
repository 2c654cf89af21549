/// Why a cell did not run: the learner's mistake, so it reads as a hint.
public struct CellError: Error, Equatable, Sendable {
  /// From 1.
  public var line: Int
  /// From 1, in characters.
  public var column: Int
  /// The text it is about, as the cell has it.
  public var text: String
  /// What is wrong and what would be right.
  ///
  /// For example "conv2d has no argument `strid`; did you mean `stride`?"
  public var message: String

  public init(line: Int, column: Int, text: String, message: String) {
    self.line = line
    self.column = column
    self.text = text
    self.message = message
  }
}

extension CellError: CustomStringConvertible {
  public var description: String { "\(line):\(column): \(message)" }
}
