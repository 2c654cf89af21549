/// The terms of a course, each with the page that explains it: no page before that one should need it.
struct TermOrder {
  struct Term: Equatable {
    var name: String
    var page: PageID
    /// Its words, in small letters.
    var words: [String]
  }

  /// By the first word in every form that it may have, the longest first.
  private var terms: [String: [Term]] = [:]
  /// Terms that are everyday words too.
  private var everyday: Set<String> = []

  /// Takes in a term where a page introduces it.
  mutating func introduce(_ name: String, on page: PageID, isEveryday: Bool) {
    let words = Self.words(of: name)
    guard let first = words.first else { return }
    if isEveryday { everyday.insert(name) }
    for form in Self.forms(of: first) {
      terms[form, default: []].append(Term(name: name, page: page, words: words))
      terms[form]?.sort { $0.words.count > $1.words.count }
    }
  }

  /// The terms that a text on a page uses before they are explained.
  ///
  /// Plurals and capitals count. What stands in a link to the page that explains a term tells the reader where to look. "Batch normalisation" is one term, in which neither "batch" nor "normalisation" is used.
  func early(in text: [Inline], on page: PageID) -> [(term: Term, isLinked: Bool)] {
    var words: [(word: String, link: PageID?)] = []
    func walk(_ inlines: [Inline], link: PageID?) {
      for inline in inlines {
        switch inline {
        case .text(let text): words += Self.words(of: text).map { ($0, link) }
        // Names in a program and titles of works are no prose, and no phrase goes on over them.
        case .code, .maths, .citation: words.append(("", nil))
        case .emphasis(let inner), .strong(let inner), .term(let inner, _): walk(inner, link: link)
        case .link(let inner, let target): walk(inner, link: PageID(target) ?? link)
        case .lineBreak: break
        }
      }
    }
    walk(text, link: nil)
    var early: [(term: Term, isLinked: Bool)] = []
    var i = 0
    while i < words.count {
      guard let term = terms[words[i].word]?.first(where: { Self.stands($0, in: words[i...]) })
      else {
        i += 1
        continue
      }
      if term.page > page, !everyday.contains(term.name) {
        early.append((term, isLinked: words[i].link == term.page))
      }
      i += term.words.count
    }
    return early
  }

  private static func stands(_ term: Term, in words: ArraySlice<(word: String, link: PageID?)>)
    -> Bool
  {
    words.count >= term.words.count
      && zip(term.words, words).allSatisfy { forms(of: $0).contains($1.word) }
  }

  /// The words of a text in small letters; a dash parts words.
  static func words(of text: String) -> [String] {
    text.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "×") }.map(String.init)
  }

  /// A word, its plural, and what it is the plural of.
  private static func forms(of word: String) -> [String] {
    var forms = [word, word + "s"]
    if ["s", "x", "ch", "sh"].contains(where: word.hasSuffix) { forms.append(word + "es") }
    if word.hasSuffix("y") { forms.append(word.dropLast() + "ies") }
    if word.count > 3, word.hasSuffix("s"), !word.hasSuffix("ss") {
      forms.append(String(word.dropLast()))
    }
    return forms
  }
}

extension PageLint {
  /// Says which terms the page uses before the page that explains them, each once.
  ///
  /// Where the first use is a link to that page, the reader knows where to look for the others too.
  mutating func lintOrder(of terms: TermOrder, uses: [String]) {
    var seen: Set<String> = []
    for (block, line) in zip(page.blocks, blockLines) {
      for (term, isLinked) in block.runningText.flatMap({ terms.early(in: $0, on: page.id) })
      where seen.insert(term.name).inserted && !isLinked && !uses.contains(term.name) {
        complain(
          line,
          "The term `\(term.name)` is explained later, on page \(term.page): say it in other words, link to that page, "
            + "or name it under `uses:` above the title."
        )
      }
    }
    for name in uses where !seen.contains(name) {
      complain(
        1, "`\(name)` stands under `uses:`, and the page does not use it before it is explained.")
    }
  }
}

extension Block {
  /// The sentences in it, of prompts those that are told later as well.
  var runningText: [[Inline]] {
    switch self {
    case .heading(_, let text), .paragraph(let text): [text]
    case .list(let items, _): items.joined().flatMap(\.runningText)
    case .quote(let blocks): blocks.flatMap(\.runningText)
    case .table(let headings, _, let rows): headings + rows.joined()
    case .prompt(let posed): posed.prompt.offered + posed.prompt.told
    case .maths, .listing, .rule, .cell: []
    }
  }
}
