/// What the header of a NumPy file says.
struct NPYHeader {
  var type = ""
  var isFortranOrder = false
  var shape: [Int] = []
}

/// Reads the header's Python dictionary: `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`.
struct NPYHeaderParser {
  private var rest: ArraySlice<UInt8>

  init(_ text: ArraySlice<UInt8>) { rest = text }

  mutating func parse() throws(InterchangeError) -> NPYHeader {
    var header = NPYHeader()
    var keys: Set<String> = []
    try expect("{")
    while !accept("}") {
      let key = try string()
      guard keys.insert(key).inserted else { throw .header("'\(key)' stands twice") }
      try expect(":")
      switch key {
      case "descr":
        skipSpaces()
        guard rest.first == UInt8(ascii: "'") || rest.first == UInt8(ascii: "\"") else {
          throw .type("structured", cure: "save one field of it, array['name'].astype('float32')")
        }
        header.type = try string()
      case "fortran_order": header.isFortranOrder = try boolean()
      case "shape": header.shape = try tuple()
      default: throw .header("'\(key)' is unknown")
      }
      if !accept(",") {
        try expect("}")
        break
      }
    }
    for key in ["descr", "fortran_order", "shape"] where !keys.contains(key) {
      throw .header("'\(key)' is missing")
    }
    skipSpaces()
    guard rest.isEmpty else { throw .header("something follows the dictionary") }
    return header
  }

  private mutating func skipSpaces() {
    rest = rest.drop { " \t\r\n".utf8.contains($0) }
  }

  private mutating func accept(_ sign: Unicode.Scalar) -> Bool {
    skipSpaces()
    guard rest.first == UInt8(ascii: sign) else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func expect(_ sign: Unicode.Scalar) throws(InterchangeError) {
    guard accept(sign) else { throw .header("'\(sign)' is missing") }
  }

  private mutating func string() throws(InterchangeError) -> String {
    skipSpaces()
    guard let quote = rest.first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      throw .header("a quoted word is missing")
    }
    rest.removeFirst()
    guard let end = rest.firstIndex(of: quote) else { throw .header("a quote is not closed") }
    defer { rest = rest[(end + 1)...] }
    return String(decoding: rest[..<end], as: UTF8.self)
  }

  private mutating func boolean() throws(InterchangeError) -> Bool {
    skipSpaces()
    for (word, value) in [("True", true), ("False", false)] where rest.starts(with: word.utf8) {
      rest = rest.dropFirst(word.utf8.count)
      return value
    }
    throw .header("'fortran_order' must be True or False")
  }

  private mutating func tuple() throws(InterchangeError) -> [Int] {
    var numbers: [Int] = []
    try expect("(")
    while !accept(")") {
      numbers.append(try number())
      if !accept(",") {
        try expect(")")
        break
      }
    }
    return numbers
  }

  private mutating func number() throws(InterchangeError) -> Int {
    skipSpaces()
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == 0x2D }
    let text = String(decoding: digits, as: UTF8.self)
    guard let number = Int(text) else { throw .header("'\(text)' is no length of an axis") }
    rest = rest.dropFirst(digits.count)
    return number
  }
}
