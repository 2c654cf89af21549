import Coursebook
import Screen

/// One row of a list, of one line or several, and what it opens.
struct ListRow: Equatable, Sendable {
  /// Lines of the screen, without the column of the mark before them; an empty one sets the row apart from the one above.
  var lines: [[Span]]
  var page: PageID?
  /// What else it stands for.
  var value: String?
  /// Whether it only stands over others, so that the arrows go past it.
  var isHeading = false

  init(_ spans: [Span], page: PageID? = nil) {
    lines = [spans]
    self.page = page
  }

  /// A heading over rows, set apart from those before it.
  init(heading: [Span], width: Int, isFirst: Bool, page: PageID? = nil) {
    lines = (isFirst ? [] : [[]]) + wrap(heading, width: max(1, width - 1))
    self.page = page
    isHeading = page == nil
  }

  /// A name and what is said of it, side by side, each folded where the screen is narrower than they are.
  init(
    _ name: Span, says: [[Span]], nameWidth: Int, width: Int, page: PageID? = nil,
    value: String? = nil
  ) {
    // Around them stand the mark, a blank, two blanks between, and one at the edge.
    let says = says.flatMap { wrap($0, width: max(1, width - nameWidth - 5)) }
    // A name with a word too long for its column has lines of its own: it is not broken.
    let isAlone = name.text.split(separator: " ").contains { $0.unicodeScalars.count > nameWidth }
    let names = wrap([name], width: isAlone ? max(1, width - 3) : nameWidth)
    let blank = Span(" ")
    lines = (0..<(isAlone ? names.count + says.count : max(names.count, says.count))).map { i in
      let left = names.indices.contains(i) ? names[i] : []
      let said = isAlone ? i - names.count : i
      guard says.indices.contains(said) else { return [blank] + left }
      let blanks = nameWidth - Screen.width(of: left) + 2
      return [blank] + left + [Span(String(repeating: " ", count: blanks))] + says[said]
    }
    self.page = page
    self.value = value
  }

  /// The first line that is not blank.
  var firstLine: Int { lines.firstIndex { !$0.isEmpty } ?? 0 }

  /// The columns for a list's names: those of the longest, at most a third of the screen.
  static func nameWidth(of names: some Sequence<String>, width: Int) -> Int {
    min(names.map(\.unicodeScalars.count).max() ?? 1, max(1, width / 3))
  }
}
