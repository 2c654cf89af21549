import CNNEngine

extension Double {
  /// The number as a reader would write it: whole numbers without a fraction, others in four digits.
  var shortText: String {
    guard isFinite else { return text }
    if abs(self - rounded()) <= 1e-6 * Swift.max(1, abs(self)), abs(self) < 1e15 {
      return "\(Int(rounded()))"
    }
    var scale = 1.0
    while abs(self) * scale < 1000 && scale < 1e12 { scale *= 10 }
    let digits = "\((self * scale).rounded() / scale)"
    return digits.hasSuffix(".0") ? String(digits.dropLast(2)) : digits
  }
}
