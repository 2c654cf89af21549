/// A row of colours from low to high, every one lighter (or every one darker) than the one before.
///
/// On a terminal of 256 colours the ramps are picked by hand among those: the nearest ones to a smooth ramp go
/// up and down in lightness.
public struct ColorRamp: Equatable, Sendable {
  public let colors: [RGB]

  /// The colour of a share, 0…1; what lies outside is drawn like the nearer end.
  public func color(at share: Float) -> RGB {
    // Written so that NaN is drawn as the low end.
    let clamped = share > 0 ? min(share, 1) : 0
    return colors[Int((clamped * Float(colors.count - 1)).rounded())]
  }

  /// From 0, which fades into the ground, up to large numbers: green, which no signed scale has.
  ///
  /// Its lightness alone tells the values apart, so that colour-blind readers see it as well.
  public static func sequential(_ appearance: Appearance) -> ColorRamp {
    switch (appearance.depth == .truecolor, appearance.theme) {
    case (true, .dark): darkGreen
    case (true, .light): lightGreen
    case (false, .dark): darkGreen256
    case (false, .light): lightGreen256
    }
  }

  /// From black to white.
  public static func grey(_ appearance: Appearance) -> ColorRamp {
    appearance.depth == .truecolor ? smoothGrey : grey256
  }

  /// From 0, which fades into the ground, to large negative numbers: blue.
  public static func negative(_ appearance: Appearance) -> ColorRamp {
    switch (appearance.depth == .truecolor, appearance.theme) {
    case (true, .dark): darkBlue
    case (true, .light): lightBlue
    case (false, .dark): darkBlue256
    case (false, .light): lightBlue256
    }
  }

  /// From 0, which fades into the ground, to large positive numbers: red.
  public static func positive(_ appearance: Appearance) -> ColorRamp {
    switch (appearance.depth == .truecolor, appearance.theme) {
    case (true, .dark): darkRed
    case (true, .light): lightRed
    case (false, .dark): darkRed256
    case (false, .light): lightRed256
    }
  }

  private init(indexed: [UInt8]) { colors = indexed.map { RGB(indexed: $0) } }

  /// `count` colours through the anchors, evenly.
  private init(through anchors: [UInt32], count: Int) {
    colors = (0..<count).map { i in
      let place = Float(i) / Float(count - 1) * Float(anchors.count - 1)
      let k = min(Int(place), anchors.count - 2)
      return RGB(anchors[k]).mixed(with: RGB(anchors[k + 1]), share: place - Float(k))
    }
  }

  private static let darkGreen = ColorRamp(
    through: [0x262626, 0x234749, 0x1F746B, 0x45A982, 0x98D097, 0xE3F2B4], count: 64)
  private static let lightGreen = ColorRamp(
    through: [0xF2F2F2, 0xCBE6C6, 0x7FC5A2, 0x2F8F80, 0x0B4F55], count: 64)
  private static let darkGreen256 = ColorRamp(
    indexed: [235, 23, 29, 36, 72, 78, 114, 151, 187, 230])
  private static let lightGreen256 = ColorRamp(
    indexed: [255, 151, 115, 72, 30, 23])
  private static let smoothGrey = ColorRamp(through: [0x000000, 0xFFFFFF], count: 64)
  private static let grey256 = ColorRamp(indexed: [16] + Array(232...255) + [231])
  private static let darkBlue = ColorRamp(
    through: [0x262626, 0x1B3A5C, 0x2A5F9E, 0x4A8FD4, 0x8CC0F5], count: 32)
  private static let darkRed = ColorRamp(
    through: [0x262626, 0x5C2418, 0x9E3D22, 0xD9663A, 0xF7A878], count: 32)
  private static let lightBlue = ColorRamp(
    through: [0xF2F2F2, 0xC4DCF0, 0x86B8E0, 0x3F86C4, 0x14508F], count: 32)
  private static let lightRed = ColorRamp(
    through: [0xF2F2F2, 0xF8D3BD, 0xEE9E78, 0xCF5A38, 0x932317], count: 32)
  private static let darkBlue256 = ColorRamp(indexed: [235, 24, 25, 32, 75, 117, 153])
  private static let darkRed256 = ColorRamp(indexed: [235, 52, 88, 131, 167, 209, 216])
  private static let lightBlue256 = ColorRamp(indexed: [255, 153, 110, 74, 68, 32, 25])
  private static let lightRed256 = ColorRamp(indexed: [255, 223, 216, 173, 167, 124, 88])
}
