/// Reads LaTeX into nodes.
struct MathsParser {
  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var depth = 0
  /// Deeper formulas are refused: reading them takes stack.
  private static let maximumDepth = 100

  init(_ latex: String) { scalars = Array(latex.unicodeScalars) }

  /// What ends a row of nodes.
  private enum End: Equatable {
    case text, brace, bracket, right, closing(String), environment
  }

  /// The whole text.
  mutating func formula() throws(MathsError) -> [MathsNode] {
    let nodes = try row(until: .text, opened: 1)
    return nodes
  }

  // MARK: - Scalars

  private var current: Unicode.Scalar? {
    position < scalars.count ? scalars[position] : nil
  }

  private mutating func skipBlanks() {
    while let scalar = current, scalar == " " || scalar == "\n" || scalar == "\t" { position += 1 }
  }

  /// The command at the position, with its backslash; `nil` elsewhere.
  private func peekCommand() -> String? {
    guard current == "\\", position + 1 < scalars.count else { return nil }
    var end = position + 1
    while end < scalars.count, Self.isLetter(scalars[end]) { end += 1 }
    if end == position + 1 { end += 1 }
    return text(position..<end)
  }

  private func text(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[range])
    return String(view)
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    "a"..."z" ~= scalar || "A"..."Z" ~= scalar
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { "0"..."9" ~= scalar }

  private func error(_ message: String, at place: Int? = nil) -> MathsError {
    MathsError(column: (place ?? position) + 1, message: message)
  }

  // MARK: - Rows

  private mutating func row(until end: End, opened: Int) throws(MathsError) -> [MathsNode] {
    guard depth < Self.maximumDepth else { throw error("this is nested too deeply") }
    depth += 1
    defer { depth -= 1 }
    var nodes: [MathsNode] = []
    while true {
      skipBlanks()
      guard let scalar = current else {
        switch end {
        case .text: return nodes
        case .brace: throw error("this `{` has no `}`", at: opened)
        case .bracket: throw error("this `[` has no `]`", at: opened)
        case .right: throw error("this `\\left` has no `\\right`", at: opened)
        case .closing(let command): throw error("this bracket has no `\\\(command)`", at: opened)
        case .environment: throw error("this `\\begin` has no `\\end`", at: opened)
        }
      }
      let command = peekCommand()
      switch end {
      case .brace where scalar == "}", .bracket where scalar == "]": return nodes
      case .right where command == "\\right": return nodes
      case .closing(let name) where command == "\\\(name)": return nodes
      case .environment where scalar == "&" || command == "\\\\" || command == "\\end":
        return nodes
      default: break
      }
      if scalar == "^" || scalar == "_" {
        try addScript(to: &nodes)
      } else if scalar == "'" {
        position += 1
        addPrime(to: &nodes)
      } else {
        nodes += try atom()
      }
    }
  }

  private mutating func addScript(to nodes: inout [MathsNode]) throws(MathsError) {
    let place = position
    let isAbove = current == "^"
    position += 1
    let script = try argument(of: isAbove ? "^" : "_")
    var (base, below, above): (MathsNode, [MathsNode]?, [MathsNode]?) = (.group([]), nil, nil)
    if let last = nodes.popLast() {
      if case .scripts(let b, let under, let over) = last {
        (base, below, above) = (b, under, over)
      } else {
        base = last
      }
    }
    if isAbove {
      // A prime and a power may stand together; two powers may not.
      guard above == nil || above == [.symbol("′", .ordinary)] else {
        throw error("a second `^` on one base; write `{x^2}^3`", at: place)
      }
      above = (above ?? []) + script
    } else {
      guard below == nil else {
        throw error("a second `_` on one base; write `{x_i}_j`", at: place)
      }
      below = script
    }
    nodes.append(.scripts(base: base, below: below, above: above))
  }

  private func addPrime(to nodes: inout [MathsNode]) {
    let prime = MathsNode.symbol("′", .ordinary)
    switch nodes.popLast() {
    case .scripts(let base, let below, let above):
      nodes.append(.scripts(base: base, below: below, above: (above ?? []) + [prime]))
    case .some(let base): nodes.append(.scripts(base: base, below: nil, above: [prime]))
    case nil: nodes.append(prime)
    }
  }

