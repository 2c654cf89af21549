/// A line of the book that holds what was searched for.
public struct SearchHit: Equatable, Sendable {
  public var page: PageID
  /// The line, without its Markdown marks.
  public var excerpt: String

  public init(page: PageID, excerpt: String) {
    self.page = page
    self.excerpt = excerpt
  }
}

extension Book {
  /// The lines that hold every word of the text, whatever their case, in reading order; 200 at most.
  ///
  /// Cells are searched as well as running text; of questions, what is asked and offered, not the answers.
  public func search(_ text: String) -> [SearchHit] {
    let words = text.split { $0.isWhitespace }.map { $0.lowercased() }
    guard !words.isEmpty else { return [] }
    var hits: [SearchHit] = []
    for id in pageIDs {
      for line in searchableLines(of: files[id]?.text ?? "") {
        let lowered = line.lowercased()
        guard words.allSatisfy(lowered.contains) else { continue }
        hits.append(SearchHit(page: id, excerpt: line))
        if hits.count == 200 { return hits }
      }
    }
    return hits
  }

  /// The lines of a page's source that a reader sees, without marks.
  private func searchableLines(of source: String) -> [String] {
    var lines: [String] = []
    /// The words of the fence that is open.
    var fence: String?
    var isAsking = false
    for line in source.withPlainLineEndings.split(separator: "\n", omittingEmptySubsequences: false)
    {
      let text = line.drop { $0 == " " }
      if text.hasPrefix("```") {
        fence = fence == nil ? String(text.drop { $0 == "`" }.prefix { $0 != " " }) : nil
        isAsking = false
      } else if let fence, ["predict", "exercise", "question"].contains(fence) {
        // Answers, hints and slips stay hidden; a field's further lines are indented.
        if line.first != " " { isAsking = line.hasPrefix("ask:") }
        let asked = line.hasPrefix("ask:") ? line.dropFirst(4).drop { $0 == " " } : text
        if isAsking && ![">-", ">", "|", "|-"].contains(asked) { lines.append(plain(asked)) }
      } else if let fence {
        if fence != "source" && !text.isEmpty { lines.append(String(text)) }
      } else if !text.isEmpty && !text.allSatisfy({ "|-: ".contains($0) }) {
        lines.append(plain(text))
      }
    }
    return lines
  }

  /// A line without heading, list and emphasis marks and the quotes of YAML.
  private func plain(_ line: Substring) -> String {
    var line = line.drop { $0 == "#" || $0 == ">" || $0 == " " }
    if line.hasPrefix("- ") { line = line.dropFirst(2) }
    if let quote = line.first, quote == "'" || quote == "\"", line.last == quote, line.count > 1 {
      line = line.dropFirst().dropLast()
    }
    return String(line.filter { $0 != "*" && $0 != "`" && $0 != "$" })
  }
}
