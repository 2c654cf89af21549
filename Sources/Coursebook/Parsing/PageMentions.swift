/// What a page mentions, with its place in the page's file: for the linter.
struct PageMentions {
  struct Mention: Equatable {
    var text: String
    var line: Int
    var column: Int
  }
  var links: [Mention] = []
  var formulas: [Mention] = []
  /// Terms that are introduced, by their names in the glossary.
  var terms: [Mention] = []
  /// The keys of the works that are cited.
  var citations: [Mention] = []
  var refused: [Mention] = []

  /// Takes in those of a part.
  mutating func add(_ other: Self) {
    links += other.links
    formulas += other.formulas
    terms += other.terms
    citations += other.citations
    refused += other.refused
  }

  /// Takes in the mentions of a text field, whose own lines are not those of the file: each is placed where
  /// the field begins.
  mutating func add(_ markdown: Markdown, line: Int, column: Int) {
    links += markdown.links.map { Mention(text: $0.text, line: line, column: column) }
    formulas += markdown.formulas.map { Mention(text: $0.text, line: line, column: column) }
    terms += markdown.terms.map { Mention(text: $0.text, line: line, column: column) }
    citations += markdown.citations.map { Mention(text: $0.text, line: line, column: column) }
    refused += markdown.refused.map { Mention(text: $0.text, line: line, column: column) }
  }

  /// Takes in the mentions of the page's own Markdown.
  mutating func add(_ markdown: Markdown, places: LinePlaces) {
    func placed(_ mention: Markdown.Mention) -> Mention {
      let (line, column) = places.place(of: mention.offset)
      return Mention(text: mention.text, line: line, column: column)
    }
    links += markdown.links.map(placed)
    formulas += markdown.formulas.map(placed)
    terms += markdown.terms.map(placed)
    citations += markdown.citations.map(placed)
    refused += markdown.refused.map(placed)
  }
}

/// Lines and columns of a source's bytes.
struct LinePlaces {
  private let starts: [Int]
  /// How many bytes before each one go on a scalar that began before: a line of 200,000 bytes may hold as many mentions.
  private let continuations: [Int32]

  init(_ source: String) {
    let bytes = Array(source.utf8)
    starts = [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
    var (count, continuations) = (Int32(0), [Int32(0)])
    continuations.reserveCapacity(bytes.count + 1)
    for byte in bytes {
      if byte & 0xC0 == 0x80 { count += 1 }
      continuations.append(count)
    }
    self.continuations = continuations
  }

  /// The line from 1 on which a byte stands.
  func line(of offset: Int) -> Int {
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// The line and the column, in Unicode scalars from 1.
  func place(of offset: Int) -> (line: Int, column: Int) {
    let line = line(of: offset)
    let (start, end) = (starts[line - 1], min(offset, continuations.count - 1))
    return (line, 1 + end - start - Int(continuations[end] - continuations[start]))
  }
}
