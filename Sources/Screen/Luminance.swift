#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension RGB {
  /// Relative luminance, 0 (black) … 1 (white): WCAG 2.2, "relative luminance".
  public var luminance: Float {
    0.2126 * Self.linear[Int(red)] + 0.7152 * Self.linear[Int(green)]
      + 0.0722 * Self.linear[Int(blue)]
  }

  /// Lightness L* of CIE Lab, 0…100: equal steps look equally large.
  public var lightness: Float {
    let Y = luminance
    return Y > 0.008856 ? 116 * cbrtf(Y) - 16 : 903.3 * Y
  }

  /// The contrast of two colours, 1…21: (L₁ + 0.05) / (L₂ + 0.05), WCAG 2.2.
  public func contrast(with other: RGB) -> Float {
    let (a, b) = (luminance + 0.05, other.luminance + 0.05)
    return max(a, b) / min(a, b)
  }

  /// Black or white, whichever reads better on this ground; the contrast is at least 4.5.
  public var ink: RGB {
    // (L + 0.05)² = 0.05 · 1.05 where black and white contrast equally.
    luminance > 0.1791 ? .black : .white
  }

  public static let black = RGB(0)
  public static let white = RGB(0xFFFFFF)

  /// The colour a share (0…1) of the way from this one to another.
  public func mixed(with other: RGB, share: Float) -> RGB {
    func mix(_ a: UInt8, _ b: UInt8) -> UInt8 {
      UInt8((Float(a) + (Float(b) - Float(a)) * min(max(share, 0), 1)).rounded())
    }
    return RGB(
      red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue))
  }

  /// Light per sRGB step: IEC 61966-2-1.
  private static let linear: [Float] = (0...255).map { step in
    let c = Float(step) / 255
    return c <= 0.04045 ? c / 12.92 : powf((c + 0.055) / 1.055, 2.4)
  }
}
