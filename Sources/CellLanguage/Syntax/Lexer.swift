/// A word of the cell language, and where it stands.
struct Token: Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    case name, integer, float, string, symbol, keyword, newline, comment, unknown, end
  }
  var kind: Kind
  var text: String
  /// UTF-8 bytes of the source.
  var range: Range<Int>
  /// Whether a blank or a line's beginning stands before it, and a blank or a line's end behind: an operator with
  /// blanks on one side only belongs to what it touches, as in Swift.
  var isSpacedLeft = true
  var isSpacedRight = true
}

/// Reads tokens; never fails: what it does not know becomes a token of kind `unknown`.
struct Lexer {
  static let keywords: Set<String> = [
    "let", "var", "func", "return", "if", "else", "for", "in", "while", "break", "continue", "true",
    "false", "nil", "do", "guard", "try",
  ]
  private static let symbols = [
    "..<", "...", "->", "==", "!=", "<=", ">=", "&&", "||", "??", "+=", "-=", "*=", "/=", "%=", "+",
    "-",
    "*", "/", "%", "=",
    "<", ">", "!", "?", ":", ",", ".", "(", ")", "[", "]", "{", "}", ";", "_", "$", "&",
  ].map { Array($0.utf8) }

  private let bytes: [UInt8]
  private var at = 0

  init(_ source: String) { bytes = Array(source.utf8) }

  /// All tokens, comments among them where `keepsComments`; the last one is `end`.
  static func tokens(of source: String, keepsComments: Bool = false) -> [Token] {
    var lexer = Lexer(source)
    var tokens: [Token] = []
    while true {
      let token = lexer.next()
      if token.kind != .comment || keepsComments { tokens.append(token) }
      if token.kind == .end { return tokens }
    }
  }

  private func byte(_ offset: Int = 0) -> UInt8? {
    at + offset < bytes.count ? bytes[at + offset] : nil
  }

  private func isSpace(_ byte: UInt8?) -> Bool {
    byte.map { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x0A } ?? true
  }

  /// Blanks that come with copied text: no-break space, byte-order mark, the blanks of printing.
  private static let copiedBlanks =
    ([0xA0, 0xFEFF, 0x202F, 0x205F, 0x3000] + Array(0x2000...0x200B))
    .compactMap { Unicode.Scalar($0) }.map { Array(String($0).utf8) }

  /// How many bytes the blank at this place has; 0 where there is none.
  private var blankLength: Int {
    guard let byte = byte() else { return 0 }
    if byte == 0x20 || byte == 0x09 || byte == 0x0D { return 1 }
    guard byte >= 0x80 else { return 0 }
    return Self.copiedBlanks.first { bytes[at...].starts(with: $0) }?.count ?? 0
  }

  /// The minus sign that figures and books print.
  private static let minus = Array("−".utf8)

  private func isMinus(_ offset: Int = 0) -> Bool {
    at + offset <= bytes.count && bytes[(at + offset)...].starts(with: Self.minus)
  }

  private mutating func next() -> Token {
    let end = at
    while blankLength > 0 { at += blankLength }
    var token = word()
    if token.range.lowerBound > end { token.isSpacedLeft = true }
    return token
  }

