/// The blanks between the pieces of a formula.
enum MathsSpacing {
  /// How many blanks stand before each node; in one line (`isLine`) a sign stands close to a fraction.
  static func blanks(in nodes: [MathsNode], isTight: Bool, isASCII: Bool, isLine: Bool = false)
    -> [Int]
  {
    var blanks = Array(repeating: 0, count: nodes.count)
    var previous: MathsNode?
    for (i, node) in nodes.enumerated() {
      if case .space = node {
        previous = nil
        continue
      }
      if let previous {
        blanks[i] = between(
          previous, node, before: i, in: nodes, isTight: isTight, isASCII: isASCII, isLine: isLine)
      }
      previous = node
    }
    return blanks
  }

  private static func between(
    _ left: MathsNode, _ right: MathsNode, before i: Int, in nodes: [MathsNode], isTight: Bool,
    isASCII: Bool, isLine: Bool
  ) -> Int {
    let (a, b) = (left.mathsClass, right.mathsClass)
    if isASCII, isWord(left) && isLetters(right) || isLetters(left) && isWord(right) { return 1 }
    let isName = a == .name || a == .limitName || b == .name || b == .limitName
    if isTight { return isName && isWord(left) && isWord(right) ? 1 : 0 }
    switch (a, b) {
    case (.opening, _), (_, .closing), (_, .punctuation): return 0
    case (.punctuation, _), (.relation, _), (_, .relation): return 1
    case (.binary, _): return isUnary(i - 1, nodes) && (b != .inner || isLine) ? 0 : 1
    case (_, .binary): return isUnary(i, nodes) ? (a == .big ? 1 : 0) : 1
    case (_, .big), (.big, _), (_, .inner), (.inner, _): return 1
    case (.name, _), (.limitName, _): return b == .opening || isFenced(right) ? 0 : 1
    case (_, .name), (_, .limitName): return 1
    default: return 0
    }
  }

  /// A plus or minus with nothing to its left is a sign.
  private static func isUnary(_ i: Int, _ nodes: [MathsNode]) -> Bool {
    guard i > 0 else { return true }
    switch nodes[i - 1].mathsClass {
    case .opening, .relation, .binary, .punctuation, .big: return true
    default: return false
    }
  }

  private static func isFenced(_ node: MathsNode) -> Bool {
    switch node {
    case .fenced: true
    case .scripts(let base, _, _): isFenced(base)
    default: false
    }
  }

  /// Whether it is a word, so that letters beside it need a blank.
  private static func isWord(_ node: MathsNode) -> Bool {
    switch node {
    case .symbol(let text, _): AllowedGlyphs.asciiText(text).utf8.count > 1 && isLetters(node)
    case .scripts(let base, _, _): isWord(base)
    case .fenced(let opening, _, _): opening == "⌊" || opening == "⌈"
    case .root: true
    default: false
    }
  }

  private static func isLetters(_ node: MathsNode) -> Bool {
    switch node {
    case .symbol(let text, _):
      AllowedGlyphs.asciiText(text).utf8.allSatisfy { 0x61...0x7A ~= $0 | 0x20 }
    case .scripts(let base, _, _): isLetters(base)
    default: isWord(node)
    }
  }
}
