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
      if token.kind == .name, token.text == "as", !isSymbol("=", ahead: 1) {
        left = try typed(left)
        continue
      }
      if let mistake = otherSign { throw mistake }
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
      if isSymbol("..."), [")", "]", "{", ","].contains(peek().text), mark == at {
        let end = advance().range.upperBound
        return Expression(
          .openRange(from: left, to: nil, isClosed: true), left.range.lowerBound..<end)
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

  /// What is wrong with `i++`, `2 ** 3` and `5 & 3`.
  private var otherSign: Mistake? {
    let bits =
      "cells have no operators on bits; a shift is a product or a quotient by a power of two"
    if ["&", "|", "^"].contains(token.text), token.kind != .string, token.isSpacedLeft,
      token.isSpacedRight
    {
      return Mistake(token.range, bits)
    }
    guard token.kind == .symbol, isSymbol(token.text, ahead: 1),
      token.range.upperBound == peek().range.lowerBound
    else { return nil }
    let range = token.range.lowerBound..<peek().range.upperBound
    return switch token.text {
    case "+", "-":
      Mistake(
        range, "cells have no `\(token.text)\(token.text)`; write `\(token.text)= 1`")
    case "<", ">": Mistake(range, bits)
    case "*": Mistake(range, "cells have no `**`; write pow(…, …)")
    default: nil
    }
  }

  /// `as Float` behind a value: the type that a number as such takes.
  private mutating func typed(_ value: Expression) throws(Mistake) -> Expression {
    let word = advance()
    guard !isSymbol("?"), !isSymbol("!") else {
      throw Mistake(
        word.range,
        "cells have no `as\(token.text)`; Double(…), Float(…) and Int(…) make one number of another"
      )
    }
    let isAny = token.kind == .name && token.text == "Any"
    if isAny { advance() }
    let type = isAny ? .any : try typeName()
    return Expression(
      .typed(value, type), value.range.lowerBound..<tokens[at - 1].range.upperBound)
  }

  private mutating func unary() throws(Mistake) -> Expression {
    if token.kind == .symbol, let operation = operatorAsFunction() { return operation }
    if isSymbol("...") || isSymbol("..<") {
      let sign = advance()
      let end = try binary(above: 5)
      return Expression(
        .openRange(from: nil, to: end, isClosed: sign.text == "..."),
        sign.range.lowerBound..<end.range.upperBound)
    }
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
    var isChain = false
    while true {
      if isSymbol("."), peek().kind == .name || peek().kind == .integer {
        advance()
        let member = advance()
        result = Expression(.member(result, member.text), member.range)
      } else if token.kind == .newline, let dot = memberAfterNewlines() {
        at = dot
      } else if isSymbol("."), token.isSpacedRight || peek().kind != .name {
        throw Mistake(token.range, "expected a member's name after the dot")
      } else if isSymbol("?"), !token.isSpacedLeft || isOpenAfterBracket,
        peek().kind == .symbol, [".", "[", "(", "]"].contains(peek().text)
      {
        let end = advance().range.upperBound
        isChain = true
        result = Expression(.tried(result), result.range.lowerBound..<end)
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
        if case .tried = result.form { return result }
        return isChain
          ? Expression(.chain(result), start.range.lowerBound..<result.range.upperBound) : result
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
    if closing == "]", isSymbol(":") { throw Mistake(token.range, Self.dictionaries) }
    guard isSymbol(closing) else {
      throw Mistake(token.range, "expected `,` or `\(closing)`" + found)
    }
    advance()
    return result
  }

  private static let dictionaries =
    "cells have no dictionaries; use an array of pairs: `[(…, …)]`"

  private static func whole(_ digits: String) -> Int? {
    switch digits.prefix(2) {
    case "0x": Int(digits.dropFirst(2), radix: 16)
    case "0b": Int(digits.dropFirst(2), radix: 2)
    case "0o": Int(digits.dropFirst(2), radix: 8)
    default: Int(digits)
    }
  }

  private mutating func primary() throws(Mistake) -> Expression {
    let token = token
    switch token.kind {
    case .integer:
      advance()
      let digits = token.text.filter { $0 != "_" }
      guard let value = Self.whole(digits) else {
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
      if token.text == "switch", [.name, .integer, .string].contains(self.token.kind) {
        throw Mistake(token.range, "cells have no `switch`; use `if` and `else`, or `test ? a : b`")
      }
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
      case "_":
        advance()
        return .name("_", token.range)
      case "(":
        return Expression(
          .tuple(try arguments(closing: ")")),
          token.range.lowerBound..<tokens[at - 1].range.upperBound)
      case "[":
        let parts = try arguments(closing: "]")
        if let label = parts.first(where: { $0.label != nil })?.labelRange {
          throw Mistake(label, Self.dictionaries)
        }
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
    if token.kind == .keyword, token.text == "if" {
      throw Mistake(token.range, "`if` gives no value in a cell; write `test ? a : b`")
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
