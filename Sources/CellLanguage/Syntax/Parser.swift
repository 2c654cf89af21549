/// Reads a cell into statements.
///
/// The first mistake ends it: its place, the text there, and what would be right.
struct Parser {
  let source: String
  var tokens: [Token]
  var at = 0
  var depth = 0
  /// Where `{` begins a body, not a trailing closure: after `if`, `for`, `while`.
  var isBeforeBody = false
  /// How many of `$0`, `$1` … the closure being read uses.
  var dollars = 0

  /// The names of loops so far; the number of each is its place, from 1.
  var loopNames: [String] = []

  static let depthLimit = 120

  init(_ source: String) {
    self.source = source
    tokens = Lexer.tokens(of: source)
  }

  static func parse(_ source: String) throws(Mistake) -> [Statement] {
    var parser = Parser(source)
    return try parser.statements(until: nil)
  }

  // MARK: - Tokens

  var token: Token { tokens[at] }

  func peek(_ offset: Int = 1) -> Token { tokens[min(tokens.count - 1, at + offset)] }

  func isSymbol(_ text: String) -> Bool { token.kind == .symbol && token.text == text }
  func isSymbol(_ text: String, ahead: Int) -> Bool {
    peek(ahead).kind == .symbol && peek(ahead).text == text
  }
  func isKeyword(_ text: String) -> Bool { token.kind == .keyword && token.text == text }

  func isKeyword(_ text: String, ahead: Int) -> Bool {
    peek(ahead).kind == .keyword && peek(ahead).text == text
  }

  @discardableResult
  mutating func advance() -> Token {
    defer { if at < tokens.count - 1 { at += 1 } }
    return tokens[at]
  }

  mutating func skipNewlines() {
    while token.kind == .newline { advance() }
  }

  /// Goes on in the next line where one of these signs begins it.
  mutating func goOn(before signs: String...) {
    var i = at
    while tokens[i].kind == .newline { i += 1 }
    if tokens[i].kind == .symbol, signs.contains(tokens[i].text) { at = i }
  }

  mutating func accept(_ text: String) -> Bool {
    guard isSymbol(text) else { return false }
    advance()
    return true
  }

  @discardableResult
  mutating func expect(_ text: String, _ message: String) throws(Mistake) -> Token {
    guard isSymbol(text) else { throw Mistake(token.range, message + found) }
    return advance()
  }

  var found: String {
    switch token.kind {
    case .end: ", but the cell ends here"
    case .newline: ", but the line ends here"
    default: ", found `\(token.text)`\(cure)"
    }
  }

  /// What is meant by a sign that copied text has in another one's place.
  private var cure: String {
    guard token.kind == .unknown else { return "" }
    return switch token.text {
    case "“", "”", "„", "«", "»": "; a text stands between straight quotes: \""
    case "‘", "’", "‚": "; a text stands between straight double quotes: \""
    case "×", "·", "⋅", "∗": "; the sign for products is *"
    case "÷": "; the sign for quotients is /"
    case "–", "—": "; the minus sign is -"
    case "≤": "; write <="
    case "≥": "; write >="
    case "≠": "; write !="
    case "…": "; write ..."
    case "→": "; write ->"
    default: ""
    }
  }

  mutating func name(_ what: String) throws(Mistake) -> Token {
    guard token.kind == .name else {
      let hint = token.kind == .keyword ? "; `\(token.text)` is a word of the language" : ""
      throw Mistake(token.range, "expected \(what)\(found)\(hint)")
    }
    return advance()
  }

  // MARK: - Statements

  mutating func statements(until end: String?) throws(Mistake) -> [Statement] {
    var result: [Statement] = []
    while true {
      while token.kind == .newline || isSymbol(";") { advance() }
      if let end, isSymbol(end) { return result }
      if token.kind == .end {
        if end != nil { throw Mistake(token.range, "expected `}`, but the cell ends here") }
        return result
      }
      result.append(try statement())
      guard
        token.kind == .newline || token.kind == .end || isSymbol(";")
          || (end != nil && isSymbol("}"))
      else {
        if token.kind == .unknown {
          throw Mistake(token.range, "`\(token.text)` means nothing here\(cure)")
        }
        throw Mistake(token.range, "expected a new line or an operator before `\(token.text)`")
      }
    }
  }

  mutating func body() throws(Mistake) -> [Statement] {
    skipNewlines()
    try expect("{", "expected `{`")
    let wasBeforeBody = isBeforeBody
    isBeforeBody = false
    defer { isBeforeBody = wasBeforeBody }
    try deeper()
    let result = try statements(until: "}")
    depth -= 1
    advance()
    return result
  }

  mutating func deeper() throws(Mistake) {
    depth += 1
    if depth > Self.depthLimit {
      throw Mistake(token.range, "this is nested too deep: at most \(Self.depthLimit) levels")
    }
  }
}
