/// How every role looks on every terminal.
///
/// Text keeps the terminal's own ink and ground. Colours only add to what words, glyphs and attributes say, so
/// that a terminal without colours loses nothing; no role has a ground of its own. No yellow, white or dim ink carries text.
public enum Palette {
  /// What to tell the terminal for a style.
  public static func colors(for style: Style, appearance: Appearance) -> TerminalStyle {
    var result = look(of: style.role, appearance)
    if appearance.depth > .monochrome {
      if let ink = style.foreground { result.foreground = color(ink, appearance.depth) }
      if let ground = style.background {
        result.background = color(ground, appearance.depth)
        if style.foreground == nil { result.foreground = color(ground.ink, appearance.depth) }
      }
    }
    result.isBold = result.isBold || style.isBold
    result.isUnderlined = result.isUnderlined || style.isUnderlined
    result.isReversed = result.isReversed != style.isReversed
    return result
  }

  /// A colour in the form that a depth has; `standard` in monochrome.
  public static func color(_ color: RGB, _ depth: Appearance.ColorDepth) -> TerminalColor {
    switch depth {
    case .monochrome: .standard
    case .ansi16: .ansi(color.nearestANSI)
    case .indexed256: .indexed(color.nearestIndexed)
    case .truecolor: color.direct
    }
  }

  private static func look(of role: Role, _ appearance: Appearance) -> TerminalStyle {
    var look = attributes(of: role, hasColors: appearance.depth > .monochrome)
    switch appearance.depth {
    case .monochrome: break
    case .ansi16:
      if let ink = ansiInk(of: role, appearance.theme) { look.foreground = .ansi(ink) }
    case .indexed256, .truecolor:
      if let ink = ink(of: role, appearance.theme) {
        look.foreground = color(ink, appearance.depth)
      }
    }
    return look
  }

  /// The attributes alone tell apart what must be told apart: this is all that monochrome has.
  private static func attributes(of role: Role, hasColors: Bool) -> TerminalStyle {
    switch role {
    case .title, .heading, .focus, .prompt, .footerKey, .correct, .wrong:
      TerminalStyle(isBold: true)
    case .emphasis: TerminalStyle(isItalic: true)
    case .link: TerminalStyle(isUnderlined: true)
    case .knob: TerminalStyle(isUnderlined: true)
    case .knobFocus: TerminalStyle(isBold: true, isReversed: true)
    case .selection, .cursor: TerminalStyle(isReversed: true)
    case .notice: TerminalStyle(isBold: true, isReversed: !hasColors)
    case .keyword: TerminalStyle(isBold: !hasColors)
    case .text, .muted, .code, .literal, .comment, .maths, .border, .footer: TerminalStyle()
    }
  }

  /// Contrast is at least 4.5 on the grounds people use: black … #282C34, and white … #FDF6E3.
  private static func ink(of role: Role, _ theme: Appearance.Theme) -> RGB? {
    let (dark, light): (UInt32, UInt32)
    switch role {
    case .text, .emphasis, .selection, .cursor, .knobFocus: return nil
    case .muted, .comment, .footer: (dark, light) = (0x9E9E9E, 0x626262)
    case .border: (dark, light) = (0x767676, 0x949494)
    case .title, .heading: (dark, light) = (0x87AFFF, 0x005FAF)
    case .code: (dark, light) = (0xAFD7D7, 0x005F5F)
    case .maths: (dark, light) = (0xD7D7FF, 0x5F00AF)
    case .keyword: (dark, light) = (0xD7AFFF, 0x87005F)
    case .literal, .knob: (dark, light) = (0xFFAF87, 0xAF0000)
    case .link: (dark, light) = (0x87D7FF, 0x005FAF)
    case .focus, .footerKey: (dark, light) = (0x87AFFF, 0x005FAF)
    case .prompt: (dark, light) = (0xFFAFD7, 0x870087)
    case .correct: (dark, light) = (0x87D787, 0x005F00)
    case .wrong: (dark, light) = (0xFF8787, 0xAF0000)
    case .notice: (dark, light) = (0xFFAFD7, 0x870087)
    }
    return RGB(theme == .dark ? dark : light)
  }

  /// Of the eight, blue is unreadable on black and cyan on white.
  private static func ansiInk(of role: Role, _ theme: Appearance.Theme) -> UInt8? {
    let calm: UInt8 = theme == .dark ? 6 : 4
    switch role {
    case .title, .heading, .link, .focus, .footerKey, .code: return calm
    case .keyword, .prompt, .notice, .maths: return 5
    case .literal, .knob, .wrong: return theme == .dark ? 5 : 1
    case .correct: return theme == .dark ? 2 : 4
    case .text, .muted, .comment, .emphasis, .border, .footer, .selection, .cursor, .knobFocus:
      return nil
    }
  }
}
