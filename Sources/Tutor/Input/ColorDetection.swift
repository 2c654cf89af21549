import Screen

/// What of the terminal's surroundings decides how things are shown.
public struct TerminalTraits: Equatable, Sendable {
  public var variables: [String: String]
  /// The colours of the terminal's description: 0, 8, 16, 256, or more.
  public var colors: Int
  /// Whether the locale's text is UTF-8.
  public var isUTF8: Bool

  public init(variables: [String: String], colors: Int, isUTF8: Bool) {
    self.variables = variables
    self.colors = colors
    self.isUTF8 = isUTF8
  }

  /// The depth that was asked for by name, `nil` for "auto" and unknown names.
  public static func depth(named name: String) -> Appearance.ColorDepth? {
    switch name {
    case "truecolor": .truecolor
    case "256": .indexed256
    case "16": .ansi16
    case "mono": .monochrome
    default: nil
    }
  }

  /// The colour depth: what was asked for, else `NO_COLOR`, else what the terminal says of itself.
  ///
  /// Source: no-color.org; termstandard/colors for `COLORTERM`.
  public func depth(asked: Appearance.ColorDepth?) -> Appearance.ColorDepth {
    if let asked { return asked }
    if let noColor = variables["NO_COLOR"], !noColor.isEmpty { return .monochrome }
    if colors < 8 { return .monochrome }
    if saysTruecolor { return .truecolor }
    return colors >= 256 ? .indexed256 : .ansi16
  }

  /// Whether the terminal takes 24-bit colours, and our own description of such a terminal fits it.
  public var saysTruecolor: Bool {
    let word = variables["COLORTERM"]?.lowercased()
    guard word == "truecolor" || word == "24bit" else { return false }
    let type = variables["TERM"] ?? ""
    // GNU screen before version 5 garbles them.
    return !(type.hasPrefix("screen") && variables["TMUX"] == nil)
  }

  /// Whether the ground is light: `COLORFGBG` ends in a light colour's number.
  public var theme: Appearance.Theme {
    guard let ground = variables["COLORFGBG"]?.split(separator: ";").last.flatMap({ Int($0) })
    else { return .dark }
    return ground == 7 || ground == 15 || (9...14).contains(ground) ? .light : .dark
  }
}
