/// A colour as a terminal is told it.
public enum TerminalColor: Hashable, Sendable {
  /// The terminal's own ink or ground.
  case standard
  /// One of the eight colours that every colour terminal has, 0…7: black, red, green, yellow, blue, magenta,
  /// cyan, white.
  case ansi(UInt8)
  /// One of xterm's 256 colours; 16…231 are a 6×6×6 cube, 232…255 greys.
  case indexed(UInt8)
  /// Red, green and blue themselves; never 0x000000…0x000007, which terminals take for the eight colours.
  case direct(RGB)
}

/// How a glyph looks on a certain terminal.
public struct TerminalStyle: Hashable, Sendable {
  public var foreground: TerminalColor
  public var background: TerminalColor
  public var isBold: Bool
  public var isItalic: Bool
  public var isUnderlined: Bool
  public var isReversed: Bool

  public init(
    foreground: TerminalColor = .standard, background: TerminalColor = .standard,
    isBold: Bool = false, isItalic: Bool = false, isUnderlined: Bool = false,
    isReversed: Bool = false
  ) {
    self.foreground = foreground
    self.background = background
    self.isBold = isBold
    self.isItalic = isItalic
    self.isUnderlined = isUnderlined
    self.isReversed = isReversed
  }
}

extension RGB {
  /// The colour with a certain number of xterm's 256, 16…255.
  public init(indexed index: UInt8) {
    if index >= 232 {
      let level = 8 + 10 * (index - 232)
      self.init(red: level, green: level, blue: level)
    } else {
      let i = Int(max(index, 16)) - 16
      self.init(
        red: Self.levels[i / 36], green: Self.levels[i / 6 % 6], blue: Self.levels[i % 6])
    }
  }

  /// One of the eight colours that every colour terminal has, 0…7, as xterm draws it.
  public init(ansi index: UInt8) { self = Self.ansi[Int(min(index, 7))] }

  /// The nearest of xterm's colours 16…255, by distance in sRGB; exact for colours that are among them.
  public var nearestIndexed: UInt8 {
    let (r, g, b) = (Self.nearestLevel(red), Self.nearestLevel(green), Self.nearestLevel(blue))
    let inCube = UInt8(16 + 36 * r + 6 * g + b)
    let mean = (Int(red) + Int(green) + Int(blue)) / 3
    let grey = UInt8(232 + min(max((mean - 3) / 10, 0), 23))
    return distance(to: RGB(indexed: grey)) < distance(to: RGB(indexed: inCube)) ? grey : inCube
  }

  /// The nearest of the eight colours.
  public var nearestANSI: UInt8 {
    (0..<8).min {
      distance(to: Self.ansi[Int($0)]) < distance(to: Self.ansi[Int($1)])
    } ?? 7
  }

  /// As a direct colour that no terminal takes for one of the eight: 0…7 stand for those.
  var direct: TerminalColor { .direct(packed < 8 ? RGB(0x00_00_08) : self) }

  private func distance(to other: RGB) -> Int {
    let r = Int(red) - Int(other.red)
    let g = Int(green) - Int(other.green)
    let b = Int(blue) - Int(other.blue)
    return r * r + g * g + b * b
  }

  private static let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
  private static func nearestLevel(_ value: UInt8) -> Int {
    value < 48 ? 0 : value < 115 ? 1 : (Int(value) - 35) / 40
  }
  private static let ansi = [
    0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
  ].map { RGB($0) }
}
