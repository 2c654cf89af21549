import Screen
import Testing

@Suite struct AllowedGlyphsTests {
  @Test func `what the contract promises is allowed`() {
    let promised = "−×·÷≤≥≠≈∑∏∂∇√∞⌊⌋⌈⌉→←↑↓⇒∈±′°…–—‘’“”²³½éöüαβγδεσμΣΔ▀▄█░▒▓│┌─┐₀⁹⣿✓✗"
    for scalar in promised.unicodeScalars { #expect(AllowedGlyphs.contains(scalar), "\(scalar)") }
  }

  @Test func `every allowed scalar has an ASCII stand-in`() {
    for value in 0x20..<0x3000 as Range<UInt32> {
      guard let scalar = Unicode.Scalar(value), AllowedGlyphs.contains(scalar) else { continue }
      #expect(0x20..<0x7F ~= AllowedGlyphs.ascii(of: scalar).value)
    }
    #expect(AllowedGlyphs.ascii(of: "é") == "e")
    #expect(AllowedGlyphs.ascii(of: "÷") == "/")
    #expect(AllowedGlyphs.ascii(of: "■") == "#")
    #expect(AllowedGlyphs.ascii(of: "ω") == "o")
    #expect(AllowedGlyphs.ascii(of: "ᶻ") == "z")
  }

  @Test(arguments: [
    "\u{1B}", "\u{9B}", "\u{202E}", "\u{200B}", "\u{301}", "漢", "🙂", "\u{FE0F}", "\u{AD}",
  ])
  func `what moves, hides or is wide is not allowed`(text: String) {
    for scalar in text.unicodeScalars { #expect(!AllowedGlyphs.contains(scalar)) }
    #expect(sanitized(text).unicodeScalars.allSatisfy { AllowedGlyphs.contains($0) })
  }

  @Test func `what a learner typed is shown, not obeyed`() {
    #expect(sanitized("a\u{1B}[31mb\tc") == "a␛[31mb c")
    #expect(sanitized("一\u{202E}x") == "□□x")
    #expect(sanitized("a\r\nb", keepsLines: true) == "a\nb")
    #expect(sanitized("a\nb") == "a b")
  }

  @Test func `prose in ASCII keeps its meaning`() {
    #expect(AllowedGlyphs.asciiText("σ ≤ ½ … x₁₂² → ∞") == "sigma <= 1/2 ... x_12^2 -> inf")
  }

  @Test(arguments: [
    ("10³⁸", "10^38"), ("10⁻⁶", "10^-6"), ("eᶻ⁻ᵐ", "e^(z-m)"), ("eᵃᵇ", "e^(ab)"),
    ("xᵢⱼ²", "x_ij^2"),
    ("xₙ₊₁", "x_(n+1)"), ("wᵀx", "w^Tx"), ("x⁽¹⁾", "x^(1)"), ("x₁₂ⁿ", "x_12^n"),
  ])
  func `powers and indices keep their place in ASCII`(text: String, ascii: String) {
    #expect(AllowedGlyphs.asciiText(text) == ascii)
  }

  @Test func `a grid in ASCII keeps its shape`() {
    var grid = Grid(width: 4, height: 1)
    grid.write("│−é█", column: 0, row: 0)
    #expect("\(grid.asciified())" == "|-e#")
  }
}
