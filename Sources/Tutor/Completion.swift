import CellLanguage

extension TextEditor {
  /// Finishes the name before the cursor as far as all candidates agree; the candidates, where there are several.
  mutating func complete(in scope: Interpreter) -> String? {
    let before = scalars[..<cursor]
    let word = before.reversed().prefix {
      $0 == "_" || $0 == "." || $0.properties.isAlphabetic || $0.properties.numericType != nil
    }
    guard !word.isEmpty else {
      if isMultiline { for _ in 0..<2 { _ = receive(.character(" ")) } }
      return nil
    }
    var prefix = String.UnicodeScalarView()
    prefix.append(contentsOf: word.reversed())
    let candidates = scope.completions(of: String(prefix))
    // Members come without what stands before the dot.
    let stem =
      String(prefix).split(separator: ".", omittingEmptySubsequences: false).last.map(String.init)
      ?? ""
    let names = candidates.map { $0.split(separator: ".").last.map(String.init) ?? $0 }
    guard let first = names.first else { return "Nothing here begins with `\(String(prefix))`." }
    let common = names.dropFirst().reduce(first) { $0.commonPrefix(with: $1) }
    if common.count >= stem.count { complete(replacing: stem.unicodeScalars.count, with: common) }
    return names.count > 1
      ? names.prefix(12).joined(separator: "  ") + (names.count > 12 ? " …" : "") : nil
  }
}

extension String {
  func commonPrefix(with other: String) -> String {
    String(zip(self, other).prefix { $0 == $1 }.map(\.0))
  }
}
