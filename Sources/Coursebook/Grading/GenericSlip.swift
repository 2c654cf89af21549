/// Slips that need no author: the sign, one too many, axes in another order.
enum GenericSlip {
  /// What a wrong number suggests, if anything.
  static func number(_ given: Double, right: Double, typed: String) -> [Inline]? {
    let slack = min(1e-6 * max(1, abs(right)), 0.01)
    if right != 0, abs(given + right) <= slack {
      return [.text("The size is right; look at the sign again.")]
    }
    let isWhole = abs(right - right.rounded()) <= slack
    if isWhole && abs(abs(given - right) - 1) <= slack {
      return [
        .text("Off by one: where places are counted, look at both ends.")
      ]
    }
    if right != 0, abs(given - 100 * right) <= 100 * slack || abs(100 * given - right) <= slack {
      return [.text("The digits are right; the scale is off by a hundred.")]
    }
    if isWhole, abs(right) >= 1000, abs(given - right) <= 0.01 * abs(right) {
      return [.text("Close, but not exact enough.")]
    }
    if !isWhole, abs(given - right) <= 0.15 * abs(right), isRounded(typed, from: right) {
      return [.text("Rounded too far: give one digit more, or a fraction.")]
    }
    return nil
  }

  /// Whether the text is the number rounded to the digits that the text has.
  private static func isRounded(_ typed: String, from right: Double) -> Bool {
    guard let given = Double(typed.filter { $0 != " " }) else { return false }
    let digits = typed.split(separator: ".", omittingEmptySubsequences: false)
    var unit = 1.0
    if digits.count == 2 { for _ in digits[1] { unit /= 10 } }
    return abs(given - right) <= unit / 2 * 1.000_001
  }

  /// What a wrong shape suggests, if anything.
  static func shape(_ given: [Int], right: [Int]) -> [Inline]? {
    if given.count == right.count && given.sorted() == right.sorted() {
      return [
        .text("The numbers are right, their order is not.")
      ]
    }
    if given.count == right.count - 1 && given[...] == right.dropFirst() {
      return [.text("These axes are right, but one is missing before them.")]
    }
    if given.count > 1 && given.count == right.count && given.dropFirst() == right.dropFirst() {
      return [.text("All but the first axis is right.")]
    }
    if given.count >= 3 && given.count == right.count
      && given.dropLast(2) == right.dropLast(2)
    {
      return [.text("All but the last two axes are right.")]
    }
    if given.count < right.count && right.suffix(given.count) == given[...] {
      return [.text("These axes are right, but there are more before them.")]
    }
    return nil
  }
}
