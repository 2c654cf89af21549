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

/// The lines of a book in lower case, made once: each key of a search then reads bytes alone.
public struct SearchIndex: Sendable {
  private struct Line {
    var page: PageID
    /// Where the line stands in `text`.
    var text: Range<Int>
    /// Where it stands in `lowered`, whose letters may take more bytes.
    var lowered: Range<Int>
  }

  private var lines: [Line] = []
  private var text: [UInt8] = []
  private var lowered: [UInt8] = []

  /// Takes in what a reader sees of each page: running text and cells; of questions, what is asked and offered, not the
  /// answers.
  public init(_ book: Book) {
    for id in book.pageIDs {
      for line in Self.visibleLines(of: book.files[id]?.text ?? "") { add(line, of: id) }
    }
  }

  /// The lines that hold every word of a text, whatever their case, in reading order; 200 at most.
  public func hits(_ text: String) -> [SearchHit] {
    let words = text.split { $0.isWhitespace }.map { word in
      var bytes: [UInt8] = []
      Self.lower(word.unicodeScalars, into: &bytes)
      return bytes
    }
    guard !words.isEmpty else { return [] }
    var hits: [SearchHit] = []
    lowered.withUnsafeBufferPointer { lowered in
      for line in lines {
        let bytes = UnsafeBufferPointer(rebasing: lowered[line.lowered])
        guard words.allSatisfy({ Self.contains(bytes, $0) }) else { continue }
        hits.append(
          SearchHit(
            page: line.page, excerpt: String(decoding: self.text[line.text], as: UTF8.self)))
        if hits.count == 200 { return }
      }
    }
    return hits
  }

  private static func contains(_ bytes: UnsafeBufferPointer<UInt8>, _ word: [UInt8]) -> Bool {
    guard bytes.count >= word.count else { return false }
    let first = word[0]
    for start in 0...bytes.count - word.count where bytes[start] == first {
      if (1..<word.count).allSatisfy({ bytes[start + $0] == word[$0] }) { return true }
    }
    return false
  }

  private mutating func add(_ line: Substring, of page: PageID) {
    let (start, startLowered) = (text.count, lowered.count)
    text.append(contentsOf: line.utf8)
    Self.lower(line.unicodeScalars, into: &lowered)
    lines.append(
      Line(page: page, text: start..<text.count, lowered: startLowered..<lowered.count))
  }

  /// Letters in lower case; most of a book is ASCII, for which no table is asked.
  private static func lower(
    _ scalars: some Sequence<Unicode.Scalar>, into bytes: inout [UInt8]
  ) {
    for scalar in scalars {
      if scalar.isASCII {
        let byte = UInt8(scalar.value)
        bytes.append((65...90).contains(byte) ? byte + 32 : byte)
      } else {
        bytes.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
      }
    }
  }

  // MARK: - What a reader sees

  private static func visibleLines(of source: String) -> [Substring] {
    var lines: [Substring] = []
    /// The words of the fence that is open.
    var fence: Substring?
    var isAsking = false
    let source = source.withPlainLineEndings
    for bytes in source.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true) {
      let line = Substring(bytes)
      let text = Substring(bytes.drop { $0 == UInt8(ascii: " ") })
      if text.hasPrefix("```") {
        fence = fence == nil ? text.drop { $0 == "`" }.prefix { $0 != " " } : nil
        isAsking = false
      } else if let fence, ["predict", "exercise", "question"].contains(fence) {
        // Answers, hints and slips stay hidden; a field's further lines are indented.
        let isField = bytes.first != UInt8(ascii: " ")
        if isField { isAsking = line.hasPrefix("ask:") }
        let asked =
          isField && isAsking
          ? Substring(bytes.dropFirst(4).drop { $0 == UInt8(ascii: " ") }) : text
        if isAsking && ![">-", ">", "|", "|-"].contains(asked) { lines.append(plain(asked)) }
      } else if let fence {
        if fence != "source" && !text.isEmpty { lines.append(text) }
      } else if !text.isEmpty && !text.utf8.allSatisfy({ "|-: ".utf8.contains($0) }) {
        lines.append(plain(text))
      }
    }
    return lines
  }

  /// A line without heading, list and emphasis marks and the quotes of YAML.
  private static func plain(_ line: Substring) -> Substring {
    var bytes = line.utf8.drop { "#> ".utf8.contains($0) }
    if bytes.starts(with: "- ".utf8) { bytes = bytes.dropFirst(2) }
    if let quote = bytes.first, "'\"".utf8.contains(quote), bytes.last == quote, bytes.count > 1 {
      bytes = bytes.dropFirst().dropLast()
    }
    guard bytes.contains(where: { "*`$".utf8.contains($0) }) else { return Substring(bytes) }
    return Substring(String(decoding: bytes.filter { !"*`$".utf8.contains($0) }, as: UTF8.self))
  }
}
