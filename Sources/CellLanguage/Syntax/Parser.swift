/// Reads a cell into statements.
///
/// The first mistake ends it: its place, the text there, and what would be right.
struct Parser {
  private var tokens: [Token]
  private var at = 0
  private var depth = 0
  /// Where `{` begins a body, not a trailing closure: after `if`, `for`, `while`.
  private var isBeforeBody = false

  static let depthLimit = 120

  init(_ source: String) { tokens = Lexer.tokens(of: source) }

  static func parse(_ source: String) throws(Mistake) -> [Statement] {
    var parser = Parser(source)
    return try parser.statements(until: nil)
  }

  // MARK: - Tokens

  private var token: Token { tokens[at] }

  private func peek(_ offset: Int = 1) -> Token { tokens[min(tokens.count - 1, at + offset)] }

  private func isSymbol(_ text: String) -> Bool { token.kind == .symbol && token.text == text }
  private func isKeyword(_ text: String) -> Bool { token.kind == .keyword && token.text == text }

  @discardableResult
  private mutating func advance() -> Token {
    defer { if at < tokens.count - 1 { at += 1 } }
    return tokens[at]
  }

  private mutating func skipNewlines() {
    while token.kind == .newline { advance() }
  }

  private mutating func accept(_ text: String) -> Bool {
    guard isSymbol(text) else { return false }
    advance()
    return true
  }

  @discardableResult
  private mutating func expect(_ text: String, _ message: String) throws(Mistake) -> Token {
    guard isSymbol(text) else { throw Mistake(token.range, message + found) }
    return advance()
  }

  private var found: String {
    switch token.kind {
    case .end: ", but the cell ends here"
    case .newline: ", but the line ends here"
    default: ", found `\(token.text)`"
    }
  }

  private mutating func name(_ what: String) throws(Mistake) -> Token {
    guard token.kind == .name else {
      let hint = token.kind == .keyword ? "; `\(token.text)` is a word of the language" : ""
      throw Mistake(token.range, "expected \(what)\(found)\(hint)")
    }
    return advance()
  }

  // MARK: - Statements

