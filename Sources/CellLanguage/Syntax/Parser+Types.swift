/// Types, as declarations write them.
extension Parser {
  mutating func typeName() throws(Mistake) -> TypeName {
    try deeper()
    defer { depth -= 1 }
    skipNewlines()
    var type: TypeName
    if accept("[") {
      type = .array(try typeName())
      skipNewlines()
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
      } else if word.text == "Range" || word.text == "ClosedRange", accept("<") {
        let bound = try typeName()
        try expect(">", "expected `>`")
        type = .named("\(word.text)<\(bound)>")
      } else {
        throw Mistake(
          word.range,
          "`\(word.text)` is no type here"
            + didYouMean(word.text, TypeName.allWords))
      }
    }
    while accept("?") { type = .optional(type) }
    return type
  }

  /// What a function throws, a cell tells anyway.
  mutating func skipThrows() {
    if token.kind == .name, ["throws", "rethrows"].contains(token.text) { advance() }
  }

  /// A tuple `(a: Tensor, b: Tensor)`, or a function `(Tensor) -> Tensor`.
  private mutating func bracketedType() throws(Mistake) -> TypeName {
    var parts: [TypeName] = []
    var labels: [String?] = []
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
      if token.kind == .name, token.text == "inout" { advance() }
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
      _ = try typeName()
      return .function
    }
    if parts.isEmpty { return .named("Void") }
    return parts.count == 1 ? parts[0] : .tuple(parts, labels: labels)
  }
}
