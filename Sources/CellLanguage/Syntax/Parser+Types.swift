/// Types, as declarations write them.
extension Parser {
  mutating func typeName() throws(Mistake) -> TypeName {
    try deeper()
    defer { depth -= 1 }
    skipNewlines()
    // `@escaping` and `@Sendable` say nothing that a cell asks.
    while token.kind == .unknown, token.text == "@", peek().kind == .name {
      advance()
      advance()
    }
    var type: TypeName
    if accept("[") {
      type = .array(try typeName())
      skipNewlines()
      if isSymbol(":") {
        throw Mistake(token.range, "cells have no dictionaries; use an array of pairs: `[(…, …)]`")
      }
      try expect("]", "expected `]`")
    } else if accept("(") {
      type = try bracketedType()
    } else {
      if token.kind == .name, ["any", "some"].contains(token.text), peek().kind == .name {
        advance()
      }
      let word = try name("a type, such as Int, Double or Tensor")
      if let known = TypeName(word: word.text) {
        type = known
      } else if ["Range", "ClosedRange", "Array", "ArraySlice", "Optional"].contains(word.text),
        accept("<")
      {
        type = try generic(word.text, of: try typeName())
      } else {
        if let instead = Machine.leftOut[word.text] {
          throw Mistake(word.range, "cells have no `\(word.text)`; use \(instead)")
        }
        throw Mistake(
          word.range,
          "`\(word.text)` is no type here" + didYouMean(word.text, TypeName.allWords))
      }
    }
    while accept("?") { type = .optional(type) }
    return type
  }

  /// `Array<Int>` and the like, behind the type.
  private mutating func generic(_ name: String, of element: TypeName) throws(Mistake) -> TypeName {
    skipNewlines()
    try expect(">", "expected `>`")
    return switch name {
    case "Array": .array(element)
    case "ArraySlice": .slice(element)
    case "Optional": .optional(element)
    default: .named("\(name)<\(element)>")
    }
  }

  /// What a function throws, a cell tells anyway.
  mutating func skipThrows() {
    if token.kind == .name, ["throws", "rethrows"].contains(token.text) { advance() }
  }

  /// A tuple `(a: Tensor, b: Tensor)`, or a function `(Tensor) -> Tensor`.
  private mutating func bracketedType() throws(Mistake) -> TypeName {
    var parts: [TypeName] = []
    var labels: [String?] = []
    var hasInout = false
    skipNewlines()
    while !isSymbol(")") {
      var label: String?
      if accept("_") {
        if token.kind == .name, peek().text == ":" { advance() }
        try expect(":", "expected `:`")
      } else if token.kind == .name, peek().text == ":" {
        label = advance().text
        advance()
      }
      if token.kind == .name, token.text == "inout" {
        advance()
        hasInout = true
      }
      parts.append(try typeName())
      labels.append(label)
      skipNewlines()
      guard accept(",") else { break }
      skipNewlines()
    }
    try expect(")", "expected `)`")
    skipThrows()
    goOn(before: "->")
    if accept("->") {
      let result = try typeName()
      return hasInout ? .function : .closure(parts, result: result)
    }
    if parts.isEmpty { return .void }
    return parts.count == 1 ? parts[0] : .tuple(parts, labels: labels)
  }
}
