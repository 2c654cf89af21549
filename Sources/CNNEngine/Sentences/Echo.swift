/// A name, or a piece of a file, as a sentence about it shows it: one line of at most 200 scalars, safe for a terminal.
///
/// Of longer text the middle is left out, so that a name keeps its ending.
///
/// - Parameter text: anything at all.
/// - Returns: one line.
public func echoed(_ text: some StringProtocol) -> String {
  shown(cut(text.unicodeScalars, to: mostEchoed, end: 60))
}

/// A sentence that repeats what someone wrote between backticks: each echo cut as `echoed` does, all of it one line of at
/// most 1,000 scalars.
///
/// - Parameter sentence: what a reader or an author is told.
/// - Returns: one line, safe for a terminal.
public func oneLine(_ sentence: String) -> String {
  let isShort = sentence.utf8.count <= mostEchoed
  if isShort, sentence.utf8.allSatisfy({ 0x20..<0x7F ~= $0 }) { return sentence }
  let echoes = sentence.split(separator: "`", omittingEmptySubsequences: false).enumerated()
    .map { $0.offset % 2 == 1 ? echoed($0.element) : shown($0.element.unicodeScalars) }
    .joined(separator: "`")
  return String(String.UnicodeScalarView(cut(echoes.unicodeScalars, to: 1_000, end: 300)))
}

/// Text in which nothing is left that a terminal obeys: what every command prints goes through this.
///
/// Control characters become their pictures (`␛`); C1 controls, what changes the direction or joins, and what stands for
/// nothing that could be seen become `□`. Blanks, tabs and line ends stay.
///
/// - Parameter text: anything at all.
/// - Returns: as many scalars.
public func visible(_ text: String) -> String {
  let isPlain = text.utf8.allSatisfy { 0x20..<0x7F ~= $0 || $0 == 0x0A || $0 == 0x09 }
  return isPlain ? text : shown(text.unicodeScalars, keepsLines: true)
}

private let mostEchoed = 200

/// The scalars, or where there are more than `most` the first and the last of them with `…` between.
private func cut(
  _ scalars: some BidirectionalCollection<Unicode.Scalar>, to most: Int, end: Int
) -> [Unicode.Scalar] {
  guard scalars.count > most else { return Array(scalars) }
  return scalars.prefix(most - end - 1) + ["…"] + scalars.suffix(end)
}

private func shown(_ scalars: some Sequence<Unicode.Scalar>, keepsLines: Bool = false) -> String {
  String(
    String.UnicodeScalarView(
      scalars.map { keepsLines && ($0 == "\n" || $0 == "\t") ? $0 : shown($0) }))
}

private func shown(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
  if 0x20..<0x7F ~= scalar.value { return scalar }
  switch scalar.properties.generalCategory {
  case .control where scalar.value < 0x20: return Unicode.Scalar(0x2400 + scalar.value) ?? "□"
  case .control where scalar.value == 0x7F: return "␡"
  case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned:
    return "□"
  default: return scalar.properties.isDefaultIgnorableCodePoint ? "□" : scalar
  }
}