  private mutating func word() -> Token {
    let start = at
    guard let first = byte() else { return token(.end, from: start) }
    switch first {
    case 0x0A:
      at += 1
      return token(.newline, from: start)
    case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"):
      while let byte = byte(), byte != 0x0A { at += 1 }
      return token(.comment, from: start)
    case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "*"):
      skipComment()
      return token(.comment, from: start)
    case UInt8(ascii: "\""):
      skipString()
      return token(.string, from: start)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return number(from: start)
    case UInt8(ascii: "$"):
      at += 1
      while isDigit(byte()) { at += 1 }
      return token(.name, from: start)
    default: break
    }
    if isNameStart(first) {
      while let byte = byte(), isNameStart(byte) || isDigit(byte) { at += 1 }
      let text = String(decoding: bytes[start..<at], as: UTF8.self)
      if text == "_" { return token(.symbol, from: start) }
      return token(Self.keywords.contains(text) ? .keyword : .name, from: start)
    }
    if let symbol = Self.symbols.first(where: { bytes[at...].starts(with: $0) }) {
      at += symbol.count
      return token(.symbol, from: start)
    }
    if isMinus() {
      at += Self.minus.count
      let isAssigning = byte() == UInt8(ascii: "=")
      if isAssigning { at += 1 }
      var token = token(.symbol, from: start)
      token.text = isAssigning ? "-=" : "-"
      return token
    }
    at += 1
    while let byte = byte(), byte & 0xC0 == 0x80 { at += 1 }
    return token(.unknown, from: start)
  }

  private func token(_ kind: Token.Kind, from start: Int) -> Token {
    var token = Token(
      kind: kind, text: String(decoding: bytes[start..<at], as: UTF8.self), range: start..<at)
    let before = start > 0 ? bytes[start - 1] : 0x20
    token.isSpacedLeft =
      isSpace(before)
      || [
        UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ","),
        UInt8(ascii: ":"), UInt8(ascii: ";"),
      ].contains(before)
    token.isSpacedRight =
      isSpace(byte()) || blankLength > 0
      || [
        UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ","),
        UInt8(ascii: ":"), UInt8(ascii: ";"),
      ].contains(byte() ?? 0x20)
    return token
  }

  private func isDigit(_ byte: UInt8?) -> Bool {
    byte.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
  }

  /// Letters, the underscore, and every byte beyond ASCII: names may be Greek.
  private func isNameStart(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      || byte == UInt8(ascii: "_") || (byte >= 0xCE && byte <= 0xCF)
      || (byte & 0xC0 == 0x80 && isInsideName)
  }

  /// Whether the byte goes on a letter that began before.
  private var isInsideName: Bool { at > 0 && bytes[at - 1] >= 0xCE && bytes[at - 1] <= 0xCF }

  private mutating func number(from start: Int) -> Token {
    func isNumberByte(_ byte: UInt8?) -> Bool { isDigit(byte) || byte == UInt8(ascii: "_") }
    if byte() == UInt8(ascii: "0"), let base = byte(1), [0x78, 0x62, 0x6F].contains(base) {
      at += 2
      while let byte = byte(), isNumberByte(byte) || (base == 0x78 && Self.isHexadecimal(byte)) {
        at += 1
      }
      return token(.integer, from: start)
    }
    while isNumberByte(byte()) { at += 1 }
    var kind = Token.Kind.integer
    if byte() == UInt8(ascii: "."), isDigit(byte(1)) {
      kind = .float
      at += 1
      while isNumberByte(byte()) { at += 1 }
    }
    if let e = byte(), e == UInt8(ascii: "e") || e == UInt8(ascii: "E") {
      let isSign = byte(1) == UInt8(ascii: "-") || byte(1) == UInt8(ascii: "+")
      let sign = isMinus(1) ? Self.minus.count : isSign ? 1 : 0
      if isDigit(byte(1 + sign)) {
        kind = .float
        at += 1 + sign
        while isDigit(byte()) { at += 1 }
      }
    }
    var token = token(kind, from: start)
    if kind == .float { token.text = token.text.replacing("−", with: "-") }
    return token
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
      || (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(byte)
  }

  private mutating func skipComment() {
    // One may stand in another.
    var depth = 0
    repeat {
      if byte() == UInt8(ascii: "/"), byte(1) == UInt8(ascii: "*") {
        depth += 1
        at += 2
      } else if byte() == UInt8(ascii: "*"), byte(1) == UInt8(ascii: "/") {
        depth -= 1
        at += 2
      } else {
        at += 1
      }
    } while at < bytes.count && depth > 0
    at = min(bytes.count, at)
  }

  private mutating func skipString() {
    at += 1
    var depth = 0
    while let byte = byte(), byte != 0x0A {
      at += 1
      if byte == UInt8(ascii: "\\") {
        if self.byte() == UInt8(ascii: "(") { depth += 1 }
        at = min(bytes.count, at + 1)
      } else if depth > 0 {
        if byte == UInt8(ascii: "(") { depth += 1 }
        if byte == UInt8(ascii: ")") { depth -= 1 }
      } else if byte == UInt8(ascii: "\"") {
        return
      }
    }
  }
}
