import CNNEngine

/// A mistake in a cell, at bytes of its source.
struct Mistake: Error {
  var range: Range<Int>
  var message: String

  init(_ range: Range<Int>, _ message: String) {
    self.range = range
    self.message = message
  }

  /// The mistake as the learner sees it: line, column, the text there.
  func error(in source: String) -> CellError {
    let bytes = Array(source.utf8)
    let start = min(range.lowerBound, bytes.count)
    let lineStart = (bytes[..<start].lastIndex(of: 0x0A) ?? -1) + 1
    let line = bytes[..<start].count { $0 == 0x0A } + 1
    let column = bytes[lineStart..<start].count { $0 & 0xC0 != 0x80 } + 1
    let text = String(
      decoding: bytes[start..<max(start, min(range.upperBound, bytes.count))], as: UTF8.self)
    return CellError(line: line, column: column, text: text, message: oneLine(message))
  }
}

/// What a function says of its arguments; whoever called it knows where.
struct Complaint: Error {
  var message: String
  init(_ message: String) { self.message = message }
}

/// "; did you mean `stride`?" where one of the names is near, else nothing.
func didYouMean(_ word: String, _ names: some Sequence<String>) -> String {
  // Case counts a little: of two names as near, the one written alike is meant.
  let lower = word.lowercased()
  let best = names.map { (name: $0, distance: editDistance(lower, $0.lowercased())) }
    .filter { name, distance in
      let most = max(1, min(3, word.count / 3 + (name.count > 3 ? 1 : 0)))
      // A name that has no letter of the word is another name, not a slip.
      return distance <= most && distance < max(word.count, name.count)
    }
    .min {
      (2 * $0.distance + (word.first == $0.name.first ? 0 : 1), $0.name)
        < (2 * $1.distance + (word.first == $1.name.first ? 0 : 1), $1.name)
    }
  return best.map { "; did you mean `\($0.name)`?" } ?? ""
}

/// How many characters must be added, dropped, replaced or swapped with their neighbour.
///
/// Source: Damerau, *A technique for computer detection and correction of spelling errors* (1964).
func editDistance(_ a: String, _ b: String) -> Int {
  let (a, b) = (Array(a.utf8), Array(b.utf8))
  guard abs(a.count - b.count) < 5 else { return 5 }
  var table = Array(repeating: Array(repeating: 0, count: b.count + 1), count: a.count + 1)
  for i in 0...a.count { table[i][0] = i }
  for j in 0...b.count { table[0][j] = j }
  guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
  for i in 1...a.count {
    for j in 1...b.count {
      let cost = a[i - 1] == b[j - 1] ? 0 : 1
      table[i][j] = min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + cost)
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
        table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
      }
    }
  }
  return table[a.count][b.count]
}
