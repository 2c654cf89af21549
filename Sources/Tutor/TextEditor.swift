/// Text being typed, with the keys of readline: one line for answers and the console, several for cells.
///
/// Offsets count Unicode scalars, since each one stands in a column of its own on the screen.
struct TextEditor: Equatable, Sendable {
  private(set) var scalars: [Unicode.Scalar]
  /// Where the next character goes, 0…count.
  private(set) var cursor: Int
  /// Whether Enter begins a new line.
  let isMultiline: Bool
  private var killed: [Unicode.Scalar] = []
  private var past: [Edit] = []
  private var future: [Edit] = []
  private var isTyping = false
  /// The column that up and down aim for.
  private var goal: Int?

  /// A change, as much of it as taking it back and making it again need: a field of any length costs what was changed.
  private struct Edit: Equatable, Sendable {
    var place: Int
    var removed: [Unicode.Scalar]
    var inserted: [Unicode.Scalar]
    /// Where the cursor stood before.
    var cursor: Int
  }

  /// What a field holds at most: a pasted novel is cut, not refused.
  static let capacity = 20_000

  init(_ text: String = "", isMultiline: Bool = false) {
    scalars = Array(text.unicodeScalars)
    cursor = scalars.count
    self.isMultiline = isMultiline
  }

  var text: String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  /// Takes in a key; `false` when it is not one that edits.
  mutating func receive(_ key: Key) -> Bool {
    let previousGoal = goal
    goal = nil
    switch key {
    case .character(let scalar): insert([scalar], typing: true)
    case .enter where isMultiline: insertLine()
    case .left, .control("b"): cursor = max(0, cursor - 1)
    case .right, .control("f"): cursor = min(scalars.count, cursor + 1)
    case .home, .control("a"): cursor = lineStart
    case .end, .control("e"): cursor = lineEnd
    case .up, .control("p"):
      guard isMultiline else { return false }
      moveLine(by: -1, goal: previousGoal)
    case .down, .control("n"):
      guard isMultiline else { return false }
      moveLine(by: 1, goal: previousGoal)
    case .alt("b"): cursor = wordStart
    case .alt("f"): cursor = wordEnd
    case .backspace: remove(max(0, cursor - 1)..<cursor)
    case .delete, .control("d"): remove(cursor..<min(scalars.count, cursor + 1))
    case .control("k"):
      kill(cursor == lineEnd && cursor < scalars.count ? cursor..<cursor + 1 : cursor..<lineEnd)
    case .control("u"): kill(lineStart..<cursor)
    case .control("w"), .alt("\u{7f}"): kill(wordStart..<cursor)
    case .alt("d"): kill(cursor..<wordEnd)
    case .control("y"): insert(killed, typing: false)
    case .control("t"): transpose()
    case .control("_"), .alt("u"): undo()
    case .alt("r"): redo()
    default:
      goal = previousGoal
      return false
    }
    if case .character = key {} else { isTyping = false }
    return true
  }

  /// Takes in keys that came together: characters in a row go in at once, so that n of them cost time for n.
  mutating func receive(_ keys: [Key]) {
    var row: [Unicode.Scalar] = []
    for key in keys {
      if case .character(let scalar) = key {
        row.append(scalar)
      } else {
        type(row)
        row = []
        _ = receive(key)
      }
    }
    type(row)
  }

  private mutating func type(_ row: [Unicode.Scalar]) {
    guard !row.isEmpty else { return }
    goal = nil
    insert(row, typing: true)
  }

