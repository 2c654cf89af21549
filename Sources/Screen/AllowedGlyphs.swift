/// The scalars that may stand on the screen: every one is one column wide in every terminal and font we count on,
/// and has a stand-in of one ASCII scalar.
public enum AllowedGlyphs {
  /// Whether a scalar may be drawn.
  public static func contains(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < table.count && table[Int(scalar.value)] != 0
  }

  /// The ASCII scalar that stands for an allowed one, one to one; `?` for what is not allowed.
  public static func ascii(of scalar: Unicode.Scalar) -> Unicode.Scalar {
    contains(scalar) ? Unicode.Scalar(table[Int(scalar.value)]) : "?"
  }

  /// Prose in ASCII, where a stand-in may be longer: `≤` becomes `<=`, `σ` becomes `sigma`.
  public static func asciiText(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    var result = ""
    var run = ScriptRun()
    for scalar in text.unicodeScalars {
      if let script = scripts[scalar] {
        if run.mark != script.mark { result += run.finished() }
        run.mark = script.mark
        run.text.unicodeScalars.append(script.plain)
        continue
      }
      result += run.finished()
      if let long = long[scalar] {
        result += long
      } else {
        result.unicodeScalars.append(scalar.value < 0x80 ? scalar : ascii(of: scalar))
      }
    }
    return result + run.finished()
  }

  /// Raised or lowered scalars in a row: one mark for all of them, and brackets where they are more than one name.
  private struct ScriptRun {
    var mark: Character?
    var text = ""

