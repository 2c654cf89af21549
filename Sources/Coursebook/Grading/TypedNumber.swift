/// Reads a number as people type it: signs, fractions, powers, thousands, percent, simple arithmetic.
enum TypedNumber {
  /// The numbers that a text may mean, the likeliest first; empty when it is no number.
  ///
  /// "50 %" is a half, and fifty where per cents are asked for; "1,250" is 1250 and 1.25; "5 m" is five million and
  /// five.
  static func readings(of text: String, inPercent: Bool) -> [Double] {
    var results: [Double] = []
    for cleaned in spellings(of: text) {
      var reader = ArithmeticReader(cleaned)
      for value in reader.readAll(inPercent: inPercent) where !results.contains(value) {
        results.append(value)
      }
    }
    return results
  }

  /// The text in ASCII with one spelling of thousands for each way to read its commas.
  private static func spellings(of text: String) -> [String] {
    guard text.utf8.count <= 200 else { return [] }
    let plain = text.unicodeScalars.map(plain).joined().lowercased()
    var words = plain.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    // "= 5" and "y = 5" are 5.
    if let equals = words.lastIndex(of: "=") {
      words = String(words[words.index(after: equals)...])
    }
    while let last = words.last, last == "." || last == " " || last == ";" { words.removeLast() }
    return [joinThousands(words, comma: ""), joinThousands(words, comma: ".")].reduce(into: []) {
      if !$0.contains($1) { $0.append($1) }
    }
  }

  private static func plain(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\u{2212}", "\u{2013}", "\u{2014}", "\u{FE63}", "\u{FF0D}", "\u{2010}", "\u{2011}": "-"
    case "\u{00D7}", "\u{00B7}", "\u{22C5}", "\u{2219}", "\u{2217}": "*"
    case "\u{00F7}", "\u{2044}", "\u{2215}": "/"
    case "\u{00BD}": "(1/2)"
    case "\u{00BC}": "(1/4)"
    case "\u{00BE}": "(3/4)"
    case "\u{00B2}": "^2"
    case "\u{00B3}": "^3"
    case "\u{221A}": "sqrt"
    case "\u{03C0}": "pi"
    case "\u{2019}", "'", "_": "_"
    case "\u{2248}", "~": ""
    default: String(scalar)
    }
  }

  /// Joins groups of three digits that follow "," or " " or "_"; another comma is a decimal one.
  private static func joinThousands(_ text: String, comma: String) -> String {
    let characters = Array(text)
    var result = ""
    var index = 0
    func isDigit(_ place: Int) -> Bool {
      characters.indices.contains(place) && characters[place].isASCII && characters[place].isNumber
    }
    while index < characters.count {
      guard isDigit(index) else {
        result.append(characters[index])
        index += 1
        continue
      }
      let start = index
      while isDigit(index) { index += 1 }
      result += String(characters[start..<index])
      let isFraction = start > 0 && characters[start - 1] == "."
      var isFirst = true
      while index < characters.count, !isFraction, index - start <= 3 || !isFirst,
        let separator = Optional(characters[index]), ", _".contains(separator)
      {
        let isGroup = (1...3).allSatisfy { isDigit(index + $0) } && !isDigit(index + 4)
        if separator == "," && (!isGroup || characters[start] == "0" || !comma.isEmpty) {
          guard isDigit(index + 1), isFirst else { break }
          result += "."
          index += 1
          while isDigit(index) {
            result.append(characters[index])
            index += 1
          }
          break
        }
        guard isGroup, characters[start] != "0" else { break }
        result += String(characters[(index + 1)...(index + 3)])
        index += 4
        isFirst = false
      }
    }
    return result
  }
}

/// Works out `2 * (3 + 4) / 5^2` and the like.
private struct ArithmeticReader {
  private let characters: [Character]
  private var index = 0

  init(_ text: String) { characters = Array(text) }

