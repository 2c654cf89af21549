/// The blanks at which a line must not end: those of a size such as `5 × 5` or `n × n × 3`, and the one between a number
/// and its `%`.
struct Glue {
  private var places: Set<Int> = []

  /// Looks for them in the text of all spans together.
  ///
  /// - Parameters:
  ///   - spans: the text, of scalars one column wide.
  ///   - length: what is longer than this may break after all.
  init(in spans: [Span], atMost length: Int) {
    // Nearly every text has none of them: nothing is copied for those.
    guard spans.contains(where: { $0.text.unicodeScalars.contains(where: Self.isSign) }) else {
      return
    }
    let text = spans.flatMap { Array($0.text.unicodeScalars) }
    for i in text.indices.dropFirst(2).dropLast()
    where text[i - 1] == " " && Self.isSign(text[i]) {
      guard Self.endsFactor(text, at: i - 2) else { continue }
      if text[i] == "%" {
        if Self.isDigit(text[i - 2]) { places.insert(i - 1) }
      } else if text[i + 1] == " ", Self.beginsFactor(text, at: i + 2) {
        // Among letters an `x` is one of them; it stands for × between digits alone.
        if text[i] == "x", !Self.isDigit(text[i - 2]) || !Self.isDigit(text[i + 2]) { continue }
        places.formUnion([i - 1, i + 1])
      }
    }
    // A `%` that ends the text has nothing after it to be looked at.
    if let last = text.indices.last, last >= 2, text[last] == "%", text[last - 1] == " ",
      Self.isDigit(text[last - 2])
    {
      places.insert(last - 1)
    }
    loosen(text, atMost: length)
  }

  func contains(_ place: Int) -> Bool { places.contains(place) }

  /// Words that have become longer than a line break where they did before.
  private mutating func loosen(_ text: [Unicode.Scalar], atMost length: Int) {
    guard !places.isEmpty else { return }
    var start = 0
    for i in 0...text.count
    where i == text.count || (text[i] == " " || text[i] == "\n") && !places.contains(i) {
      if i - start > length { places.subtract(start..<i) }
      start = i + 1
    }
  }

  private static func isSign(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "×" || scalar == "x" || scalar == "%"
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { "0"..."9" ~= scalar }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    "a"..."z" ~= scalar || "A"..."Z" ~= scalar
  }

  /// Whether a number or a single letter ends here.
  private static func endsFactor(_ text: [Unicode.Scalar], at i: Int) -> Bool {
    isDigit(text[i]) || isLetter(text[i]) && (i == 0 || !isLetter(text[i - 1]))
  }

  /// Whether a number or a single letter begins here.
  private static func beginsFactor(_ text: [Unicode.Scalar], at i: Int) -> Bool {
    guard i < text.count else { return false }
    return isDigit(text[i])
      || isLetter(text[i]) && (i + 1 == text.count || !isLetter(text[i + 1]))
  }
}
