/// Statements: declarations, loops, conditions, functions.
extension Parser {
  mutating func statement() throws(Mistake) -> Statement {
    let start = token.range
    let label = loopLabel()
    guard token.kind == .keyword else { return try expressionStatement() }
    switch token.text {
    case "let", "var": return try declarations()
    case "func": return try function()
    case "if": return try conditional()
    case "guard":
      advance()
      let conditions = try conditions()
      skipNewlines()
      guard isKeyword("else") else { throw Mistake(token.range, "expected `else`" + found) }
      advance()
      return .guarded(Guard(conditions, otherwise: Block(try body()), start))
    case "do":
      advance()
      return .block(Block(try body()))
    case "for":
      advance()
      skipNewlines()
      let pattern = try pattern("a name after `for`")
      skipNewlines()
      guard isKeyword("in") else { throw Mistake(token.range, "expected `in`" + found) }
      advance()
      let sequence = try headExpression()
      var only: Expression?
      let mark = at
      skipNewlines()
      if token.kind == .name, token.text == "where" {
        advance()
        only = try headExpression()
      } else {
        at = mark
      }
      return .loop(Loop(pattern, over: sequence, only: only, body: Block(try body()), label: label))
    case "while":
      advance()
      let conditions = try conditions()
      return .whileLoop(WhileLoop(conditions, body: Block(try body()), start, label: label))
    case "return":
      advance()
      return .giveBack(Return(returnsValue ? try expression() : nil, start))
    case "break":
      advance()
      return .leave(try loopNumber())
    case "continue":
      advance()
      return .next(try loopNumber())
    default: return try expressionStatement()
    }
  }

  /// The number of the loop that `break rows` means.
  private mutating func loopNumber() throws(Mistake) -> Int {
    guard token.kind == .name else { return 0 }
    let name = advance()
    guard let number = loopNames.lastIndex(of: name.text) else {
      throw Mistake(name.range, "no loop is called `\(name.text)`: write `\(name.text):` before it")
    }
    return number + 1
  }

  /// `rows:` before a loop, which gets a number; 0 where there is none.
  private mutating func loopLabel() -> Int {
    guard token.kind == .name, peek().kind == .symbol, peek().text == ":" else { return 0 }
    var next = at + 2
    while next < tokens.count - 1, tokens[next].kind == .newline { next += 1 }
    guard tokens[next].kind == .keyword, ["for", "while"].contains(tokens[next].text) else {
      return 0
    }
    loopNames.append(token.text)
    at = next
    return loopNames.count
  }

  /// Whether a value stands behind `return`: in Swift also on the next line.
  private var returnsValue: Bool {
    var next = at
    while tokens[next].kind == .newline { next += 1 }
    let token = tokens[next]
    return switch token.kind {
    case .end: false
    case .keyword: ["true", "false", "nil", "try"].contains(token.text)
    case .symbol: token.text != "}" && token.text != ";"
    default: true
    }
  }

  private mutating func headExpression() throws(Mistake) -> Expression {
    let wasBeforeBody = isBeforeBody
    isBeforeBody = true
    defer { isBeforeBody = wasBeforeBody }
    return try expression()
  }

  /// Swift that cells leave out, with what they have in its place.
  private static let leftOut: [String: String] = [
    "struct": "a tuple or a function", "class": "a tuple or a function", "enum": "numbers or names",
    "protocol": "functions", "extension": "functions", "import": "what the book's library has",
    "switch": "`if`, `else if` and `else`", "repeat": "`while true` and `break`",
    "typealias": "the type itself",
    "try": "a function that cannot fail", "throw": "`fatalError()`", "defer": "the lines in order",
  ]

  private mutating func expressionStatement() throws(Mistake) -> Statement {
    // A name of the reader's own may be spelt like that; a declaration or a block never follows it.
    if token.kind == .name, let instead = Self.leftOut[token.text],
      peek().kind != .symbol && peek().kind != .newline && peek().kind != .end
        || peek().text == "{"
    {
      throw Mistake(token.range, "cells have no `\(token.text)`; use \(instead)")
    }
    if isSymbol("_"), peek().text == "=" {
      let start = advance().range
      advance()
      skipNewlines()
      return .declare(
        Declaration(Pattern("_"), isVariable: false, type: nil, value: try expression(), start))
    }
    let target = try expression()
    goOn(before: "=", "+=", "-=", "*=", "/=", "%=")
    for symbol in ["=", "+=", "-=", "*=", "/=", "%="] where isSymbol(symbol) {
      let range = advance().range
      skipNewlines()
      return .assign(
        Assignment(target, Operator(rawValue: String(symbol.dropLast())), try expression(), range))
    }
    return .expression(target)
  }

