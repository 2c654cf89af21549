import Coursebook
import Screen
import Testing

@testable import Tutor

@Suite struct KeyDecoderTests {
  @Test(arguments: [
    ("a", [Event.key(.character("a"))]), ("é", [.key(.character("é"))]), ("\r", [.key(.enter)]),
    ("\u{1B}[A\u{1B}OB", [.key(.up), .key(.down)]), ("\u{1B}[1;5C", [.key(.right)]),
    ("\u{1B}[Z", [.key(.backTab)]),
    ("\u{1B}[5~\u{1B}[6~", [.key(.pageUp), .key(.pageDown)]), ("\u{1B}f", [.key(.alt("f"))]),
    ("\u{7F}\u{08}", [.key(.backspace), .key(.backspace)]), ("\u{1F}", [.key(.control("_"))]),
    ("\u{1B}[<64;10;5M", [.mouse(.wheelUp(column: 9, row: 4))]),
    ("\u{1B}[<0;1;1M\u{1B}[<0;1;1m", [.mouse(.press(column: 0, row: 0))]),
    (
      "\u{1B}[<0;1;1M\u{1B}[<32;2;3M",
      [.mouse(.press(column: 0, row: 0)), .mouse(.drag(column: 1, row: 2))]
    ),
    ("\u{1B}[<34;2;3M\u{1B}[<35;2;3M", []),
    ("\u{1B}[200~a\nb\u{1B}[201~", [.paste("a\nb")]),
    // What is not ours vanishes whole: focus reports, answers about colours and devices, unknown sequences.
    ("\u{1B}[I", []), ("\u{1B}]11;rgb:0000/0000/0000\u{07}x", [.key(.character("x"))]),
    ("\u{1B}[?62;22c", []),
    ("\u{1B}[99;99u", []),
  ])
  func `bytes become events`(bytes: String, expected: [Event]) {
    var decoder = KeyDecoder()
    #expect(decoder.receive(bytes.utf8) == expected)
    #expect(decoder.patience == nil)
  }

  @Test func `a lone Escape is the key once nothing follows`() {
    var decoder = KeyDecoder()
    #expect(decoder.receive([0x1B]) == [])
    #expect(decoder.patience == 25)
    #expect(decoder.timeOut() == [.key(.escape)])
    #expect(decoder.patience == nil)
  }

  @Test(arguments: [
    "\u{1B}[", "\u{1B}[1;", "\u{1B}O", "\u{1B}[<0;1", "\u{1B}[M!", "\u{1B}]11;rgb:", "\u{1B}P", "π",
  ])
  func `a sequence that has begun may take 200 ms to come whole`(beginning: String) {
    var decoder = KeyDecoder()
    let begun = beginning == "π" ? [0xCF] : Array(beginning.utf8)
    #expect(decoder.receive(begun) == [])
    #expect(decoder.patience == 200)
  }

  @Test(arguments: [
    ("\u{1B}[", Event.key(.alt("["))), ("\u{1B}O", .key(.alt("O"))), ("\u{1B}]", .key(.alt("]"))),
    ("\u{1B}P", .key(.alt("P"))),
  ])
  func `Alt and a letter that begins sequences is that key once nothing follows`(
    bytes: String, expected: Event
  ) {
    var decoder = KeyDecoder()
    #expect(decoder.receive(bytes.utf8) == [])
    #expect(decoder.timeOut() == [expected])
    #expect(decoder.receive("j".utf8) == [.key(.character("j"))])
  }

  @Test func `pieces of a sequence wait for each other`() {
    var decoder = KeyDecoder()
    let events = Array("\u{1B}[200~π\u{1B}[201~\u{1B}[B".utf8).flatMap { decoder.receive([$0]) }
    #expect(events == [.paste("π"), .key(.down)])
  }

  @Test func `Esc ends a paste that never ends, and what came of it is kept`() {
    var decoder = KeyDecoder()
    #expect(decoder.receive("\u{1B}[200~abc".utf8) == [])
    #expect(decoder.patience == 2000)
    #expect(decoder.receive([0x1B]) == [])
    #expect(decoder.patience == 200)
    #expect(decoder.timeOut() == [.paste("abc")])
    #expect(decoder.receive("q".utf8) == [.key(.character("q"))])
  }

  @Test func `Ctrl-C reaches the program through a paste that never ends`() {
    var decoder = KeyDecoder()
    #expect(decoder.receive("\u{1B}[200~abc".utf8) == [])
    #expect(decoder.receive([0x03]) == [])
    #expect(decoder.patience == 25)
    #expect(decoder.timeOut() == [.paste("abc"), .key(.control("c"))])
  }

  @Test func `silence ends a paste, one without text tells nothing`() {
    var decoder = KeyDecoder()
    #expect(decoder.receive("\u{1B}[200~".utf8) == [])
    #expect(decoder.timeOut() == [])
    #expect(decoder.receive("\u{1B}[201~x".utf8) == [.key(.character("x"))])
  }

  @Test func `what a paste holds is never a key`() {
    var decoder = KeyDecoder()
    let held = "a\u{1B}b\u{3}c\u{1B}[Ad\u{1B}[20\u{3}"
    #expect(decoder.receive("\u{1B}[200~\(held)\u{1B}[201~".utf8) == [.paste(held)])
  }

  @Test func `an unclosed answer to a question is cut off by the next sequence and by Ctrl-C`() {
    var decoder = KeyDecoder()
    #expect(decoder.receive("\u{1B}]11;rgb\u{1B}[A".utf8) == [.key(.up)])
    #expect(decoder.receive("\u{1B}P1$r\u{3}".utf8) == [.key(.control("c"))])
    #expect(decoder.receive("\u{1B}]0;\u{1B}\\x".utf8) == [.key(.character("x"))])
  }