  private mutating func statements(until end: String?) throws(Mistake) -> [Statement] {
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

  private mutating func body() throws(Mistake) -> [Statement] {
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

  private mutating func deeper() throws(Mistake) {
    depth += 1
    if depth > Self.depthLimit {
      throw Mistake(token.range, "this is nested too deep: at most \(Self.depthLimit) levels")
    }
  }

  private mutating func statement() throws(Mistake) -> Statement {
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

  private mutating func headExpression() throws(Mistake) -> Expression {
    let wasBeforeBody = isBeforeBody
    isBeforeBody = true
    defer { isBeforeBody = wasBeforeBody }
    return try expression()
  }

  private mutating func expressionStatement() throws(Mistake) -> Statement {
    let target = try expression()
    for symbol in ["=", "+=", "-=", "*=", "/=", "%="] where isSymbol(symbol) {
      let range = advance().range
      skipNewlines()
      return .assign(target, symbol: symbol, try expression(), range)
    }
    return .expression(target)
  }

  private mutating func declaration() throws(Mistake) -> Statement {
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

  private mutating func conditional() throws(Mistake) -> Statement {
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

  private mutating func function() throws(Mistake) -> Statement {
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

  private mutating func typeName() throws(Mistake) -> TypeName {
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

  // MARK: - Expressions

  private static let precedence: [String: Int] = [
    "||": 1, "&&": 2, "==": 3, "!=": 3, "<": 3, ">": 3, "<=": 3, ">=": 3, "..<": 5, "...": 5,
    "+": 6, "-": 6, "*": 7,
    "/": 7, "%": 7,
  ]

  mutating func expression() throws(Mistake) -> Expression {
    try deeper()
    defer { depth -= 1 }
    let condition = try binary(above: 0)
    guard isSymbol("?"), token.isSpacedLeft else { return condition }
    advance()
    skipNewlines()
    let first = try expression()
    skipNewlines()
    try expect(":", "expected `:` and the other value")
    skipNewlines()
    let second = try expression()
    return .ternary(condition, first, second, condition.range.lowerBound..<second.range.upperBound)
  }

  private mutating func binary(above minimum: Int) throws(Mistake) -> Expression {
    var left = try unary()
    while true {
      // An operator may begin the next line.
      let mark = at
      if token.kind == .newline {
        skipNewlines()
        guard token.kind == .symbol, Self.precedence[token.text] != nil, token.isSpacedRight,
          token.text != "-" || token.isSpacedRight
        else {
          at = mark
          return left
        }
      }
      guard token.kind == .symbol, let rank = Self.precedence[token.text], rank > minimum,
        token.isSpacedLeft == token.isSpacedRight
      else {
        if token.kind == .symbol, Self.precedence[token.text] != nil,
          token.isSpacedLeft != token.isSpacedRight,
          mark == at
        {
          throw Mistake(token.range, "write blanks on both sides of `\(token.text)`, or on neither")
        }
        at = mark
        return left
      }
      let symbol = advance().text
      skipNewlines()
      let right = try binary(above: rank)
      if rank == 3, token.kind == .symbol, Self.precedence[token.text] == 3 {
        throw Mistake(token.range, "comparisons cannot be chained; join two of them with `&&`")
      }
      left = .binary(symbol, left, right, left.range.lowerBound..<right.range.upperBound)
    }
  }

  private mutating func unary() throws(Mistake) -> Expression {
    if token.kind == .symbol, ["-", "+", "!"].contains(token.text) {
      let sign = advance()
      try deeper()
      defer { depth -= 1 }
      let inner = try unary()
      return .prefix(sign.text, inner, sign.range.lowerBound..<inner.range.upperBound)
    }
    return try postfix(try primary())
  }

  private mutating func postfix(_ start: Expression) throws(Mistake) -> Expression {
    var result = start
    while true {
      if isSymbol("."), peek().kind == .name || peek().kind == .integer {
        advance()
        let member = advance()
        result = .member(result, member.text, member.range)
      } else if token.kind == .newline, let dot = memberAfterNewlines() {
        at = dot
      } else if isSymbol("."), token.isSpacedRight || peek().kind != .name {
        throw Mistake(token.range, "expected a member's name after the dot")
      } else if isSymbol("("), !token.isSpacedLeft || isOpenAfterBracket {
        let arguments = try arguments(closing: ")")
        let end = tokens[at - 1].range.upperBound
        result = .call(result, arguments, result.range.lowerBound..<end)
        if let closure = try trailingClosure() { result = result.appending(closure) }
      } else if isSymbol("["), !token.isSpacedLeft || isOpenAfterBracket {
        let indices = try arguments(closing: "]")
        result = .subscripted(
          result, indices.map(\.value), result.range.lowerBound..<tokens[at - 1].range.upperBound)
      } else if case .member = result, let closure = try trailingClosure() {
        result = .call(
          result, [.init(label: nil, value: closure)],
          result.range.lowerBound..<closure.range.upperBound)
      } else if case .name = result, let closure = try trailingClosure() {
        result = .call(
          result, [.init(label: nil, value: closure)],
          result.range.lowerBound..<closure.range.upperBound)
      } else {
        return result
      }
    }
  }

  /// A bracket right behind a bracket: `f()(x)`, `x[0][1]`.
  private var isOpenAfterBracket: Bool {
    at > 0 && tokens[at - 1].range.upperBound == token.range.lowerBound
      && tokens[at - 1].kind != .newline
      && [")", "]", "}"].contains(tokens[at - 1].text)
  }

  /// Where a line begins with `.member`: the chain goes on there.
  private func memberAfterNewlines() -> Int? {
    var i = at
    while tokens[i].kind == .newline { i += 1 }
    let next = tokens[min(tokens.count - 1, i + 1)]
    return tokens[i].kind == .symbol && tokens[i].text == "." && next.kind == .name ? i : nil
  }

  private mutating func trailingClosure() throws(Mistake) -> Expression? {
    guard !isBeforeBody, isSymbol("{") else { return nil }
    return try closure()
  }

  private mutating func arguments(closing: String) throws(Mistake) -> [Expression.Argument] {
    advance()
    let wasBeforeBody = isBeforeBody
    isBeforeBody = false
    defer { isBeforeBody = wasBeforeBody }
    var result: [Expression.Argument] = []
    skipNewlines()
    while !isSymbol(closing) {
      var label: String?
      var labelRange: Range<Int>?
      if token.kind == .name || token.kind == .keyword, peek().kind == .symbol, peek().text == ":" {
        labelRange = token.range
        label = advance().text
        advance()
        skipNewlines()
      }
      result.append(.init(label: label, labelRange: labelRange, value: try expression()))
      skipNewlines()
      guard accept(",") else { break }
      skipNewlines()
    }
    guard isSymbol(closing) else {
      throw Mistake(token.range, "expected `,` or `\(closing)`" + found)
    }
    advance()
    return result
  }

  private mutating func primary() throws(Mistake) -> Expression {
    let token = token
    switch token.kind {
    case .integer:
      advance()
      let digits = token.text.filter { $0 != "_" }
      guard let value = Int(digits) else {
        throw Mistake(token.range, "\(token.text) is too large for an Int")
      }
      return .integer(value, token.range)
    case .float:
      advance()
      guard let value = Double(token.text.filter { $0 != "_" }), value.isFinite else {
        throw Mistake(token.range, "\(token.text) is too large for a Double")
      }
      return .float(value, token.range)
    case .string:
      advance()
      return try string(token)
    case .name:
      advance()
      return .name(token.text, token.range)
    case .keyword where token.text == "true" || token.text == "false":
      advance()
      return .bool(token.text == "true", token.range)
    case .keyword where token.text == "nil":
      advance()
      return .none(token.range)
    case .symbol:
      switch token.text {
      case "(":
        return .tuple(
          try arguments(closing: ")"), token.range.lowerBound..<tokens[at - 1].range.upperBound)
      case "[":
        let parts = try arguments(closing: "]")
        return .array(parts.map(\.value), token.range.lowerBound..<tokens[at - 1].range.upperBound)
      case "{": return try closure()
      case "." where peek().kind == .name:
        advance()
        let member = advance()
        return .implicitMember(member.text, token.range.lowerBound..<member.range.upperBound)
      default: break
      }
    default: break
    }
    if token.kind == .keyword {
      throw Mistake(token.range, "`\(token.text)` cannot stand in an expression")
    }
    throw Mistake(token.range, "expected a value" + found)
  }

  private mutating func closure() throws(Mistake) -> Expression {
    let start = advance().range.lowerBound
    try deeper()
    defer { depth -= 1 }
    let wasBeforeBody = isBeforeBody
    isBeforeBody = false
    defer { isBeforeBody = wasBeforeBody }
    skipNewlines()
    var parameters: [String]?
    let mark = at
    var names: [String] = []
    let isBracketed = accept("(")
    while token.kind == .name || isSymbol("_") {
      names.append(advance().text)
      // What is no type begins a tuple, and the closure has no parameters.
      if isBracketed, accept(":"), (try? typeName()) == nil { break }
      guard accept(",") else { break }
    }
    if isBracketed { _ = accept(")") }
    if isKeyword("in") {
      advance()
      parameters = names
    } else {
      at = mark
    }
    let body = try statements(until: "}")
    advance()
    return .closure(parameters: parameters, body: body, start..<tokens[at - 1].range.upperBound)
  }

  /// Text with `\(…)` in it.
  private func string(_ token: Token) throws(Mistake) -> Expression {
    let bytes = Array(token.text.utf8)
    guard bytes.count >= 2, bytes[bytes.count - 1] == UInt8(ascii: "\"") else {
      throw Mistake(token.range, "this text has no closing quotation mark")
    }
    var parts: [Expression.StringPart] = []
    var text: [UInt8] = []
    var i = 1
    while i < bytes.count - 1 {
      guard bytes[i] == UInt8(ascii: "\\") else {
        text.append(bytes[i])
        i += 1
        continue
      }
      i += 1
      switch bytes[i] {
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): text.append(bytes[i])
      case UInt8(ascii: "("):
        var open = 1
        let start = i + 1
        while i + 1 < bytes.count - 1, open > 0 {
          i += 1
          if bytes[i] == UInt8(ascii: "(") { open += 1 }
          if bytes[i] == UInt8(ascii: ")") { open -= 1 }
        }
        guard open == 0 else {
          throw Mistake(token.range, "`\\(` in this text has no closing bracket")
        }
        parts.append(.text(String(decoding: text, as: UTF8.self)))
        text = []
        var inner = Parser(String(decoding: bytes[start..<i], as: UTF8.self))
        inner.depth = depth + 1
        let offset = token.range.lowerBound + start
        for index in inner.tokens.indices {
          let range = inner.tokens[index].range
          inner.tokens[index].range = range.lowerBound + offset..<range.upperBound + offset
        }
        parts.append(.value(try inner.expression()))
        guard inner.token.kind == .end else {
          throw Mistake(inner.token.range, "expected `)`, found `\(inner.token.text)`")
        }
      default:
        throw Mistake(
          token.range, "`\\\(Character(UnicodeScalar(bytes[i])))` means nothing in a text")
      }
      i += 1
    }
    parts.append(.text(String(decoding: text, as: UTF8.self)))
    return .string(parts, token.range)
  }
}

extension Expression {
  /// A call with one more argument, the closure behind it.
  fileprivate func appending(_ closure: Expression) -> Expression {
    guard case .call(let callee, let arguments, let range) = self else { return self }
    return .call(
      callee, arguments + [Argument(label: nil, value: closure)],
      range.lowerBound..<closure.range.upperBound)
  }
}
