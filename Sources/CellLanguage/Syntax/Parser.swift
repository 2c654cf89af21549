/// Reads a cell into statements.
///
/// The first mistake ends it: its place, the text there, and what would be right.
struct Parser {
  var tokens: [Token]
  var at = 0
  var depth = 0
  /// Where `{` begins a body, not a trailing closure: after `if`, `for`, `while`.
  var isBeforeBody = false

  static let depthLimit = 120

  init(_ source: String) { tokens = Lexer.tokens(of: source) }

  static func parse(_ source: String) throws(Mistake) -> [Statement] {
    var parser = Parser(source)
    return try parser.statements(until: nil)
  }

  // MARK: - Tokens

  var token: Token { tokens[at] }

  func peek(_ offset: Int = 1) -> Token { tokens[min(tokens.count - 1, at + offset)] }

  func isSymbol(_ text: String) -> Bool { token.kind == .symbol && token.text == text }
  func isKeyword(_ text: String) -> Bool { token.kind == .keyword && token.text == text }

  @discardableResult
  mutating func advance() -> Token {
    defer { if at < tokens.count - 1 { at += 1 } }
    return tokens[at]
  }

  mutating func skipNewlines() {
    while token.kind == .newline { advance() }
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
    default: ", found `\(token.text)`"
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
          throw Mistake(token.range, "`\(token.text)` means nothing here")
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

  mutating func statement() throws(Mistake) -> Statement {
    let start = token.range
    guard token.kind == .keyword else { return try expressionStatement() }
    switch token.text {
    case "let", "var": return try declaration()
    case "func": return try function()
    case "if": return try conditional()
    case "for":
      advance()
      let name = accept("_") ? "_" : try self.name("a name after `for`").text
      guard isKeyword("in") else { throw Mistake(token.range, "expected `in`" + found) }
      advance()
      let sequence = try headExpression()
      return .loop(name: name, over: sequence, body: try body(), start)
    case "while":
      advance()
      let condition = try headExpression()
      return .whileLoop(condition, body: try body(), start)
    case "return":
      advance()
      let isEmpty = token.kind == .newline || token.kind == .end || isSymbol("}") || isSymbol(";")
      return .giveBack(isEmpty ? nil : try expression(), start)
    case "break":
      advance()
      return .leave(start)
    case "continue":
      advance()
      return .next(start)
    default: return try expressionStatement()
    }
  }

  mutating func headExpression() throws(Mistake) -> Expression {
    let wasBeforeBody = isBeforeBody
    isBeforeBody = true
    defer { isBeforeBody = wasBeforeBody }
    return try expression()
  }

  mutating func expressionStatement() throws(Mistake) -> Statement {
    let target = try expression()
    for symbol in ["=", "+=", "-=", "*=", "/=", "%="] where isSymbol(symbol) {
      let range = advance().range
      skipNewlines()
      return .assign(target, symbol: symbol, try expression(), range)
    }
    return .expression(target)
  }

  mutating func declaration() throws(Mistake) -> Statement {
    let keyword = advance()
    var names: [String] = []
    let start = token.range
    if accept("(") {
      repeat { names.append(accept("_") ? "_" : try name("a name").text) } while accept(",")
      try expect(")", "expected `)`")
    } else {
      names = [accept("_") ? "_" : try name("a name after `\(keyword.text)`").text]
    }
    let type = accept(":") ? try typeName() : nil
    guard isSymbol("=") else {
      throw Mistake(token.range, "expected `=` and a value: every variable begins with one")
    }
    advance()
    skipNewlines()
    return .declare(
      names: names, isVariable: keyword.text == "var", type: type, value: try expression(), start)
  }

  mutating func conditional() throws(Mistake) -> Statement {
    var branches: [(condition: Expression, body: [Statement])] = []
    while true {
      advance()
      let condition = try headExpression()
      branches.append((condition, try body()))
      let mark = at
      skipNewlines()
      guard isKeyword("else") else {
        at = mark
        return .conditional(branches, otherwise: nil)
      }
      advance()
      if !isKeyword("if") { return .conditional(branches, otherwise: try body()) }
    }
  }

  mutating func function() throws(Mistake) -> Statement {
    let start = advance().range
    let name = try name("the function's name").text
    try expect("(", "expected `(` and the parameters")
    var parameters: [FunctionDeclaration.Parameter] = []
    skipNewlines()
    while !isSymbol(")") {
      let isUnlabelled = accept("_")
      let first = try self.name("a parameter's name").text
      let second = token.kind == .name ? advance().text : nil
      try expect(":", "expected `:` and the parameter's type")
      let type = try typeName()
      let fallback = accept("=") ? try expression() : nil
      parameters.append(
        .init(
          label: isUnlabelled ? nil : first, name: isUnlabelled ? first : second ?? first,
          type: type, fallback: fallback))
      skipNewlines()
      guard accept(",") else { break }
      skipNewlines()
    }
    try expect(")", "expected `)` or `,`")
    let result = accept("->") ? try typeName() : nil
    return .function(
      FunctionDeclaration(name: name, parameters: parameters, result: result, body: try body()),
      start)
  }

  mutating func typeName() throws(Mistake) -> TypeName {
    try deeper()
    defer { depth -= 1 }
    var type: TypeName
    if accept("[") {
      type = .array(try typeName())
      try expect("]", "expected `]`")
    } else if accept("(") {
      var parts: [TypeName] = []
      while !isSymbol(")") {
        if token.kind == .name, peek().text == ":" {
          advance()
          advance()
        }
        parts.append(try typeName())
        guard accept(",") else { break }
      }
      try expect(")", "expected `)`")
      if accept("->") {
        _ = try typeName()
        type = .function
      } else {
        type = parts.count == 1 ? parts[0] : .tuple(parts)
      }
    } else {
      let word = try name("a type, such as Int, Double or Tensor")
      switch word.text {
      case "Int": type = .int
      case "Double": type = .double
      case "Float": type = .float
      case "Bool": type = .bool
      case "String": type = .string
      case "Tensor": type = .tensor
      case "Layer", "Sequential": type = .layer
      case "Pair", "ConvolutionGradients", "Box", "PaddingMode", "LayerReport", "Void":
        type = .named(word.text)
      default:
        throw Mistake(
          word.range,
          "`\(word.text)` is no type here"
            + didYouMean(word.text, ["Int", "Double", "Float", "Bool", "String", "Tensor"]))
      }
    }
    while accept("?") { type = .optional(type) }
    return type
  }
}
