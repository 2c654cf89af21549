/// The text of a declaration with its documentation, moved to the margin: what a `source` block prints.
///
/// The first declaration of that name; `nil` when the source has none. Braces, keywords and names in strings
/// and comments do not count. `keyword` is `func`, `struct`, `enum`, `protocol`, `extension` and the like.
func declaration(_ keyword: String, _ name: String, in source: String) -> String? {
  let source = source.withPlainLineEndings
  let bytes = Array(source.utf8)
  let code = codeOnly(bytes)
  guard let start = firstByte(of: keyword, name, in: code),
    let end = closingBrace(from: start, in: code)
  else { return nil }

  var lines = source.split(separator: "\n", omittingEmptySubsequences: false)[...]
  let firstLine = bytes[..<start].count { $0 == UInt8(ascii: "\n") }
  let lastLine = bytes[..<end].count { $0 == UInt8(ascii: "\n") }
  var top = firstLine
  while top > 0 {
    let above = lines[top - 1].drop { $0 == " " }
    guard above.hasPrefix("///") || above.hasPrefix("@") else { break }
    top -= 1
  }
  let margin = lines[firstLine].prefix { $0 == " " }.count
  lines = lines[top...lastLine]
  return lines.map { line in
    let spaces = line.prefix { $0 == " " }.count
    return String(line.dropFirst(min(margin, spaces)))
  }.joined(separator: "\n")
}

/// The bytes of a Swift source with spaces in place of what stands in strings and comments.
private func codeOnly(_ bytes: [UInt8]) -> [UInt8] {
  var code = bytes
  let quote = UInt8(ascii: "\"")
  var i = 0
  func isAt(_ text: StaticString, _ index: Int) -> Bool {
    index + text.utf8CodeUnitCount <= bytes.count
      && (0..<text.utf8CodeUnitCount).allSatisfy { bytes[index + $0] == text.utf8Start[$0] }
  }
  func blank(until isEnd: (Int) -> Bool, endLength: Int) {
    while i < bytes.count && !isEnd(i) {
      let step = bytes[i] == UInt8(ascii: "\\") ? 2 : 1
      for k in i..<min(i + step, bytes.count) where bytes[k] != UInt8(ascii: "\n") {
        code[k] = UInt8(ascii: " ")
      }
      i += step
    }
    for k in i..<min(i + endLength, bytes.count) { code[k] = UInt8(ascii: " ") }
    i += endLength
  }
  while i < bytes.count {
    if isAt("//", i) {
      blank(until: { bytes[$0] == UInt8(ascii: "\n") }, endLength: 0)
    } else if isAt("/*", i) {
      blank(until: { isAt("*/", $0) }, endLength: 2)
    } else if isAt("\"\"\"", i) {
      i += 3
      blank(until: { isAt("\"\"\"", $0) }, endLength: 3)
    } else if bytes[i] == quote {
      i += 1
      blank(until: { bytes[$0] == quote || bytes[$0] == UInt8(ascii: "\n") }, endLength: 1)
    } else {
      i += 1
    }
  }
  return code
}

private func isWord(_ byte: UInt8) -> Bool {
  byte >= 0x80 || byte == UInt8(ascii: "_")
    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
}

/// Where `keyword name` begins.
private func firstByte(of keyword: String, _ name: String, in code: [UInt8]) -> Int? {
  let pattern = Array("\(keyword) \(name)".utf8)
  guard code.count >= pattern.count else { return nil }
  return (0...(code.count - pattern.count)).first { start in
    let end = start + pattern.count
    return code[start] == pattern[0] && code[start..<end].elementsEqual(pattern)
      && (start == 0 || !isWord(code[start - 1])) && (end == code.count || !isWord(code[end]))
  }
}

/// Where the declaration's body closes: the brace that belongs to the first one outside parentheses.
private func closingBrace(from start: Int, in code: [UInt8]) -> Int? {
  var parentheses = 0
  var braces = 0
  for index in start..<code.count {
    switch code[index] {
    case UInt8(ascii: "("), UInt8(ascii: "["): parentheses += 1
    case UInt8(ascii: ")"), UInt8(ascii: "]"): parentheses -= 1
    case UInt8(ascii: "{") where braces > 0 || parentheses == 0: braces += 1
    case UInt8(ascii: "}") where braces > 0:
      braces -= 1
      if braces == 0 { return index }
    default: break
    }
  }
  return nil
}
