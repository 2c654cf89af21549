extension Literal {
  /// Of a number of `let (right, down) = (0, 0)`: which such pair of the cell, from 0, which of its two numbers, and its name.
  public struct Pad: Equatable, Sendable {
    public var index: Int
    public var isSecond: Bool
    public var name: String
  }

  /// The pairs of whole numbers that two names are given at once, by the places of the numbers among the tokens.
  static func pads(in tokens: [Token]) -> [Int: Pad] {
    var pads: [Int: Pad] = [:]
    for start in tokens.indices where ["let", "var"].contains(tokens[start].text) {
      guard tokens[start].kind == .keyword else { continue }
      var reader = PadReader(tokens: tokens[(start + 1)...])
      guard let (names, numbers) = reader.pair() else { continue }
      let index = pads.count / 2
      for (isSecond, name, number) in [(false, names.0, numbers.0), (true, names.1, numbers.1)] {
        pads[number] = Pad(index: index, isSecond: isSecond, name: name)
      }
    }
    return pads
  }
}

/// Reads `(right, down) = (0, 0)`, with or without `: (Int, Int)`.
private struct PadReader {
  var tokens: ArraySlice<Token>

  mutating func pair() -> (names: (String, String), numbers: (Int, Int))? {
    guard take("("), let first = takeName(), take(","), let second = takeName(), take(")") else {
      return nil
    }
    if take(":") {
      guard take("("), take("Int"), take(","), take("Int"), take(")") else { return nil }
    }
    guard take("="), take("("), let right = takeNumber(), take(","), let down = takeNumber(),
      take(")")
    else { return nil }
    return ((first, second), (right, down))
  }

  private mutating func take(_ text: String) -> Bool {
    guard tokens.first?.text == text, tokens.first?.kind != .string else { return false }
    tokens.removeFirst()
    return true
  }

  private mutating func takeName() -> String? {
    tokens.first?.kind == .name ? tokens.removeFirst().text : nil
  }

  /// The place of a whole number among all tokens.
  private mutating func takeNumber() -> Int? {
    _ = take("-")
    guard tokens.first?.kind == .integer else { return nil }
    defer { tokens.removeFirst() }
    return tokens.startIndex
  }
}
