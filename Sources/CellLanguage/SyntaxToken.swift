/// A word of a cell for its colours; works on text that does not parse.
public struct SyntaxToken: Equatable, Sendable {
  public enum Kind: Equatable, Sendable { case keyword, number, string, comment, name, symbol }
  /// UTF-8 bytes of the source.
  public var range: Range<Int>
  public var kind: Kind

  /// The words of a source in reading order; blanks between them are left out.
  public static func all(in source: String) -> [SyntaxToken] {
    Lexer.tokens(of: source, keepsComments: true).compactMap { token in
      let kind: Kind? =
        switch token.kind {
        case .keyword: .keyword
        case .integer, .float: .number
        case .string: .string
        case .comment: .comment
        case .name: .name
        case .symbol, .unknown: .symbol
        case .newline, .end: nil
        }
      return kind.map { SyntaxToken(range: token.range, kind: $0) }
    }
  }
}