  /// A group in braces, or the next single thing.
  private mutating func argument(of owner: String) throws(MathsError) -> [MathsNode] {
    skipBlanks()
    guard let scalar = current, scalar != "}", scalar != "&" else {
      throw error("`\(owner)` needs something after it: `\(owner){…}`")
    }
    if scalar == "{" { return try braces() }
    if Self.isDigit(scalar) {
      position += 1
      return [.symbol(String(scalar), .ordinary)]
    }
    return try atom()
  }

  private mutating func braces() throws(MathsError) -> [MathsNode] {
    let opened = position
    position += 1
    let nodes = try row(until: .brace, opened: opened)
    position += 1
    return nodes
  }

  // MARK: - Atoms

  private mutating func atom() throws(MathsError) -> [MathsNode] {
    guard let scalar = current else { return [] }
    guard depth < Self.maximumDepth else { throw error("this is nested too deeply") }
    depth += 1
    defer { depth -= 1 }
    switch scalar {
    case "{": return [.group(try braces())]
    case "}": throw error("this `}` has no `{`")
    case "&": throw error("`&` stands only in matrix, cases and aligned")
    case "\\": return try command()
    case "~":
      position += 1
      return [.space(1)]
    default: break
    }
    if Self.isDigit(scalar) {
      let start = position
      while let digit = current, Self.isDigit(digit) || digit == "." && hasDigit(at: position + 1) {
        position += 1
      }
      return [.symbol(text(start..<position), .ordinary)]
    }
    guard let (text, kind) = MathsSymbols.written(scalar) else {
      throw error("the glyph U+\(String(scalar.value, radix: 16, uppercase: true)) cannot be drawn")
    }
    position += 1
    return [.symbol(text, kind)]
  }

  private func hasDigit(at place: Int) -> Bool {
    place < scalars.count && Self.isDigit(scalars[place])
  }

  private mutating func command() throws(MathsError) -> [MathsNode] {
    let place = position
    guard let command = peekCommand() else {
      throw error("a lone `\\` at the end; write a command after it")
    }
    position += command.unicodeScalars.count
    let name = String(command.dropFirst())
    switch name {
    case "frac", "dfrac", "tfrac":
      return [.fraction(try argument(of: command), try argument(of: command))]
    case "sqrt":
      var degree: [MathsNode]?
      skipBlanks()
      if current == "[" {
        let opened = position
        position += 1
        degree = try row(until: .bracket, opened: opened)
        position += 1
      }
      return [.root(try argument(of: command), degree: degree)]
    case "hat", "widehat": return [.accent(try argument(of: command), .hat)]
    case "bar", "overline": return [.accent(try argument(of: command), .bar)]
    case "tilde", "widetilde": return [.accent(try argument(of: command), .tilde)]
    case "vec": return [.accent(try argument(of: command), .vec)]
    case "dot": return [.accent(try argument(of: command), .dot)]
    case "lfloor", "lceil":
      let closing = name == "lfloor" ? "rfloor" : "rceil"
      let body = try row(until: .closing(closing), opened: place)
      position += closing.unicodeScalars.count + 1
      return [name == "lfloor" ? .fenced("⌊", body, "⌋") : .fenced("⌈", body, "⌉")]
    case "left":
      let opening = try fence(after: command)
      let body = try row(until: .right, opened: place)
      position += "\\right".unicodeScalars.count
      return [.fenced(opening, body, try fence(after: "\\right"))]
    case "begin": return [try environment(from: place)]
    case "mathrm", "text", "textbf", "textit", "operatorname", "mathtt", "texttt":
      return [try words(for: command, from: place)]
    case "mathbf", "mathit", "mathcal", "boldsymbol", "displaystyle", "textstyle", "limits":
      if name.hasSuffix("style") || name == "limits" { return [] }
      return [.group(try argument(of: command))]
    case "mathbb": return [try doubleStruck(from: place)]
    case "quad": return [.space(2)]
    case "qquad": return [.space(4)]
    case ",", ":", ";", " ": return [.space(1)]
    case "!": return []
    case "|": return [.symbol("‖", .ordinary)]
    case "big", "Big", "bigl", "bigr", "Bigl", "Bigr": return []
    default: break
    }
    if let (text, kind) = MathsSymbols.commands[name] { return [.symbol(text, kind)] }
    if command == "\\\\" {
      throw error("`\\\\` stands only in matrix, cases and aligned", at: place)
    }
    throw error(Self.unknown(command), at: place)
  }

