/// The terms of a course, each once: the page that introduces it, and the sentence that does.
///
/// It is made of the marks in the pages: `A [kernel](term) is a small matrix of weights.` Where the text's form is not the
/// term's own, the mark gives the name: `[kernels](term:kernel)`.
public struct Glossary: Equatable, Sendable {
  public struct Entry: Equatable, Sendable {
    public var name: String
    public var page: PageID
    /// The sentence that introduces it.
    public var sentence: String
  }

  /// Sorted by name, whatever the case.
  public let entries: [Entry]

  /// Collects the terms of a book.
  ///
  /// - Parameters:
  ///   - book: the book, whose pages are all read.
  ///   - maths: a formula as it is drawn in a line of text.
  public init(_ book: Book, maths: (String) -> String = { $0 }) {
    var found: [String: Entry] = [:]
    for id in book.pageIDs {
      for block in book.page(id)?.blocks ?? [] {
        for (name, sentence) in block.terms(maths: maths) where found[name] == nil {
          found[name] = Entry(name: name, page: id, sentence: sentence)
        }
      }
    }
    entries = found.values.sorted {
      ($0.name.lowercased(), $0.name) < ($1.name.lowercased(), $1.name)
    }
  }
}

extension Block {
  fileprivate func terms(maths: (String) -> String) -> [(name: String, sentence: String)] {
    switch self {
    case .heading(_, let text), .paragraph(let text): text.terms(maths: maths)
    case .list(let items, _): items.joined().flatMap { $0.terms(maths: maths) }
    case .quote(let blocks): blocks.flatMap { $0.terms(maths: maths) }
    case .table(let headings, _, let rows):
      (headings + rows.joined()).flatMap { $0.terms(maths: maths) }
    case .maths, .listing, .rule, .cell, .prompt: []
    }
  }
}

extension [Inline] {
  fileprivate func terms(maths: (String) -> String) -> [(name: String, sentence: String)] {
    var text = ""
    var found: [(name: String, place: Int)] = []
    func walk(_ inlines: [Inline]) {
      for inline in inlines {
        switch inline {
        case .term(let inner, let name):
          found.append((name, text.unicodeScalars.count))
          walk(inner)
        case .emphasis(let inner), .strong(let inner), .link(let inner, _),
          .citation(let inner, _):
          walk(inner)
        case .text, .code, .maths, .lineBreak: text += [inline].visibleText(maths: maths)
        }
      }
    }
    walk(self)
    let scalars = Array<Unicode.Scalar>(text.unicodeScalars)
    return found.map { name, place in (name, sentence(in: scalars, around: place)) }
  }

  /// The sentence of a text that a place stands in.
  private func sentence(in scalars: [Unicode.Scalar], around place: Int) -> String {
    // A full stop, a question mark or the like, then a blank: numbers such as 0.5 end nothing.
    let ends = scalars.indices.filter { index in
      ".?!".unicodeScalars.contains(scalars[index])
        && (index + 1 == scalars.count || scalars[index + 1] == " ")
    }
    let start = ends.last { $0 < place }.map { $0 + 1 } ?? 0
    let end = ends.first { $0 >= place } ?? scalars.count - 1
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[start...Swift.max(start, end)].drop { $0 == " " })
    return String(view)
  }
}

extension String {
  /// A term as the glossary lists it: a capital letter that only begins a sentence is a small one.
  var asGlossaryEntry: String {
    let rest = unicodeScalars.dropFirst()
    guard let first = unicodeScalars.first,
      !rest.contains(where: { $0.properties.isUppercase })
    else { return self }
    return first.properties.lowercaseMapping + String(rest)
  }
}
