/// Numbers as short text.
public enum NumberText {
  /// Thousands apart: `1,048,576`.
  public static func grouped(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var result = value < 0 ? "−" : ""
    for (i, digit) in digits.enumerated() {
      if i > 0 && (digits.count - i) % 3 == 0 { result += "," }
      result.append(digit)
    }
    return result
  }

  /// A text that is a whole number of five digits or more with its thousands apart; any other as it is.
  public static func grouped(_ text: String) -> String {
    let digits = text.hasPrefix("-") || text.hasPrefix("−") ? text.dropFirst() : text[...]
    guard digits.utf8.count >= 5, digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
      let value = Int(digits)
    else { return text }
    return text.dropLast(digits.count) + grouped(value)
  }

  /// A number with its noun: `1 epoch`, `1,200 steps`.
  public static func counted(_ number: Int, _ noun: String) -> String {
    grouped(number) + " " + noun + (number == 1 ? "" : "s")
  }

  /// A large number in three digits: `392`, `9,408`, `118 M`, `3.86 G`.
  static func rounded(_ value: Int) -> String {
    var (part, unit) = (Double(value.magnitude), "")
    guard part >= 99_999.5 else { return grouped(value) }
    for next in ["k", "M", "G", "T"] where part >= 999.5 { (part, unit) = (part / 1000, next) }
    return (value < 0 ? "−" : "") + short(part, digits: 3) + " " + unit
  }

  /// So many bytes, in thousands: `392 B`, `18.8 kB`, `57.2 MB`.
  public static func bytes(_ count: Int) -> String {
    var (value, unit) = (Double(count), "B")
    for next in ["kB", "MB", "GB", "TB"] where value >= 999.5 {
      (value, unit) = (value / 1000, next)
    }
    return short(value, digits: 3) + " " + unit
  }

  /// A number as short as it can be said with so many significant digits: `12.5`, `−3`, `1.2e6`.
  ///
  /// All digits of whole numbers below a million stand.
  public static func short(_ value: Double, digits: Int = 4) -> String {
    if !value.isFinite { return special(value) }
    let magnitude = value.magnitude
    if magnitude == 0 { return "0" }
    if magnitude < 0.001 || magnitude >= 1_000_000 { return exponential(value) }
    var decimals = digits
    var limit = 1.0
    while magnitude >= limit && decimals > 0 {
      limit *= 10
      decimals -= 1
    }
    return trimmed(fixed(value, decimals: decimals))
  }

  /// `short` for an entry.
  public static func short(_ value: Float) -> String { short(Double(value)) }

  /// A number with so many decimals.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    if !value.isFinite { return special(value) }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (value.magnitude * scale).rounded()
    guard scaled < 1e15 else { return exponential(value) }
    let whole = Int(scaled)
    var text = String(whole / Int(scale))
    if decimals > 0 {
      let fraction = String(whole % Int(scale))
      text += "." + String(repeating: "0", count: decimals - fraction.utf8.count) + fraction
    }
    return whole == 0 ? text : signed(value, text)
  }

  /// One significant decimal and a power of ten: `1e6`, `−2.5e−4`.
  static func exponential(_ value: Double) -> String {
    if !value.isFinite { return special(value) }
    var (mantissa, exponent) = (value.magnitude, 0)
    guard mantissa > 0 else { return "0" }
    while mantissa >= 9.95 {
      mantissa /= 10
      exponent += 1
    }
    while mantissa < 0.995 {
      mantissa *= 10
      exponent -= 1
    }
    let power = exponent < 0 ? "−\(-exponent)" : "\(exponent)"
    return signed(value, trimmed(fixed(mantissa, decimals: 1)) + "e" + power)
  }

  private static func signed(_ value: Double, _ text: String) -> String {
    value < 0 ? "−" + text : text
  }

  private static func special(_ value: Double) -> String {
    // Not ∞: no single ASCII character stands for it.
    value.isNaN ? value.text : value < 0 ? "−inf" : "inf"
  }

  /// Without zeros at the end of the decimals.
  private static func trimmed(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: ".")) else { return text }
    var utf8 = Substring(text)
    while utf8.hasSuffix("0") { utf8.removeLast() }
    if utf8.hasSuffix(".") { utf8.removeLast() }
    return String(utf8)
  }
}

/// Labels for the entries of a matrix: as few decimals as tell its entries apart, at most two, and no zero before
/// the point.
struct EntryLabels {
  private let decimals: Int
  /// Whether no entry would say anything in two decimals.
  private let areTiny: Bool
  /// The columns of the longest label.
  private(set) var width = 1

  /// Looks at all entries that will be labelled; what needs more decimals than `limit` is rounded.
  init(for values: some Collection<Float>, atMost limit: Int = 2) {
    var decimals = 0
    var largest: Float = 0
    for value in values where value.isFinite {
      largest = max(largest, value.magnitude)
      if value.magnitude < 1000 {
        while decimals < limit, !Self.isExact(value, decimals) { decimals += 1 }
      }
    }
    self.decimals = decimals
    areTiny = largest < 0.1
    for value in values { width = max(width, label(value).unicodeScalars.count) }
  }

  /// Whether a value is, but for rounding in `Float`, what so many decimals say.
  private static func isExact(_ value: Float, _ decimals: Int) -> Bool {
    let scale: Float = decimals == 0 ? 1 : decimals == 1 ? 10 : 100
    let scaled = value * scale
    return (scaled - scaled.rounded()).magnitude <= 1e-5 * max(1, scaled.magnitude)
  }

  func label(_ value: Float) -> String {
    if value == 0 { return "0" }
    if value.isNaN { return "!" }
    if value.isFinite, value.magnitude >= 99_999.5 || areTiny && value.magnitude < 0.005 {
      return NumberText.exponential(Double(value))
    }
    let text = NumberText.fixed(Double(value), decimals: value.magnitude >= 1000 ? 0 : decimals)
    if text.hasPrefix("0.") { return String(text.dropFirst()) }
    if text.hasPrefix("−0.") { return "−" + text.dropFirst(2) }
    return text
  }
}