  private mutating func fence(after command: String) throws(MathsError) -> String {
    skipBlanks()
    let written = peekCommand() ?? current.map { String($0) } ?? ""
    guard let fence = MathsSymbols.fences[written] else {
      throw error("`\(command)` needs a bracket after it, as in `\(command)(`; `.` for none")
    }
    position += written.unicodeScalars.count
    return fence
  }

  /// Upright text in braces, blanks and all.
  private mutating func words(for command: String, from place: Int) throws(MathsError) -> MathsNode
  {
    var takesLimits = false
    if current == "*" {
      takesLimits = true
      position += 1
    }
    let text = try rawBraces(for: command, from: place)
    if command == "\\operatorname" {
      let name = text.replacing("\\,", with: " ")
      return .symbol(name, takesLimits ? .limitName : .name)
    }
    for scalar in text.unicodeScalars where !AllowedGlyphs.contains(scalar) {
      throw error("`\(command)` holds a glyph that cannot be drawn", at: place)
    }
    guard !text.contains("\\") else {
      throw error("`\(command)` takes plain words; end it before a command", at: place)
    }
    return .symbol(text, .ordinary)
  }

  private mutating func rawBraces(for command: String, from place: Int) throws(MathsError) -> String
  {
    skipBlanks()
    guard current == "{" else {
      throw error("`\(command)` needs braces: `\(command){…}`", at: place)
    }
    let start = position + 1
    guard let end = scalars[start...].firstIndex(of: "}") else {
      throw error("this `{` has no `}`")
    }
    position = end + 1
    return text(start..<end)
  }

  private mutating func doubleStruck(from place: Int) throws(MathsError) -> MathsNode {
    skipBlanks()
    let letter: String
    if current == "{" {
      letter = try rawBraces(for: "\\mathbb", from: place)
    } else {
      letter = current.map { String($0) } ?? ""
      position += 1
    }
    let forms = ["R": "ℝ", "N": "ℕ", "Z": "ℤ", "Q": "ℚ", "C": "ℂ"]
    guard let form = forms[letter] else {
      throw error("`\\mathbb` knows R, N, Z, Q and C, not `\(letter)`", at: place)
    }
    return .symbol(form, .ordinary)
  }

  private mutating func environment(from place: Int) throws(MathsError) -> MathsNode {
    let name = try rawBraces(for: "\\begin", from: place)
    guard let table = MathsTable(rawValue: name.hasSuffix("*") ? String(name.dropLast()) : name)
    else {
      throw error(
        "there is no `\(name)` here; use matrix, pmatrix, bmatrix, vmatrix, cases or aligned",
        at: place)
    }
    var rows: [[[MathsNode]]] = [[]]
    while true {
      rows[rows.count - 1].append(try row(until: .environment, opened: place))
      if current == "&" {
        position += 1
      } else if peekCommand() == "\\\\" {
        position += 2
        rows.append([])
      } else {
        position += "\\end".unicodeScalars.count
        let end = position
        let closed = try rawBraces(for: "\\end", from: end)
        guard closed == name else {
          throw error("`\\begin{\(name)}` ends with `\\end{\(closed)}`", at: end)
        }
        // A `\\` after the last row opens no further one.
        if rows.count > 1, rows[rows.count - 1] == [[]] { rows.removeLast() }
        return .table(table, rows: rows)
      }
    }
  }

  // MARK: - Unknown commands

  private static func unknown(_ command: String) -> String {
    let known =
      Array(MathsSymbols.commands.keys) + [
        "frac", "sqrt", "hat", "bar", "tilde", "vec", "lfloor", "rfloor", "lceil", "rceil", "left",
        "right", "begin", "end", "text", "mathrm", "mathbf", "mathbb", "operatorname", "quad",
      ]
    let name = String(command.dropFirst())
    let closest = known.sorted().min { distance($0, name) < distance($1, name) }
    guard let closest, distance(closest, name) <= max(1, name.count / 3) else {
      return "there is no command `\(command)`"
    }
    return "there is no command `\(command)`; did you mean `\\\(closest)`?"
  }

  /// How many letters must be put in, left out or exchanged (Levenshtein, 1966).
  private static func distance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a.utf8), Array(b.utf8))
    var row = Array(0...b.count)
    for i in a.indices {
      var diagonal = row[0]
      row[0] = i + 1
      for j in b.indices {
        let above = row[j + 1]
        row[j + 1] = min(above + 1, row[j] + 1, diagonal + (a[i] == b[j] ? 0 : 1))
        diagonal = above
      }
    }
    return row[b.count]
  }
}
