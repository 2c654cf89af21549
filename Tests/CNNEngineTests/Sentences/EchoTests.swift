import CNNEngine
import Testing

@Suite struct `What someone wrote` {
  /// Everything that a terminal obeys, or that nobody sees: C0, DEL, C1, direction, joiners, selectors, tags, fillers.
  static let hostile: [ClosedRange<UInt32>] = [
    0x00...0x08, 0x0B...0x1F, 0x7F...0x9F, 0xAD...0xAD, 0x34F...0x34F, 0x61C...0x61C,
    0x115F...0x1160, 0x180B...0x180F, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F,
    0x3164...0x3164, 0xE000...0xE001, 0xFE00...0xFE0F, 0xFEFF...0xFEFF, 0xFFA0...0xFFA0,
    0xFFF9...0xFFFB, 0xE0001...0xE007F, 0xE0100...0xE01EF, 0x10FFFE...0x10FFFF,
  ]

  @Test func `holds nothing that a terminal obeys once it is visible`() {
    for value in Self.hostile.joined() {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let shown = visible("a\(scalar)b")
      #expect(!shown.unicodeScalars.contains(scalar), "U+\(String(value, radix: 16))")
      #expect(shown.unicodeScalars.count == 3)
      #expect(!echoed("\(scalar)").unicodeScalars.contains(scalar))
      #expect(!oneLine("`\(scalar)` \(scalar)").unicodeScalars.contains(scalar))
    }
  }

  @Test func `keeps its letters, blanks, tabs and lines when it is printed`() {
    let text = "Größe 猫\ta  b\n  ⣿ −1 e\u{301} \u{A0}▸5◂\n"
    #expect(visible(text) == text)
    #expect(visible("a\r\n\u{1B}[2Jb") == "a␍\n␛[2Jb")
  }

  @Test func `is cut in the middle where a sentence repeats it`() {
    let long = String(repeating: "x", count: 100_000)
    let sentence = oneLine("there is no `\(long)`; did you mean `\(long).png`?")
    #expect(sentence.hasPrefix("there is no `xxx") && sentence.hasSuffix("xx.png`?"))
    #expect(sentence.unicodeScalars.count < 450)
    #expect(oneLine(long).unicodeScalars.count == 1_000)
    #expect(oneLine("there is no picture `\n\n`") == "there is no picture `␊␊`")
    #expect(oneLine("there is no picture `cat`") == "there is no picture `cat`")
  }
}
