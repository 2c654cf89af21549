/// Writes nodes in one line.
enum MathsLine {
  static func text(of nodes: [MathsNode], isTight: Bool) -> String {
    let blanks = MathsSpacing.blanks(in: nodes, isTight: isTight, isASCII: false, isLine: true)
    var result = ""
    for (i, node) in nodes.enumerated() {
      result += String(repeating: " ", count: blanks[i]) + text(of: node, isTight: isTight)
    }
    return result
  }

  private static func text(of node: MathsNode, isTight: Bool) -> String {
    switch node {
    case .symbol(let text, _): return text
    case .space(let count): return String(repeating: " ", count: count)
    case .group(let nodes): return text(of: nodes, isTight: isTight)
    case .fraction(let over, let under): return operand(over) + "/" + operand(under)
    case .scripts(let base, let below, let above):
      var result = text(of: base, isTight: isTight)
      if let below { result += script(below, .below) }
      if let above { result += script(above, .above) }
      return result
    case .fenced(let opening, let nodes, let closing):
      return opening + text(of: nodes, isTight: isTight) + closing
    case .root(let nodes, let degree):
      let sign = degree.map { script($0, .above) } ?? ""
      return sign + "√" + operand(nodes)
    case .accent(let nodes, let accent): return accented(nodes, accent)
    case .table(let table, let rows):
      let body = rows.map { row in
        row.map { text(of: $0, isTight: false) }.joined(separator: table == .aligned ? " " : "  ")
      }.joined(separator: "; ")
      return table.fences.0 + body + table.fences.1
    }
  }

  /// In round brackets unless it is one piece.
  private static func operand(_ nodes: [MathsNode]) -> String {
    let text = text(of: nodes, isTight: false)
    return nodes.count > 1 && text.contains(where: { " +−/·".contains($0) }) ? "(\(text))" : text
  }

  /// Where a script stands.
  enum ScriptPlace { case below, above }

  private static func script(_ nodes: [MathsNode], _ place: ScriptPlace) -> String {
    if let short = shortScript(nodes, place) { return short }
    let text = text(of: nodes, isTight: true)
    let mark = place == .below ? "_" : "^"
    return text.unicodeScalars.count == 1 ? mark + text : "\(mark)(\(text))"
  }

  /// A script that reads as one on the line of its base; `nil` for what has no such form.
  ///
  /// Primes, raised and lowered scalars where Unicode has all of them; indices that it lacks in the brackets that code
  /// puts around them, `x[n,k]` and `p[y]`; and words and capitals, which are names, behind a line: `m_batch`, `x_L`.
  static func shortScript(_ nodes: [MathsNode], _ place: ScriptPlace) -> String? {
    let text = text(of: nodes, isTight: true)
    let primes = text.unicodeScalars.prefix { $0 == "′" }.count
    let rest = String(text.dropFirst(primes))
    let start = String(repeating: "′", count: primes)
    if rest.isEmpty { return primes > 0 ? start : nil }
    let forms = place == .below ? Script.subscripts : Script.superscripts
    if let converted = Script.converted(rest, by: forms) { return start + converted }
    guard place == .below, primes == 0 else { return nil }
    let isLetter = rest.utf8.count == 1 && rest.utf8.allSatisfy { 0x61...0x7A ~= $0 }
    let isList = nodes.contains { $0.mathsClass == .punctuation }
    if isLetter || isList { return "[\(rest)]" }
    let isName = nodes.count == 1 && rest.utf8.allSatisfy { 0x61...0x7A ~= $0 | 0x20 }
    return isName ? "_" + rest : nil
  }

  /// The letter that carries the mark, where there is one; the mark after it otherwise.
  private static func accented(_ nodes: [MathsNode], _ accent: MathsAccent) -> String {
    let base = text(of: nodes, isTight: true)
    let letters: [MathsAccent: (plain: String, marked: String)] = [
      .hat: ("aceghijosuwyACEGHIJOSUWY", "âĉêĝĥîĵôŝûŵŷÂĈÊĜĤÎĴÔŜÛŴŶ"),
      .bar: ("aeiouAEIOU", "āēīōūĀĒĪŌŪ"), .tilde: ("anoiuANOIU", "ãñõĩũÃÑÕĨŨ"),
      .dot: ("cegzCEGZ", "ċėġżĊĖĠŻ"),
    ]
    if let (plain, marked) = letters[accent],
      let form = zip(plain, marked).first(where: { String($0.0) == base })
    {
      return String(form.1)
    }
    let body = nodes.count > 1 ? "(\(base))" : base
    switch accent {
    case .hat: return body + "ˆ"
    case .bar: return body + "¯"
    case .tilde: return body + "˜"
    case .vec: return body + "→"
    case .dot: return body + "˙"
    }
  }
}
