/// A number in a cell's text that can be turned like a knob.
public struct Literal: Equatable, Sendable {
  /// Where the literal stands, in UTF-8 bytes of the source, its minus sign included.
  public var range: Range<Int>
  /// Whether it is written without a fraction.
  public var isInteger: Bool
  public var value: Double
  /// Its place in a literal matrix `[[…], […]]`, if it stands in one: which matrix of the cell, row, column, from 0.
  public var matrix: (index: Int, row: Int, column: Int)?
  /// Its pair, if it stands in one that the arrows can steer.
  public var pad: Pad?
  /// Digits behind the point, as written.
  public var fractionDigits = 0

  public static func == (a: Self, b: Self) -> Bool {
    a.range == b.range && a.isInteger == b.isInteger && a.value == b.value
      && a.matrix?.index == b.matrix?.index && a.matrix?.row == b.matrix?.row
      && a.matrix?.column == b.matrix?.column && a.pad == b.pad
  }

  /// The literals of a cell in reading order; works on cells that do not parse, as far as they can be read.
  public static func all(in source: String) -> [Literal] {
    let tokens = Lexer.tokens(of: source)
    let pads = pads(in: tokens)
    var literals: [Literal] = []
    /// Open square brackets: the matrix they began, the row and the column that comes next.
    var brackets: [(token: Int, row: Int, column: Int)] = []
    var matrices: [Int: Int] = [:]
    for (i, token) in tokens.enumerated() {
      switch (token.kind, token.text) {
      case (.symbol, "["): brackets.append((i, 0, 0))
      case (.symbol, "]"): _ = brackets.popLast()
      case (.symbol, ","):
        if !brackets.isEmpty { brackets[brackets.count - 1].column += 1 }
      case (.symbol, "("), (.symbol, "{"): brackets.append((-1, 0, 0))
      case (.symbol, ")"), (.symbol, "}"): _ = brackets.popLast()
      case (.integer, _), (.float, _):
        guard let value = Double(token.text.filter { $0 != "_" }) else { continue }
        // `$0`, and the number of a tuple's part behind a dot, are no literals.
        if i > 0, tokens[i - 1].text == ".", !tokens[i - 1].isSpacedLeft { continue }
        let hasSign = i > 0 && tokens[i - 1].text == "-" && isPrefix(tokens, i - 1)
        var literal = Literal(
          range: (hasSign ? tokens[i - 1].range.lowerBound : token.range.lowerBound)..<token.range
            .upperBound,
          isInteger: token.kind == .integer, value: hasSign ? -value : value)
        literal.pad = pads[i]
        if let point = token.text.firstIndex(of: ".") {
          literal.fractionDigits = token.text[point...].dropFirst().prefix { $0.isNumber }.count
        }
        if let inner = brackets.last, inner.token >= 0 {
          let outer =
            brackets.count >= 2 ? brackets[brackets.count - 2] : (token: -1, row: 0, column: 0)
          if outer.token >= 0 {
            let index = matrices[outer.token] ?? matrices.count
            matrices[outer.token] = index
            literal.matrix = (index, outer.column, inner.column)
          }
        }
        literals.append(literal)
      default: break
      }
    }
    return literals
  }

  /// Whether a minus sign belongs to the number behind it.
  private static func isPrefix(_ tokens: [Token], _ i: Int) -> Bool {
    guard tokens[i].range.upperBound == tokens[i + 1].range.lowerBound else { return false }
    guard i > 0 else { return true }
    let before = tokens[i - 1]
    switch before.kind {
    case .name, .integer, .float, .string:
      return false
    case .symbol: return ![")", "]", "}"].contains(before.text)
    default: return true
    }
  }

  /// The literal's text after `steps` turns.
  ///
  /// A whole number goes by 1, by 10 from 100 on, by 100 from 1,000 on; a fraction by one of its
  /// last written digit, at least a hundredth of its size.
  public func turned(by steps: Double) -> String {
    if isInteger {
      let magnitude = value.magnitude
      let step: Double = magnitude >= 1000 ? 100 : magnitude >= 100 ? 10 : 1
      let new = value + steps * step
      return String(Int(Swift.min(1e15, Swift.max(-1e15, new)).rounded()))
    }
    // Beyond this a turn would be lost in the digits that a Double has.
    guard value.magnitude < 1e9 else { return "\(value)" }
    var digits = Swift.max(1, Swift.min(6, fractionDigits))
    var step = Swift.max(1, value.magnitude >= 100 ? 10 : value.magnitude >= 10 ? 1 : 0.1)
    if value.magnitude < 10 { step = digits == 1 ? 0.1 : digits == 2 ? 0.05 : power(10, -digits) }
    if value.magnitude >= 10, fractionDigits > 1 { digits = 1 }
    return Self.written(value + steps * step, digits: digits)
  }

  /// The text of a number that was typed digit by digit; `nil` while it is none yet.
  public static func text(typed: String) -> String? {
    let clean = typed.hasSuffix(".") ? typed + "0" : typed.hasPrefix(".") ? "0" + typed : typed
    guard let value = Double(clean), value.magnitude < 1e9 else { return nil }
    return clean.contains(".") ? clean : String(Int(value))
  }

  /// A number with so many digits behind the point, written exactly.
  private static func written(_ value: Double, digits: Int) -> String {
    let scale = power(10, digits)
    let scaled = Int((value.magnitude * scale).rounded())
    let fraction = String(scaled % Int(scale))
    let sign = value < 0 && scaled > 0 ? "-" : ""
    return sign + "\(scaled / Int(scale))." + String(repeating: "0", count: digits - fraction.count)
      + fraction
  }
}

private func power(_ base: Double, _ exponent: Int) -> Double {
  (0..<exponent.magnitude).reduce(1) { product, _ in exponent < 0 ? product / base : product * base
  }
}

extension String {
  /// The text with a literal replaced.
  public func replacing(_ literal: Literal, with text: String) -> String {
    var bytes = Array(utf8)
    guard literal.range.upperBound <= bytes.count else { return self }
    bytes.replaceSubrange(literal.range, with: Array(text.utf8))
    return String(decoding: bytes, as: UTF8.self)
  }
}
