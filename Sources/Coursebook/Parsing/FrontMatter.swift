/// The lines above a title, between two lines of three dashes: what a page is called, what its chapter is held to.
struct FrontMatter {
  /// What it stands above.
  enum Owner { case page, chapter }

  /// What the page is called.
  private(set) var name: PageName?
  /// Terms that the page uses though a later page explains them.
  private(set) var uses: [String] = []
  /// Terms of the page that are everyday words too: earlier pages may use these.
  private(set) var everyday: [String] = []
  /// Whether the page asks about all the others of its chapter.
  private(set) var checksChapter = false
  /// What the pages of the chapter are held to.
  private(set) var rules = Chapter.Rules()
  /// The page's text, with an empty line for each line of the front matter: the lines below keep their numbers.
  private(set) var rest: String
  /// Lines, from 1, that are not understood, and how to mend them.
  private(set) var complaints: [(line: Int, message: String)] = []

  /// Reads the front matter of a text whose line endings are plain; most of the time there is nothing to copy but it.
  init(_ source: String, of owner: Owner = .page) {
    rest = source
    guard source.utf8.starts(with: "---\n".utf8) else { return }
    var lines: [Substring] = []
    var end = source.utf8.index(source.startIndex, offsetBy: 4)
    while end < source.endIndex {
      let start = end
      let stop = source.utf8[start...].firstIndex(of: UInt8(ascii: "\n")) ?? source.endIndex
      end = stop == source.endIndex ? stop : source.utf8.index(after: stop)
      let line = source[start..<stop]
      if line == "---" {
        read(lines, of: owner)
        rest = String(repeating: "\n", count: lines.count + 2) + source[end...]
        return
      }
      lines.append(line)
      // No page has so much to say of itself: this is a rule, and text below it.
      if lines.count > 20 { break }
    }
    complaints = [(1, "The front matter ends in a line of three dashes: ---")]
  }

  private mutating func read(_ lines: [Substring], of owner: Owner) {
    for (index, line) in lines.enumerated() where line.contains(where: { $0 != " " }) {
      let parts = line.split(separator: ":", maxSplits: 1)
      let field = parts.first.map(String.init) ?? ""
      let value = parts.count < 2 ? "" : parts[1].split(separator: " ").joined(separator: " ")
      let complaint = owner == .page ? takePage(field, value) : takeChapter(field, value)
      if let complaint { complaints.append((index + 2, complaint)) }
    }
  }

  /// Takes a field of a page, or says what is wrong with it.
  private mutating func takePage(_ field: String, _ value: String) -> String? {
    switch field {
    case "id":
      let name = PageName(value)
      guard name.isWellFormed else {
        return "A page's id is words of small letters and digits with dashes between, such as "
          + "`sliding-a-kernel`, a letter first."
      }
      self.name = name
    case "uses": uses = Self.list(value)
    case "everyday": everyday = Self.list(value)
    case "checks" where value == "chapter": checksChapter = true
    default:
      return "The front matter of a page has the fields `id: its-name`, `uses: term, term`, "
        + "`everyday: term, term` and `checks: chapter`."
    }
    return nil
  }

  /// Takes a field of a chapter, or says what is wrong with it.
  private mutating func takeChapter(_ field: String, _ value: String) -> String? {
    switch (field, value) {
    case ("cells", "optional"): rules.needsCells = false
    case ("terms", "ordered"): rules.ordersTerms = true
    case ("writing", "required"): rules.needsWriting = true
    default:
      return "The front matter of a chapter has the fields `cells: optional`, `terms: ordered` and "
        + "`writing: required`."
    }
    return nil
  }

  private static func list(_ value: String) -> [String] {
    value.split(separator: ",").map { $0.split(separator: " ").joined(separator: " ") }
      .filter { !$0.isEmpty }
  }
}
