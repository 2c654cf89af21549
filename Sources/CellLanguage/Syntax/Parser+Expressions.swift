/// Expressions, by Swift's precedence.
extension Parser {
  private static let precedence: [String: Int] = [
    "||": 1, "&&": 2, "==": 3, "!=": 3, "<": 3, ">": 3, "<=": 3, ">=": 3, "??": 4, "..<": 5,
    "...": 5,
    "+": 6, "-": 6, "*": 7,
    "/": 7, "%": 7,
  ]

  mutating func expression() throws(Mistake) -> Expression {
    try deeper()
    defer { depth -= 1 }
    skipNewlines()
    // What a function throws, a cell tells anyway.
    if isKeyword("try") {
      advance()
      skipNewlines()
    }
    let condition = try binary(above: 0)
    goOn(before: "?")
    guard isSymbol("?"), token.isSpacedLeft else { return condition }
    advance()
    let first = try expression()
    skipNewlines()
    try expect(":", "expected `:` and the other value")
    let second = try expression()
    return Expression(
      .ternary(condition, first, second), condition.range.lowerBound..<second.range.upperBound)
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
          if token.text == "..." || token.text == "..<", [")", "]"].contains(peek().text) {
            throw Mistake(token.range, "cells have no open ranges; write both ends, as in `1..<n`")
          }
          throw Mistake(token.range, "write blanks on both sides of `\(token.text)`, or on neither")
        }
        at = mark
        return left
      }
      let text = advance().text
      skipNewlines()
      // `a ?? b ?? c` is read from the right.
      let right = try binary(above: text == "??" ? rank - 1 : rank)
      if rank == 3, token.kind == .symbol, Self.precedence[token.text] == 3 {
        throw Mistake(token.range, "comparisons cannot be chained; join two of them with `&&`")
      }
      guard let symbol = Operator(rawValue: text) else { return left }
      left = Expression(
        .binary(symbol, left, right), left.range.lowerBound..<right.range.upperBound)
    }
  }

  private mutating func unary() throws(Mistake) -> Expression {
    if token.kind == .symbol, let operation = operatorAsFunction() { return operation }
    if isSymbol("&"), peek().kind == .name {
      let sign = advance()
      let target = try postfix(try primary())
      return Expression(
        .prefix(.change, target), sign.range.lowerBound..<target.range.upperBound)
    }
    if token.kind == .symbol, token.text != "&", let sign = Expression.Sign(rawValue: token.text) {
      let start = advance().range.lowerBound
      try deeper()
      defer { depth -= 1 }
      let inner = try unary()
      return Expression(.prefix(sign, inner), start..<inner.range.upperBound)
    }
    return try postfix(try primary())
  }

  private mutating func postfix(_ start: Expression) throws(Mistake) -> Expression {
    var result = start
    while true {
      if isSymbol("."), peek().kind == .name || peek().kind == .integer {
        advance()
        let member = advance()
        result = Expression(.member(result, member.text), member.range)
      } else if token.kind == .newline, let dot = memberAfterNewlines() {
        at = dot
      } else if isSymbol("."), token.isSpacedRight || peek().kind != .name {
        throw Mistake(token.range, "expected a member's name after the dot")
      } else if isSymbol("!"), !token.isSpacedLeft || isOpenAfterBracket {
        let end = advance().range.upperBound
        result = Expression(.unwrapped(result), result.range.lowerBound..<end)
      } else if isSymbol("("), !token.isSpacedLeft || isOpenAfterBracket {
        let arguments = try arguments(closing: ")")
        let end = tokens[at - 1].range.upperBound
        result = Expression(.call(result, arguments), result.range.lowerBound..<end)
        if let closure = try trailingClosure() { result = result.appending(closure) }
      } else if isSymbol("["), !token.isSpacedLeft || isOpenAfterBracket {
        let indices = try arguments(closing: "]")
        result = Expression(
          .subscripted(result, indices.map(\.value)),
          result.range.lowerBound..<tokens[at - 1].range.upperBound)
      } else if result.takesTrailingClosure, let closure = try trailingClosure() {
        result = Expression(
          .call(result, [.init(label: nil, value: closure, isTrailing: true)]),
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
    guard !isBeforeBody else { return nil }
    // Swift takes it from the next line too; a block as such begins with `do`.
    if token.kind == .newline, peek().kind == .symbol, peek().text == "{" { advance() }
    guard isSymbol("{") else { return nil }
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
      return Expression(.integer(value), token.range)
    case .float:
      advance()
      guard let value = Double(token.text.filter { $0 != "_" }), value.isFinite else {
        throw Mistake(token.range, "\(token.text) is too large for a Double")
      }
      return Expression(.float(value), token.range)
    case .string:
      advance()
      return try string(token)
    case .name:
      advance()
      if token.text.hasPrefix("$"), let index = Int(token.text.dropFirst()), index < 10 {
        dollars = max(dollars, index + 1)
      }
      return .name(token.text, token.range)
    case .keyword where token.text == "true" || token.text == "false":
      advance()
      return Expression(.bool(token.text == "true"), token.range)
    case .keyword where token.text == "nil":
      advance()
      return Expression(.none, token.range)
    case .symbol:
      switch token.text {
      case "(":
        return Expression(
          .tuple(try arguments(closing: ")")),
          token.range.lowerBound..<tokens[at - 1].range.upperBound)
      case "[":
        let parts = try arguments(closing: "]")
        return Expression(
          .array(parts.map(\.value)), token.range.lowerBound..<tokens[at - 1].range.upperBound)
      case "{": return try closure()
      case "." where peek().kind == .name:
        advance()
        let member = advance()
        return Expression(
          .implicitMember(member.text), token.range.lowerBound..<member.range.upperBound)
      default: break
      }
    case .unknown where token.text == "\\" && peek().text == ".": return try keyPath()
    default: break
    }
    if token.kind == .keyword {
      throw Mistake(token.range, "`\(token.text)` cannot stand in an expression")
    }
    throw Mistake(token.range, "expected a value" + found)
  }
}

extension Expression {
  /// A call with one more argument, the closure behind it.
  fileprivate func appending(_ closure: Expression) -> Expression {
    guard case .call(let callee, let arguments) = form else { return self }
    return Expression(
      .call(callee, arguments + [Argument(label: nil, value: closure, isTrailing: true)]),
      range.lowerBound..<closure.range.upperBound)
  }

  /// Whether a closure behind it makes it a call: `xs.map { … }`, `seconds { … }`.
  fileprivate var takesTrailingClosure: Bool {
    switch form {
    case .member, .name: true
    default: false
    }
  }
}
