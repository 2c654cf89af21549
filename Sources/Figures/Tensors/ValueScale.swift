import Screen

/// How values become colours or glyphs.
///
/// Data with negative entries diverges around zero to ±`limit`; other data runs from zero up to `limit`.
struct ValueScale: Equatable {
  var isSigned: Bool
  /// The magnitude drawn as full; 0 where everything is zero.
  var limit: Float
  /// Whether greys, not colours, stand for the values.
  var isGrey = false

  /// The scale of some entries; NaN and infinities do not count.
  init(of values: some Sequence<Float>) {
    var (low, high): (Float, Float) = (0, 0)
    for value in values where value.isFinite {
      low = min(low, value)
      high = max(high, value)
    }
    isSigned = low < 0
    limit = max(-low, high)
  }

  /// A scale that serves both.
  func union(_ other: ValueScale) -> ValueScale {
    var result = self
    result.isSigned = isSigned || other.isSigned
    result.limit = max(limit, other.limit)
    return result
  }

  /// −1…1 of signed data, 0…1 of other; 0 for NaN and where everything is zero.
  func share(of value: Float) -> Float {
    guard limit > 0, !value.isNaN else { return 0 }
    return min(max(value / limit, isSigned ? -1 : 0), 1)
  }

  /// The glyphs of a share without colour, from none to full: lines below zero, shades above it.
  struct Shades {
    let positive: [Unicode.Scalar]
    let negative: [Unicode.Scalar]

    init(isSigned: Bool, isASCII: Bool) {
      switch (isSigned, isASCII) {
      case (false, false): positive = [" ", "░", "▒", "▓", "█"]
      case (false, true): positive = [" ", ".", ":", "-", "=", "+", "*", "#", "%", "@"]
      case (true, false): positive = [" ", "░", "▒", "▓", "█"]
      case (true, true): positive = [" ", "+", "*", "#", "@"]
      }
      negative = isASCII ? [" ", "-", "=", "%"] : [" ", "-", "=", "≡"]
    }

    func glyph(at share: Float) -> Unicode.Scalar {
      let shades = share < 0 ? negative : positive
      return shades[Int((min(abs(share), 1) * Float(shades.count - 1)).rounded())]
    }
  }
}

/// The colours of a scale on one terminal.
struct ScaleInk {
  let scale: ValueScale
  private let positive: ColorRamp
  private let negative: ColorRamp
  let shades: ValueScale.Shades
  /// Whether there are enough colours to tell values apart; glyphs do where not.
  let hasColors: Bool
  /// Where there are eight colours: the inks of the glyphs for values above 0 and below.
  private let inks: (positive: RGB, negative: RGB)?

  init(_ scale: ValueScale, _ appearance: Appearance) {
    self.scale = scale
    hasColors = appearance.depth >= .indexed256
    positive =
      scale.isSigned
      ? .positive(appearance) : scale.isGrey ? .grey(appearance) : .sequential(appearance)
    negative = .negative(appearance)
    shades = ValueScale.Shades(isSigned: scale.isSigned, isASCII: appearance.isASCII)
    // Red and blue for the two signs, green for one, as with more colours; blue is unreadable on black, cyan is not.
    let cold = RGB(ansi: appearance.theme == .dark ? 6 : 4)
    let warm = RGB(ansi: scale.isSigned ? 1 : 2)
    inks = appearance.depth == .ansi16 && !scale.isGrey ? (warm, cold) : nil
  }

  /// The colour of a value.
  func color(_ value: Float) -> RGB { color(at: scale.share(of: value)) }

  func color(at share: Float) -> RGB {
    share < 0 ? negative.color(at: -share) : positive.color(at: share)
  }

  /// The glyph of a value where there are no colours.
  func glyph(_ value: Float) -> Unicode.Scalar { shades.glyph(at: scale.share(of: value)) }

  /// How the glyph of a value looks where there are too few colours to tell values apart: its sign has a colour.
  func shadeStyle(_ value: Float) -> Style {
    Style(.text, foreground: value < 0 ? inks?.negative : inks?.positive)
  }

  /// What the colours or glyphs mean, in one line: `−8 ▒▒▒▒ 0 ▒▒▒▒ 8`.
  func legend(length: Int = 12) -> [Glyph] {
    guard scale.limit > 0 else { return Self.glyphs("all 0") }
    let full = NumberText.short(Double(scale.limit), digits: 3)
    var result: [Glyph] = []
    if scale.isSigned {
      result += Self.glyphs("−\(full) ")
      result += bar(from: -1, to: 0, length: length / 2)
      result += Self.glyphs(" 0 ")
      result += bar(from: 0, to: 1, length: length / 2)
    } else {
      result += Self.glyphs("0 ")
      result += bar(from: 0, to: 1, length: length)
    }
    return result + Self.glyphs(" \(full)")
  }

  private func bar(from start: Float, to end: Float, length: Int) -> [Glyph] {
    guard hasColors else {
      let shades = start < 0 ? shades.negative.reversed() : shades.positive
      return shades.filter { $0 != " " }.map { Glyph($0, shadeStyle(start < 0 ? -1 : 1)) }
    }
    return (0..<length).map { i in
      let share = start + (end - start) * Float(i) / Float(max(1, length - 1))
      return Glyph(" ", Style(.text, background: color(at: share)))
    }
  }

  private static func glyphs(_ text: String) -> [Glyph] {
    text.unicodeScalars.map { Glyph($0, Style(.muted)) }
  }
}
