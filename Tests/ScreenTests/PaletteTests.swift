import Screen
import Testing

@Suite struct PaletteTests {
  static let appearances = Appearance.ColorDepth.allCases.flatMap { depth in
    Appearance.Theme.allCases.map { Appearance(depth: depth, theme: $0) }
  }

  @Test(arguments: appearances) func `plain text is the terminal's own`(appearance: Appearance) {
    #expect(Palette.colors(for: .text, appearance: appearance) == TerminalStyle())
  }

  @Test func `monochrome has attributes alone`() {
    for role in Role.allCases {
      let style = Style(role, foreground: RGB(0x123456), background: RGB(0xFEDCBA))
      let look = Palette.colors(for: style, appearance: .plain)
      #expect(look.foreground == .standard && look.background == .standard)
    }
    #expect(Palette.colors(for: Style(.knobFocus), appearance: .plain).isReversed)
  }

  @Test func `reversing what is reversed shows it plainly`() {
    #expect(!Palette.colors(for: Style(.cursor).reversed, appearance: .plain).isReversed)
  }

  @Test(arguments: Role.allCases) func `inks read on the usual grounds`(role: Role) throws {
    guard role != .border else { return }
    for (theme, grounds) in [(.dark, [0x000000, 0x282C34]), (.light, [0xFFFFFF, 0xFDF6E3])]
      as [(Appearance.Theme, [UInt32])]
    {
      let look = Palette.colors(for: Style(role), appearance: Appearance(theme: theme))
      guard case .direct(let ink) = look.foreground else { continue }
      for ground in grounds { #expect(ink.contrast(with: RGB(ground)) >= 4.5) }
    }
  }

  @Test func `a direct colour is never one that terminals take for the eight`() {
    for packed in 0..<8 as Range<UInt32> {
      let style = Style(.text, foreground: RGB(packed), background: RGB(packed))
      let look = Palette.colors(for: style, appearance: Appearance())
      #expect(look.foreground == .direct(RGB(8)) && look.background == .direct(RGB(8)))
    }
  }

  @Test func `a ground without an ink gets one that reads`() {
    let look = Palette.colors(
      for: Style(.text, background: RGB(0xFFFFFF)), appearance: Appearance())
    #expect(look.foreground == .direct(RGB(8)))
  }

  @Test func `the eight colours are their own nearest`() {
    for index in 0..<8 as Range<UInt8> { #expect(RGB(ansi: index).nearestANSI == index) }
  }

  @Test func `the 256 colours are their own nearest`() {
    for index in 16...255 as ClosedRange<UInt8> {
      let color = RGB(indexed: index)
      #expect(RGB(indexed: color.nearestIndexed) == color)
    }
  }

  @Test func `black or white reads on every ground`() {
    for step in 0...255 as ClosedRange<UInt8> {
      for ground in [
        RGB(red: step, green: step, blue: step), RGB(red: step, green: 0, blue: 0),
        RGB(red: 0, green: step, blue: 0), RGB(red: 0, green: 0, blue: step),
      ] {
        #expect(ground.contrast(with: ground.ink) >= 4.5)
      }
    }
  }

  @Test(arguments: appearances) func `ramps go one way in lightness`(appearance: Appearance) {
    guard appearance.depth >= .indexed256 else { return }
    for ramp in [
      ColorRamp.sequential(appearance), .grey(appearance), .negative(appearance),
      .positive(appearance),
    ] {
      let lightness = ramp.colors.map(\.lightness)
      let steps = zip(lightness.dropFirst(), lightness).map { $0 - $1 }
      #expect(steps.allSatisfy { $0 > 0 } || steps.allSatisfy { $0 < 0 }, "\(lightness)")
      #expect(ramp.color(at: .nan) == ramp.colors[0])
      if appearance.depth == .indexed256 {
        #expect(ramp.colors.allSatisfy { RGB(indexed: $0.nearestIndexed) == $0 })
      }
    }
  }
}