  /// Puts text in at the cursor; line ends become blanks where there is one line only.
  mutating func paste(_ text: String) {
    // Terminals send a carriage return for the end of a line, some both.
    var clean: [Unicode.Scalar] = []
    var last: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n" where last == "\r": break
      case "\n", "\r": clean.append(isMultiline ? "\n" : " ")
      case "\t": clean.append(" ")
      default: if scalar.value >= 0x20, scalar.value != 0x7f { clean.append(scalar) }
      }
      last = scalar
    }
    insert(clean, typing: false)
    isTyping = false
  }

  /// Replaces everything, as one step that can be undone.
  mutating func replace(with text: String) {
    change(0..<scalars.count, to: Array(text.unicodeScalars.prefix(Self.capacity)))
    isTyping = false
  }

  /// Puts `text` in place of the `count` scalars before the cursor: how completion finishes a word.
  mutating func complete(replacing count: Int, with text: String) {
    change(max(0, cursor - count)..<cursor, to: Array(text.unicodeScalars))
    isTyping = false
  }

  /// A stretch of the text, of at most `count` scalars from `start` on.
  func text(from start: Int, count: Int) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars.dropFirst(start).prefix(count))
    return String(view)
  }

  /// The cursor's line and column, from 0.
  var position: (line: Int, column: Int) {
    let before = scalars[..<cursor]
    return (before.count { $0 == "\n" }, cursor - lineStart)
  }

  /// Moves the cursor to a line and a column, as near as the text allows.
  mutating func move(line: Int, column: Int) {
    var start = 0
    for _ in 0..<max(0, line) {
      guard let end = scalars[start...].firstIndex(of: "\n") else { break }
      start = end + 1
    }
    let end = scalars[start...].firstIndex(of: "\n") ?? scalars.count
    cursor = min(start + max(0, column), end)
  }

  private var lineStart: Int { (scalars[..<cursor].lastIndex(of: "\n") ?? -1) + 1 }
  private var lineEnd: Int { scalars[cursor...].firstIndex(of: "\n") ?? scalars.count }

  private func isWord(_ i: Int) -> Bool {
    scalars[i].properties.isAlphabetic || scalars[i].properties.numericType != nil
      || scalars[i] == "_"
  }

  private var wordStart: Int {
    var i = cursor
    while i > 0, !isWord(i - 1) { i -= 1 }
    while i > 0, isWord(i - 1) { i -= 1 }
    return i
  }

  private var wordEnd: Int {
    var i = cursor
    while i < scalars.count, !isWord(i) { i += 1 }
    while i < scalars.count, isWord(i) { i += 1 }
    return i
  }

  private mutating func moveLine(by step: Int, goal previous: Int?) {
    let (line, column) = position
    goal = previous ?? column
    move(line: line + step, column: goal ?? column)
    if line + step < 0 { cursor = 0 }
  }

  private mutating func insertLine() {
    let indent = scalars[lineStart..<cursor].prefix { $0 == " " }
    insert(["\n"] + indent, typing: false)
  }

  private mutating func insert(_ new: [Unicode.Scalar], typing: Bool) {
    let new = Array(new.prefix(max(0, Self.capacity - scalars.count)))
    guard !new.isEmpty else { return }
    if typing, isTyping, let last = past.indices.last {
      // A word typed in one go is one step.
      past[last].inserted += new
      scalars.insert(contentsOf: new, at: cursor)
      cursor += new.count
    } else {
      change(cursor..<cursor, to: new)
    }
    isTyping = typing
  }

  private mutating func remove(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    change(range, to: [])
  }

  private mutating func kill(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    killed = Array(scalars[range])
    remove(range)
  }

  private mutating func transpose() {
    guard cursor > 0, scalars.count > 1 else { return }
    let right = min(cursor, scalars.count - 1)
    change(right - 1..<right + 1, to: [scalars[right], scalars[right - 1]])
  }

  /// Puts `new` in place of a range, as a step that can be undone; the cursor stands behind it.
  private mutating func change(_ range: Range<Int>, to new: [Unicode.Scalar]) {
    past.append(
      Edit(
        place: range.lowerBound, removed: Array(scalars[range]), inserted: new, cursor: cursor))
    if past.count > 200 { past.removeFirst() }
    future = []
    scalars.replaceSubrange(range, with: new)
    cursor = range.lowerBound + new.count
  }

  private mutating func undo() {
    guard let last = past.popLast() else { return }
    scalars.replaceSubrange(last.place..<last.place + last.inserted.count, with: last.removed)
    cursor = last.cursor
    future.append(last)
  }

  private mutating func redo() {
    guard let next = future.popLast() else { return }
    scalars.replaceSubrange(next.place..<next.place + next.removed.count, with: next.inserted)
    cursor = next.place + next.inserted.count
    past.append(next)
  }
}
