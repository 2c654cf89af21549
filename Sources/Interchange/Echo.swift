/// A name, or a piece of a file, as a sentence about it shows it: at most 200 scalars, and none that a terminal obeys.
///
/// Of longer text the middle is left out, so that a name keeps its ending. Control characters become their pictures
/// (`␛`); what changes the direction, joins, or stands for nothing becomes `□`.
///
/// - Parameter text: anything at all.
/// - Returns: one line.
public func echoed(_ text: String) -> String {
  let scalars = text.unicodeScalars
  guard scalars.count > mostEchoed else {
    return String(String.UnicodeScalarView(scalars.map(shown)))
  }
  let kept =
    scalars.prefix(mostEchoed - keptEnd - 1).map(shown) + ["…"] + scalars.suffix(keptEnd).map(shown)
  return String(String.UnicodeScalarView(kept))
}

private let mostEchoed = 200
private let keptEnd = 60

private func shown(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
  switch scalar.properties.generalCategory {
  case .control where scalar.value < 0x20: Unicode.Scalar(0x2400 + scalar.value) ?? "□"
  case .control where scalar.value == 0x7F: "␡"
  case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned:
    "□"
  default: scalar
  }
}
