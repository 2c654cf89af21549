/// Reads a shape as people type it.
enum TypedShape {
  /// The lengths in `32×32`, `32x32`, `[1, 8, 32, 32]`, `(32, 32)`, `1,8,32,32`, `32 by 32`, `32 32`.
  static func numbers(in text: String) -> [Int]? {
    guard text.utf8.count <= 200 else { return nil }
    let separators: Set<Character> = [
      " ", "\t", ",", ";", "x", "*", "\u{00D7}", "\u{00B7}", "\u{22C5}",
    ]
    var inner = text.lowercased().split(separator: "by").joined(separator: "x")
    // "y.shape = [32, 32]" is what follows; "H=32, W=32" names each length.
    if let equals = inner.firstIndex(of: "="), inner.lastIndex(of: "=") == equals {
      inner = String(inner[inner.index(after: equals)...])
    }
    var characters = inner.filter { !$0.isWhitespace || $0 == " " }[...]
    characters = characters.trimmingSpaces
    for (opening, closing) in [("[", "]"), ("(", ")"), ("{", "}")] as [(Character, Character)]
    where characters.first == opening && characters.last == closing && characters.count > 1 {
      characters = characters.dropFirst().dropLast().trimmingSpaces
    }
    if characters.last == "," { characters.removeLast() }
    let parts = characters.split(whereSeparator: separators.contains).map { (part: Substring) in
      part.firstIndex(of: "=").map { part[part.index(after: $0)...] } ?? part
    }
    let numbers = parts.compactMap { Int($0) }.filter { $0 >= 0 }
    return parts.isEmpty || numbers.count != parts.count || parts.count > 8 ? nil : numbers
  }
}

/// Reads the choice of an option.
enum TypedChoice {
  /// The option's index for its number from 1, its own text, its letter, or its words alone where no other
  /// option has the same.
  static func index(of answer: String, among texts: [String]) -> Int? {
    let marks: Set<Character> = [" ", "\t", "(", ")", "[", "]", ".", ":", "\"", "'"]
    let short = answer.lowercased().filter { !marks.contains($0) }
    if let number = Int(short), texts.indices.contains(number - 1) { return number - 1 }
    if let index = only(spelling(answer), among: texts.map(spelling)) { return index }
    if short.utf8.count == 1, let letter = short.utf8.first {
      let index = Int(letter) - Int(UInt8(ascii: "a"))
      if texts.indices.contains(index) { return index }
    }
    return only(lettersOnly(answer), among: texts.map(lettersOnly))
  }

  private static func only(_ text: String, among texts: [String]) -> Int? {
    guard !text.isEmpty, texts.count(where: { $0 == text }) == 1 else { return nil }
    return texts.firstIndex(of: text)
  }

  /// The text without spaces, in lower case and with one kind of minus.
  private static func spelling(_ text: String) -> String {
    String(
      text.lowercased().compactMap { character -> Character? in
        if character.isWhitespace { return nil }
        return character == "\u{2212}" || character == "\u{2013}" ? "-" : character
      })
  }

  private static func lettersOnly(_ text: String) -> String {
    text.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}

extension Substring {
  fileprivate var trimmingSpaces: Substring {
    var rest = drop { $0 == " " }
    while rest.last == " " { rest.removeLast() }
    return rest
  }
}
