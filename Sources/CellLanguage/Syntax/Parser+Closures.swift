/// Closures, what stands for one, and texts with values in them.
extension Parser {
  mutating func closure() throws(Mistake) -> Expression {
    let start = advance().range.lowerBound
    try deeper()
    defer { depth -= 1 }
    let outer = (isBeforeBody, dollars)
    (isBeforeBody, dollars) = (false, 0)
    defer { (isBeforeBody, dollars) = outer }
    skipNewlines()
    let mark = at
    var head = closureHead()
    if head == nil { at = mark }
    let body = try statements(until: "}")
    advance()
    let isAnonymous = head == nil
    let parameters =
      head?.parameters
      ?? (0..<dollars).map { .init(label: nil, name: "$\($0)", type: .any, fallback: nil) }
    let result = head?.result
    head = nil
    return Expression(
      .closure(
        FunctionDeclaration(name: "closure", parameters: parameters, result: result, body: body),
        isAnonymous: isAnonymous), start..<tokens[at - 1].range.upperBound)
  }

  /// `a, b in`, or `(a: Float, b: Float) -> Float in`; `nil` where the closure has no such head.
  private mutating func closureHead() -> (
    parameters: [FunctionDeclaration.Parameter], result: TypeName?
  )? {
    var parameters: [FunctionDeclaration.Parameter] = []
    var result: TypeName?
    do throws(Mistake) {
      let isBracketed = accept("(")
      if isBracketed { skipNewlines() }
      while token.kind == .name || isSymbol("_") {
        var parameter = FunctionDeclaration.Parameter(
          label: nil, name: advance().text, type: .any, fallback: nil)
        if isBracketed, accept(":") {
          if token.kind == .name, token.text == "inout" {
            advance()
            parameter.isInout = true
          }
          parameter.type = try typeName()
        }
        parameters.append(parameter)
        if isBracketed { skipNewlines() } else { goOn(before: ",") }
        guard accept(",") else { break }
        skipNewlines()
      }
      if isBracketed { try expect(")", "expected `)`") }
      skipThrows()
      goOn(before: "->")
      if accept("->") { result = try typeName() }
      skipNewlines()
    } catch {
      // What cannot be read as a head is the closure's body, and is told as such.
      return nil
    }
    guard isKeyword("in") else { return nil }
    advance()
    return (parameters, result)
  }

  /// `+` alone between brackets and commas: the function of two values.
  mutating func operatorAsFunction() -> Expression? {
    let names = ["+", "-", "*", "/", "%", "<", ">", "<=", ">=", "==", "!="]
    var behind = at + 1
    while behind < tokens.count, tokens[behind].kind == .newline { behind += 1 }
    guard names.contains(token.text), behind < tokens.count,
      [",", ")"].contains(tokens[behind].text)
    else { return nil }
    guard let symbol = Operator(rawValue: advance().text) else { return nil }
    let range = tokens[at - 1].range
    let parameters = ["$0", "$1"].map {
      FunctionDeclaration.Parameter(label: nil, name: $0, type: .any, fallback: nil)
    }
    let body = Expression(.binary(symbol, .name("$0", range), .name("$1", range)), range)
    return Expression(
      .closure(
        FunctionDeclaration(
          name: "`\(symbol.rawValue)`", parameters: parameters, result: nil,
          body: [.expression(body)]),
        isAnonymous: true), range)
  }

  /// `\.count`: the function that asks a value for a member.
  mutating func keyPath() throws(Mistake) -> Expression {
    let start = advance().range
    var value = Expression.name("$0", start)
    while accept(".") {
      guard token.kind == .name || token.kind == .integer else {
        throw Mistake(token.range, "expected a member's name after the dot")
      }
      let member = advance()
      value = Expression(.member(value, member.text), member.range)
    }
    let range = start.lowerBound..<tokens[at - 1].range.upperBound
    return Expression(
      .closure(
        FunctionDeclaration(
          name: "closure",
          parameters: [.init(label: nil, name: "$0", type: .any, fallback: nil)], result: nil,
          body: [.expression(value)]), isAnonymous: true), range)
  }

  /// Text with `\(…)` in it.
  mutating func string(_ token: Token) throws(Mistake) -> Expression {
    let bytes = Array(token.text.utf8)
    if token.text == "\"\"", self.token.kind == .string,
      self.token.range.lowerBound == token.range.upperBound
    {
      throw Mistake(
        token.range, "cells have no texts over several lines; write `\\n` where a line ends")
    }
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
      case UInt8(ascii: "u"):
        guard let end = bytes[i...].firstIndex(of: UInt8(ascii: "}")), bytes.count > i + 1,
          bytes[i + 1] == UInt8(ascii: "{"),
          let code = UInt32(
            String(decoding: bytes[(i + 2)..<max(end, i + 2)], as: UTF8.self), radix: 16),
          let scalar = Unicode.Scalar(code)
        else { throw Mistake(token.range, "a letter's number stands as in `\\u{3B1}`") }
        text += Array(String(scalar).utf8)
        i = end
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "0"): text.append(0)
      case UInt8(ascii: "'"): text.append(bytes[i])
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
        dollars = max(dollars, inner.dollars)
        guard inner.token.kind == .end else {
          throw Mistake(inner.token.range, "expected `)`, found `\(inner.token.text)`")
        }
      default:
        let sign = String(decoding: bytes[i...], as: UTF8.self).prefix(1)
        throw Mistake(token.range, "`\\\(sign)` means nothing in a text")
      }
      i += 1
    }
    parts.append(.text(String(decoding: text, as: UTF8.self)))
    return Expression(.string(parts), token.range)
  }
}