  mutating func readAll(inPercent: Bool) -> [Double] {
    guard let value = sum(depth: 0), value.isFinite else { return [] }
    skipSpaces()
    if take("%") || take("percent") || take("per cent") {
      skipSpaces()
      guard isAtEnd else { return [] }
      return inPercent ? [value / 100, value] : [value / 100]
    }
    let rest = String(characters[index...])
    // "138 M" is millions, "5 m" may be metres.
    if rest == "m" { return [value * 1e6, value] }
    if let factor = Self.factors[rest] { return [value * factor] }
    // "5 pixels" is 5, "5 squared" is not.
    let isUnit = rest.allSatisfy { $0.isLetter || $0 == " " || $0 == "-" } && rest.first != "-"
    guard isUnit, !Self.countingWords.contains(rest) else { return isAtEnd ? [value] : [] }
    return isAtEnd || (index > 0 && characters[index - 1] == " ") ? [value] : []
  }

  /// What a word after a number multiplies it by.
  private static let factors: [String: Double] = [
    "hundred": 1e2, "k": 1e3, "thousand": 1e3, "million": 1e6, "billion": 1e9,
  ]
  /// Words after a number that make it another one.
  private static let countingWords: Set<String> = [
    "squared", "cubed", "dozen", "half", "halves", "third", "thirds", "quarter", "quarters",
    "tenth", "tenths", "trillion",
  ]

  private var isAtEnd: Bool { index >= characters.count }

  private mutating func skipSpaces() {
    while index < characters.count && characters[index] == " " { index += 1 }
  }

  private mutating func take(_ text: String) -> Bool {
    guard characters[index...].starts(with: text) else { return false }
    index += text.count
    return true
  }

  private mutating func sum(depth: Int) -> Double? {
    guard depth < 20, var value = product(depth: depth) else { return nil }
    while true {
      skipSpaces()
      if take("+") {
        guard let next = product(depth: depth) else { return nil }
        value += next
      } else if take("-") {
        guard let next = product(depth: depth) else { return nil }
        value -= next
      } else {
        return value
      }
    }
  }

  private mutating func product(depth: Int) -> Double? {
    guard var value = signed(depth: depth) else { return nil }
    while true {
      skipSpaces()
      if !characters[index...].starts(with: "**"), take("*") || isTimesLetter() {
        guard let next = signed(depth: depth) else { return nil }
        value *= next
      } else if take("/") {
        guard let next = signed(depth: depth), next != 0 else { return nil }
        value /= next
      } else {
        return value
      }
    }
  }

  /// Takes the x of "3 x 4".
  private mutating func isTimesLetter() -> Bool {
    guard index < characters.count, characters[index] == "x" else { return false }
    let next = characters[(index + 1)...].first { $0 != " " }
    guard let next, next.isNumber || next == "(" else { return false }
    index += 1
    return true
  }

  private mutating func signed(depth: Int) -> Double? {
    skipSpaces()
    guard depth < 20 else { return nil }
    if take("-") { return signed(depth: depth + 1).map { -$0 } }
    if take("+") { return signed(depth: depth + 1) }
    return power(depth: depth)
  }

  private mutating func power(depth: Int) -> Double? {
    guard let base = atom(depth: depth) else { return nil }
    skipSpaces()
    guard take("^") || take("**") else { return base }
    return signed(depth: depth + 1).map { Coursebook.power(base, $0) }
  }

  private mutating func atom(depth: Int) -> Double? {
    skipSpaces()
    if take("pi") { return .pi }
    if take("sqrt") { return atom(depth: depth + 1).flatMap { $0 < 0 ? nil : $0.squareRoot() } }
    if take("(") {
      let value = sum(depth: depth + 1)
      skipSpaces()
      return take(")") ? value : nil
    }
    return literal()
  }

  private mutating func literal() -> Double? {
    let start = index
    func isDigit(_ place: Int) -> Bool {
      characters.indices.contains(place) && characters[place].isASCII && characters[place].isNumber
    }
    while isDigit(index) { index += 1 }
    if index < characters.count, characters[index] == "." {
      index += 1
      while isDigit(index) { index += 1 }
    }
    guard characters[start..<index].contains(where: \.isNumber) else { return nil }
    if index < characters.count, characters[index] == "e" {
      let hasSign = index + 1 < characters.count && "+-".contains(characters[index + 1])
      if isDigit(index + (hasSign ? 2 : 1)) {
        index += hasSign ? 2 : 1
        while isDigit(index) { index += 1 }
      }
    }
    var text = String(characters[start..<index])
    if text.hasPrefix(".") { text = "0" + text }
    text = text.hasSuffix(".") ? text + "0" : text
    return Double(text)
  }
}
