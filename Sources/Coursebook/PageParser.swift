/// What is wrong with a page's source, and how to mend it: the author's mistake.
public struct PageComplaint: Error, Equatable, Sendable, CustomStringConvertible {
  /// The page's file as the author knows it.
  public var file: String
  public var line: Int
  public var column: Int
  public var message: String
  public init(file: String, line: Int, column: Int, message: String) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
  }
  public var description: String { "\(file):\(line):\(column): \(message)" }
}

extension Page {
  /// Reads a page. What cannot be read is left out of the page and told in the complaints.
  public static func parse(_ source: String, id: PageID, file: String) -> (page: Page, complaints: [PageComplaint]) {
    (Page(id: id, title: "", blocks: [], code: []), [])
  }
}