  /// `i`, `_`, or `(i, (a, b))`.
  private mutating func pattern(_ what: String) throws(Mistake) -> Pattern {
    try deeper()
    defer { depth -= 1 }
    guard accept("(") else {
      return Pattern(accept("_") ? "_" : try name(what).text)
    }
    var parts: [Pattern] = []
    skipNewlines()
    while !isSymbol(")") {
      parts.append(try pattern("a name"))
      skipNewlines()
      guard accept(",") else { break }
      skipNewlines()
    }
    try expect(")", "expected `)`")
    return parts.count == 1 ? parts[0] : Pattern(parts)
  }

  private mutating func declarations() throws(Mistake) -> Statement {
    let keyword = advance().text
    var all: [Statement] = []
    repeat {
      skipNewlines()
      all.append(try declaration(keyword))
      goOn(before: ",")
    } while accept(",")
    return all.count == 1 ? all[0] : .several(all)
  }

  private mutating func declaration(_ keyword: String) throws(Mistake) -> Statement {
    let start = token.range
    let pattern = try pattern("a name after `\(keyword)`")
    goOn(before: ":")
    let type = accept(":") ? try typeName() : nil
    goOn(before: "=")
    guard isSymbol("=") else {
      // Swift lets an optional variable begin with nil.
      if keyword == "var", case .optional? = type {
        return .declare(
          Declaration(pattern, isVariable: true, type: type, value: Expression(.none, start), start)
        )
      }
      guard let type, pattern.name != nil else {
        throw Mistake(token.range, "expected `=` and a value: every variable begins with one")
      }
      return .declare(
        Declaration(
          pattern, isVariable: keyword == "var", type: type, value: nil, start))
    }
    advance()
    skipNewlines()
    return .declare(
      Declaration(
        pattern, isVariable: keyword == "var", type: type, value: try expression(), start))
  }

  private mutating func conditions() throws(Mistake) -> [Condition] {
    var conditions: [Condition] = []
    repeat {
      skipNewlines()
      if token.kind == .name, token.text == "case", isKeyword("let", ahead: 1) {
        throw Mistake(token.range, "cells have no `case`; `if let x = …` asks an optional")
      }
      if isKeyword("let") || isKeyword("var") {
        let isVariable = advance().text == "var"
        let name = try name("a name for the value that may be there")
        var value = Expression.name(name.text, name.range)
        goOn(before: "=")
        if accept("=") { value = try headExpression() }
        conditions.append(.unwrap(Pattern(name.text), value, isVariable: isVariable))
      } else {
        conditions.append(.test(try headExpression()))
      }
      goOn(before: ",")
    } while accept(",")
    return conditions
  }

  private mutating func conditional() throws(Mistake) -> Statement {
    var branches: [Conditional.Branch] = []
    while true {
      advance()
      let conditions = try conditions()
      branches.append(.init(conditions: conditions, body: Block(try body())))
      let mark = at
      skipNewlines()
      guard isKeyword("else") else {
        at = mark
        return .conditional(Conditional(branches, otherwise: nil))
      }
      advance()
      if !isKeyword("if") {
        return .conditional(Conditional(branches, otherwise: Block(try body())))
      }
    }
  }

  private mutating func function() throws(Mistake) -> Statement {
    let start = advance().range
    skipNewlines()
    let name = try name("the function's name").text
    goOn(before: "(")
    if isSymbol("<") {
      throw Mistake(
        token.range, "cells have no functions for any type; write one for Float, or for Double")
    }
    try expect("(", "expected `(` and the parameters")
    var parameters: [FunctionDeclaration.Parameter] = []
    skipNewlines()
    while !isSymbol(")") {
      let isUnlabelled = accept("_")
      let first = try labelName()
      let second = token.kind == .name ? advance().text : nil
      goOn(before: ":")
      try expect(":", "expected `:` and the parameter's type")
      skipNewlines()
      let isInout = token.kind == .name && token.text == "inout"
      if isInout { advance() }
      var type = try typeName()
      let isVariadic = accept("...")
      if isVariadic { type = .array(type) }
      goOn(before: "=")
      let fallback = accept("=") ? try expression() : nil
      parameters.append(
        .init(
          label: isUnlabelled ? nil : first, name: isUnlabelled ? first : second ?? first,
          type: type, isInout: isInout, isVariadic: isVariadic, fallback: fallback))
      skipNewlines()
      guard accept(",") else { break }
      skipNewlines()
    }
    try expect(")", "expected `)` or `,`")
    skipThrows()
    goOn(before: "->")
    let result = accept("->") ? try typeName() : nil
    let body = try body()
    let text = source.utf8.dropFirst(start.lowerBound).prefix(
      tokens[at - 1].range.upperBound - start.lowerBound)
    return .function(
      FunctionStatement(
        FunctionDeclaration(
          name: name, parameters: parameters, result: result, body: body, text: String(text)),
        start))
  }

  /// A parameter's label may be a word of the language: `for`, `in`.
  private mutating func labelName() throws(Mistake) -> String {
    if token.kind == .keyword, peek().kind == .name { return advance().text }
    return try name("a parameter's name").text
  }
}
