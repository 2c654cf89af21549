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
    ("\u{1B}[200~a\nb\u{1B}[201~", [.paste("a\nb")]),
    // What is not ours vanishes whole: focus reports, answers about colours and devices, unknown sequences.
    ("\u{1B}[I", []), ("\u{1B}]11;rgb:0000/0000/0000\u{07}x", [.key(.character("x"))]),
    ("\u{1B}[?62;22c", []),
    ("\u{1B}[99;99u", []),
  ])
  func `bytes become events`(bytes: String, expected: [Event]) {
    var decoder = KeyDecoder()
    #expect(decoder.receive(bytes.utf8) == expected)
    #expect(!decoder.isWaiting)
  }

  @Test func `a lone Escape is the key once nothing follows`() {
    var decoder = KeyDecoder()
    #expect(decoder.receive([0x1B]) == [])
    #expect(decoder.isWaiting)
    #expect(decoder.timeOut() == [.key(.escape)])
  }

  @Test func `pieces of a sequence wait for each other`() {
    var decoder = KeyDecoder()
    let events = Array("\u{1B}[200~π\u{1B}[201~\u{1B}[B".utf8).flatMap { decoder.receive([$0]) }
    #expect(events == [.paste("π"), .key(.down)])
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
