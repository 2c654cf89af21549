/// What the terminal can show: figures choose their glyphs and colours by it.
public struct Appearance: Hashable, Sendable {
  /// How many colours there are.
  public enum ColorDepth: Int, Hashable, Sendable, Comparable, CaseIterable {
    case monochrome, ansi16, indexed256, truecolor
    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  }
  /// Whether the ground is dark or light.
  public enum Theme: Hashable, Sendable, CaseIterable { case dark, light }

  public var depth: ColorDepth
  public var isASCII: Bool
  public var theme: Theme

  public init(depth: ColorDepth = .truecolor, isASCII: Bool = false, theme: Theme = .dark) {
    self.depth = depth
    self.isASCII = isASCII
    self.theme = theme
  }

  /// No colour at all: what pipes, screen readers and tests read.
  public static let plain = Appearance(depth: .monochrome)
}