    mutating func finished() -> String {
      defer { self = ScriptRun() }
      guard let mark else { return "" }
      let number = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...]
      let isName = text.utf8.count == 1 || number.utf8.allSatisfy { 0x30...0x39 ~= $0 }
      // `x_ij` is read as two indices; `e^xi` would not be read as a power of a product.
      let isIndices = mark == "_" && text.utf8.allSatisfy { 0x61...0x7A ~= $0 | 0x20 }
      let isBracketed = text.hasPrefix("(") && text.hasSuffix(")")
      return isName || isIndices || isBracketed ? "\(mark)\(text)" : "\(mark)(\(text))"
    }
  }

  /// One ASCII byte for every allowed scalar, 0 for all others: control, bidi, zero-width, combining, wide,
  /// private.
  private static let table: [UInt8] = {
    var table = [UInt8](repeating: 0, count: 0x2D00)
    for byte in 0x20..<0x7F { table[byte] = UInt8(byte) }
    for (glyphs, ascii) in rows {
      let glyphs = Array(glyphs.unicodeScalars)
      let ascii = Array(ascii.utf8)
      for (i, glyph) in glyphs.enumerated() {
        table[Int(glyph.value)] = ascii[min(i, ascii.count - 1)]
      }
    }
    // Braille dots: the more of them, the fuller the stand-in.
    for dots in 0..<256 {
      table[0x2800 + dots] = Array(" ..::++##".utf8)[dots.nonzeroBitCount]
    }
    return table
  }()

  /// Glyphs and their stand-ins, position by position; the last stand-in serves the rest of its row.
  private static let rows: [(glyphs: String, ascii: String)] = [
    // Latin letters of names and languages.
    ("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞß", "AAAAAAACEEEEIIIIDNOOOOOOUUUUYTs"),
    ("àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ", "aaaaaaaceeeeiiiidnoooooouuuuyty"),
    ("ĀāĂăĄąĆćĈĉĊċČčĎďĐđĒēĔĕĖėĘęĚě", "AaAaAaCcCcCcCcDdDdEeEeEeEeEe"),
    ("ĜĝĞğĠġĢģĤĥĦħĨĩĪīĬĭĮįİıĴĵĶķĹĺĻļĽľŁł", "GgGgGgGgHhHhIiIiIiIiIiJjKkLlLlLlLl"),
    ("ŃńŅņŇňŌōŎŏŐőŒœŔŕŖŗŘřŚśŜŝŞşŠš", "NnNnNnOoOoOoOoRrRrRrSsSsSsSs"),
    ("ŢţŤťŨũŪūŬŭŮůŰűŲųŴŵŶŷŸŹźŻżŽž", "TtTtUuUuUuUuUuUuWwYyYZzZzZz"),
    ("¡¢£¤¥§©ª«¬®¯°±²³´µ¶·¹º»¼½¾¿×÷", "!cLoYSca<-r-o+23'uP.1o>???" + "?x/"),
    // Greek.
    ("ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ", "ABGDEZHTIKLMNXOPRSTYFXPO"),
    ("αβγδεζηθικλμνξοπρςστυφχψωϕϵϑ", "abgdezhtiklmnxoprsstufxpofet"),
    // Mathematics.
    ("−∓∗∘∙√∝∞∠∧∨∩∪∫∴∼≅≈≠≡≤≥≪≫", "-+*o.V~I/^vnuS:~~~!=<><>"),
    ("∀∂∃∅∆∇∈∉∋∏∐∑⊂⊃⊆⊇⊕⊖⊗⊙⋅⋆⊤⊥", "AdE0DVe!3PUS()()+-xo.*TL"),
    ("ˆ˜˙⋮⋯⋱", "^~.:.."),
    ("⌈⌉⌊⌋⟨⟩ℝℕℤℚℂℓℯℏ′″‖", "[][]<>RNZQCleh'\"|"),
    ("⎛⎜⎝⎞⎟⎠⎡⎢⎣⎤⎥⎦⎧⎨⎩⎪⎫⎬⎭⎮⌠⌡⎷", "/|\\\\|/[[[]]]{{{|}}}||||V"),
    ("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", "0123456789+-=()ni0123456789+-=()"),
    ("ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥᵦᵧᵀᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", "aeoxhklmnpstijruvbgTabcdefghjklmoprstuvwxyz"),
    // Punctuation.
    ("–—‘’‚“”„†‡•…‰‹›⁄", "--'',\"\"\"++*~%<>/"),
    // Arrows.
    ("←↑→↓↔↕↖↗↘↙↦↩↪↵⇐⇑⇒⇓⇔⟵⟶", "<^>v-|\\/\\/><>v<^>v=<>"),
    // Boxes and lines.
    ("─━│┃┄┅┆┇┈┉┊┋╌╍╎╏", "--||--||--||--||"),
    ("┌┍┎┏┐┑┒┓└┕┖┗┘┙┚┛├┝┞┟┠┡┢┣┤┥┦┧┨┩┪┫┬┭┮┯┰┱┲┳┴┵┶┷┸┹┺┻┼┽┾┿╀╁╂╃╄╅╆╇╈╉╊╋", "+"),
    ("═║╒╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡╢╣╤╥╦╧╨╩╪╫╬", "=|+"),
    ("╭╮╯╰╱╲╳╴╵╶╷╸╹╺╻╼╽╾╿", "++++/\\x-|-|-|-|-|-|"),
    // Blocks: fuller for fuller.
    ("▀▁▂▃▄▅▆▇█▉▊▋▌▍▎▏▐░▒▓▔▕", "\"__..oo##%#H||||].:%~]"),
    ("▖▗▘▙▚▛▜▝▞▟", ".,'L\\F7`/J"),
    (
      "■□▢▣▤▥▦▧▨▩▪▫▬▭▮▯▲△▴▵▶▷▸▹►▻▼▽▾▿◀◁◂◃◄◅◆◇◈◉○◌◍◎●◐◑◒◓◘◙◦",
      "#O#######*.==|||^^^^>>>>>>vvvv<<<<<<***@ooo@*(())##o"
    ),
    ("★☆☐☑☒✓✔✗✘✕", "**[xxvvxxx"),
    // What stands for something that may not be drawn.
    ("␀␁␂␃␄␅␆␇␈␉␊␋␌␍␎␏␐␑␒␓␔␕␖␗␘␙␚␛␜␝␞␟␠␡␢␣", "?"),
  ]

  private static let long: [Unicode.Scalar: String] = [
    "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~=", "≡": "==", "≪": "<<", "≫": ">>", "…": "...",
    "→": "->", "←": "<-", "↔": "<->", "⇒": "=>", "⇐": "<=", "⇔": "<=>", "⟶": "-->", "⋯": "...",
    "⋮": ":", "↦": "|->",
    "∑": "sum", "∏": "prod", "∫": "int", "√": "sqrt", "∞": "inf", "∂": "d", "∇": "grad",
    "∈": "in", "∉": "not in", "⌊": "floor(", "⌋": ")", "⌈": "ceil(", "⌉": ")", "±": "+-",
    "∗": "*", "×": "x", "·": "*", "⋅": "*", "∘": "o", "÷": "/", "½": "1/2", "¼": "1/4",
    "¾": "3/4", "—": "--", "«": "<<", "»": ">>", "°": " deg", "ß": "ss", "æ": "ae", "œ": "oe",
    "ℝ": "R", "∅": "{}", "∝": "~", "∩": "and", "∪": "or", "⊂": "in", "⊙": "(.)", "⊗": "(x)",
    "⊕": "(+)", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi",
    "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega", "α": "alpha", "β": "beta",
    "γ": "gamma", "δ": "delta", "ε": "epsilon", "ϵ": "epsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "µ": "mu", "ν": "nu",
    "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma", "ς": "sigma", "τ": "tau", "υ": "upsilon",
    "φ": "phi", "ϕ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
  ]

  /// Raised and lowered scalars: `^` or `_`, and the scalar that they are forms of.
  private static let scripts: [Unicode.Scalar: (mark: Character, plain: Unicode.Scalar)] = {
    var scripts: [Unicode.Scalar: (mark: Character, plain: Unicode.Scalar)] = [:]
    for (plain, raised) in Script.superscripts { scripts[raised] = ("^", ascii(of: plain)) }
    for (plain, lowered) in Script.subscripts { scripts[lowered] = ("_", ascii(of: plain)) }
    return scripts
  }()
}

/// The raised and lowered forms that Unicode has of some scalars.
enum Script {
  static let superscripts = pairs(
    "0123456789+-−=()niTabcdefghjklmoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱᵀᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")
  static let subscripts = pairs(
    "0123456789+-−=()aeoxhklmnpstijruvβγ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥᵦᵧ")

  /// The text in raised or lowered scalars, where every one of its scalars has such a form.
  static func converted(_ text: String, by forms: [(Unicode.Scalar, Unicode.Scalar)]) -> String? {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      guard let form = forms.first(where: { $0.0 == scalar })?.1 else { return nil }
      result.append(form)
    }
    return String(result)
  }

  private static func pairs(_ plain: String, _ forms: String) -> [(Unicode.Scalar, Unicode.Scalar)]
  {
    Array(zip(plain.unicodeScalars, forms.unicodeScalars))
  }
}
