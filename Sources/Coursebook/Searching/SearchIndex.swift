/// What a reader sees of a book, folded once: each key of a search then reads bytes alone.
public struct SearchIndex: Sendable {
  /// How much a find is worth, the best first: pages about the word before code that uses it.
  private enum Kind: Int, Comparable {
    case title, heading, prose, code
    static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  }

  private struct Line {
    var page: PageID
    var block: Int?
    var kind: Kind
    /// Where the line stands in `text`.
    var text: Range<Int>
    /// Where it stands in `folded`, whose words may take other numbers of bytes.
    var folded: Range<Int>
  }

  private var lines: [Line] = []
  private var text: [UInt8] = []
  private var folded: [UInt8] = []

  /// Takes in running text, formulas and cells; of questions what is asked and offered, not the answers.
  ///
  /// - Parameters:
  ///   - book: the book.
  ///   - maths: a formula as it is drawn in a line of text.
  public init(_ book: Book, maths: (String) -> String = { $0 }) {
    for id in book.pageIDs {
      guard let page = book.page(id) else { continue }
      add(page.title, .title, of: id, block: nil)
      for (index, block) in page.blocks.enumerated() {
        for (text, kind) in Self.visibleTexts(of: block, maths: maths) {
          for line in text.split(separator: "\n") { add(String(line), kind, of: id, block: index) }
        }
      }
    }
  }

  /// The lines that hold every word of a text, the best first and then in reading order; 200 at most.
  ///
  /// Case, plurals and British or American spelling make no difference. A word may be the beginning or a part of one.
  public func hits(_ text: String) -> [SearchHit] {
    let words = text.split { $0.isWhitespace }.map { FoldedText.query($0) }.filter { !$0.isEmpty }
    guard !words.isEmpty else { return [] }
    var found: [(line: Int, rank: Int)] = []
    folded.withUnsafeBufferPointer { folded in
      for (number, line) in lines.enumerated() {
        let bytes = UnsafeBufferPointer(rebasing: folded[line.folded])
        var fit = 0
        let holdsAll = words.allSatisfy { word in
          guard let best = FoldedText.bestFit(of: word, in: bytes) else { return false }
          fit = max(fit, best.rawValue)
          return true
        }
        if holdsAll { found.append((number, 4 * fit + line.kind.rawValue)) }
      }
    }
    found.sort { ($0.rank, $0.line) < ($1.rank, $1.line) }
    return found.prefix(200).map { hit(of: words, in: $0.line) }
  }

  private func hit(of words: [[UInt8]], in number: Int) -> SearchHit {
    let line = lines[number]
    let bytes = text[line.text].drop { $0 == UInt8(ascii: " ") }
    let string = String(decoding: bytes, as: UTF8.self)
    let matches = FoldedText(string, keepsPlaces: true).matches(of: words)
    let scalars = Array(string.unicodeScalars)
    let word = matches.first.map { scalars[$0] } ?? []
    return SearchHit(
      place: SearchHit.Place(
        page: line.page, block: line.block, word: Self.string(word),
        occurrence: occurrence(of: Array(Self.string(word).utf8), before: number, matches, scalars)),
      line: string, matches: matches, number: number)
  }

  /// How often a line's first match stands in its block before it, byte for byte.
  private func occurrence(
    of word: [UInt8], before number: Int, _ matches: [Range<Int>], _ scalars: [Unicode.Scalar]
  ) -> Int {
    guard let first = matches.first, !word.isEmpty else { return 0 }
    let line = lines[number]
    let start =
      lines[..<number].lastIndex { $0.page != line.page || $0.block != line.block }.map { $0 + 1 }
      ?? 0
    let before = Self.string(scalars[..<first.lowerBound]).utf8
    return lines[start..<number].reduce(0) { $0 + Self.count(word, in: text[$1.text]) }
      + Self.count(word, in: ArraySlice(before))
  }

  static func count(_ word: [UInt8], in bytes: ArraySlice<UInt8>) -> Int {
    var (count, i) = (0, bytes.startIndex)
    while i + word.count <= bytes.endIndex {
      let isHere = bytes[i..<i + word.count].elementsEqual(word)
      count += isHere ? 1 : 0
      i += isHere ? word.count : 1
    }
    return count
  }

  private static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private mutating func add(_ line: String, _ kind: Kind, of page: PageID, block: Int?) {
    guard line.utf8.contains(where: { $0 != UInt8(ascii: " ") }) else { return }
    let (start, startFolded) = (text.count, folded.count)
    text.append(contentsOf: line.utf8)
    folded += FoldedText(line).bytes
    lines.append(
      Line(
        page: page, block: block, kind: kind, text: start..<text.count,
        folded: startFolded..<folded.count))
  }

  // MARK: - What a reader sees

  /// The lines of a block as a search finds them.
  static func lines(of block: Block, maths: (String) -> String) -> [Substring.UTF8View] {
    visibleTexts(of: block, maths: maths).map { text, _ in
      text.utf8.drop { $0 == UInt8(ascii: " ") }
    }
  }

  private static func visibleTexts(
    of block: Block, maths: (String) -> String
  ) -> [(String, Kind)] {
    func plain(_ inlines: [Inline]) -> String { inlines.visibleText(maths: maths) }
    return switch block {
    case .heading(_, let text): [(plain(text), .heading)]
    case .paragraph(let text): [(plain(text), .prose)]
    case .list(let items, _): items.joined().flatMap { visibleTexts(of: $0, maths: maths) }
    case .quote(let blocks): blocks.flatMap { visibleTexts(of: $0, maths: maths) }
    case .table(let headings, _, let rows):
      ([headings] + rows).map { ($0.map(plain).joined(separator: "  "), .prose) }
    case .maths(let source): [(maths(source), .code)]
    case .listing(let text, _): [(text, .code)]
    case .rule: []
    case .cell(let cell): [(cell.source, .code)]
    case .prompt(let posed):
      posed.prompt.offered.map { (plain(posed.prompt.namingFresh($0)), .prose) }
    }
  }
}

extension Prompt {
  /// A text with the names of the fresh numbers in their places: `n` for `{n}`.
  fileprivate func namingFresh(_ text: [Inline]) -> [Inline] {
    func plain(_ text: String) -> String {
      fresh.reduce(text) { text, number in
        var parts = text.split(separator: "{\(number.name)}", omittingEmptySubsequences: false)
        let first = parts.isEmpty ? "" : String(parts.removeFirst())
        return parts.reduce(first) { $0 + number.name + $1 }
      }
    }
    func plain(_ inline: Inline) -> Inline {
      switch inline {
      case .text(let text): .text(plain(text))
      case .code(let text): .code(plain(text))
      case .maths(let text): .maths(plain(text))
      case .emphasis(let inner): .emphasis(inner.map(plain))
      case .strong(let inner): .strong(inner.map(plain))
      case .term(let inner, let name): .term(inner.map(plain), name: name)
      case .link(let inner, let target): .link(inner.map(plain), target: target)
      case .citation: inline
      case .lineBreak: .lineBreak
      }
    }
    return text.map(plain)
  }
}

extension [Inline] {
  /// The text without its marks, formulas as they are drawn.
  func visibleText(maths: (String) -> String) -> String {
    reduce(into: "") { text, inline in
      switch inline {
      case .text(let string), .code(let string): text += string
      case .maths(let source): text += maths(source)
      case .emphasis(let inner), .strong(let inner), .link(let inner, _), .term(let inner, _),
        .citation(let inner, _):
        text += inner.visibleText(maths: maths)
      case .lineBreak: text += " "
      }
    }
  }
}
