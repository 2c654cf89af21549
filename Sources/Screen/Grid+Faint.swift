extension Grid {
  /// The same picture with its colours drawn towards the ground, where there are enough of them; else in muted ink.
  ///
  /// So what is of before, and will be replaced, is told from what is of now.
  public func faint(_ appearance: Appearance) -> Grid {
    let ground: RGB = appearance.theme == .dark ? RGB(0) : RGB(0xFF_FFFF)
    var copy = self
    for row in 0..<height {
      copy.restyle(column: 0, row: row, count: width) { style in
        if style.foreground == nil, style.background == nil { style.role = .muted }
        guard appearance.depth >= .indexed256 else { return }
        style.foreground = style.foreground?.mixed(with: ground)
        style.background = style.background?.mixed(with: ground)
      }
    }
    return copy
  }
}

extension RGB {
  /// Two fifths of this colour, the rest of the other.
  fileprivate func mixed(with other: RGB) -> RGB {
    func part(_ a: UInt8, _ b: UInt8) -> UInt8 { UInt8((2 * Int(a) + 3 * Int(b)) / 5) }
    return RGB(
      red: part(red, other.red), green: part(green, other.green), blue: part(blue, other.blue))
  }
}
