/// A page of the book as its author wrote it.
public struct Page: Equatable, Sendable {
  /// Where the page stands today: "1.3".
  public var id: PageID
  /// What it is called wherever it stands; records go by it.
  public var name: PageName
  /// The `# …` heading.
  public var title: String
  public var blocks: [Block]
  /// The source files named at the page's foot as doing what the page tells, relative to the package.
  public var code: [String]
  /// The works that it cites, each once, in the order in which its text does, then its questions.
  public var sources: [Source] = []
  /// The titles of the pages that it links to.
  public var titles: [PageID: String] = [:]

  /// The most that a page's file may have, in bytes.
  public static let mostBytes = 200_000
  /// How many cells, predictions, exercises and questions a page may have: each cell keeps the variables that it leaves.
  static let mostLiveBlocks = 100

  public init(id: PageID, name: PageName, title: String, blocks: [Block], code: [String]) {
    self.id = id
    self.name = name
    self.title = title
    self.blocks = blocks
    self.code = code
  }
}

/// A page's number: chapter and page, both from 1; 0 is a page that stands before a chapter's first.
public struct PageID: Hashable, Sendable, Comparable, CustomStringConvertible {
  public var chapter: Int
  public var page: Int

  public init(chapter: Int, page: Int) {
    self.chapter = chapter
    self.page = page
  }

  /// Reads "1.3".
  public init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let chapter = parts[0], let page = parts[1] else { return nil }
    self.init(chapter: chapter, page: page)
  }

  public static func < (a: Self, b: Self) -> Bool { (a.chapter, a.page) < (b.chapter, b.page) }
  public var description: String { "\(chapter).\(page)" }
}
