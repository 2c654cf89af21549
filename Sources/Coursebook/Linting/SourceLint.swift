/// Citations are drawn from the course's list of sources, and the list holds what is cited, each work once.
extension PageLint {
  /// Refuses keys that the list has not, and citations that are written out by hand.
  mutating func lintCitations(_ bibliography: Bibliography, titles: Set<String>) {
    for citation in mentions.citations where !bibliography.has(citation.text) {
      complain(
        citation.line, citation.column,
        "\(Bibliography.fileName) has no source `\(citation.text)`; write its entry, or its right key."
      )
    }
    for (block, line) in zip(page.blocks, blockLines) {
      for text in block.runningText {
        guard let written = text.handwrittenCitation(titles: titles) else { continue }
        complain(
          block.prompt?.line ?? line,
          "A citation is written by hand, `\(written)`: cite its entry in \(Bibliography.fileName), `[](source:he-2016-resnet)` or "
            + "`[He and others](source:he-2016-resnet)`.")
      }
    }
  }
}

extension [Inline] {
  /// The first citation in a text that is not drawn from the list: a title before a year, authors before a year, or a title that
  /// is in the list.
  fileprivate func handwrittenCitation(titles: Set<String>) -> String? {
    let marked = marked
    for part in marked.split(separator: "*", omittingEmptySubsequences: false).dropFirst()
    where titles.contains(String(part).foldedTitle) {
      return String(part)
    }
    guard marked.namesYear else { return nil }
    // Names have an end, so that a long line of capitals is read in time in proportion to it.
    let patterns: [Regex<Substring>] = [
      #/\*[^*]+\*,? \(?(?:19|20)\d\d\b/#,
      #/\b\p{Lu}[\p{L}'-]{1,40} and (?:others|\p{Lu}[\p{L}'-]{1,40}),? \(?(?:19|20)\d\d\b/#,
      #/\(\p{Lu}[\p{L}'-]{1,40}, (?:19|20)\d\d\b/#,
    ]
    return patterns.lazy.compactMap { marked.firstMatch(of: $0).map { String($0.output) } }.first
  }

  /// The text with asterisks about what is emphasised, and a mark in the place of each citation, formula and name in code.
  private var marked: String {
    reduce(into: "") { text, inline in
      switch inline {
      case .text(let string): text += string
      case .emphasis(let inner): text += "*\(inner.marked)*"
      case .strong(let inner), .link(let inner, _), .term(let inner, _): text += inner.marked
      case .citation, .code, .maths: text += "\u{FFFC}"
      case .lineBreak: text += " "
      }
    }
  }
}

extension String {
  /// Whether a year of the last or this century may stand in it: searches by pattern are slow, and most texts have none.
  fileprivate var namesYear: Bool {
    var (last, count) = (UInt8(0), 0)
    for byte in utf8 {
      let isDigit = 0x30...0x39 ~= byte
      let begins =
        last == UInt8(ascii: "1") && byte == UInt8(ascii: "9")
        || last == UInt8(ascii: "2") && byte == UInt8(ascii: "0")
      count = !isDigit ? 0 : count > 1 ? count + 1 : begins ? 2 : 0
      if count == 4 { return true }
      last = byte
    }
    return false
  }

  /// A title without case and marks: those of two lists seldom agree in them.
  var foldedTitle: String {
    String(
      decoding: lowercased().utf8.filter { $0 >= 0x80 || 0x61...0x7A ~= $0 || 0x30...0x39 ~= $0 },
      as: UTF8.self)
  }
}

extension Bibliography {
  /// What is wrong with the list: with its form, with its entries, and what no page cites.
  func lint(cited: Set<String>) -> [PageComplaint] {
    var all = complaints
    var works: [String: String] = [:]
    for (index, entry) in entries.enumerated() {
      func complain(_ message: String) {
        all.append(
          PageComplaint(file: Self.fileName, line: entry.line, column: 1, message: message))
      }
      if index > 0, entries[index - 1].key == entry.key {
        complain("The key \(entry.key) stands above already; take one entry away.")
      } else if index > 0, entries[index - 1].key > entry.key {
        complain(
          "Keys stand in the order of letters: \(entry.key) goes above \(entries[index - 1].key).")
      }
      let (source, complaints) = Self.read(entry)
      all += complaints
      for name in source?.names ?? [] {
        if let first = works[name], first != entry.key {
          complain("\(entry.key) is the work of \(first); take one entry away.")
          break
        }
        works[name] = entry.key
      }
      if !cited.contains(entry.key) {
        complain("No page cites \(entry.key); cite it, or take it away.")
      }
    }
    return all.sorted { ($0.line, $0.column, $0.message) < ($1.line, $1.column, $1.message) }
  }

  /// The titles of all works, folded.
  var titles: Set<String> { Set(entries.compactMap { source($0.key)?.title.foldedTitle }) }
}

extension Source {
  /// What tells that two entries are one work: its title, its address, its number in the archive of preprints.
  fileprivate var names: [String] {
    let places = [venue, address ?? ""]
    let numbers = places.compactMap {
      $0.firstMatch(of: #/(?i)arxiv(?::|\.org\/\w+\/)(\d{4}\.\d{4,5})/#).map {
        "arxiv " + $0.output.1
      }
    }
    return ["title " + title.foldedTitle] + numbers + (address.map { ["at " + $0] } ?? [])
  }
}
