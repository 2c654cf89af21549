extension [Inline] {
  /// The text without its marks: what a search looks through and a title is made of.
  public var plainText: String {
    reduce(into: "") { text, inline in
      switch inline {
      case .text(let string), .code(let string), .maths(let string): text += string
      case .emphasis(let inner), .strong(let inner), .link(let inner, _), .term(let inner, _),
        .citation(let inner, _):
        text += inner.plainText
      case .lineBreak: text += "\n"
      }
    }
  }
}

extension Block {
  /// The text without its marks; of what is live, the question or the source.
  public var plainText: String {
    switch self {
    case .heading(_, let text), .paragraph(let text): text.plainText
    case .list(let items, _): items.joined().map(\.plainText).joined(separator: "\n")
    case .quote(let blocks): blocks.map(\.plainText).joined(separator: "\n")
    case .table(let headings, _, let rows):
      ([headings] + rows).map { $0.map(\.plainText).joined(separator: " ") }
        .joined(separator: "\n")
    case .maths(let text), .listing(let text, _): text
    case .rule: ""
    case .cell(let cell): cell.source
    case .prompt(let posed): posed.prompt.ask.plainText
    }
  }
}
