import Screen
import Testing

/// The same numbers on every run: SplitMix64, Steele, Lea and Flood, 2014.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}

@Suite struct RandomTests {
  @Test func `any text is read as a formula or refused, and what is drawn is allowed`() {
    let pieces = [
      "x", "1", "0.5", " ", "{", "}", "^", "_", "&", "\\\\", "'", "(", ")", "|", "+", "-", "=", ",",
      "\\frac", "\\sqrt", "[", "]", "\\sum", "\\hat", "\\left(", "\\right)", "\\left.", "\\lfloor",
      "\\rfloor", "\\begin{cases}", "\\end{cases}", "\\begin{aligned}", "\\end{aligned}",
      "\\text{if}", "\\mathbb{R}", "\\max", "\\alpha", "\\,", "\\", "\\end", "\\right", "\\foo",
      "é", "漢",
    ]
    var generator = SeededGenerator(state: 1)
    var drawn = 0
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...12, using: &generator)
      let latex = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      let width = Int.random(in: 1...30, using: &generator)
      do {
        let line = try Maths.inline(latex)
        #expect(line.unicodeScalars.allSatisfy { AllowedGlyphs.contains($0) })
        for isASCII in [false, true] {
          let grid = try Maths.display(
            latex, width: width, appearance: Appearance(isASCII: isASCII))
          #expect(grid.width <= width)
          #expect(
            grid.glyphs.allSatisfy {
              isASCII ? $0.scalar.isASCII : AllowedGlyphs.contains($0.scalar)
            })
        }
        drawn += 1
      } catch {
        #expect(1...latex.unicodeScalars.count + 1 ~= error.column)
      }
    }
    #expect(drawn > 1000)
  }

  @Test func `deep nesting is refused`() {
    for opening in ["{", "\\hat", "\\left(", "\\frac{"] {
      #expect(throws: MathsError.self) {
        try Maths.display(String(repeating: opening, count: 100_000))
      }
    }
  }

  @Test func `wrapping loses nothing but blanks, and keeps to the width`() {
    var generator = SeededGenerator(state: 2)
    let roles: [Role] = [.text, .code, .maths, .emphasis]
    for _ in 0..<5000 {
      let spans = (0..<Int.random(in: 0...5, using: &generator)).map { _ in
        Span(
          String(
            (0..<Int.random(in: 0...20, using: &generator)).map { _ in
              "abc def \n".randomElement(using: &generator) ?? " "
            }),
          roles.randomElement(using: &generator) ?? .text)
      }
      let width = Int.random(in: 1...20, using: &generator)
      let lines = wrap(
        spans, width: width, indent: Int.random(in: 0...6, using: &generator),
        hanging: Int.random(in: 0...6, using: &generator))
      #expect(lines.allSatisfy { Screen.width(of: $0) <= width })
      let before = spans.map(\.text).joined().filter { $0 != " " && $0 != "\n" }
      #expect(lines.flatMap { $0.map(\.text) }.joined().filter { $0 != " " } == before)
    }
  }

  @Test func `anything typed is sanitized to what may be drawn`() {
    var generator = SeededGenerator(state: 3)
    for _ in 0..<5000 {
      var text = String.UnicodeScalarView()
      for _ in 0..<8 {
        let value = UInt32.random(in: 0...0x2_FFFF, using: &generator)
        text.append(Unicode.Scalar(value) ?? "\u{1B}")
      }
      let clean = sanitized(String(text))
      #expect(clean.unicodeScalars.allSatisfy { AllowedGlyphs.contains($0) })
      #expect(AllowedGlyphs.asciiText(clean).utf8.allSatisfy { 0x20..<0x7F ~= $0 })
    }
  }
}