  @Test(arguments: [
    "\u{1B}[<0;-9223372036854775808;1M", "\u{1B}[<0;1;99999999999999999999M", "\u{1B}[;;;;~",
    "\u{1B}[-9223372036854775808~", "\u{1B}[<-1;1M", "\u{1B}[M\u{0}\u{0}\u{0}",
  ])
  func `numbers that no terminal has mean nothing`(bytes: String) {
    var decoder = KeyDecoder()
    #expect(decoder.receive(bytes.utf8) == [])
    #expect(decoder.patience == nil)
  }

  @Test(arguments: [
    "typed", "\u{1B}[200~\(String(repeating: "p\u{1B}\u{3}", count: 40))\u{1B}[201~",
    "\u{1B}]\(String(repeating: "s", count: 90))\u{7}", "\u{1B}[1;5C\u{1B}OBπ\u{1B}[<64;10;5M",
  ])
  func `pieces of any size give the events of the whole`(text: String) {
    let bytes = Array(String(repeating: text, count: 50).utf8)
    var whole = KeyDecoder()
    let expected = whole.receive(bytes)
    for size in [1, 2, 3, 7, 64] {
      var decoder = KeyDecoder()
      let events = stride(from: 0, to: bytes.count, by: size).flatMap {
        decoder.receive(bytes[$0..<min(bytes.count, $0 + size)])
      }
      #expect(events == expected)
    }
  }

  @Test(arguments: ["a", "\u{1B}[A", "\u{1B}[200~", "\u{1B}]", "\u{1B}", "1", "\u{3}"])
  func `time grows with the number of bytes, in whatever pieces`(unit: String) {
    for size in [1, 4096] {
      let begin = "\u{1B}[200~" + unit
      let short = processorTime(of: 3) { Self.decode(begin, unit, 10_000, pieces: size) }
      let long = processorTime(of: 3) { Self.decode(begin, unit, 80_000, pieces: size) }
      // Eight times the bytes: 64 times the time if it were quadratic.
      #expect(long < short * 24)
    }
  }

  private static func decode(_ begin: String, _ unit: String, _ count: Int, pieces: Int) {
    var decoder = KeyDecoder()
    let bytes = Array((begin + String(repeating: unit, count: count / unit.utf8.count)).utf8)
    for start in stride(from: 0, to: bytes.count, by: pieces) {
      _ = decoder.receive(bytes[start..<min(bytes.count, start + pieces)])
    }
  }

  @Test func `broken UTF-8 is one mark, and what follows is read`() {
    var decoder = KeyDecoder()
    #expect(
      decoder.receive([0xFF, 0xC3, 0x61]) == [
        .key(.character("\u{FFFD}")), .key(.character("\u{FFFD}")), .key(.character("a")),
      ])
  }

  @Test(arguments: 0..<20) func `random bytes never stop it`(seed: Int) {
    var generator = SplitMix64(seed: UInt64(seed))
    var decoder = KeyDecoder()
    for _ in 0..<500 {
      let bytes = (0..<Int.random(in: 1...20, using: &generator)).map { _ in
        Bool.random(using: &generator)
          ? UInt8.random(in: 0...255, using: &generator)
          : [0x1B, 0x5B, 0x3B, 0x4D, 0x7E, 0x32, 0x30].randomElement(using: &generator) ?? 0x1B
      }
      _ = decoder.receive(bytes)
      if Bool.random(using: &generator) { _ = decoder.timeOut() }
    }
    _ = decoder.receive(Array("\u{1B}[201~".utf8))
    _ = decoder.timeOut()
    _ = decoder.receive(Array("\u{7}\u{1B}\\".utf8))
    _ = decoder.timeOut()
    #expect(decoder.receive("j".utf8).last == .key(.character("j")))
  }
}

@Suite struct ColorDetectionTests {
  @Test(arguments: [
    (["COLORTERM": "truecolor"], 256, Appearance.ColorDepth.truecolor), ([:], 256, .indexed256),
    ([:], 8, .ansi16), ([:], 0, .monochrome),
    (["NO_COLOR": "1", "COLORTERM": "truecolor"], 256, .monochrome),
    (["NO_COLOR": ""], 256, .indexed256),
    (["COLORTERM": "24bit", "TERM": "screen-256color"], 256, .indexed256),
    (["COLORTERM": "24bit", "TERM": "screen-256color", "TMUX": "x"], 256, .truecolor),
  ])
  func `the depth is what the terminal says`(
    variables: [String: String], colors: Int, depth: Appearance.ColorDepth
  ) {
    #expect(
      TerminalTraits(variables: variables, colors: colors, isUTF8: true).depth(asked: nil) == depth)
  }

  @Test func `what is asked for comes before NO_COLOR`() {
    let traits = TerminalTraits(variables: ["NO_COLOR": "1"], colors: 256, isUTF8: true)
    #expect(traits.depth(asked: .truecolor) == .truecolor)
  }

  @Test(arguments: [
    ("15;0", Appearance.Theme.dark), ("0;15", .light), ("", .dark), ("12;8", .dark),
  ])
  func `the ground's colour chooses the theme`(value: String, theme: Appearance.Theme) {
    #expect(
      TerminalTraits(variables: ["COLORFGBG": value], colors: 256, isUTF8: true).theme == theme)
  }
}
