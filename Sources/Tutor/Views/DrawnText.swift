import Coursebook
import Screen

/// The text of a block as it is drawn, to find in it what a search found in the book.
struct DrawnText {
  /// Neighbours in one row.
  struct Run: Equatable, Sendable {
    var row: Int
    var columns: Range<Int>
  }

  /// In reading order, each row with a line's end behind it.
  private var scalars: [Unicode.Scalar] = []
  private var places: [(column: Int, row: Int)] = []
  /// The text of each row that has any.
  private(set) var rows: [Run] = []

  /// Reads the rows of a grid, without bars, bullets, and what a view says beside the book's own text.
  init(_ grid: Grid, rows: Range<Int>) {
    let added: Set<Role> = [.border, .focus, .prompt, .muted, .notice]
    for row in rows {
      var columns: Range<Int>?
      for column in 0..<grid.width {
        let glyph = grid[column, row]
        let isText = glyph.scalar != " " && !added.contains(glyph.style.role)
        scalars.append(isText ? glyph.scalar : " ")
        places.append((column, row))
        if isText { columns = (columns?.lowerBound ?? column)..<column + 1 }
      }
      scalars.append("\n")
      places.append((grid.width, row))
      if let columns { self.rows.append(Run(row: row, columns: columns)) }
    }
  }

  /// Where the matches of a hit stand, the first one first; none where its first match is not drawn as it was found.
  func runs(of hit: SearchHit) -> [Run] {
    let line = Array(hit.line.unicodeScalars)
    guard let first = hit.matches.first,
      var found = range(of: hit.place.word, after: hit.place.occurrence, from: 0)
    else { return [] }
    var runs = [run(at: found)]
    var end = first.upperBound
    for match in hit.matches.dropFirst() {
      let word = line[match]
      // As many of the same letters as stand between the two matches come before this one in the drawing too.
      let others = Self.count(Array(word), in: Array(line[end..<match.lowerBound]))
      guard let next = range(of: Self.string(word), after: others, from: found.upperBound) else {
        break
      }
      runs.append(run(at: next))
      (found, end) = (next, match.upperBound)
    }
    return runs
  }

  /// Where a word stands for the last time after so many others, as it is or in ASCII; what is drawn may hold fewer of
  /// them than the book.
  private func range(of word: String, after others: Int, from: Int) -> Range<Int>? {
    let word = sanitized(word)
    return [word, AllowedGlyphs.asciiText(word)].lazy.compactMap { form -> Range<Int>? in
      let needle = Array(form.unicodeScalars)
      var (found, left, i): (Range<Int>?, Int, Int) = (nil, others, from)
      while !needle.isEmpty, left >= 0, i + needle.count <= scalars.count {
        if scalars[i..<i + needle.count].elementsEqual(needle) {
          found = i..<i + needle.count
          left -= 1
          i += needle.count
        } else {
          i += 1
        }
      }
      return found
    }.first
  }

  private func run(at range: Range<Int>) -> Run {
    let (column, row) = places[range.lowerBound]
    return Run(row: row, columns: column..<column + range.count)
  }

  private static func count(_ word: [Unicode.Scalar], in text: [Unicode.Scalar]) -> Int {
    var (count, i) = (0, 0)
    while i + word.count <= text.count {
      let isHere = text[i..<i + word.count].elementsEqual(word)
      count += isHere ? 1 : 0
      i += isHere ? word.count : 1
    }
    return count
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}
