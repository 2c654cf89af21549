/// Text with a visible stand-in for everything that may not be drawn: control characters become their pictures
/// (`␛`), wide, combining, zero-width and bidirectional scalars become `□`, tabs and other blanks a blank.
///
/// - Parameters:
///   - text: anything at all.
///   - keepsLines: whether `"\n"` stays; otherwise it becomes a blank. `"\r\n"` counts as `"\n"`.
/// - Returns: as many scalars as `text` has (less the `\r` of each `\r\n`), all allowed.
public func sanitized(_ text: String, keepsLines: Bool = false) -> String {
  if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F || keepsLines && $0 == 0x0A }) { return text }
  var result = String.UnicodeScalarView()
  var previous: Unicode.Scalar = " "
  for scalar in text.unicodeScalars {
    defer { previous = scalar }
    switch scalar.value {
    case 0x0A:
      if previous == "\r" { result.removeLast() }
      result.append(keepsLines ? "\n" : " ")
    case 0x09, 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: result.append(" ")
    case 0x00...0x1F: result.append(Unicode.Scalar(0x2400 + scalar.value) ?? "□")
    case 0x7F: result.append("␡")
    default: result.append(AllowedGlyphs.contains(scalar) ? scalar : "□")
    }
  }
  return String(result)
}

extension Appearance {
  /// Text that is only read, safe for the screen; in ASCII a stand-in may take more columns than what it stands for.
  ///
  /// For sentences, which are folded afterwards. What must keep its columns (code, printed lines) is drawn as it is and
  /// asciified as a grid.
  public func sentence(_ text: String) -> String {
    let text = sanitized(text)
    return isASCII ? AllowedGlyphs.asciiText(text) : text
  }
}
