/// A colour as the screen's red, green and blue, 0…255 each, in sRGB.
public struct RGB: Hashable, Sendable {
  /// `0x00RRGGBB`.
  public var packed: UInt32

  /// Creates a colour from `0xRRGGBB`.
  public init(_ packed: UInt32) { self.packed = packed & 0xFF_FFFF }

  /// Creates a colour from its three parts, 0…255 each.
  public init(red: UInt8, green: UInt8, blue: UInt8) {
    packed = UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
  }

  public var red: UInt8 { UInt8(packed >> 16 & 0xFF) }
  public var green: UInt8 { UInt8(packed >> 8 & 0xFF) }
  public var blue: UInt8 { UInt8(packed & 0xFF) }
}

/// What a piece of the screen is for; the terminal's palette says how each role looks, in every colour depth.
public enum Role: UInt8, Sendable, CaseIterable {
  case text, muted, heading, title, emphasis, code, keyword, literal, comment, maths, link
  case border, focus, knob, knobFocus, prompt, correct, wrong, notice, footer, footerKey, selection,
    cursor
}

/// How one glyph looks: a role, or colours of its own where a figure's values decide.
public struct Style: Hashable, Sendable {
  /// What the glyph is for.
  public var role: Role
  /// What a link that the glyph belongs to leads to, as whoever drew it numbers that; 0 for no link.
  public var link: UInt16 = 0
  /// The ink, where the role does not decide.
  public var foreground: RGB?
  /// The ground, where the role does not decide.
  public var background: RGB?
  public var isBold = false
  public var isUnderlined = false
  public var isReversed = false

  /// Creates a style; the role decides what is left out.
  public init(_ role: Role = .text, foreground: RGB? = nil, background: RGB? = nil) {
    self.role = role
    self.foreground = foreground
    self.background = background
  }

  public static let text = Style(.text)

  /// The same style in bold.
  public var bold: Style { with { $0.isBold = true } }
  /// The same style, underlined.
  public var underlined: Style { with { $0.isUnderlined = true } }
  /// The same style with ink and ground exchanged.
  public var reversed: Style { with { $0.isReversed = true } }

  private func with(_ change: (inout Style) -> Void) -> Style {
    var copy = self
    change(&copy)
    return copy
  }
}

/// A run of text in one style.
public struct Span: Hashable, Sendable {
  public var text: String
  public var style: Style

  public init(_ text: String, _ style: Style = .text) {
    self.text = text
    self.style = style
  }

  public init(_ text: String, _ role: Role) { self.init(text, Style(role)) }
}
